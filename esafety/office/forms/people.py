"""Questions about one person of the roll."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from esafety.office.policy import upn as upns
from esafety.office.policy.columns import YEARS
from esafety.people.models import Person, School
from esafety.people.queries import SHORTEST
from esafety.people.vocabulary import PersonKind
from esafety.ui import fields
from esafety.ui.forms import Form
from esafety.ui.layout import Fieldset, Layout

_YEARS = [one for one in dict.fromkeys(YEARS.values()) if one]


class FindForm(Form):
    """A name to look for. It travels in the body of the request, never in an address."""

    search = fields.Text(label="Find a person by name", noun="part of the name", max_length=100, strip=True)

    def clean_search(self) -> str:
        """One letter finds half the school."""
        typed: str = self.cleaned_data["search"]
        if len(typed) < SHORTEST:
            raise ValidationError("Enter at least two letters of the name")
        return typed


class PersonForm(Form):
    """What the roll says of somebody."""

    kind = fields.Choice(
        [(one.value, one.label) for one in PersonKind],
        coerce=PersonKind,
        label="Who is it?",
        missing="Select who it is",
    )
    given_name = fields.Text(label="First name", max_length=100, strip=True)
    family_name = fields.Text(label="Family name", max_length=100, strip=True)
    known_as = fields.Text(
        label="First name they use",
        help_text="Only if it differs.",
        max_length=100,
        strip=True,
        required=False,
    )
    known_as_family = fields.Text(
        label="Family name they use",
        help_text="Only if it differs.",
        max_length=100,
        strip=True,
        required=False,
    )
    born_on = fields.DateField(label="Date of birth", required=False, latest="today")
    year_group = fields.Select(
        [(one, one) for one in _YEARS], label="Year group", blank="None", required=False
    )
    class_name = fields.Text(label="Class", max_length=20, width="10", strip=True, required=False)
    upn = fields.Text(
        label="Unique pupil number (UPN)",
        help_text="A letter and twelve figures, like B801200005001.",
        max_length=20,
        width="20",
        strip=True,
        required=False,
    )
    source_id = fields.Text(
        label="Number in your information system",
        help_text="The admission number of a pupil, the staff code of an adult. An import finds people by it.",
        max_length=64,
        width="20",
        strip=True,
        required=False,
    )
    email = fields.Email(label="Email address", required=False)
    telephone = fields.Text(label="Telephone", max_length=40, width="20", strip=True, required=False)
    layout = Layout(
        "kind",
        Fieldset("Name", "given_name", "family_name", "known_as", "known_as_family"),
        Fieldset("At school", "born_on", "year_group", "class_name", "upn", "source_id"),
        Fieldset("How to reach them", "email", "telephone"),
    )

    def __init__(self, *args: Any, school: School, person: Person | None = None, **kwargs: Any) -> None:
        """For somebody who is there, the kind stays what it is."""
        if person is not None:
            kwargs["initial"] = {name: getattr(person, name) for name in self.base_fields if name != "kind"}
        super().__init__(*args, **kwargs)
        self.school, self.person = school, person
        if person is not None:
            del self.fields["kind"]
            self.layout = Layout(*self.layout.fields[1:])  # type: ignore[misc]
        kept = person.year_group if person else ""
        if kept and kept not in _YEARS:
            self.fields["year_group"].choices = [("", "None"), (kept, kept), *((one, one) for one in _YEARS)]  # type: ignore[attr-defined]

    def clean_upn(self) -> str:
        """A right number, of nobody else."""
        upn: str = self.cleaned_data["upn"].replace(" ", "").upper()
        if not upn:
            return ""
        if not upns.has_form(upn):
            raise ValidationError("The UPN must be a letter and twelve figures, like B801200005001")
        if not upns.is_right(upn) and not upns.is_temporary(upn):
            raise ValidationError(
                "One figure of the UPN is mistaken: its first letter does not fit. Check it"
            )
        if self._others().filter(upn=upn).exists():
            raise ValidationError("Somebody else of the roll has this UPN. Look for them first")
        return upn

    def clean_source_id(self) -> str:
        """Of nobody else of the same kind."""
        number: str = self.cleaned_data["source_id"]
        kind = self.person.kind if self.person else self.cleaned_data.get("kind")
        if number and self._others().filter(kind=kind, source_id=number).exists():
            raise ValidationError("Somebody else of the roll has this number. Look for them first")
        return number

    def _others(self) -> Any:
        others = Person.objects.filter(school=self.school)
        return others.exclude(pk=self.person.pk) if self.person else others


class LeaveForm(Form):
    """When somebody left."""

    left_on = fields.DateField(label="When did they leave?", noun="the day they left", latest="today")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"left_on": timezone.localdate()})
        super().__init__(*args, **kwargs)


class LinkForm(Form):
    """How an adult stands to a pupil."""

    relationship = fields.Text(
        label="Relationship to the pupil",
        help_text="For example mother, father, carer.",
        noun="the relationship",
        max_length=60,
        width="20",
        strip=True,
    )
    priority = fields.Whole(
        label="Who is called first?",
        noun="the place in the order of calling",
        help_text="1 is called first. Leave it empty if there is no order.",
        required=False,
        min_value=1,
        max_value=99,
    )
    parental_responsibility = fields.Choice(
        [("yes", "Yes"), ("no", "No"), ("", "Not known")],
        coerce=lambda value: value == "yes",
        empty_value=None,
        label="Do they have parental responsibility?",
        required=False,
        inline=True,
    )
    no_contact = fields.YesNo(
        label="Does a court order forbid contact?",
        yes="Yes, contact is forbidden",
        no="No",
        missing="Select yes if a court order forbids contact",
    )
