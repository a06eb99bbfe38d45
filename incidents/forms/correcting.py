"""Correcting the account: every field of it, filled with what stands, and the reason."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from esafety.ui import fields
from incidents.forms.incident import Act, reason_field
from incidents.forms.types import TYPES_BY_AREA
from incidents.models import Incident
from incidents.models.statement import LONGEST
from incidents.told import Account
from incidents.vocabulary import (
    ConsideredAs,
    Device,
    FoundBy,
    IncidentType,
    Material,
    Nature,
    Place,
    WhenKnown,
)


class CorrectForm(Act):
    """The next edition of the account."""

    when_known = fields.Choice(
        WhenKnown,
        label="When did it happen?",
        conditional={WhenKnown.DAY: "day", WhenKnown.RANGE: ["first_day", "last_day"]},
    )
    day = fields.DateField(label="Which day?", latest="today", noun="the day it happened")
    first_day = fields.DateField(label="First day", latest="today", noun="the first day")
    last_day = fields.DateField(label="Last day", latest="today", noun="the last day")
    happened_time = fields.TimeField(label="At what time?", required=False)
    found_by = fields.Choice(
        FoundBy,
        label="How did it come to light?",
        conditional={FoundBy.OTHER: "found_by_other"},
    )
    found_by_other = fields.Text(label="In which other way?", max_length=300, noun="how it came to light")
    place = fields.Choice(Place, label="Where did it happen?")
    place_detail = fields.Text(label="Where exactly?", required=False, max_length=300)
    types = fields.Several(
        TYPES_BY_AREA,
        coerce=IncidentType,
        label="Types",
        conditional={IncidentType.OTHER: "other_type"},
        label_size="m",
        small=True,
    )
    other_type = fields.Text(label="What else was it?", max_length=300, noun="what else it was")
    primary_type = fields.Select(TYPES_BY_AREA, coerce=IncidentType, label="Main type")
    description = fields.TextArea(label="What happened", rows=10, max_length=LONGEST, noun="what happened")
    child_words = fields.TextArea(label="The child's own words", required=False, max_length=LONGEST)
    hearsay = fields.TextArea(label="What others told", required=False, max_length=LONGEST)
    opinion = fields.TextArea(label="Opinion", required=False, max_length=LONGEST)
    nature = fields.Choice(
        Nature, label="Deliberate or accidental?", conditional={Nature.DELIBERATE: "considered_as"}
    )
    considered_as = fields.Several(ConsideredAs, label="Could it be considered as", required=False)
    material = fields.Several(Material, label="The material was", required=False)
    addresses = fields.TextArea(label="Web addresses", required=False, max_length=2_000, rows=3)
    platform = fields.Text(label="App, site or game", required=False, max_length=300)
    device = fields.Choice(Device, label="Whose device?")
    asset_tag = fields.Text(label="Asset tag", required=False, max_length=60)
    danger = fields.YesNo(label="Is anybody in immediate danger?")
    reason = reason_field("Why is the account corrected?")

    def fill(self) -> None:
        if not self.incident.in_confidence:
            ways = [one for one in FoundBy if one is not FoundBy.CONFIDED]
            self.fields["found_by"].choices = [(one.value, one.label) for one in ways]  # type: ignore[attr-defined]

    def initial_from(self, incident: Incident) -> dict[str, Any]:
        statement = incident.statements.order_by("-edition").first()
        values = asdict(Account.of(statement)) if statement else {}
        values |= {
            "primary_type": incident.primary_type,
            "types": list(incident.tags.values_list("type", flat=True)),
        }
        if statement and statement.when_known == WhenKnown.RANGE:
            return values | {"first_day": statement.happened_on, "last_day": statement.happened_until}
        return values | {"day": statement.happened_on if statement else None}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "The last day must be the same as or after the first day")
        return cleaned

    @property
    def account(self) -> Account:
        """The corrected account; what this form does not ask stays as it was."""
        statement = self.incident.statements.order_by("-edition").first()
        assert statement is not None
        values = {**vars(Account.of(statement)), **self.cleaned_data}
        first, last = values.pop("first_day"), values.pop("last_day")
        single = values.pop("day")
        values |= {"happened_on": single or first, "happened_until": last}
        for extra in ("version", "reason"):
            values.pop(extra)
        return Account(**values)
