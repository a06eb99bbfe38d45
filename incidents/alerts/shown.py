"""One alert as its page shows it: harmless to look at, no address a link, no capture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from esafety.ui.templatetags.ui import moment
from incidents.access import INCIDENTS
from incidents.alerts.listing import TONES
from incidents.lists.my_tasks import harmless
from incidents.lists.rows import due_words
from incidents.models import Alert, Incident
from incidents.policy.alerts import type_of
from incidents.vocabulary.watching import AlertState, Severity

if TYPE_CHECKING:
    from esafety.people.models import User

STATE_TONES = {AlertState.WAITING: "blue", AlertState.TAKEN_ON: "green", AlertState.SET_ASIDE: "grey"}


def alert_page(alert: Alert, user: User) -> dict[str, Any]:
    """Everything its page shows to this reader. A fixed number of queries."""
    readings = list(alert.readings.select_related("by"))
    return {
        "title": f"Alert about {alert.who or 'nobody named'}",
        "caption": alert.reference,
        "back_url": reverse("alerts"),
        "back_label": "Monitoring alerts",
        "alert": alert,
        "facts": key_facts(alert),
        "rows": rows_of(alert),
        "readings": readings,
        "read_by_me": any(one.by_id == user.pk for one in readings),
        "needs_second": alert.is_waiting and alert.is_serious and len(readings) == 1,
        "would_be": type_of(alert.category).label,
        "incident": _incident_seen(alert, user),
    }


def _incident_seen(alert: Alert, user: User) -> Incident | None:
    """The incident it is kept with, for whoever sees that."""
    if alert.incident is None or INCIDENTS.standing(user, alert.incident) is None:
        return None
    return alert.incident


def key_facts(alert: Alert) -> list[dict[str, Any]]:
    """The band under the heading."""
    severity, state = Severity(alert.severity), AlertState(alert.state)
    facts: list[dict[str, Any]] = [
        {"label": "State", "tag": {"text": state.label, "tone": STATE_TONES[state]}},
        {"label": "Severity", "tag": {"text": severity.label, "tone": TONES[severity]}},
    ]
    if alert.is_late:
        facts.append({"label": "Clock", "tag": {"text": "Not read in time", "tone": "overdue"}})
    elif alert.missed_at:
        facts.append({"label": "Clock", "text": "Was not read in time"})
    elif alert.unread and alert.due_at:
        facts.append({"label": "To be read", "text": due_words(alert.due_at, timezone.now()).words})
    if alert.held_by:
        facts.append({"label": "Read by", "text": f"{alert.get_held_by_display()} only"})
    return facts


def rows_of(alert: Alert) -> list[dict[str, Any]]:
    """What came, in the order in which somebody judges it."""
    person = (
        f"{alert.person.full_name}, {alert.person.particulars}" if alert.person else "Not known for certain"
    )
    capture = "None was reported"
    if alert.capture:
        number = f", number {alert.capture_reference}" if alert.capture_reference else ""
        capture = f"The provider keeps one{number}. It is not stored here."
    rows = [
        {"label": "What was typed or visited", "text": harmless(alert.content)},
        {"label": "When", "text": moment(alert.raised_at)},
        {"label": "User as sent", "text": alert.user_typed},
        {"label": "Person", "text": person},
        {"label": "Device", "text": alert.device},
        {"label": "The provider calls it", "text": alert.category},
        {"label": "Capture", "text": capture},
        {
            "label": "Came in",
            "text": f"{moment(alert.arrived_at)}, from {alert.source}",
        },
    ]
    if alert.doubtful:
        doubt = "The mail was not sent from the provider’s address. Check with the provider before you rely on it."
        rows.append({"label": "Doubtful", "text": doubt})
    return rows


def attached(incident: Incident) -> list[dict[str, Any]]:
    """The alerts kept with an incident, as they came."""
    kept = Alert.objects.filter(incident=incident).select_related("source", "person", "school")
    return [{"alert": one, "rows": rows_of(one)} for one in kept.order_by("raised_at", "pk")]
