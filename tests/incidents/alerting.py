"""Monitoring alerts for tests, through the actions: a source, and alerts from it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from esafety.people.models import School
from incidents import actions
from incidents.alerts.incoming import Incoming
from incidents.models import Alert, AlertSource
from incidents.vocabulary.watching import Severity, Way
from tests.cast import Cast


def a_source(
    cast: Cast, way: Way = Way.FILE, *, school: School | None = None, by: str = "dsl", **more: Any
) -> AlertSource:
    """A way by which alerts come to a school."""
    told = {"name": "Lookout", **more}
    if way is Way.MAIL:
        told = {"mail_to": "alerts@harbour.example", "mail_from": "no-reply@lookout.example", **told}
    made = actions.add_alert_source(school=school or cast.school, way=way, by=cast.user(by), **told)
    return made.source


def an_alert(cast: Cast, source: AlertSource | None = None, **told: Any) -> Alert:
    """One alert that came in; about Zoë unless said otherwise."""
    source = source or AlertSource.objects.current().filter(school=cast.school).first() or a_source(cast)
    number = f"n{Alert.objects.count() + 1}"
    one: dict[str, Any] = {
        "external_id": number, "raised_at": timezone.now(), "user": "zoe.haddad", "device": "LAP-0042",
        "content": "how to hide bruises", "category": "Self harm", "severity": Severity.MEDIUM, **told,
    }  # fmt: skip
    (alert,) = actions.receive_alerts(source=source, told=[Incoming(**one)], by=None).new
    return alert
