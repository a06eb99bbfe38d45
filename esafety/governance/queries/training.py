"""Training: what is in date, what colleagues say they need, how far inductions have come."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from esafety.governance.models import Course, InductionStep, InductionTick, Training, TrainingNeed
from esafety.governance.policy.disclosure import percentage
from esafety.governance.vocabulary import NeedLevel
from esafety.people.models import Person
from esafety.people.vocabulary import PersonKind
from esafety.schooldays.years import year_of

if TYPE_CHECKING:
    from esafety.people.models import School

TAUGHT = (PersonKind.STAFF, PersonKind.GOVERNOR)
NEW_FOR = dt.timedelta(days=180)


def trained(school: School) -> list[Person]:
    """Staff and governors who are there, by name."""
    return list(Person.objects.filter(school=school, kind__in=TAUGHT, left_on__isnull=True))


class InDate(NamedTuple):
    """One course: how much of the staff and of the governors has it in date."""

    course: str
    staff: str
    governors: str


def in_date(school: School) -> list[InDate]:
    """The courses that everybody takes. Three queries."""
    kinds = dict(
        Person.objects.filter(school=school, kind__in=TAUGHT, left_on__isnull=True)
        .order_by()
        .values_list("pk", "kind")
    )
    courses = list(Course.objects.filter(school=school, for_everybody=True))
    rows = (
        Training.objects.in_date().filter(course__in=courses).order_by().values_list("course_id", "person_id")
    )
    taken: dict[int, set[int]] = {}
    for course, person in rows:
        taken.setdefault(course, set()).add(person)
    return [
        InDate(course.title, *(_share(kinds, kind, taken.get(course.pk, set())) for kind in TAUGHT))
        for course in courses
    ]


def _share(kinds: dict[int, str], kind: PersonKind, taken: set[int]) -> str:
    there = {pk for pk, one in kinds.items() if one == kind}
    return percentage(len(there & taken), len(there))


class Needs(NamedTuple):
    """The audit of one year: how many answered, and what they said."""

    asked: bool
    rows: list[tuple[str, str]]


def needs(school: School, today: dt.date) -> Needs:
    """What colleagues said in the school year of a day."""
    found = TrainingNeed.objects.filter(school=school, year=year_of(today).begins)
    levels = list(found.order_by().values_list("level", flat=True))
    return Needs(bool(levels), [(one.label, str(levels.count(one))) for one in NeedLevel])


class Newcomer(NamedTuple):
    """Somebody being inducted: how many steps are done, of how many."""

    person: Person
    done: int
    steps: int


def newcomers(school: School) -> list[Newcomer]:
    """Whoever has begun an induction and not finished it. Two queries."""
    steps = list(
        InductionStep.objects.filter(school=school, in_use=True).order_by().values_list("pk", flat=True)
    )
    rows = InductionTick.objects.filter(step__in=steps, person__left_on__isnull=True).select_related("person")
    done: dict[int, list[InductionTick]] = {}
    for tick in rows:
        done.setdefault(tick.person_id, []).append(tick)
    return [
        Newcomer(ticks[0].person, len(ticks), len(steps))
        for ticks in done.values()
        if len(ticks) < len(steps)
    ]
