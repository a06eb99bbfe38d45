"""How long to wait before trying again, and how often to try. Pure functions; durations are timedeltas."""

from __future__ import annotations

import datetime as dt
from enum import Enum

LEASE = dt.timedelta(minutes=2)
"""How long a taken-up row is left alone. Longer than eleven SMTP steps of EMAIL_TIMEOUT each."""
CAP = dt.timedelta(minutes=10)
OUTAGE_CAP = dt.timedelta(minutes=1)
"""While the other side is away we keep asking, so that mail flows within a minute of its return."""
LATE = dt.timedelta(minutes=15)
"""A promise older than this is late, and the office can see it."""


class Fault(Enum):
    """Whose fault a failure is, and so how many of them a row is given before it is parked."""

    NEVER = 5
    """The other side said "never" (half a minute, in case it was mistaken)."""
    OWN = 10
    """It broke on our side, or killed its worker (17 minutes)."""
    LATER = 40
    """The other side asked us to come back (over five hours; from `LATE` on the office can see it)."""
    AWAY = 0
    """The other side is away: never the row's fault, so it is tried for ever."""


class NotDone(Exception):
    """The work could not be done now. The text is a kind and a code, never content."""

    def __init__(self, reason: str, fault: Fault = Fault.OWN) -> None:
        super().__init__(reason)
        self.fault = fault


def wait_after(tries: int, fault: Fault = Fault.OWN) -> dt.timedelta:
    """The pause after the n-th try (n from 1): 2, 4, 8… seconds, up to the cap."""
    cap = OUTAGE_CAP if fault is Fault.AWAY else CAP
    return min(dt.timedelta(seconds=2 ** min(max(tries, 1), 30)), cap)


def is_enough(failures: int, fault: Fault = Fault.OWN) -> bool:
    """Whether so many failures park a row."""
    return fault is not Fault.AWAY and failures >= fault.value
