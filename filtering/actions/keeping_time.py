"""What happens by the clock: exceptions end, people are reminded, what is late is chased.

Each row has its next moment written on it; whoever comes late finds it past and acts once. A conditional update on
that moment lets one of two that run at once do it.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from esafety.audit import record
from esafety.people.models import School, User
from esafety.schooldays.calendar import LONDON
from esafety.schooldays.queries import calendar_of
from filtering.actions.carrying_out import closing_columns, have_closed
from filtering.actions.checks import set_plan
from filtering.entering import enter_look, enter_request
from filtering.models import Authorisation, CheckPlan, CheckResult, FilteringRequest
from filtering.notices import CHECK_MISSED, ENDING, FAULT_OPEN, PROVIDER_CLOSE, PROVIDER_ENDING, TO_REVIEW
from filtering.notices import ENDED as TIME_OVER
from filtering.policy.clocks import CHECK_EVERY_DAYS, next_morning, next_reminder, next_school_morning
from filtering.telling import DECIDERS, deciders, first_of, runners, tell
from filtering.vocabulary import CHASED, ENDED, LOOK_LAPSED, REMINDED, Entry, LookStage, Stage

BEFORE_CLOSING = (Stage.AGREED, Stage.SENT, Stage.OPEN)


def keep_time(*, by: None = None) -> int:
    """Do everything whose moment has come, one transaction for each row. Returns how much was done."""
    now = timezone.now()
    done = [
        _plan(school) for school in School.objects.filter(went_live_at__isnull=False, filtering_plan=None)
    ]
    done += [_end(pk, now) for pk in _keys(FilteringRequest.objects.to_end(now))]
    done += [_remind(pk, now) for pk in _keys(FilteringRequest.objects.to_remind(now))]
    waiting = FilteringRequest.objects.blocks_to_review().filter(review_chase_at__lte=now)
    done += [_chase_review(pk, now) for pk in _keys(waiting)]
    done += [_chase_check(pk, now) for pk in _keys(CheckPlan.objects.filter(chase_at__lte=now))]
    done += [
        _chase_fault(pk, now) for pk in _keys(CheckResult.objects.open_faults().filter(chase_at__lte=now))
    ]
    lapsing = Authorisation.objects.filter(
        stage__in=(LookStage.ASKED, LookStage.AUTHORISED), lapses_at__lte=now
    )
    done += [_lapse(pk, now) for pk in _keys(lapsing)]
    return sum(done)


def _keys(rows: QuerySet) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _plan(school: School) -> bool:
    """A school that set nothing checks its filter every fortnight."""
    set_plan(school=school, every_days=CHECK_EVERY_DAYS, samples="", by=None)
    return True


@transaction.atomic
def _end(pk: int, now: dt.datetime) -> bool:
    """The time of an exception is reached: it is to be closed, and whoever asked is told."""
    asked = FilteringRequest.objects.select_related("school", "asked_by", "sent_to").get(pk=pk)
    rows = FilteringRequest.objects.to_end(now).filter(pk=pk, version=asked.version)
    if not rows.update(version=asked.version + 1, **closing_columns(asked)):
        return False
    made = FilteringRequest.objects.select_related("school", "asked_by", "sent_to").get(pk=pk)
    tell(TIME_OVER, made, [made.asked_by])
    have_closed(made, key="ended")
    enter_request(Entry.ENDED, made, by=None)
    record(ENDED, by=None, school=made.school, about=made)
    return True


@transaction.atomic
def _remind(pk: int, now: dt.datetime) -> bool:
    """Before the end, on its day and every day after: until somebody has seen that it is shut."""
    asked = FilteringRequest.objects.select_related("school", "asked_by", "sent_to").get(pk=pk)
    if not FilteringRequest.objects.to_remind(now).filter(pk=pk).update(remind_at=_after(asked, now)):
        return False
    key = f"{asked.remind_at:%Y-%m-%d-%H}"
    people: list[User] = [*first_of(asked.school, DECIDERS), *runners(asked.school)]
    if asked.stage in BEFORE_CLOSING:
        people.append(asked.asked_by)
        tell(PROVIDER_ENDING, asked, [asked.sent_to], key=key)
    elif asked.stage == Stage.CLOSING:
        tell(PROVIDER_CLOSE, asked, [asked.sent_to], key=key)
    tell(ENDING, asked, people, key=key)
    record(REMINDED, by=None, school=asked.school, about=asked)
    return True


def _after(asked: FilteringRequest, now: dt.datetime) -> dt.datetime:
    if asked.stage in BEFORE_CLOSING and asked.until_on is not None:
        return next_reminder(now, asked.until_on, calendar_of(asked.school))
    return next_morning(now)


@transaction.atomic
def _chase_review(pk: int, now: dt.datetime) -> bool:
    """An emergency block that nobody has looked at again in time."""
    rows = FilteringRequest.objects.blocks_to_review().filter(pk=pk, review_chase_at__lte=now)
    if not rows.update(review_chase_at=next_morning(now)):
        return False
    asked = FilteringRequest.objects.select_related("school").get(pk=pk)
    tell(TO_REVIEW, asked, deciders(asked.school, but=[asked.asked_by_id]), key=_day(now))
    record(CHASED, by=None, school=asked.school, about=asked, detail={"what": "review of a block"})
    return True


@transaction.atomic
def _chase_check(pk: int, now: dt.datetime) -> bool:
    """A check that was not done on its day: those who check are reminded each school day."""
    plan = CheckPlan.objects.select_related("school").get(pk=pk)
    again = next_school_morning(now, calendar_of(plan.school))
    if not CheckPlan.objects.filter(pk=pk, chase_at__lte=now).update(chase_at=again):
        return False
    tell(CHECK_MISSED, plan, [*runners(plan.school), *deciders(plan.school)], key=_day(now))
    record(CHASED, by=None, school=plan.school, about=plan, detail={"what": "check of the filter"})
    return True


@transaction.atomic
def _chase_fault(pk: int, now: dt.datetime) -> bool:
    """A fault of the filter past its time."""
    rows = CheckResult.objects.open_faults().filter(pk=pk, chase_at__lte=now)
    if not rows.update(chase_at=next_morning(now)):
        return False
    result = CheckResult.objects.select_related("check_done__school").get(pk=pk)
    school = result.check_done.school
    tell(FAULT_OPEN, result, [*runners(school), *deciders(school)], key=_day(now), school=school)
    record(CHASED, by=None, school=school, about=result, detail={"what": "fault of the filter"})
    return True


@transaction.atomic
def _lapse(pk: int, now: dt.datetime) -> bool:
    """An authorisation whose time ended unused opens nothing any more."""
    rows = Authorisation.objects.filter(
        pk=pk, stage__in=(LookStage.ASKED, LookStage.AUTHORISED), lapses_at__lte=now
    )
    look = rows.select_related("school").first()
    if look is None or not rows.update(stage=LookStage.LAPSED, version=look.version + 1):
        return False
    enter_look(Entry.LOOK_LAPSED, look, by=None)
    record(LOOK_LAPSED, by=None, school=look.school, about=look)
    return True


def _day(now: dt.datetime) -> str:
    return f"{now.astimezone(LONDON):%Y-%m-%d}"
