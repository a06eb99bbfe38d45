"""What is planned runs once for each due moment, whoever asks, and once after a long silence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from celery import shared_task
from celery.schedules import crontab, schedule
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from esafety.celery import app
from esafety.outbox import every
from esafety.outbox.models import PlannedRun
from esafety.outbox.schedule import Plan, _plans, run_all_due, run_if_due
from esafety.outbox.tasks import run_planned

LONDON = ZoneInfo("Europe/London")
pytestmark = pytest.mark.django_db
ran: list[str] = []


@shared_task(name="doorbell.wind_clock")
def wind_clock() -> None:
    """Daily."""
    ran.append("daily")


@shared_task(name="doorbell.look_out")
def look_out() -> None:
    """Each minute."""
    ran.append("minutely")


@shared_task(name="doorbell.fall_over")
def fall_over() -> None:
    """Never works."""
    ran.append("failed")
    raise ZeroDivisionError


@pytest.fixture(autouse=True)
def _plans_of_the_test() -> Iterator[None]:
    ran.clear()
    kept, beat = dict(_plans), dict(app.conf.beat_schedule)
    _plans.clear()
    yield
    _plans.clear()
    _plans.update(kept)
    app.conf.beat_schedule.clear()
    app.conf.beat_schedule.update(beat)


def last_ran(name: str, moment: dt.datetime) -> None:
    PlannedRun.objects.update_or_create(name=name, defaults={"last_run_at": moment, "held_until": None})


def test_a_job_seen_for_the_first_time_waits_for_its_moment() -> None:
    every(60, look_out)
    now = timezone.now()
    run_all_due(now)
    assert ran == []
    run_all_due(now + dt.timedelta(seconds=61))
    assert ran == ["minutely"]


def test_off_for_three_days_each_job_runs_once() -> None:
    every(60, look_out)
    every(crontab(hour=3, minute=10), wind_clock)
    now = timezone.now()
    for task in (look_out, wind_clock):
        last_ran(task.name, now - dt.timedelta(days=3))
    for _ in range(5):
        run_all_due(now)
    assert sorted(ran) == ["daily", "minutely"]


def test_two_schedulers_run_a_job_once() -> None:
    every(60, look_out)
    last_ran(look_out.name, timezone.now() - dt.timedelta(minutes=2))
    run_planned(look_out.name)
    run_planned(look_out.name)
    run_all_due()
    assert ran == ["minutely"]


def test_a_job_that_somebody_is_running_is_left_alone_until_they_are_given_up() -> None:
    every(60, look_out)
    now = timezone.now()
    last_ran(look_out.name, now - dt.timedelta(hours=1))
    first, second = (PlannedRun.objects.get(name=look_out.name) for _ in range(2))
    assert first.take()
    assert not second.take()
    assert not run_if_due(look_out.name)
    PlannedRun.objects.update(held_until=now - dt.timedelta(seconds=1))
    assert run_if_due(look_out.name)


def test_a_job_that_fails_is_tried_again_in_a_minute_and_holds_up_no_other() -> None:
    every(60, fall_over)
    every(60, look_out)
    now = timezone.now()
    for task in (fall_over, look_out):
        last_ran(task.name, now - dt.timedelta(hours=1))
    run_all_due(now)
    run_all_due(now)
    assert ran == ["failed", "minutely"]
    PlannedRun.objects.filter(name=fall_over.name).update(held_until=now - dt.timedelta(seconds=1))
    run_all_due(now)
    assert ran.count("failed") == 2


def test_beat_has_every_job_and_asks_the_same_table() -> None:
    every(crontab(hour=3, minute=10), wind_clock)
    entry = app.conf.beat_schedule["doorbell.wind_clock"]
    assert (entry["task"], entry["args"]) == ("outbox.run_planned", ["doorbell.wind_clock"])


def test_with_a_broker_the_relay_leaves_beat_a_moment() -> None:
    every(60, look_out)
    now = timezone.now()
    last_ran(look_out.name, now - dt.timedelta(seconds=65))
    run_all_due(now, grace=dt.timedelta(seconds=15))
    assert ran == []
    run_all_due(now + dt.timedelta(seconds=15), grace=dt.timedelta(seconds=15))
    assert ran == ["minutely"]


@pytest.mark.parametrize("day", [dt.date(2026, 3, 29), dt.date(2026, 10, 25), dt.date(2028, 2, 29)])
@pytest.mark.parametrize("minute", [0, 30])
def test_a_daily_job_runs_once_on_each_day_whatever_the_clocks_do(day: dt.date, minute: int) -> None:
    for hour in range(24):
        plan = Plan(crontab(hour=hour, minute=minute), wind_clock)
        runs = _runs(plan, day - dt.timedelta(days=1), dt.timedelta(minutes=15))
        on_days = [run.astimezone(LONDON).date() for run in runs]
        assert on_days == [day + dt.timedelta(days=offset) for offset in (-1, 0, 1, 2)], (hour, runs)
        assert all((run.astimezone(LONDON).hour, run.minute) == (hour, minute) for run in runs) or hour == 1


def _runs(plan: Plan, first_day: dt.date, step: dt.timedelta) -> list[dt.datetime]:
    """When the plan runs in four days if it is asked at every step."""
    now = dt.datetime.combine(first_day, dt.time(), LONDON).astimezone(dt.UTC)
    end = dt.datetime.combine(first_day + dt.timedelta(days=4), dt.time(), LONDON).astimezone(dt.UTC)
    last, runs = now - dt.timedelta(minutes=1), []
    while now < end:
        if plan.is_due(last, now):
            runs.append(now)
            last = now
        now += step
    return runs


@given(seconds=st.integers(1, 86_400), late=st.floats(0, 10**6))
def test_an_interval_is_due_exactly_when_it_has_passed(seconds: int, late: float) -> None:
    plan = Plan(schedule(run_every=seconds), look_out)
    last = dt.datetime(2026, 3, 28, 12, tzinfo=dt.UTC)
    now = last + dt.timedelta(seconds=late)
    assert plan.is_due(last, now) == (dt.timedelta(seconds=late) >= dt.timedelta(seconds=seconds))
