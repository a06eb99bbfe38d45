"""Monitoring alerts and patterns in use: something of every kind that has a page, in every state a page can show.

`furnish` makes it, through the actions; `keys` says which of it the addresses of a route are filled with.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from incidents import actions
from incidents.models import Alert, AlertSource, Pattern
from incidents.vocabulary import IncidentType, Nature
from incidents.vocabulary.watching import RuleCode, Severity, Step, Way
from tests.builders import a_concern
from tests.cast import Cast
from tests.house.routes import Route
from tests.incidents.alerting import a_source, an_alert

LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
_OF_ALERT = {"alert", "alert_read", "alert_take_on", "alert_add_to", "alert_set_aside"}
_OF_SOURCE = {"alert_source", "alert_source_rotate", "alert_source_end", "alert_source_file", "alert_hook"}
_OF_PATTERN = {"pattern", "pattern_answer"}


def furnish(cast: Cast) -> None:
    """Sources of every kind, alerts in every state, patterns to answer and answered."""
    source = _sources(cast)
    _alerts(cast, source)
    _patterns(cast)


def _sources(cast: Cast) -> AlertSource:
    source = a_source(cast, name=f"Lookout at {LONG}"[:80])
    a_source(cast, Way.MAIL, name="Lookout by mail")
    a_source(cast, Way.HOOK, name="Lookout by hook")
    actions.end_alert_source(source=a_source(cast, name="The old one"), by=cast.dsl)
    return source


def _alerts(cast: Cast, source: AlertSource) -> None:
    an_alert(
        cast, source, content=f"https://{LONG}.example/{LONG} " * 8, capture=True, capture_reference=LONG
    )
    an_alert(cast, source, user=LONG, device=LONG, category=LONG, severity=Severity.URGENT, doubtful=True)
    actions.read_alert(alert=an_alert(cast, source, severity=Severity.HIGH), by=cast.head)
    actions.read_alert(alert=an_alert(cast, source), by=cast.dsl)
    actions.set_alert_aside(alert=an_alert(cast, source), reason=f"A class project. {LONG}", by=cast.dsl)
    actions.take_on_alert(alert=an_alert(cast, source, category="Gambling"), by=cast.dsl)
    an_alert(cast, source, user="jamal.rashid")
    an_alert(cast, source, user="helen.marsh")
    late = an_alert(cast, source, user="third")
    assert late.due_at is not None
    Alert.objects.filter(pk=late.pk).update(due_at=timezone.now() - dt.timedelta(days=3))
    actions.run_out_alert_clocks()


def _patterns(cast: Cast) -> None:
    for child in ("third_pupil", "third_pupil", "third_pupil", "second_pupil"):
        told: dict[str, Any] = {"addresses": f"{LONG}.example", "nature": Nature.ACCIDENTAL}
        a_concern(cast, about=child, type=IncidentType.GAMING, place_detail=f"The hall {LONG}", **told)
    actions.find_patterns()
    review = Pattern.objects.get(rule=RuleCode.FILTER)
    actions.answer_pattern(pattern=review, step=Step.FILTER_REVIEW, reason=f"Twice. {LONG}", by=cast.dsl)


def keys(route: Route, cast: Cast) -> list[dict[str, Any]] | None:
    """What an address of the room takes, one entry for each address; none when the route is no page of it."""
    if route.name in _OF_ALERT:
        return _each(Alert, "reference") or [{"reference": "A-QQQQQQQQ"}]
    if route.name in _OF_SOURCE:
        return _each(AlertSource, "key") or [{"key": "nothing"}]
    if route.name in _OF_PATTERN:
        return _each(Pattern, "key") or [{"key": "nothing"}]
    return None


def _each(model: Any, name: str) -> list[dict[str, Any]]:
    return [{name: value} for value in model.objects.order_by("pk").values_list(name, flat=True)]
