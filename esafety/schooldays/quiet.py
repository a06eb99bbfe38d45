"""Quiet hours: when mail that may wait is kept. Pure functions over a school's local times (Europe/London).

Source: domain/routing.md ("Quiet hours never delay anything urgent"). What is urgent, each notice says.
"""

from __future__ import annotations

import datetime as dt

from esafety.schooldays.calendar import LONDON

LONGEST = dt.timedelta(hours=14)
"""No message waits longer than this."""


def quiet_until(moment: dt.datetime, starts: dt.time | None, ends: dt.time | None) -> dt.datetime | None:
    """When the quiet hours around a moment end (UTC); None outside them, and for a school that has none.

    Hours that begin later than they end go over midnight.
    """
    if starts is None or ends is None:
        return None
    local = moment.astimezone(LONDON)
    now, overnight = local.time(), starts > ends
    inside = (now >= starts or now < ends) if overnight else starts <= now < ends
    if not inside:
        return None
    day = local.date() + dt.timedelta(days=overnight and now >= starts)
    end = dt.datetime.combine(day, ends, LONDON).astimezone(dt.UTC)
    return end if end > moment else None


def length(starts: dt.time, ends: dt.time) -> dt.timedelta:
    """How long quiet hours last on a day without a change of the clock."""
    day = dt.date(2000, 1, 1)
    span = dt.datetime.combine(day, ends) - dt.datetime.combine(day, starts)
    return span if span > dt.timedelta() else span + dt.timedelta(days=1)
