"""What happened to one child, across incidents: their own part only, for whoever works on those incidents.

Source: reference/field.md c16, (b) 4: one child's label never spreads to another, each child's file shows their part.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from esafety.people.vocabulary import PersonKind
from incidents import names
from incidents.access import audiences_for
from incidents.access_people import parts_of, worked_on
from incidents.models import (
    ChronologyMark,
    Decision,
    Incident,
    Involvement,
    Note,
    PartEntry,
    ReferralEntry,
    Statement,
)
from incidents.record.answers import labels
from incidents.record.received import Received, received_about
from incidents.record.referred import text_of, title_of
from incidents.vocabulary import DecisionKind, IncidentType, Part, PersonSort

if TYPE_CHECKING:
    from esafety.people.models import Person, User

MOST = 500
"""Entries of one chronology."""
_OF_ADULTS = {DecisionKind.ALLEGATION}
"""Decisions about an adult alone."""


class Mark(NamedTuple):
    """What somebody said of an entry: its headline and the impact on the child."""

    headline: str
    impact: str
    significant: bool


@dataclass(frozen=True)
class Entry:
    """One entry of a chronology. `text` may hold references; `pages` know how to read them."""

    at: dt.datetime
    incident: Incident
    what: str
    number: int
    title: str
    text: str
    by: str
    mark: Mark | None = None

    @property
    def half_day(self) -> bool:
        """Whether no more of its moment is kept than the half of the day: what was told in confidence."""
        return self.incident.in_confidence and not self.by and self.what in {"report", "note"}

    @property
    def is_significant(self) -> bool:
        """Whether somebody marked it, and nobody took that back."""
        return self.mark is not None and self.mark.significant


@dataclass
class Labels:
    """Who is called what on one print: the child by name, every other child and adult by a letter, the same in
    the whole print. Keys are numbers of parts."""

    child: Person
    by_part: dict[int, str] = field(default_factory=dict)
    by_human: dict[tuple[int | None, str], str] = field(default_factory=dict)

    def add(self, row: Involvement) -> None:
        """Give somebody a letter; whoever has one keeps it; the child has none."""
        if row.person_id == self.child.pk:
            return
        human = (row.person_id, "" if row.person_id else row.folded or row.name)
        if human not in self.by_human:
            self.by_human[human] = f"{_sort(row)} {_letter(len(self.by_human) + 1)}"
        self.by_part[row.pk] = self.by_human[human]

    def of(self, part: int) -> str | None:
        """The label of a part; None for the child itself, whose name stands."""
        return self.by_part.get(part)


def _sort(row: Involvement) -> str:
    pupil = row.person is not None and row.person.kind == PersonKind.PUPIL
    return "Child" if pupil or row.sort == PersonSort.CHILD else "Adult"


def _letter(number: int) -> str:
    """B for 1, C for 2, … Z, then AA: the child itself would be A."""
    letters = ""
    number += 1
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


class Chronology(NamedTuple):
    """A child's parts, the entries, who else was involved, for labels; and what other schools wrote."""

    parts: list[Involvement]
    entries: list[Entry]
    people: list[Involvement]
    received: Sequence[Received] = ()


def chronology_of(child: Person, user: User, *, most: int | None = MOST) -> Chronology:
    """Everything the account may read of the child's own part, oldest first. Eleven queries, however many there are.
    A page shows `most` entries; None is all of them.

    An entry that names others and not the child is left out: it is theirs.
    """
    parts = list(parts_of(user, child))
    seen = worked_on(user).filter(pk__in={row.incident_id for row in parts})
    incidents = {one.pk: one for one in seen.order_by("reported_at", "pk")}
    people = _people(incidents)
    marks = marks_of(incidents)
    found = [
        *_reports(incidents, parts, marks),
        *_decisions(incidents, marks),
        *_notes(incidents, marks, user),
        *_steps(incidents, child, marks),
        *_own_part(incidents, child),
    ]
    mine = [entry for entry in found if _is_about(entry, child, people)]
    mine.sort(key=lambda entry: (entry.at, entry.what, entry.number))
    return Chronology(parts, mine[:most], people, received_about(child, user)[:most])


def labels_for(child: Person, people: Iterable[Involvement]) -> Labels:
    """A letter for everybody else, in the order in which they were involved."""
    found = Labels(child)
    for row in people:
        found.add(row)
    return found


def _people(incidents: Mapping[int, Incident]) -> list[Involvement]:
    rows = Involvement.objects.filter(incident__in=incidents).select_related("person")
    return list(rows.order_by("incident__reported_at", "pk"))


def marks_of(incidents: Iterable[int]) -> dict[tuple[int, str, int], Mark]:
    """The latest mark of each entry: (incident, what it is, its number) → the mark."""
    found: dict[tuple[int, str, int], Mark] = {}
    for row in ChronologyMark.objects.filter(incident__in=incidents).order_by("at", "pk"):
        what, number = target_of(row)
        found[row.incident_id, what, number] = Mark(row.headline, row.impact, row.significant)
    return found


