"""What a school calls the subject: "online safety", or "e-safety" where it chose that word.

The sources differ (C says online safety; A, B, D and E say e-safety), so it is a setting. Lists of choices whose labels
hold the word inherit `Worded`; every other text asks `in_our_words`. The word is that of the school whose page or paper
is being made: a request and the maker of papers say which one that is.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.enums import ChoicesType
from django.utils.functional import lazy

if TYPE_CHECKING:
    from esafety.people.models import School

_WRITTEN = {"online safety": "e-safety", "online-safety": "e-safety", "Online safety": "E-safety"}
"""The word as our texts have it, and as a school with the other word reads it. Proper names are in capitals."""

_school: ContextVar[School | None] = ContextVar("school_speaking", default=None)


@contextmanager
def speaking_for(school: School | None) -> Iterator[None]:
    """Inside, texts are in the words of a school."""
    token = _school.set(school)
    try:
        yield
    finally:
        _school.reset(token)


def spoken(parts: Iterable[Any], school: School | None) -> Iterator[Any]:
    """An answer that is written bit by bit, in the words of a school to its end.

    Between two bits nobody speaks for the school: an answer that is read half way and left says nothing more.
    """
    steps = iter(parts)
    while True:
        with speaking_for(school):
            try:
                part = next(steps)
            except StopIteration:
                return
        yield part


def in_our_words(text: str) -> str:
    """A text of ours in the words of the school that is speaking."""
    if not any(ours in text for ours in _WRITTEN):
        return text
    school = _school.get()
    if not school or school.word != school.Word.E_SAFETY:
        return text
    for ours, theirs in _WRITTEN.items():
        text = text.replace(ours, theirs)
    return text


when_shown: Any = lazy(in_our_words, str)
"""For a text made while modules load: it is put into words each time it is shown."""


if TYPE_CHECKING:
    from django.db.models import TextChoices as Worded
else:

    class _WordedType(ChoicesType):
        """Gives forms and columns labels that are put into words when they are shown."""

        @property
        def choices(self) -> list[tuple[Any, Any]]:
            return [(member.value, when_shown(member._label_)) for member in self]

    class Worded(models.TextChoices, metaclass=_WordedType):
        """A list of choices, some of whose labels hold the word."""

        @enum.property
        def label(self) -> str:
            """The label in the words of the school that is speaking."""
            return in_our_words(str(self._label_))
