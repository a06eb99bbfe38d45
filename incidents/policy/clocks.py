"""By when: the clocks, and which of them a school may set.

Source: domain/routing.md; those marked ◇ there a school may set. Its bounds are the document's own: a school may be
quicker than the published rule and never slower, which `tests/incidents/test_clocks_set.py` proves for any moment.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Clock(StrEnum):
    """By when, counted from the moment the incident was reported (or the fact became known)."""

    MINUTES_5 = "5 minutes"
    MINUTES_10 = "10 minutes"
    MINUTES_15 = "15 minutes"
    AT_ONCE = "at once (within the hour)"
    SAME_SCHOOL_DAY = "the same school day"
    NEXT_SCHOOL_DAY = "the next school day"
    WORKING_DAY_1 = "1 working day"
    HOURS_72 = "72 hours"
    SCHOOL_DAYS_3 = "3 school days"
    SCHOOL_DAYS_5 = "5 school days"
    SCHOOL_DAYS_10 = "10 school days"
    SCHOOL_DAYS_20 = "20 school days"
    WORKING_DAYS_2 = "2 working days"
    WORKING_DAYS_5 = "5 working days"
    WORKING_DAYS_10 = "10 working days"
    WORKING_DAYS_15 = "15 working days"
    WORKING_DAYS_45 = "45 working days"
    WEEKS_2 = "2 weeks"
    WEEKS_6 = "6 weeks"
    MONTHS_3 = "3 months"


SCHOOL_DAYS: dict[Clock, int] = {
    Clock.NEXT_SCHOOL_DAY: 1,
    Clock.SCHOOL_DAYS_3: 3,
    Clock.SCHOOL_DAYS_5: 5,
    Clock.SCHOOL_DAYS_10: 10,
    Clock.SCHOOL_DAYS_20: 20,
}
"""The clocks that end with a school day, and which one after the day they start on."""
WORKING_DAYS: dict[Clock, int] = {
    Clock.WORKING_DAY_1: 1,
    Clock.WORKING_DAYS_2: 2,
    Clock.WORKING_DAYS_5: 5,
    Clock.WORKING_DAYS_10: 10,
    Clock.WORKING_DAYS_15: 15,
    Clock.WORKING_DAYS_45: 45,
}
"""The clocks that end with a working day, and which one after the day they start on."""


_MINUTES, _HOURS, _DAYS = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)

# fmt: off
LEAD: dict[Clock, dt.timedelta] = {
    Clock.MINUTES_5:        2 * _MINUTES,
    Clock.MINUTES_10:       4 * _MINUTES,
    Clock.MINUTES_15:       5 * _MINUTES,
    Clock.AT_ONCE:         15 * _MINUTES,
    Clock.SAME_SCHOOL_DAY:  2 * _HOURS,
    Clock.NEXT_SCHOOL_DAY:  4 * _HOURS,
    Clock.WORKING_DAY_1:    4 * _HOURS,
    Clock.HOURS_72:        24 * _HOURS,
    Clock.SCHOOL_DAYS_3:    1 * _DAYS,
    Clock.SCHOOL_DAYS_5:    1 * _DAYS,
    Clock.SCHOOL_DAYS_10:   2 * _DAYS,
    Clock.SCHOOL_DAYS_20:   3 * _DAYS,
    Clock.WORKING_DAYS_2:   1 * _DAYS,
    Clock.WORKING_DAYS_5:   1 * _DAYS,
    Clock.WORKING_DAYS_10:  2 * _DAYS,
    Clock.WORKING_DAYS_15:  3 * _DAYS,
    Clock.WORKING_DAYS_45:  7 * _DAYS,
    Clock.WEEKS_2:          2 * _DAYS,
    Clock.WEEKS_6:          7 * _DAYS,
    Clock.MONTHS_3:         7 * _DAYS,
}
# fmt: on
"""How long before its end a clock warns whoever it falls to (our own: domain/routing.md says that it warns)."""


class Setting(StrEnum):
    """The clocks a school may set. The code is stored and is for ever."""

    DANGER = "first_look_danger"
    RISK = "first_look_risk"
    CONCERN = "first_look"
    ACKNOWLEDGE = "acknowledge"
    COPY = "copy"
    ALERT = "alert"
    ALERT_SERIOUS = "alert_serious"


class Adjustable(NamedTuple):
    """One clock a school may set: what runs on it, the published clock, and the choices, that one last."""

    setting: Setting
    means: str
    clock: Clock
    choices: tuple[Clock, ...]
    source: str


_C = Clock

# fmt: off
ADJUSTABLE: tuple[Adjustable, ...] = (
    Adjustable(Setting.DANGER, "Somebody may be in immediate danger: looked at within",
               _C.MINUTES_15, (_C.MINUTES_5, _C.MINUTES_10, _C.MINUTES_15), "D flowchart, C 4.7"),
    Adjustable(Setting.RISK, "A safeguarding matter, or one about an adult of the school: looked at",
               _C.SAME_SCHOOL_DAY, (_C.AT_ONCE, _C.SAME_SCHOOL_DAY), "C 2.2.6, C 4.6 to 4.9"),
    Adjustable(Setting.CONCERN, "Any other concern: looked at by the end of",
               _C.NEXT_SCHOOL_DAY, (_C.SAME_SCHOOL_DAY, _C.NEXT_SCHOOL_DAY), "C 4.1"),
    Adjustable(Setting.ACKNOWLEDGE, "A complaint: acknowledged in writing within",
               _C.SCHOOL_DAYS_5, (_C.NEXT_SCHOOL_DAY, _C.SCHOOL_DAYS_3, _C.SCHOOL_DAYS_5), "A 13, D 3.7"),
    Adjustable(Setting.COPY, "A copy for the authority’s officer: sent within",
               _C.SCHOOL_DAYS_5, (_C.NEXT_SCHOOL_DAY, _C.SCHOOL_DAYS_3, _C.SCHOOL_DAYS_5), "C 4.1, C App. 4"),
    Adjustable(Setting.ALERT, "A monitoring alert: read by the end of",
               _C.NEXT_SCHOOL_DAY, (_C.AT_ONCE, _C.SAME_SCHOOL_DAY, _C.NEXT_SCHOOL_DAY), "A 4, E 9"),
    Adjustable(Setting.ALERT_SERIOUS, "A serious monitoring alert: read by two people, or taken on",
               _C.SAME_SCHOOL_DAY, (_C.AT_ONCE, _C.SAME_SCHOOL_DAY), "A 4, C 2.2.6"),
)
# fmt: on
SET_BY_SCHOOL = "set by the school"

_ROW = {row.setting: row for row in ADJUSTABLE}


class Timed(NamedTuple):
    """The clock that runs, the published one that it never outlasts, and what it rests on."""

    clock: Clock
    published: Clock
    source: str


def timed(code: str, clock: Clock, source: str, chosen: Mapping[str, str]) -> Timed:
    """The clock of a rule as the school has set it (`chosen`: setting → name of a clock), else the rule's own.

    What is not among the choices is not heeded.
    """
    row = _ROW.get(Setting(code)) if code in list(Setting) else None
    if row is None:
        return Timed(clock, clock, source)
    found = next((choice for choice in row.choices if choice.name == chosen.get(row.setting)), clock)
    return Timed(found, clock, source if found is clock else f"{source}; {SET_BY_SCHOOL}")
