"""Back-off: grows, is capped, parks in the end, and never because the other side is away."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from esafety.outbox.patience import CAP, LATE, LEASE, OUTAGE_CAP, Fault, is_enough, wait_after

tries = st.integers(min_value=0, max_value=10**9)
faults = st.sampled_from(Fault)


@given(tries, faults)
def test_a_pause_never_shrinks_and_never_passes_the_cap(n: int, fault: Fault) -> None:
    pause = wait_after(n, fault)
    assert dt.timedelta(seconds=2) <= pause <= CAP
    assert pause <= wait_after(n + 1, fault)


@given(tries)
def test_after_an_outage_mail_flows_within_a_minute(n: int) -> None:
    assert wait_after(n, Fault.AWAY) <= OUTAGE_CAP == dt.timedelta(minutes=1)


@given(tries)
def test_an_outage_never_parks_anything(n: int) -> None:
    assert not is_enough(n, Fault.AWAY)


@given(tries, faults)
def test_once_enough_always_enough(n: int, fault: Fault) -> None:
    assert not is_enough(n, fault) or is_enough(n + 1, fault)


def _until_parked(fault: Fault) -> dt.timedelta:
    return sum((wait_after(n, fault) for n in range(1, fault.value)), dt.timedelta())


def test_a_wrong_address_is_known_in_half_a_minute() -> None:
    assert _until_parked(Fault.NEVER) == dt.timedelta(seconds=30)


def test_a_broken_text_is_parked_within_twenty_minutes() -> None:
    assert _until_parked(Fault.OWN) < dt.timedelta(minutes=20)


def test_a_server_that_says_later_for_four_hours_loses_nothing_and_people_see_it_long_before() -> None:
    assert _until_parked(Fault.LATER) > dt.timedelta(hours=4)
    assert dt.timedelta(minutes=15) >= LATE


def test_the_lease_outlasts_the_slowest_conversation(settings: object) -> None:
    eleven_steps = 11 * settings.EMAIL_TIMEOUT  # type: ignore[attr-defined]
    assert dt.timedelta(seconds=eleven_steps) < LEASE
