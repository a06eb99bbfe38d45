"""Half days: as much of a moment as is kept of what came from somebody who must stay unknown (quality.md S18)."""

from __future__ import annotations

import datetime as dt

from esafety.schooldays.calendar import LONDON

NOON = 12
"""The hour, in the school's time zone, at which the second half of a day begins."""


def half_day(moment: dt.datetime) -> dt.datetime:
    """The beginning of the half day that an aware moment lies in: midnight or noon in the school's time zone."""
    here = moment.astimezone(LONDON)
    begun = here.replace(hour=NOON if here.hour >= NOON else 0, minute=0, second=0, microsecond=0, fold=0)
    return begun.astimezone(dt.UTC)