def target_of(mark: ChronologyMark) -> tuple[str, int]:
    """What a mark is on: ("note", its number); the report itself has number 0."""
    for what in ("note", "decision", "entry"):
        number = getattr(mark, f"{what}_id")
        if number:
            return what, number
    return "report", 0


def _reports(
    incidents: Mapping[int, Incident], parts: Iterable[Involvement], marks: Mapping[Any, Mark]
) -> list[Entry]:
    statements = Statement.objects.filter(incident__in=incidents).order_by("incident", "edition")
    latest = {row.incident_id: row for row in statements}
    own = {row.incident_id: Part(row.part).label.lower() for row in parts}
    return [
        Entry(
            incident.reported_at,
            incident,
            "report",
            0,
            f"Reported: {', '.join(labels(IncidentType, [latest[pk].primary_type]))}. Their part: {own[pk]}",
            latest[pk].description,
            "",
            marks.get((pk, "report", 0)),
        )
        for pk, incident in incidents.items()
    ]


def _decisions(incidents: Mapping[int, Incident], marks: Mapping[Any, Mark]) -> list[Entry]:
    rows = Decision.objects.filter(incident__in=incidents).exclude(kind__in=_OF_ADULTS).select_related("by")
    return [
        Entry(
            row.at,
            incidents[row.incident_id],
            "decision",
            row.pk,
            f"Decision: {row.get_kind_display()}",
            f"{row.words}\nReason: {row.reason}",
            str(row.by),
            marks.get((row.incident_id, "decision", row.pk)),
        )
        for row in rows
    ]


def _notes(incidents: Mapping[int, Incident], marks: Mapping[Any, Mark], user: User) -> list[Entry]:
    readable = {pk: set(audiences_for(user, incident)) for pk, incident in incidents.items()}
    rows = Note.objects.filter(incident__in=incidents).select_related("by")
    return [
        Entry(
            row.at,
            incidents[row.incident_id],
            "note",
            row.pk,
            "Added by the reporter" if row.addendum else "Note",
            row.text,
            str(row.by or ""),
            marks.get((row.incident_id, "note", row.pk)),
        )
        for row in rows
        if row.audience in readable[row.incident_id]
    ]


def _steps(incidents: Mapping[int, Incident], child: Person, marks: Mapping[Any, Mark]) -> list[Entry]:
    """What agencies answered: of referrals about the child, or about the whole matter."""
    rows = ReferralEntry.objects.filter(referral__incident__in=incidents)
    return [
        Entry(
            row.happened_at,
            incidents[row.referral.incident_id],
            "entry",
            row.pk,
            f"{row.referral.get_agency_display()}: {title_of(row)}",
            text_of(row),
            str(row.by),
            marks.get((row.referral.incident_id, "entry", row.pk)),
        )
        for row in rows.select_related("by", "referral__about")
        if row.referral.about is None or row.referral.about.person_id == child.pk
    ]


def _own_part(incidents: Mapping[int, Incident], child: Person) -> list[Entry]:
    """What is recorded of the child's own part: support, what parents were told, how it ended for them."""
    rows = PartEntry.objects.filter(incident__in=incidents, involvement__person=child).select_related("by")
    return [
        Entry(
            row.at, incidents[row.incident_id], "part", row.pk, row.get_kind_display(), row.words, str(row.by)
        )
        for row in rows
    ]


def _is_about(entry: Entry, child: Person, people: list[Involvement]) -> bool:
    """Whether an entry names the child, or nobody at all. The report is about everybody in it, and
    what is recorded of the child's part is the child's."""
    if entry.what in {"report", "part"}:
        return True
    here = [row for row in people if row.incident_id == entry.incident.pk]
    own = {row.pk for row in here if row.person_id == child.pk}
    named = names.referred_to(entry.text) | set(names.named_in_clear(entry.text, names.names_of(here)))
    return not named or bool(named & own)


def in_clear(found: Chronology, child: Person) -> list[dict[str, Any]]:
    """Others whose names stand in clear text somewhere in it: who, what they would be called, how they are named."""
    called = labels_for(child, found.people)
    known = names.names_of(found.people)
    seen: dict[int, set[str]] = {}
    for entry in found.entries:
        for key, typed in names.named_in_clear(_whole(entry), known).items():
            seen.setdefault(key, set()).update(typed)
    rows = {row.pk: row for row in found.people}
    return [
        {"part": key, "who": rows[key].who, "label": label, "typed": ", ".join(sorted(typed))}
        for key, typed in seen.items()
        if (label := called.of(key))
    ]


def _whole(entry: Entry) -> str:
    mark = entry.mark
    return f"{entry.text}\n{mark.headline}\n{mark.impact}" if mark else entry.text
