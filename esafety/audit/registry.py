"""The list of everything the trail can say: each room declares its events here, once and for ever."""

from __future__ import annotations

import re
from typing import NamedTuple

from django.core.exceptions import ImproperlyConfigured

_CODE = re.compile(r"[a-z_]+(\.[a-z_]+)+")


class Event(NamedTuple):
    """Something that can happen. `code` is for ever, dotted, past tense; `sentence` may be reworded.

    A sentence may use `{actor}`, `{about}` and the keys of the event's detail.
    """

    code: str
    sentence: str


_declared: dict[str, Event] = {}


def event(code: str, sentence: str) -> Event:
    """Declare an event. Raises ImproperlyConfigured when the code is taken or badly formed."""
    if not _CODE.fullmatch(code):
        raise ImproperlyConfigured(f"Event codes are dotted lower-case words: {code!r}")
    if code in _declared:
        raise ImproperlyConfigured(f"The event {code!r} is declared twice")
    _declared[code] = Event(code, sentence)
    return _declared[code]


def declared() -> dict[str, Event]:
    """Every event declared so far, by code."""
    return dict(_declared)


def sentence_of(code: str) -> str:
    """The sentence for a code; an event whose room has left the building still says its code."""
    found = _declared.get(code)
    return found.sentence if found else f"{{actor}}: {code}"
