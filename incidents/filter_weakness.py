"""How many closed incidents showed a weakness of the filter, for the yearly review of filtering.

Printed so that nobody can be found behind a number: 7 or fewer, otherwise to the nearest 5.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from esafety.schooldays.calendar import LONDON
from incidents.models import Incident
from incidents.vocabulary import LearningArea, Status

if TYPE_CHECKING:
    from esafety.people.models import School
    from esafety.schooldays.calendar import Span

FEW = 7
STEP = 5


def suppressed(count: int) -> str:
    """A number that says too little to find somebody by."""
    return f"{FEW} or fewer" if count <= FEW else f"about {round(count / STEP) * STEP}"


def filter_weakness(school: School, span: Span) -> str:
    """Closed incidents of the days from whose closing somebody learned something about the filter."""
    first = dt.datetime.combine(span.first, dt.time.min, LONDON)
    after = dt.datetime.combine(span.last + dt.timedelta(days=1), dt.time.min, LONDON)
    closed = Incident.objects.filter(
        school=school,
        status=Status.CLOSED,
        learning_area=LearningArea.FILTER,
        closed_at__gte=first,
        closed_at__lt=after,
    )
    return f"Closed incidents that showed a weakness of the filter: {suppressed(closed.count())}."
