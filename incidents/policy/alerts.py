"""What a monitoring provider's words mean here, and who is asked when nobody reads an alert.

Source: domain/filtering.md, "Monitoring alerts"; domain/routing.md ("monitoring alert taken on": A 4, E 9). Providers'
words (Danger, Caution, Advisory; levels 1 to 5): reference/field.md, c4.
"""

from __future__ import annotations

from typing import NamedTuple

from esafety.people.vocabulary import Role
from incidents.policy.clocks import Clock, Setting
from incidents.vocabulary import IncidentType as T
from incidents.vocabulary.watching import SERIOUS, Severity

SEVERITY_WORDS: dict[str, Severity] = {
    "urgent": Severity.URGENT, "critical": Severity.URGENT, "immediate": Severity.URGENT, "5": Severity.URGENT,
    "high": Severity.HIGH, "danger": Severity.HIGH, "severe": Severity.HIGH, "serious": Severity.HIGH,
    "4": Severity.HIGH, "medium": Severity.MEDIUM, "moderate": Severity.MEDIUM, "caution": Severity.MEDIUM,
    "warning": Severity.MEDIUM, "3": Severity.MEDIUM,
    "low": Severity.LOW, "advisory": Severity.LOW, "info": Severity.LOW, "information": Severity.LOW, "2": Severity.LOW,
    "1": Severity.LOW,
}  # fmt: skip
"""A provider's word in small letters. A word that is not here is "not said", which stands above "low"."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "external_id": ("alert id", "alertid", "event id", "eventid", "id", "reference", "alert reference", "guid"),
    "raised_at": ("time", "date and time", "datetime", "date/time", "timestamp", "date", "event time", "alert time"),
    "user": ("user", "username", "user name", "user id", "userid", "login", "student", "pupil", "account"),
    "device": ("device", "computer", "computer name", "hostname", "host", "machine", "workstation", "device name"),
    "content": ("content", "text", "typed", "typed text", "captured text", "url", "address", "web address", "website",
                "search", "search term", "phrase", "details", "what was typed or visited", "message"),
    "category": ("category", "type", "event type", "library", "theme", "reason", "rule"),
    "severity": ("severity", "level", "risk level", "risk", "priority", "grade"),
    "capture": ("capture", "has capture", "screenshot", "image", "screen capture"),
    "capture_reference": ("capture id", "capture reference", "screenshot id", "screenshot reference"),
}  # fmt: skip
"""Headings of files and beginnings of lines in mails, in small letters, by what they hold."""


class Kind(NamedTuple):
    """Words in a provider's category that point to a type of incident."""

    words: tuple[str, ...]
    type: T


# fmt: off
KINDS: tuple[Kind, ...] = (
    Kind(("child abuse", "csam", "csa", "iwf", "indecent image"),          T.CSA_IMAGES),
    Kind(("self harm", "self-harm", "suicide", "eating disorder"),         T.SELF_HARM),
    Kind(("groom",),                                                       T.GROOMING),
    Kind(("radicali", "extremis"),                                         T.RADICALISATION),
    Kind(("terror",),                                                      T.TERRORIST),
    Kind(("bully", "harass"),                                              T.BULLYING),
    Kind(("nude", "sexting"),                                              T.NUDES),
    Kind(("porn", "adult content", "sexual content"),                      T.SOFT_PORN),
    Kind(("hate", "racis", "homophob", "sexis", "misogyn"),                T.HATE),
    Kind(("proxy", "vpn", "bypass", "circumvent"),                         T.BYPASS),
    Kind(("hack", "malware", "virus"),                                     T.HACKING),
    Kind(("gambl",),                                                       T.GAMBLING),
    Kind(("game", "gaming"),                                               T.GAMING),
    Kind(("scam", "phish", "fraud"),                                       T.SCAM),
    Kind(("copyright", "torrent", "piracy"),                               T.COPYRIGHT),
)
# fmt: on


def severity_of(word: str) -> Severity:
    """The severity that a provider's word means; "Level 4" is read as "4"."""
    plain = word.lower().removeprefix("level").strip()
    return SEVERITY_WORDS.get(plain, Severity.NOT_SAID)


def type_of(category: str) -> T:
    """The type of incident that a provider's category points to: the first row with a word in it."""
    plain = category.lower()
    return next((kind.type for kind in KINDS if any(word in plain for word in kind.words)), T.OTHER)


OPEN_LINE: tuple[tuple[Role, ...], ...] = ((Role.CO_ORDINATOR,), (Role.DSL, Role.DEPUTY_DSL), (Role.HEAD,))
"""Who is asked to read an alert, and who is asked next when its clock runs out (A 4; D flowchart)."""
READERS = frozenset(role for step in OPEN_LINE for role in step)
"""Who reads the alerts that are not about an adult of the school; the business manager too where the school says so."""
STAFF_LINE = (Role.HEAD, Role.CHAIR, Role.VICE_CHAIR)
"""Who reads an alert about a member of staff: the first without a conflict (C 4.1, C 4.4)."""
HEAD_LINE = (Role.CHAIR, Role.VICE_CHAIR)
"""Who reads an alert about the head or a governor (A flow 1, C 4.4)."""


class Reading(NamedTuple):
    """By when an alert is read: the code by which a school sets it, and the published clock."""

    setting: Setting
    clock: Clock


def reading_of(severity: int) -> Reading:
    """The clock of an alert. Source: A 4, E 9; a serious one the same school day (C 2.2.6)."""
    if severity in SERIOUS:
        return Reading(Setting.ALERT_SERIOUS, Clock.SAME_SCHOOL_DAY)
    return Reading(Setting.ALERT, Clock.NEXT_SCHOOL_DAY)
