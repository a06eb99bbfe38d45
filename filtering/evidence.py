"""Evidence for the yearly review that other rooms hold: each registers a sentence-giver from its `apps.py`.

This room stands below them and knows none; what nobody gives is printed as not recorded.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from esafety.people.models import School
    from esafety.schooldays.calendar import Span

NOT_RECORDED = "Not recorded in this product."


class Topic(StrEnum):
    """What is asked of other rooms."""

    INCIDENTS = "incidents"
    TRAINING = "training"


Teller = Callable[["School", "Span"], str]
_tellers: dict[Topic, Teller] = {}


def give_evidence(topic: Topic, teller: Teller) -> None:
    """Let a room say, in a sentence without names, what a school year showed of a topic."""
    _tellers[topic] = teller


def told(topic: Topic, school: School, span: Span) -> str:
    """What is known of a topic."""
    return _tellers[topic](school, span) if topic in _tellers else NOT_RECORDED
