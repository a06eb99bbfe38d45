"""Whose signature needs no new one today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from aup.policy.validity import Standing
from aup.queries.validity import spans_of
from aup.vocabulary import Audience, Capacity

if TYPE_CHECKING:
    from esafety.people.models import School


def standing(
    school: School, today: dt.date, people: Iterable[int] | None = None
) -> set[tuple[int, Audience, Capacity]]:
    """Whose signature counts and is not due again: nobody asks for another. Four queries."""
    return {
        (person, span.signed.audience, span.signed.capacity)
        for person, spans in spans_of(school, people).items()
        for span in spans
        if span.on(today) is Standing.SIGNED
    }
