"""Adding somebody to an incident, and saying who a typed name is."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from esafety.people.models import Person
from esafety.ui import fields
from incidents.forms.incident import Act
from incidents.told import Involved
from incidents.vocabulary import Nature, Part, PersonSort

SORTS = {
    "pupil": PersonSort.CHILD,
    "staff": PersonSort.STAFF,
    "governor": PersonSort.GOVERNOR,
    "parent": PersonSort.PARENT,
    "other": PersonSort.OTHER,
}
"""What a person of the school is, said as a reporter would."""


class ChosenPerson(Act):
    """Somebody of the school, ticked among those found by name."""

    def chosen(self) -> Person | None:
        """The one person ticked, if they belong to the incident's school; nobody when several were."""
        sent = self.data.getlist("people") if isinstance(self.data, QueryDict) else []
        ids = [value for value in sent if value.isdecimal() and len(value) < 19]
        return (
            Person.objects.filter(school_id=self.incident.school_id, pk__in=ids).first()
            if len(ids) == 1
            else None
        )


class IdentifyForm(ChosenPerson):
    """Who a typed name is."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.chosen() is None:
            self.add_error(None, "Find the person by name, tick one, then send")
        return cleaned


class PartForm(ChosenPerson):
    """Who, and their part. Somebody who is not found is named in words."""

    name = fields.Text(
        label="Not found? Write who it is", required=False, max_length=200, noun="the name", strip=True
    )
    sort = fields.Select(PersonSort, label="What are they?", required=False, blank="As the school has them")
    part = fields.Choice(
        Part,
        label="What was their part?",
        hints={Part.SUBJECT: "They lose sight of this incident at once, whatever their role."},
    )
    nature = fields.Choice(Nature, label="Deliberate or accidental, on their part?")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.chosen() is None and not cleaned.get("name"):
            self.add_error("name", "Tick one person, or write who it is")
        elif self.chosen() is None and not cleaned.get("sort"):
            self.add_error("sort", "Say what they are, so that the incident goes to the right person")
        return cleaned

    @property
    def involved(self) -> Involved:
        """The answers as one person's part."""
        person = self.chosen()
        stated = self.cleaned_data.get("sort")
        return Involved(
            person=person,
            name="" if person else self.cleaned_data["name"],
            sort=stated or SORTS[person.kind if person else "other"],
            part=self.cleaned_data["part"],
            nature=self.cleaned_data["nature"],
        )
