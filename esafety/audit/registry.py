"""The list of everything the trail can say: each room declares its events here, once and for ever."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from django.core.exceptions import ImproperlyConfigured
from django.db.models import TextChoices

_CODE = re.compile(r"[a-z_]+(\.[a-z_]+)+")


class Event(NamedTuple):
    """Something that can happen. `code` is for ever, dotted, past tense; `sentence` may be reworded.

    A sentence may use `{actor}`, `{about}` and the keys of the event's detail; `words` says which list of
    choices the code under a key is from, so that the sentence shows its label.
    """

    code: str
    sentence: str
    words: Mapping[str, type[TextChoices]] = MappingProxyType({})

    def say(self, told: Mapping[str, object]) -> str:
        """The sentence with what is told of it; a missing detail leaves its name instead of breaking the page."""
        return self.sentence.format_map(
            _Gentle({key: self._label(key, value) for key, value in told.items()})
        )

    def _label(self, key: str, value: object) -> object:
        choices = self.words.get(key)
        return str(choices(value).label).lower() if choices and value in choices.values else value


class _Gentle(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return key.replace("_", " ")


_declared: dict[str, Event] = {}


def event(code: str, sentence: str, **words: type[TextChoices]) -> Event:
    """Declare an event; `words` names the list of choices of a detail's code.

    Raises ImproperlyConfigured when the code is taken or badly formed.
    """
    if not _CODE.fullmatch(code):
        raise ImproperlyConfigured(f"Event codes are dotted lower-case words: {code!r}")
    if code in _declared:
        raise ImproperlyConfigured(f"The event {code!r} is declared twice")
    _declared[code] = Event(code, sentence, words)
    return _declared[code]


def declared() -> dict[str, Event]:
    """Every event declared so far, by code."""
    return dict(_declared)


def named(code: str) -> Event:
    """The event with a code; one whose room has left the building still says its code."""
    return _declared.get(code) or Event(code, f"{{actor}}: {code}")
