"""Questions about monitoring alerts and their sources."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from esafety.people.models import User
from esafety.ui import fields
from esafety.ui.fields.wording import Worded
from esafety.ui.forms import Form
from esafety.ui.layout import Layout, Paragraph, Section
from incidents.access import INCIDENTS
from incidents.models import Incident
from incidents.policy.patterns import RULES, Rule
from incidents.vocabulary.watching import Way


class SetAsideForm(Form):
    """Why nothing follows from it."""

    reason = fields.TextArea(
        label="Why does nothing follow from it?",
        noun="the reason",
        help_text="For example: a class project on this subject, and the teacher confirms it. The alert stays.",
        max_length=2_000,
        rows=4,
    )


class AddToForm(Form):
    """Which incident it belongs to."""

    reference = fields.Text(
        label="Reference of the incident",
        noun="the reference",
        help_text="For example 26-K7QF",
        max_length=12,
        strip=True,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = user

    def clean_reference(self) -> Incident:
        """Only an incident that they can open."""
        typed = self.cleaned_data["reference"].upper()
        found = INCIDENTS.visible_to(self.actor, Incident.objects.filter(reference=typed)).first()
        if found is None:
            raise ValidationError("There is no such incident that you can open. Check the reference")
        return found


class SourceForm(Form):
    """How alerts reach the school."""

    name = fields.Text(
        label="Name of the source",
        noun="the name of the source",
        help_text="For example the monitoring product and where it runs.",
        max_length=80,
        strip=True,
    )
    way = fields.Choice(
        Way,
        label="How do its alerts arrive?",
        hints={
            Way.FILE: "You export them there as CSV and bring the file here",
            Way.MAIL: "It writes to an address that this product reads",
            Way.HOOK: "It sends each alert to an address of this product, with a key",
        },
        conditional={Way.MAIL: ("mail_to", "mail_from")},
    )
    mail_to = fields.Email(
        label="Address that the alerts are sent to",
        noun="the address that the alerts are sent to",
        help_text="An address of the mailbox that whoever runs this product has set up. No other source may use it.",
    )
    mail_from = fields.Email(
        label="Address that they come from",
        noun="the address that they come from",
        required=False,
        help_text="An alert from another address is taken in too, and marked as doubtful.",
    )


class AlertFile(Worded, forms.FileField):
    """One file of text. What the page's upload handler refused is said in its words."""

    widget = forms.FileInput
    ask = "Choose"


class AlertFileForm(Form):
    """The file."""

    file = AlertFile(
        label="File of alerts",
        help_text="CSV, up to 5 MB. The first line names the columns, for example: Alert ID, Time, User, Device, URL, "
        "Category, Severity. No captures: they stay with the provider.",
        missing="Choose a file",
    )

    def __init__(self, *args: Any, refusal: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refusal = refusal
        if refusal:
            self.fields["file"].required = False

    def clean_file(self) -> Any:
        """The handler saw the file before the form did."""
        if self.refusal:
            raise ValidationError(self.refusal)
        return self.cleaned_data["file"]


def _threshold(rule: Rule) -> fields.Select:
    options = [
        (str(count), f"{count} {rule.counts}{' (suggested)' if count == rule.least else ''}")
        for count in rule.choices
    ]
    return fields.Select(options, label=rule.looks_for, noun="from how many", coerce=int)


class WatchForm(Form):
    """Who else reads alerts, and from how many a pattern is shown."""

    business_manager = fields.YesNo(
        label="Does the school business manager read monitoring alerts?",
        noun="whether the business manager reads alerts",
        help_text="Only those that are not about an adult of the school. They see no incident by that.",
    )
    layout = Layout(
        Section("Alerts", "business_manager"),
        Section(
            "Patterns",
            Paragraph("From how many is each pattern shown? A smaller number shows more, and sooner."),
            *(rule.code.value for rule in RULES),
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for rule in RULES:
            self.fields[rule.code.value] = _threshold(rule)

    @property
    def counts(self) -> dict[str, int]:
        """Only counts that differ from the suggested ones are kept."""
        told = {rule: self.cleaned_data[rule.code.value] for rule in RULES}
        return {rule.code.value: count for rule, count in told.items() if count != rule.least}
