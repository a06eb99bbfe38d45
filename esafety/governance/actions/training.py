"""The register of training: courses, who took them, what is needed, inductions. Source: B training, C 3.5.1, E 4.3."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from esafety.access.capabilities import Capability as C
from esafety.access.refusals import NotNow
from esafety.audit import record
from esafety.governance.actions.guard import must
from esafety.governance.models import Course, InductionStep, InductionTick, Training, TrainingNeed
from esafety.governance.queries.training import TAUGHT
from esafety.governance.vocabulary import (
    COURSE_ADDED,
    INDUCTION_STEP_ADDED,
    INDUCTION_TICKED,
    NEED_SAID,
    TRAINING_ENTERED,
    NeedLevel,
)
from esafety.schooldays.years import year_of

if TYPE_CHECKING:
    from esafety.people.models import Person, School, User


@transaction.atomic
def add_course(
    *, school: School, title: str, provider: str, lasts_months: int | None, for_everybody: bool, by: User
) -> Course:
    """Enter a course. Raises NotNow for a title that the register has."""
    must(by, C.KEEP_REGISTERS, school)
    told = {
        "title": title,
        "provider": provider,
        "lasts_months": lasts_months,
        "for_everybody": for_everybody,
    }
    try:
        with transaction.atomic():
            course = Course.objects.create(school=school, **told)
    except IntegrityError:
        raise NotNow("The register has a course of this title.") from None
    record(COURSE_ADDED, by=by, school=school, about=course)
    return course


@transaction.atomic
def enter_training(
    *, course: Course, people: Iterable[Person], taken_on: dt.date, by: User
) -> list[Training]:
    """Enter that some people took a course on a day; whoever is entered for that day already stays as they are.

    Raises NotNow for somebody who is not a colleague or governor of the course's school.
    """
    must(by, C.KEEP_REGISTERS, course.school)
    taught = list(people)
    if any(one.school_id != course.school_id or one.kind not in TAUGHT for one in taught):
        raise NotNow("Only staff and governors of the school are in its register of training.")
    until = _months_after(taken_on, course.lasts_months) if course.lasts_months else None
    made = [
        Training.objects.get_or_create(
            course=course, person=one, taken_on=taken_on, defaults={"expires_on": until, "entered_by": by}
        )[0]
        for one in taught
    ]
    record(TRAINING_ENTERED, by=by, school=course.school, about=course, detail={"count": len(made)})
    return made


def _months_after(day: dt.date, months: int) -> dt.date:
    """The same day of a later month, or its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@transaction.atomic
def say_need(*, school: School, level: NeedLevel, about: str, by: User) -> TrainingNeed:
    """Answer the audit of needs for this school year; a later answer takes the place of an earlier one."""
    must(by, C.READ_POLICIES, school)
    told = {"level": level, "about": about, "said_at": timezone.now()}
    year = year_of(timezone.localdate()).begins
    need, _ = TrainingNeed.objects.update_or_create(school=school, year=year, user=by, defaults=told)
    record(NEED_SAID, by=by, school=school, about=need, detail={"level": level.value})
    return need


@transaction.atomic
def add_induction_step(*, school: School, words: str, by: User) -> InductionStep:
    """Add to the check-list. Raises NotNow for a step that is on it."""
    must(by, C.KEEP_REGISTERS, school)
    place = 10 + max(InductionStep.objects.filter(school=school).values_list("place", flat=True), default=0)
    try:
        with transaction.atomic():
            step = InductionStep.objects.create(school=school, words=words, place=place)
    except IntegrityError:
        raise NotNow("This step is on the check-list already.") from None
    record(INDUCTION_STEP_ADDED, by=by, school=school, about=step)
    return step


@transaction.atomic
def tick_induction(*, step: InductionStep, person: Person, by: User) -> InductionTick:
    """Enter that a step was done with a newcomer; ticking twice is once. Raises PermissionDenied across schools."""
    must(by, C.KEEP_REGISTERS, step.school)
    if person.school_id != step.school_id or person.kind not in TAUGHT:
        raise PermissionDenied
    tick, made = InductionTick.objects.get_or_create(step=step, person=person, defaults={"by": by})
    if made:
        record(INDUCTION_TICKED, by=by, school=step.school, about=step, detail={"person": person.pk})
    return tick
