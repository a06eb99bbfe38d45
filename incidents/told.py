"""What somebody tells about an incident: the answers of the report, checked for shape, not yet a record."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from incidents.models import Statement
from incidents.vocabulary import (
    ChildAction,
    ConsideredAs,
    Device,
    FoundBy,
    IncidentType,
    Material,
    Nature,
    Part,
    PersonSort,
    Place,
    ReporterKind,
    StaffAction,
    ToldLead,
    WhenKnown,
)

if TYPE_CHECKING:
    from esafety.people.models import Person


@dataclass(frozen=True, kw_only=True)
class Involved:
    """One person and their part: somebody of the school, or a name as typed."""

    part: Part
    sort: PersonSort
    person: Person | None = None
    name: str = ""
    nature: Nature = Nature.NOT_KNOWN


@dataclass(frozen=True, kw_only=True)
class Account:
    """The account of what happened: one field for each of the Appendix 4 form's, and part B's additions."""

    description: str
    types: list[IncidentType]
    primary_type: IncidentType
    other_type: str = ""
    when_known: WhenKnown = WhenKnown.NOT_KNOWN
    happened_on: dt.date | None = None
    happened_until: dt.date | None = None
    happened_time: dt.time | None = None
    found_by: FoundBy = FoundBy.REPORTED
    found_by_other: str = ""
    place: Place = Place.NOT_KNOWN
    place_detail: str = ""
    child_words: str = ""
    hearsay: str = ""
    opinion: str = ""
    nature: Nature = Nature.NOT_KNOWN
    material: list[Material] = field(default_factory=list)
    considered_as: list[ConsideredAs] = field(default_factory=list)
    addresses: str = ""
    platform: str = ""
    device: Device = Device.NOT_KNOWN
    asset_tag: str = ""
    danger: bool = False
    told_lead: ToldLead | str = ""
    actions_staff: list[StaffAction] = field(default_factory=list)
    actions_child: list[ChildAction] = field(default_factory=list)
    specific_action: str = ""

    def as_columns(self) -> dict[str, Any]:
        """The columns of a statement."""
        return {
            f.name: [member.value for member in value] if isinstance(value, list) else value
            for f in fields(self)
            for value in (getattr(self, f.name),)
        }

    @classmethod
    def of(cls, statement: Statement) -> Account:
        """The account that a statement holds, for correcting it."""
        enums = {
            "types": IncidentType,
            "material": Material,
            "considered_as": ConsideredAs,
            "actions_staff": StaffAction,
            "actions_child": ChildAction,
        }
        values = {f.name: getattr(statement, f.name) for f in fields(cls)}
        for name, enum in enums.items():
            values[name] = [enum(code) for code in values[name]]
        for name, single in (
            ("primary_type", IncidentType),
            ("when_known", WhenKnown),
            ("found_by", FoundBy),
            ("place", Place),
            ("nature", Nature),
            ("device", Device),
        ):
            values[name] = single(values[name])
        return cls(**values)

    def words(self) -> str:
        """Everything in it that is searched."""
        return "\n".join(
            part
            for part in (
                self.description,
                self.child_words,
                self.hearsay,
                self.opinion,
                self.addresses,
                self.platform,
                self.place_detail,
                self.other_type,
                self.asset_tag,
                self.specific_action,
            )
            if part
        )


@dataclass(frozen=True, kw_only=True)
class Reporter:
    """Whose report it is; the account that types it is known anyway."""

    kind: ReporterKind = ReporterKind.SELF
    name: str = ""
