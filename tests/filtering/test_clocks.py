"""By when: pure clocks against a brute-force oracle, and the work of the clock on rows: each reminder once."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from esafety.office.demo import clock
from esafety.outbox.models import Message
from esafety.schooldays.calendar import LONDON, Calendar, Span
from filtering import actions
from filtering.actions.guard import fresh
from filtering.models import CheckPlan, FilteringRequest
from filtering.policy import clocks
from filtering.policy.dates import last_day
from filtering.policy.dates import why_not as wrong_dates
from filtering.vocabulary import Kind, Stage
from tests.cast import Cast
from tests.filtering.asking import advance, ask, today

CALENDAR = Calendar(
    terms=(
        Span(dt.date(2027, 9, 2), dt.date(2027, 12, 17)),
        Span(dt.date(2028, 1, 4), dt.date(2028, 3, 31)),
        Span(dt.date(2028, 4, 18), dt.date(2028, 7, 20)),
    ),
    closures=(
        Span(dt.date(2027, 10, 25), dt.date(2027, 10, 29)),
        Span(dt.date(2028, 2, 14), dt.date(2028, 2, 18)),
    ),
)
DAYS = st.dates(dt.date(2027, 8, 1), dt.date(2028, 9, 30))
"""Both changes of the clock, Christmas, a leap day, half-terms."""
MINUTES = st.integers(0, 24 * 60 - 1)
MINUTE = dt.timedelta(minutes=1)


def at(day: dt.date, minute: int) -> dt.datetime:
    return (dt.datetime.combine(day, dt.time(), LONDON) + minute * MINUTE).astimezone(dt.UTC)


def is_morning(moment: dt.datetime) -> bool:
    local = moment.astimezone(LONDON)
    return (local.hour, local.minute, local.second) == (7, 30, 0)


def oracle(after: dt.datetime, until_on: dt.date) -> dt.datetime:
    """Minute by minute: the first half past seven that is one of the days on which somebody is to hear of it."""
    before = until_on - dt.timedelta(days=1)
    while not CALENDAR.is_school_day(before):
        before -= dt.timedelta(days=1)
        if (until_on - before).days > 400:
            before = until_on - dt.timedelta(days=1)
            break
    moment = after.replace(second=0, microsecond=0)
    for _ in range(600 * 24 * 60):
        moment += MINUTE
        day = moment.astimezone(LONDON).date()
        if is_morning(moment) and (day == before or day >= until_on):
            return moment
    raise AssertionError("never")


@given(DAYS, MINUTES, st.integers(-5, 20))
@example(dt.date(2028, 3, 25), 8 * 60, 1)
@example(dt.date(2027, 10, 30), 8 * 60, 1)
@example(dt.date(2028, 2, 28), 0, 1)
@example(dt.date(2027, 12, 17), 7 * 60 + 30, 4)
def test_the_next_reminder_is_what_counting_minutes_finds(day: dt.date, minute: int, ahead: int) -> None:
    after, until_on = at(day, minute), day + dt.timedelta(days=ahead)
    assert clocks.next_reminder(after, until_on, CALENDAR) == oracle(after, until_on)


@given(DAYS, MINUTES)
def test_there_is_always_a_reminder_within_a_day_after_the_end(day: dt.date, minute: int) -> None:
    after = at(day, minute)
    found = clocks.next_reminder(after, day - dt.timedelta(days=1), CALENDAR)
    assert dt.timedelta(0) < found - after <= dt.timedelta(hours=25)


@given(DAYS)
def test_the_end_is_five_o_clock_of_that_day_in_london(day: dt.date) -> None:
    local = clocks.end_of(day).astimezone(LONDON)
    assert (local.date(), local.hour, local.minute) == (day, 17, 0)


@given(DAYS, st.integers(clocks.FEWEST_DAYS, clocks.MOST_DAYS))
def test_the_next_check_is_the_first_school_day_from_its_day_on(last: dt.date, every: int) -> None:
    found = clocks.check_due_on(last, every, CALENDAR)
    first = last + dt.timedelta(days=every)
    days = [first + dt.timedelta(days=n) for n in range(401)]
    school_days = [day for day in days if CALENDAR.is_school_day(day)]
    assert found == (school_days[0] if school_days else first)


@given(DAYS, MINUTES)
def test_a_missed_check_is_chased_on_mornings_of_school_days(day: dt.date, minute: int) -> None:
    after = at(day, minute)
    found = clocks.next_school_morning(after, CALENDAR)
    assert found > after
    assert is_morning(found)
    between = [
        clocks.morning_of(day + dt.timedelta(days=n))
        for n in range((found.date() - day).days)
        if CALENDAR.is_school_day(day + dt.timedelta(days=n))
    ]
    later = [moment for moment in between if after < moment < found]
    assert later == [] or not CALENDAR.is_school_day(found.astimezone(LONDON).date())


# -- days that can be asked for ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "field", "says"),
    [
        (dt.date(2028, 2, 28), dt.date(2028, 3, 1), "from_on", "The first day is past"),
        (dt.date(2028, 3, 6), dt.date(2028, 3, 3), "until_on", "The last day is before the first day"),
        (
            dt.date(2028, 3, 2),
            dt.date(2028, 7, 21),
            "until_on",
            "after the end of the school year, 20 July 2028",
        ),
        (dt.date(2028, 3, 2), dt.date(2029, 3, 2), "until_on", "after the end of the school year"),
    ],
)
def test_days_that_cannot_be_are_told_in_a_sentence(
    first: dt.date, last: dt.date, field: str, says: str
) -> None:
    found = wrong_dates(first, last, dt.date(2028, 2, 29), CALENDAR)
    assert says in found[field]
    assert len(found) == 1


def test_the_last_day_of_term_can_be_asked_for_and_without_terms_the_last_of_july() -> None:
    assert wrong_dates(dt.date(2028, 2, 29), dt.date(2028, 7, 20), dt.date(2028, 2, 29), CALENDAR) == {}
    assert last_day(dt.date(2028, 2, 29), Calendar()) == dt.date(2028, 7, 31)


# -- the clock at work -------------------------------------------------------------------------------


def mails(notice: str, request: FilteringRequest, email: str) -> int:
    rows = Message.objects.filter(notice=f"filtering.{notice}", about_id=request.pk)
    return sum(str(row.to_user.email if row.to_user else row.to_contact.email) == email for row in rows)


def run(moment: dt.datetime) -> None:
    with clock.at(moment):
        actions.keep_time()


def test_it_ends_on_friday_by_itself_and_the_teacher_is_told(cast: Cast) -> None:
    request = advance(cast, ask(cast), Stage.OPEN)
    assert request.ends_at is not None
    run(request.ends_at - MINUTE)
    assert fresh(request).stage == Stage.OPEN
    run(request.ends_at)
    run(request.ends_at)
    run(request.ends_at + MINUTE)
    assert fresh(request).stage == Stage.CLOSING
    assert mails("ended", request, cast.teacher.email) == 1
    assert mails("provider_close", request, "help@clearway.example") == 1


def test_every_morning_after_the_end_until_somebody_has_looked(cast: Cast) -> None:
    request = advance(cast, ask(cast), Stage.OPEN)
    assert request.until_on is not None
    run(clocks.end_of(request.until_on))
    for day in range(1, 11):
        run(clocks.morning_of(request.until_on + dt.timedelta(days=day)) + MINUTE)
        if day == 5:
            actions.confirm_closed(asked=fresh(request), by=cast.technician)
    lead = mails("ending", request, cast.co_ordinator.email)
    assert lead == 10 + 0, "closed is not yet seen to be shut"
    assert mails("provider_close", request, "help@clearway.example") == 1 + 5
    actions.check_shut(asked=fresh(request), still_open=False, by=cast.co_ordinator)
    run(clocks.morning_of(request.until_on + dt.timedelta(days=30)))
    assert mails("ending", request, cast.co_ordinator.email) == lead


def test_off_for_three_days_it_reminds_once_when_it_is_back(cast: Cast) -> None:
    request = advance(cast, ask(cast), Stage.OPEN)
    assert request.until_on is not None
    run(clocks.end_of(request.until_on))
    before = mails("ending", request, cast.co_ordinator.email)
    back = clocks.morning_of(request.until_on + dt.timedelta(days=4)) + dt.timedelta(hours=2)
    run(back)
    run(back)
    run(back + MINUTE)
    assert mails("ending", request, cast.co_ordinator.email) == before + 1
    assert fresh(request).remind_at == clocks.morning_of(request.until_on + dt.timedelta(days=5))


@pytest.mark.parametrize("seed", range(12))
def test_however_the_scheduler_runs_nobody_hears_twice_and_nothing_is_forgotten(
    cast: Cast, seed: int
) -> None:
    """Random pauses, double runs: at each run a reminder goes out exactly when a due morning lay since the last."""
    dice = random.Random(seed)
    request = advance(cast, ask(cast, until_on=today() + dt.timedelta(days=dice.randint(0, 9))), Stage.OPEN)
    assert request.until_on is not None
    moment, until_on = request.opened_at, request.until_on
    next_due = request.remind_at
    expected, ended = 0, False
    for _ in range(25):
        assert moment is not None
        moment += dt.timedelta(minutes=dice.choice([1, 30, 600, 1440, 4320]))
        for _ in range(dice.choice([1, 1, 2])):
            run(moment)
        if not ended and moment >= clocks.end_of(until_on):
            ended, next_due = True, clocks.next_morning(moment)
        elif next_due is not None and next_due <= moment:
            expected += 1
            next_due = clocks.next_morning(moment) if ended else fresh(request).remind_at
        assert mails("ending", request, cast.co_ordinator.email) == expected
        assert fresh(request).remind_at == next_due


def test_agreed_and_never_carried_out_lapses_and_sent_has_to_be_closed(cast: Cast) -> None:
    sent = advance(cast, ask(cast), Stage.SENT)
    run(clocks.end_of(sent.until_on))  # type: ignore[arg-type]
    assert fresh(sent).stage == Stage.CLOSING


def test_nothing_that_was_opened_can_stay_open_unseen(cast: Cast) -> None:
    """Whatever is alive has a next moment at which somebody hears of it, and it is never far."""
    for stage in (Stage.SENT, Stage.OPEN, Stage.CLOSING, Stage.CLOSED):
        for kind in (Kind.UNBLOCK, Kind.EMAIL):
            if stage == Stage.SENT and kind == Kind.EMAIL:
                continue
            addresses = "a@museum.example" if kind == Kind.EMAIL else f"{stage}.example"
            advance_to(cast, ask(cast, kind, addresses=addresses), stage)
    alive = FilteringRequest.objects.exceptions().alive()
    assert alive.count() == 7
    for one in alive:
        assert one.ends_at is not None
        assert one.remind_at is not None
        assert one.remind_at <= max(one.ends_at, clocks.next_morning(one.asked_at)) + dt.timedelta(days=1)


def advance_to(cast: Cast, request: FilteringRequest, stage: Stage) -> None:
    if request.kind == Kind.UNBLOCK:
        advance(cast, request, stage)
        return
    from tests.filtering.asking import agree

    agree(cast, request)
    order = [Stage.OPEN, Stage.CLOSING, Stage.CLOSED]
    verbs = [
        lambda: actions.mark_opened(asked=fresh(request), by=cast.technician),
        lambda: actions.say_not_needed(asked=fresh(request), by=cast.teacher),
        lambda: actions.confirm_closed(asked=fresh(request), by=cast.technician),
    ]
    for verb in verbs[: order.index(stage) + 1]:
        verb()


def test_a_school_that_set_nothing_checks_every_fortnight_and_hears_of_a_missed_one(cast: Cast) -> None:
    actions.keep_time()
    plan = CheckPlan.objects.get(school=cast.school)
    assert plan.every_days == 14
    run(plan.chase_at - MINUTE)
    assert not Message.objects.filter(notice="filtering.check_missed").exists()
    run(plan.chase_at)
    run(plan.chase_at + MINUTE)
    rows = Message.objects.filter(notice="filtering.check_missed", school=cast.school)
    assert {row.to_user.email for row in rows} == {cast.technician.email, cast.co_ordinator.email}
