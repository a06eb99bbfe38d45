"""Who may use the systems, today and on any past day: person by person, and how many of each group."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q
from django.utils import timezone

from aup.models import Visit
from aup.policy.validity import Standing, Verdict
from aup.queries.consents import NOBODY_ANSWERED, Allowed, standing_answers
from aup.queries.validity import verdicts
from aup.vocabulary import Capacity, ConsentKind
from esafety.people.models import Person
from esafety.people.vocabulary import PersonKind

if TYPE_CHECKING:
    from esafety.people.models import School

STAFF, GOVERNORS, NO_CLASS = "staff", "governors", "no class"
_KINDS = (PersonKind.PUPIL, PersonKind.STAFF, PersonKind.GOVERNOR)
WHOSE = {Capacity.SELF: "the person’s own", Capacity.GUARDIAN: "a parent’s or carer’s"}


class Row(NamedTuple):
    """One person on one day. `internet` is what parents say today; none for adults and for past days."""

    person: Person
    verdict: Verdict
    internet: Allowed | None

    @property
    def may_use(self) -> bool:
        """Whether everything that is needed is signed, and no parent has said no to the internet."""
        return self.verdict.may_use and not self.is_kept_off

    @property
    def is_kept_off(self) -> bool:
        """Whether a parent or carer said no to the internet."""
        return self.internet is not None and self.internet.since is not None and not self.internet.given

    @property
    def why(self) -> str:
        """What is missing, or what is due, in words."""
        if self.verdict.audience is None:
            return "Year group not known"
        if self.verdict.missing:
            return f"Missing: {' and '.join(WHOSE[one] for one in self.verdict.missing)} signature"
        if self.is_kept_off:
            return "A parent or carer does not allow the internet"
        return "To be signed again" if self.verdict.standing is Standing.DUE else ""

    @property
    def group(self) -> str:
        """The class, or what a person belongs to who has none."""
        return _group(self.person)


class Group(NamedTuple):
    """How many of a class, of the staff or of the governors may use the systems."""

    name: str
    label: str
    people: int
    may_use: int
    due: int

    @property
    def missing(self) -> int:
        """How many may not."""
        return self.people - self.may_use


def register_on(school: School, day: dt.date, group: str = "") -> list[Row]:
    """Everybody of a school, or of one group, on a day (school's local date). Six queries.

    A past day shows who is on the roll now or left since; what parents allowed then is in each child’s history.
    """
    today = timezone.localdate()
    people = list(_people(school, day, group))
    judged = verdicts(school, people, day, today)
    internet = standing_answers(school, ConsentKind.INTERNET) if day >= today else None
    return [Row(one, judged[one.pk], _internet(one, internet)) for one in people]


def _internet(person: Person, answers: dict[int, Allowed] | None) -> Allowed | None:
    if answers is None or person.kind != PersonKind.PUPIL:
        return None
    return answers.get(person.pk, NOBODY_ANSWERED)


def _people(school: School, day: dt.date, group: str) -> Iterable[Person]:
    there = Q(left_on__isnull=True) | Q(left_on__gte=day)
    people = Person.objects.filter(there, school=school, kind__in=_KINDS)
    if group == STAFF:
        people = people.filter(kind=PersonKind.STAFF)
    elif group == GOVERNORS:
        people = people.filter(kind=PersonKind.GOVERNOR)
    elif group:
        people = people.filter(kind=PersonKind.PUPIL, class_name="" if group == NO_CLASS else group)
    return people.select_related("school").order_by("class_name", "family_name", "given_name", "pk")


def _group(person: Person) -> str:
    if person.kind == PersonKind.PUPIL:
        return person.class_name or NO_CLASS
    return STAFF if person.kind == PersonKind.STAFF else GOVERNORS


_LABELS = {STAFF: "Staff and volunteers", GOVERNORS: "Governors", NO_CLASS: "Pupils without a class"}


def group_label(group: str) -> str:
    """What a group is called: "Class 5B"."""
    return _LABELS.get(group, f"Class {group}")


def groups_of(rows: Sequence[Row]) -> list[Group]:
    """How many of each group may use the systems: classes first, then the adults."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.group, []).append(row)
    last = (NO_CLASS, STAFF, GOVERNORS)
    names = sorted(found, key=lambda name: (last.index(name) + 1 if name in last else 0, name))
    return [_count(name, found[name]) for name in names]


def _count(name: str, rows: list[Row]) -> Group:
    may_use = [row for row in rows if row.may_use]
    due = [row for row in may_use if row.verdict.standing is Standing.DUE]
    return Group(name, group_label(name), len(rows), len(may_use), len(due))


def visits_on(school: School, day: dt.date) -> list[Visit]:
    """The visitors who came on a day and signed. One query."""
    came = Visit.objects.filter(school=school, came_on=day)
    return list(came.select_related("signature__edition").order_by("came_at"))


HEADINGS = (
    "Name",
    "Kind",
    "Year",
    "Class",
    "May use the systems",
    "Until",
    "Why",
    "Agreement",
    "Signed on",
    "Upn",
)


def register_lines(rows: Iterable[Row], visits: Iterable[Visit]) -> Iterator[tuple[str, ...]]:
    """The register as lines of a table, for the network manager."""
    yield HEADINGS
    for row in rows:
        person, verdict = row.person, row.verdict
        audience = verdict.audience.label if verdict.audience else ""
        signed = [part.span.signed.signed_on.isoformat() for part in verdict.parts if part.span]
        until = verdict.last_day.isoformat() if row.may_use and verdict.last_day else ""
        yield (
            person.full_name,
            person.get_kind_display(),
            person.year_group,
            person.class_name,
            "Yes" if row.may_use else "No",
            until,
            row.why,
            audience,
            max(signed, default=""),
        )
    for visit in visits:
        yield (
            visit.name,
            "Visitor",
            "",
            "",
            "Yes",
            visit.came_on.isoformat(),
            "",
            "Visitors",
            visit.signature.signed_on.isoformat(),
        )
