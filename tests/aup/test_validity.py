"""How long a signature counts: the rules as sentences, then against somebody who goes through the days one by one."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aup.policy.audiences import RULES, audience_of_year, rule_for
from aup.policy.validity import AsksAgain, Round, Signed, Span, Standing, judge, span_of
from aup.vocabulary import Audience as A
from aup.vocabulary import Capacity as Cap
from esafety.schooldays.calendar import LONDON

DAY = dt.timedelta(days=1)
ROUND = Round(month=8, day=1, days_to_sign=61, days_for_edition=28)


def moment(day: dt.date, hour: int = 12) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), LONDON).astimezone(dt.UTC)


def signed(day: dt.date, *, edition: int = 1, audience: A = A.KS2, capacity: Cap = Cap.GUARDIAN) -> Signed:
    return Signed(audience, capacity, edition, day, moment(day))


def worth(
    one: Signed, *, editions: tuple[AsksAgain, ...] = (), demands: tuple[dt.datetime, ...] = ()
) -> Span:
    return span_of(one, editions, demands, ROUND)


def test_a_signature_of_september_counts_for_the_year_and_is_due_again_in_august() -> None:
    span = worth(signed(dt.date(2026, 9, 10)))
    assert span.on(dt.date(2026, 9, 9)) is Standing.MISSING
    assert span.on(dt.date(2026, 9, 10)) is Standing.SIGNED
    assert span.on(dt.date(2027, 7, 31)) is Standing.SIGNED
    assert span.on(dt.date(2027, 8, 1)) is Standing.DUE
    assert span.on(dt.date(2027, 9, 30)) is Standing.DUE
    assert span.on(dt.date(2027, 10, 1)) is Standing.MISSING


def test_a_new_edition_that_asks_again_ends_older_signatures_of_its_audience_alone() -> None:
    new = AsksAgain(A.KS2, 2, dt.date(2027, 1, 10))
    old = worth(signed(dt.date(2026, 9, 10)), editions=(new,))
    assert old.on(dt.date(2027, 1, 9)) is Standing.SIGNED
    assert old.on(dt.date(2027, 1, 10)) is Standing.DUE
    assert old.on(dt.date(2027, 2, 7)) is Standing.MISSING
    assert worth(signed(dt.date(2027, 1, 11), edition=2), editions=(new,)).due == dt.date(2027, 8, 1)
    other = worth(signed(dt.date(2026, 9, 10), audience=A.KS1), editions=(new,))
    assert other.due == dt.date(2027, 8, 1)


def test_meet_and_sign_again_ends_it_at_once_and_a_new_signature_the_same_day_counts() -> None:
    day = dt.date(2026, 11, 3)
    demand = moment(day, 10)
    before = worth(signed(dt.date(2026, 9, 10)), demands=(demand,))
    assert before.on(day - DAY) is Standing.SIGNED
    assert before.on(day) is Standing.MISSING
    same_day = Signed(A.KS2, Cap.GUARDIAN, 1, day, moment(day, 9))
    assert worth(same_day, demands=(demand,)).on(day) is Standing.MISSING
    after = Signed(A.KS2, Cap.GUARDIAN, 1, day, moment(day, 11))
    assert worth(after, demands=(demand,)).on(day) is Standing.SIGNED


def test_a_paper_signed_before_the_demand_and_entered_after_it_does_not_count() -> None:
    paper = Signed(A.STAFF, Cap.SELF, 1, dt.date(2026, 11, 2), moment(dt.date(2026, 11, 4)))
    assert worth(paper, demands=(moment(dt.date(2026, 11, 3)),)).on(dt.date(2026, 11, 4)) is Standing.MISSING


def test_a_secondary_pupil_needs_both_and_each_alone_is_not_enough() -> None:
    day = dt.date(2026, 10, 1)
    needed = rule_for(A.KS3_4).needed
    own = worth(signed(day, audience=A.KS3_4, capacity=Cap.SELF))
    parents = worth(signed(day, audience=A.KS3_4, capacity=Cap.GUARDIAN))
    assert judge(A.KS3_4, needed, [own, parents], day).may_use
    assert judge(A.KS3_4, needed, [own], day).missing == (Cap.GUARDIAN,)
    assert judge(A.KS3_4, needed, [parents], day).missing == (Cap.SELF,)


def test_a_change_of_key_stage_needs_new_signatures() -> None:
    day = dt.date(2026, 10, 1)
    as_ks2 = worth(signed(day))
    assert judge(A.KS2, rule_for(A.KS2).needed, [as_ks2], day).may_use
    assert not judge(A.KS3_4, rule_for(A.KS3_4).needed, [as_ks2], day).may_use


def test_a_childs_own_mark_is_never_enough_and_never_needed_in_primary_school() -> None:
    day = dt.date(2026, 10, 1)
    mark = worth(signed(day, audience=A.KS1, capacity=Cap.SELF))
    assert not judge(A.KS1, rule_for(A.KS1).needed, [mark], day).may_use
    parent = worth(signed(day, audience=A.KS1))
    assert judge(A.KS1, rule_for(A.KS1).needed, [parent], day).may_use


def test_nobody_may_use_the_systems_whose_year_nobody_can_place() -> None:
    verdict = judge(None, (), [], dt.date(2026, 10, 1))
    assert (verdict.may_use, verdict.last_day) == (False, None)


@pytest.mark.parametrize(
    ("words", "audience"),
    [
        ("Nursery", A.KS1), ("Nursery 2", A.KS1), ("Reception", A.KS1), ("R", A.KS1), ("Year R", A.KS1), ("0", A.KS1),
        ("Year 1", A.KS1), ("Year 2", A.KS1), ("Y3", A.KS2), ("Yr 6", A.KS2), ("year 07", A.KS3_4), ("11", A.KS3_4),
        ("Year 13", A.KS3_4), ("Year 14", None), ("", None), ("Sunflowers", None), ("Year 1986", None),
    ],
)  # fmt: skip
def test_a_year_group_says_which_rules_a_pupil_follows(words: str, audience: A | None) -> None:
    assert audience_of_year(words) == audience


def test_looking_back_a_year_seven_pupil_was_in_key_stage_two() -> None:
    assert audience_of_year("Year 7", years_back=1) == A.KS2
    assert audience_of_year("Year 3", years_back=1) == A.KS1
    assert audience_of_year("Year 1", years_back=3) == A.KS1


def test_every_audience_has_a_rule_with_its_source() -> None:
    assert [rule.audience for rule in RULES] == list(A)
    assert all(rule.needed and rule.source and rule.when and rule.signers for rule in RULES)


# -- against an oracle that goes through the days -------------------------------------------------

FIRST = dt.date(2025, 1, 1)
days = st.integers(0, 900).map(lambda n: FIRST + n * DAY)
audiences = st.sampled_from([A.KS2, A.KS3_4])
capacities = st.sampled_from(list(Cap))


class World(NamedTuple):
    signatures: list[Signed]
    editions: list[AsksAgain]
    demands: list[dt.datetime]
    round: Round


signatures = st.builds(
    lambda audience, capacity, edition, day, late, hour: Signed(
        audience, capacity, edition, day, moment(day + late * DAY, hour)
    ),
    audiences,
    capacities,
    st.integers(1, 4),
    days,
    st.integers(0, 3),
    st.integers(0, 23),
)
editions = st.builds(AsksAgain, audiences, st.integers(1, 4), days)
rounds = st.builds(Round, st.integers(1, 12), st.integers(1, 28), st.integers(0, 150), st.integers(0, 150))
worlds = st.builds(
    World,
    st.lists(signatures, max_size=5),
    st.lists(editions, max_size=3),
    st.lists(st.builds(moment, days, st.integers(0, 23)), max_size=2),
    rounds,
)


def oracle(world: World, one: Signed, day: dt.date) -> Standing:
    """Live through every day from the signature on, keeping two countdowns, and see what is left on the day."""
    if day < one.signed_on:
        return Standing.MISSING
    due, left = False, None
    today = one.signed_on
    while True:
        starting: list[int] = []
        if today > one.signed_on and (today.month, today.day) == (world.round.month, world.round.day):
            starting.append(world.round.days_to_sign)
        for edition in world.editions:
            newer = edition.audience == one.audience and edition.number > one.edition
            begins_now = edition.in_force_from == today
            ran_before = today == one.signed_on and edition.in_force_from < today
            if newer and (begins_now or ran_before):
                starting.append(world.round.days_for_edition - (today - edition.in_force_from).days)
        for demand in world.demands:
            if demand.astimezone(LONDON).date() == today and (one.signed_on < today or one.at <= demand):
                starting.append(0)
        due = due or bool(starting)
        left = min([*starting, *([left - 1] if left is not None else [])], default=None)
        if left is not None and left <= 0:
            return Standing.MISSING
        if today == day:
            return Standing.DUE if due else Standing.SIGNED
        today += DAY


@given(worlds, days, audiences)
def test_a_verdict_is_what_somebody_finds_who_lives_through_every_day(
    world: World, day: dt.date, audience: A
) -> None:
    needed = rule_for(audience).needed
    spans = [span_of(one, world.editions, world.demands, world.round) for one in world.signatures]
    verdict = judge(audience, needed, spans, day)
    order = (Standing.MISSING, Standing.DUE, Standing.SIGNED)
    for part in verdict.parts:
        fitting = [
            one for one in world.signatures if (one.audience, one.capacity) == (audience, part.capacity)
        ]
        found = [oracle(world, one, day) for one in fitting]
        assert part.standing == max(found, key=order.index, default=Standing.MISSING)
    assert verdict.may_use == all(part.standing is not Standing.MISSING for part in verdict.parts)


@given(worlds, days, audiences)
def test_the_last_day_is_the_last_day(world: World, day: dt.date, audience: A) -> None:
    needed = rule_for(audience).needed
    spans = [span_of(one, world.editions, world.demands, world.round) for one in world.signatures]
    verdict = judge(audience, needed, spans, day)
    if verdict.last_day is None:
        assert not verdict.may_use
        return
    chosen = [part.span for part in verdict.parts if part.span]
    assert judge(audience, needed, chosen, verdict.last_day).may_use
    assert not judge(audience, needed, chosen, verdict.last_day + DAY).may_use
