"""Questions of the register of access."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django import forms
from django.utils import timezone

from esafety.access.reach import Reach
from esafety.office.queries.register import Narrowed
from esafety.office.vocabulary import VisitorUse
from esafety.people.models import School, User
from esafety.people.queries import colleagues
from esafety.people.vocabulary import Role
from esafety.ui import fields
from esafety.ui.forms import Form
from esafety.ui.layout import Fieldset, Layout

LONGEST: Final = dt.timedelta(days=366)
"""A visitor is let in for a year at most; then somebody decides again."""


class RegisterForm(Form):
    """Which day, which role, which kind of thing."""

    day = fields.DateField(
        label="On which day?",
        noun="the day",
        required=False,
        latest="today",
        help_text="Leave this empty for today.",
    )
    role = fields.Select(
        Role, label="Role", required=False, blank="Every role", coerce=Role, empty_value=None
    )
    reach = fields.Select(
        Reach, label="Access to", required=False, blank="Everything", coerce=Reach, empty_value=None
    )

    @property
    def told(self) -> tuple[dt.date, Narrowed]:
        """The day, and what to show of it. A refused answer counts as none."""
        said = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return (
            said.get("day") or timezone.localdate(),
            Narrowed(role=said.get("role"), reach=said.get("reach")),
        )


def asked_again(day: dt.date, narrowed: Narrowed) -> dict[str, str]:
    """The answers that `RegisterForm` would understand, for links and hidden fields."""
    parts = {"day_0": str(day.day), "day_1": str(day.month), "day_2": str(day.year)}
    return parts | {"role": narrowed.role or "", "reach": narrowed.reach or ""}


class VisitorForm(Form):
    """Who comes, what they may use, until when, who says so."""

    name = fields.Text(label="Visitor’s name", noun="the visitor’s name", strip=True)
    organisation = fields.Text(label="Organisation", required=False, strip=True)
    uses = fields.Several(
        VisitorUse,
        label="What may they use?",
        noun="what they may use",
        conditional={VisitorUse.DEVICE: "device", VisitorUse.SYSTEM: "system"},
    )
    device = fields.Text(
        label="Which device?", noun="which device", strip=True, help_text="For example “laptop 14”"
    )
    system = fields.Text(
        label="Which system?", noun="which system", strip=True, help_text="For example “catering tills”"
    )
    from_date = fields.DateField(
        label="First day", noun="the first day", required=False, help_text="Leave this empty for today."
    )
    until = fields.DateField(label="Last day", noun="the last day")
    permitted_by = fields.OneRecord(
        User.objects.none(), label="Who permits it?", noun="who permits it", widget=forms.Select
    )
    agreed_on = fields.DateField(
        label="When did they sign the acceptable use agreement?",
        noun="the day they signed",
        required=False,
        latest="today",
        help_text="Visitors sign before they use anything. Leave this empty if they have not: the register says so.",
    )
    agreement_note = fields.Text(
        label="Where is the signed agreement?",
        required=False,
        strip=True,
        help_text="For example “paper, visitors’ file”",
    )
    layout = Layout(
        "name",
        "organisation",
        "uses",
        Fieldset("When", "from_date", "until"),
        "permitted_by",
        Fieldset("Agreement", "agreed_on", "agreement_note"),
    )

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = [user.pk for user in colleagues(school)]
        self.fields["permitted_by"].queryset = User.objects.filter(pk__in=there)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The days follow each other, and a visit is not for ever."""
        told = super().clean() or {}
        told["from_date"] = told.get("from_date") or timezone.localdate()
        until = told.get("until")
        if until and until < told["from_date"]:
            self.add_error("until", "The last day must be on or after the first day")
        elif until and until - told["from_date"] > LONGEST:
            self.add_error("until", "The last day must be within a year. Enter the visitor again then.")
        return told

    @property
    def told(self) -> dict[str, Any]:
        """What `let_visitor_in` wants to know."""
        said = self.cleaned_data
        which = {VisitorUse.DEVICE: said["device"], VisitorUse.SYSTEM: said["system"]}
        kept = {name: said[name] for name in said if name not in ("uses", "device", "system")}
        return kept | {"uses": {use: which.get(use, "") for use in said["uses"]}}
