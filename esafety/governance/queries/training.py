"""Training: what is in date, what colleagues say they need, how far inductions have come."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count
from django.utils import timezone

from esafety.governance.models import Course, InductionStep, InductionTick, Training, TrainingNeed
from esafety.governance.policy.disclosure import percentage
from esafety.governance.vocabulary import NeedLevel
from esafety.people.models import Person
from esafety.people.vocabulary import PersonKind
from esafety.schooldays.years import year_of

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

    from esafety.people.models import School, User
    from esafety.schooldays.calendar import Span

TAUGHT = (PersonKind.STAFF, PersonKind.GOVERNOR)


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


def evidence(school: School, span: Span) -> str:
    """For the yearly review of filtering: what is in date today, and what was taken in the year. Nobody is named."""
    everybody = "; ".join(
        f"{one.course}, {one.staff} of staff and {one.governors} of governors" for one in in_date(school)
    )
    taken = (
        Training.objects.filter(course__school=school, taken_on__gte=span.first, taken_on__lte=span.last)
        .order_by()
        .values_list("course__title")
        .annotate(count=Count("pk"))
        .order_by("course__title")
    )
    this_year = "; ".join(f"{title} ({count})" for title, count in taken)
    said = [
        f"Courses for everybody, in date: {everybody}." if everybody else "No course is set for everybody.",
        f"Taken in the year: {this_year}." if this_year else "No course was taken in the year.",
    ]
    return " ".join(said)


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


def taught(school: School) -> QuerySet[Person]:
    """Staff and governors who are there, by name."""
    return Person.objects.filter(school=school, kind__in=TAUGHT, left_on__isnull=True)


def courses(school: School) -> list[Course]:
    """Every course of the register."""
    return list(Course.objects.filter(school=school))


def of_course(course: Course) -> dict[str, object]:
    """Who took a course, each with the last time, and who has not. Two queries."""
    last: dict[int, Training] = {}
    for one in Training.objects.filter(course=course).select_related("person").order_by("taken_on"):
        last[one.person_id] = one
    there = [one for one in taught(course.school) if one.pk not in last]
    by_name = sorted(last.values(), key=lambda one: (one.person.family_name, one.person.given_name, one.pk))
    return {"taken": by_name, "missing": there}


def my_need(school: School, user: User) -> dict[str, object]:
    """What somebody answered this school year."""
    year = year_of(timezone.localdate()).begins
    found = TrainingNeed.objects.filter(school=school, year=year, user=user).first()
    return {"level": found.level, "about": found.about} if found else {}


def steps(school: School) -> list[InductionStep]:
    """The check-list."""
    return list(InductionStep.objects.filter(school=school, in_use=True))


def inductions(school: School) -> list[Newcomer]:
    """Everybody who could be inducted, and how far they are. Three queries."""
    wanted = {one.pk for one in steps(school)}
    done: dict[int, int] = {}
    for person in (
        InductionTick.objects.filter(step__in=wanted).order_by().values_list("person_id", flat=True)
    ):
        done[person] = done.get(person, 0) + 1
    return [Newcomer(one, done.get(one.pk, 0), len(wanted)) for one in taught(school)]


def induction_of(person: Person) -> list[dict[str, object]]:
    """The check-list of one person: each step, and who ticked it when."""
    ticks = {tick.step_id: tick for tick in InductionTick.objects.filter(person=person).select_related("by")}
    return [{"step": step, "tick": ticks.get(step.pk)} for step in steps(person.school)]
