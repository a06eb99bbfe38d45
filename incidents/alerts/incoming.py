"""What comes in, however it comes: one alert as a provider tells it, checked for shape, not yet a record."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Mapping
from typing import NamedTuple

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from esafety.schooldays.calendar import LONDON
from incidents.models.alert import LONGEST_CONTENT
from incidents.policy.alerts import severity_of
from incidents.vocabulary.watching import Severity

LONGEST = {"external_id": 200, "user": 200, "device": 200, "category": 120, "capture_reference": 200}
"""Characters of each text; what was typed or visited may be longer."""
_YES = {"yes", "y", "true", "1", "x"}
_NO = {"no", "n", "false", "0", ""}
_FORMATS = (
    "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d-%m-%Y %H:%M:%S", "%d-%m-%Y %H:%M", "%d %B %Y %H:%M", "%d %b %Y %H:%M",
    "%d %b %Y %H:%M:%S", "%d/%m/%y %H:%M",
)  # fmt: skip
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
EARLIEST = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
AHEAD = dt.timedelta(days=1)
"""How far a provider's clock may be ahead of ours."""


class Incoming(NamedTuple):
    """One alert as it came."""

    external_id: str
    raised_at: dt.datetime
    user: str = ""
    device: str = ""
    content: str = ""
    category: str = ""
    severity: Severity = Severity.NOT_SAID
    capture: bool = False
    capture_reference: str = ""
    doubtful: bool = False


class Unreadable(ValueError):
    """It cannot be taken in. The message says why, in words."""


def incoming(told: Mapping[str, str], *, doubtful: bool = False) -> Incoming:
    """The alert that these words tell of. Without a number of its own, it is known by what it says.

    Raises Unreadable.
    """
    words = {name: _plain(text) for name, text in told.items()}
    content = words.get("content", "")
    user = words.get("user", "")
    if not content and not user:
        raise Unreadable("It says neither who nor what was typed or visited")
    for name, longest in LONGEST.items():
        if len(words.get(name, "")) > longest:
            raise Unreadable(f"The {name.replace('_', ' ')} is longer than {longest} characters")
    raised_at = moment_of(words.get("raised_at", ""))
    return Incoming(
        external_id=words.get("external_id", "") or _known_by(words),
        raised_at=raised_at,
        user=user,
        device=words.get("device", ""),
        content=_cut(content),
        category=words.get("category", ""),
        severity=severity_of(words.get("severity", "")),
        capture=_is_yes(words.get("capture", "")) or bool(words.get("capture_reference")),
        capture_reference=words.get("capture_reference", ""),
        doubtful=doubtful,
    )


def moment_of(text: str) -> dt.datetime:
    """The moment a text names, in London time unless it says otherwise. Raises Unreadable."""
    found = _moment(text.strip())
    if found is None:
        raise Unreadable("The time cannot be read. Write it like 2026-11-29 14:05 or 29/11/2026 14:05")
    try:
        moment = (found if found.tzinfo else found.replace(tzinfo=LONDON)).astimezone(dt.UTC)
    except (OverflowError, ValueError):
        moment = EARLIEST - AHEAD
    if not EARLIEST <= moment <= timezone.now() + AHEAD:
        raise Unreadable("The time is too long ago, or in the future")
    return moment


def _moment(text: str) -> dt.datetime | None:
    try:
        if found := parse_datetime(text):
            return found
    except ValueError:
        return None
    for shape in _FORMATS:
        try:
            return dt.datetime.strptime(text, shape)  # noqa: DTZ007  # London time is added by the caller
        except ValueError:
            continue
    return None


def _plain(text: str) -> str:
    """Without signs that cannot be seen, without spaces round it."""
    return _UNSEEN.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _cut(content: str) -> str:
    return (
        content
        if len(content) <= LONGEST_CONTENT
        else f"{content[: LONGEST_CONTENT - 20]} … (shortened here)"
    )


def _is_yes(text: str) -> bool:
    plain = text.lower()
    return plain in _YES or plain not in _NO


def _known_by(words: Mapping[str, str]) -> str:
    whole = "\x1f".join(f"{name}={words[name]}" for name in sorted(words) if words[name])
    return f"sha256:{hashlib.sha256(whole.encode('utf-8', 'surrogatepass')).hexdigest()}"
