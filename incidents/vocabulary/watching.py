"""The words of watching: monitoring alerts and patterns. Codes are stored and are for ever; labels may be reworded.

Source: domain/filtering.md, "Monitoring alerts" (A 4, E 9); domain/routing.md ("same pupil or same site again").
"""

from django.db.models import IntegerChoices, TextChoices

from esafety.audit import event


class Way(TextChoices):
    """How alerts come in."""

    FILE = "file", "A file that somebody brings"
    MAIL = "mail", "By email"
    HOOK = "hook", "From the provider’s system (web hook)"


class Severity(IntegerChoices):
    """How serious the provider says it is. An alert that does not say stands above those that say "low"."""

    LOW = 1, "Low"
    NOT_SAID = 2, "Not said"
    MEDIUM = 3, "Medium"
    HIGH = 4, "High"
    URGENT = 5, "Urgent"


SERIOUS = (Severity.HIGH, Severity.URGENT)
"""Read by two people before they are set aside."""


class AlertState(TextChoices):
    """What became of an alert. It is never deleted."""

    WAITING = "waiting", "To decide"
    TAKEN_ON = "taken_on", "Taken on"
    SET_ASIDE = "set_aside", "Set aside"


class RuleCode(TextChoices):
    """The plain rules by which a pattern is found. The code is stored and is for ever."""

    PERSON = "person", "The same person again"
    SITE = "site", "The same site with several people"
    USERNAME = "username", "The same user name with several people"
    PLACE = "place", "The same place again"
    HOUR = "hour", "The same time of day again"
    LOW_LEVEL = "low_level", "Low-level concerns about one adult"
    RISING = "rising", "One kind is rising"
    FILTER = "filter", "The same site reached by accident"


class Step(TextChoices):
    """What somebody does about a pattern."""

    TASK = "task", "Open a task on the newest incident"
    LINK = "link", "Link the incidents with one another"
    FILTER_REVIEW = "filter_review", "Have the filter reviewed"
    DISMISS = "dismiss", "Nothing more is needed"


class PatternState(TextChoices):
    """Whether a pattern asks for something. New evidence makes it ask again."""

    OPEN = "open", "To answer"
    ACTED = "acted", "Acted on"
    DISMISSED = "dismissed", "Dismissed"


ALERTS_RECEIVED = event("alert.received", "{count} monitoring alerts came in from {about}")
ALERT_VIEWED = event("alert.viewed", "{actor} opened a monitoring alert")
ALERT_READ = event("alert.read", "{actor} said that they have read a monitoring alert")
ALERT_TAKEN_ON = event("alert.taken_on", "{actor} took a monitoring alert on as an incident")
ALERT_ADDED = event("alert.added_to_incident", "{actor} added a monitoring alert to an incident")
ALERT_SET_ASIDE = event("alert.set_aside", "{actor} set a monitoring alert aside")
ALERT_MISSED = event("alert.clock_missed", "Nobody read a monitoring alert in time")
SOURCE_ADDED = event("alert.source_added", "{actor} added a source of monitoring alerts: {way}", way=Way)
SOURCE_ROTATED = event("alert.source_rotated", "{actor} made a new key for a source of monitoring alerts")
SOURCE_ENDED = event("alert.source_ended", "{actor} ended a source of monitoring alerts")
WATCH_SET = event("alert.watch_set", "{actor} changed how alerts and patterns are watched")
PATTERNS_FOUND = event("pattern.found", "{count} patterns were found or have grown")
PATTERN_VIEWED = event("pattern.viewed", "{actor} opened a pattern")
PATTERN_DECIDED = event("pattern.decided", "{actor} answered a pattern: {step}", step=Step)
