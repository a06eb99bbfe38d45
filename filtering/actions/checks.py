"""Checking the filter: the plan, the places, a check by two people, faults put right. Source: B; field 4.4."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from esafety.access.capabilities import Capability as C
from esafety.access.refusals import NotNow
from esafety.audit import record
from esafety.people.models import School, User
from esafety.people.queries import colleagues
from esafety.schooldays.queries import calendar_of
from filtering.actions.guard import must
from filtering.entering import enter_check
from filtering.models import Check, CheckPlan, CheckPoint, CheckResult
from filtering.policy.clocks import (
    CHECK_EVERY_DAYS,
    FEWEST_DAYS,
    MOST_DAYS,
    check_due_on,
    fault_due,
    morning_of,
    next_morning,
)
from filtering.vocabulary import (
    CHECK_RECORDED,
    FAULT_FIXED,
    PLAN_SET,
    POINT_ADDED,
    POINT_RETIRED,
    DeviceGroup,
    Entry,
    Location,
    Outcome,
    Test,
    UserGroup,
)

MOST_POINTS = 12
"""So many places fit one check, one table and one lesson."""
Results = Mapping[tuple[int, Test], Outcome]


@transaction.atomic
def set_plan(*, school: School, every_days: int, samples: str, by: User | None) -> CheckPlan:
    """Set how often the filter is checked and which addresses of its own the school tries.

    Raises NotNow for a number outside the bounds. Source: B (fortnightly unless the school sets another).
    """
    if not FEWEST_DAYS <= every_days <= MOST_DAYS:
        raise NotNow(f"Enter a number of days from {FEWEST_DAYS} to {MOST_DAYS}.")
    last = Check.objects.filter(school=school).values_list("done_on", flat=True).first()
    due_on = check_due_on(last or timezone.localdate(), every_days, calendar_of(school))
    plan, _ = CheckPlan.objects.update_or_create(
        school=school,
        defaults={
            "every_days": every_days,
            "samples": samples,
            "due_on": due_on,
            "chase_at": _chased_from(due_on),
        },
    )
    record(PLAN_SET, by=by, school=school, about=plan, detail={"days": every_days})
    return plan


@transaction.atomic
def add_point(
    *, school: School, device: DeviceGroup, user_group: UserGroup, location: Location, by: User | None
) -> CheckPoint:
    """Add a place to test from. Raises NotNow for one that is there, and for one too many."""
    School.objects.select_for_update(no_key=True).get(pk=school.pk)
    here = CheckPoint.objects.filter(school=school, retired_at__isnull=True)
    if here.filter(device=device, user_group=user_group, location=location).exists():
        raise NotNow("This is in the list already.")
    if here.count() >= MOST_POINTS:
        raise NotNow(f"The list holds {MOST_POINTS} at most. Take one out first.")
    point = CheckPoint.objects.create(school=school, device=device, user_group=user_group, location=location)
    record(POINT_ADDED, by=by, school=school, about=point)
    return point


@transaction.atomic
def retire_point(*, point: CheckPoint, by: User) -> CheckPoint:
    """Take a place out of the list; what was tested there stays. Raises NotNow when it is out already."""
    now = timezone.now()
    if not CheckPoint.objects.filter(pk=point.pk, retired_at__isnull=True).update(retired_at=now):
        raise NotNow("This was taken out of the list already.")
    point.retired_at = now
    record(POINT_RETIRED, by=by, school=point.school, about=point)
    return point


@transaction.atomic
def record_check(
    *, school: School, done_on: dt.date, with_person: User, results: Results, fault: str, by: User
) -> Check:
    """Record a check that two people did, and set when the next is due; what got through starts its clock.

    Raises NotNow when somebody checked alone, when nothing was tried, for a day in the future, and for a fault without
    words. Source: A (never one alone), B.
    """
    must(by, school, C.RUN_FILTERING, C.DECIDE_FILTERING)
    _must_be_a_check(school, done_on, with_person, results, fault, by)
    plan = CheckPlan.objects.select_for_update(no_key=True).filter(school=school).first()
    calendar, now = calendar_of(school), timezone.now()
    check = Check.objects.create(
        school=school,
        done_on=done_on,
        was_due_on=plan.due_on if plan else done_on,
        first_person=by,
        second_person=with_person,
        fault=fault,
    )
    due = fault_due(now, calendar)
    rows = [
        CheckResult(
            check_done=check,
            point_id=point,
            test=test,
            outcome=outcome,
            due_at=due if outcome == Outcome.REACHED else None,
            chase_at=due if outcome == Outcome.REACHED else None,
        )
        for (point, test), outcome in results.items()
    ]
    CheckResult.objects.bulk_create(rows)
    every = plan.every_days if plan else CHECK_EVERY_DAYS
    last = Check.objects.filter(school=school).order_by("-done_on").values_list("done_on", flat=True)[0]
    due_on = check_due_on(last, every, calendar)
    told = {"due_on": due_on, "chase_at": max(_chased_from(due_on), next_morning(now))}
    CheckPlan.objects.update_or_create(school=school, defaults=told)
    failed = sum(row.outcome == Outcome.REACHED for row in rows)
    enter_check(Entry.CHECK_DONE, check, by=by, what=_in_words(rows), why=fault)
    record(CHECK_RECORDED, by=by, school=school, about=check, detail={"failed": failed})
    return check


@transaction.atomic
def fix_fault(*, result: CheckResult, fixed_on: dt.date, action: str, by: User) -> CheckResult:
    """Enter what was done about a fault and when it was put right.

    Raises NotNow when somebody has, or for a wrong day.
    """
    must(by, result.check_done.school, C.RUN_FILTERING, C.DECIDE_FILTERING)
    if not result.check_done.done_on <= fixed_on <= timezone.localdate():
        raise NotNow(
            "The day it was put right must be on or after the day of the check, and not in the future."
        )
    rows = CheckResult.objects.open_faults().filter(pk=result.pk)
    if not rows.update(fixed_on=fixed_on, action=action, fixed_by=by, chase_at=None):
        raise NotNow("This fault is entered as put right already.")
    result.refresh_from_db()
    what = f"{result.get_test_display()}: {result.point}"
    enter_check(Entry.FAULT_FIXED, result.check_done, by=by, what=what, why=action)
    record(FAULT_FIXED, by=by, school=result.check_done.school, about=result.check_done)
    return result


def _must_be_a_check(
    school: School, done_on: dt.date, with_person: User, results: Results, fault: str, by: User
) -> None:
    if with_person.pk == by.pk:
        raise NotNow("Two people check the filter together. Choose who was with you.")
    if with_person not in colleagues(school):
        raise NotNow("Choose a colleague of this school.")
    if done_on > timezone.localdate():
        raise NotNow("The day of the check must be today or in the past.")
    mine = set(CheckPoint.objects.filter(school=school).values_list("pk", flat=True))
    if not {point for point, _ in results} <= mine:
        raise NotNow("The list of places has changed. Open the page again.")
    if all(outcome == Outcome.NOT_TRIED for outcome in results.values()):
        raise NotNow("Nothing was tried. Enter what the tests showed.")
    if Outcome.REACHED in results.values() and not fault.strip():
        raise NotNow("Something was not blocked. Say what was reached, and what you did at once.")


def _chased_from(due_on: dt.date) -> dt.datetime:
    """The morning after the day of the check."""
    return morning_of(due_on + dt.timedelta(days=1))


def _in_words(rows: list[CheckResult]) -> str:
    """4 blocked, 1 not blocked."""
    counts = {one: sum(row.outcome == one for row in rows) for one in Outcome}
    return ", ".join(f"{count} {one.label.lower()}" for one, count in counts.items() if count)
