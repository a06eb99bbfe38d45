"""When a record is due for review: pure date arithmetic. Source: reference/security.md 7.

A school year ends on 31 August. Who was born on 29 February has the birthday on 1 March in other years, so that
nothing is ever due a day early.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from esafety.keeping.vocabulary import HoldKind
from esafety.keeping.vocabulary import RecordKind as K


class Adult(NamedTuple):
    """What is known of an adult whom a record is about; None where it is not."""

    born_on: dt.date | None
    left_on: dt.date | None


class Facts(NamedTuple):
    """What a due date is worked out from. `children`: a date of birth, or None, for each child in the record."""

    kind: K
    reported_on: dt.date
    closed_on: dt.date | None
    children: tuple[dt.date | None, ...] = ()
    adults: tuple[Adult, ...] = ()


class Due(NamedTuple):
    """The day from which a record may be reviewed, or what must be known first."""

    on: dt.date | None
    because: HoldKind | None = None


def years_after(day: dt.date, years: int) -> dt.date:
    """The same day so many years later; 29 February becomes 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return dt.date(day.year + years, 3, 1)


def school_year_end(day: dt.date) -> dt.date:
    """The 31 August on or after a day."""
    end = dt.date(day.year, 8, 31)
    return end if day <= end else end.replace(year=day.year + 1)


def school_year_begin(end: dt.date) -> dt.date:
    """The 1 September with which the school year begins that ends on this 31 August."""
    return dt.date(end.year - 1, 9, 1)


def after_school_years(day: dt.date, years: int) -> dt.date:
    """The first day after so many whole school years have followed the one that the day is in."""
    return years_after(school_year_end(day), years) + dt.timedelta(days=1)


def due(facts: Facts, years: Mapping[K, int]) -> Due:
    """When the record is due under the school's periods."""
    if facts.closed_on is None:
        return Due(None, HoldKind.OPEN_CASE)
    return _BY_KIND[facts.kind](facts, facts.closed_on, years)


def _from_birth(facts: Facts, years: int) -> Due:
    known = [born for born in facts.children if born is not None]
    if not known or len(known) < len(facts.children):
        return Due(None, HoldKind.UNKNOWN_BIRTH)
    return Due(years_after(max(known), years))


def _safeguarding(facts: Facts, closed_on: dt.date, years: Mapping[K, int]) -> Due:
    return _from_birth(facts, years[K.SAFEGUARDING])


def _received(facts: Facts, closed_on: dt.date, years: Mapping[K, int]) -> Due:
    """From the pupil's birth. What was not kept is nobody's: it counts from the day it came, and whoever it was about
    was born before that."""
    if not facts.children:
        return Due(years_after(facts.reported_on, years[K.RECEIVED]))
    return _from_birth(facts, years[K.RECEIVED])


def _sexual_abuse(facts: Facts, closed_on: dt.date, years: Mapping[K, int]) -> Due:
    return Due(years_after(closed_on, years[K.SEXUAL_ABUSE]))


def _online_safety(facts: Facts, closed_on: dt.date, years: Mapping[K, int]) -> Due:
    return Due(after_school_years(closed_on, years[K.ONLINE_SAFETY]))


def _allegation(facts: Facts, closed_on: dt.date, years: Mapping[K, int]) -> Due:
    """Normal pension age or ten years from the allegation, whichever is longer, for the last of the adults."""
    born = [adult.born_on for adult in facts.adults]
    known = [day for day in born if day is not None]
    if not known or len(known) < len(born):
        return Due(None, HoldKind.UNKNOWN_BIRTH)
    pension = years_after(max(known), years[K.ALLEGATION_AGE])
    return Due(max(pension, years_after(facts.reported_on, years[K.ALLEGATION])))


def _disproved(facts: Facts, closed_on: dt.date, years: Mapping[K, int]) -> Due:
    return Due(closed_on)


def _low_level(facts: Facts, closed_on: dt.date, years: Mapping[K, int]) -> Due:
    left = [adult.left_on for adult in facts.adults]
    known = [day for day in left if day is not None]
    if not known or len(known) < len(left):
        return Due(None, HoldKind.STILL_HERE)
    return Due(max(years_after(max(known), years[K.LOW_LEVEL]), closed_on))


_BY_KIND = {
    K.SAFEGUARDING: _safeguarding,
    K.RECEIVED: _received,
    K.SEXUAL_ABUSE: _sexual_abuse,
    K.ONLINE_SAFETY: _online_safety,
    K.ALLEGATION: _allegation,
    K.DISPROVED: _disproved,
    K.LOW_LEVEL: _low_level,
}
