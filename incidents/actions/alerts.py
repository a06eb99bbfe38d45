"""Monitoring alerts: received, read, taken on, added to an incident, set aside. Never deleted.

Source: domain/filtering.md, "Monitoring alerts" (A 4, E 9).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from esafety.access.capabilities import Capability
from esafety.access.refusals import NotNow
from esafety.audit import record
from esafety.outbox.owing import owe_all
from esafety.schooldays.queries import calendar_of
from incidents.actions.guard import must, must_be_open
from incidents.actions.reporting import note_account, report
from incidents.alert_access import ALERTS
from incidents.alerts.incoming import Incoming
from incidents.alerts.letters import letters_of
from incidents.alerts.placing import Desk
from incidents.alerts.taking import account_of, involved_in
from incidents.alerts.telling import for_new
from incidents.facts import due_as_set
from incidents.models import Alert, AlertReading, AlertSource, Incident
from incidents.policy.alerts import reading_of
from incidents.policy.clocks import timed
from incidents.vocabulary.watching import (
    ALERT_ADDED,
    ALERT_READ,
    ALERT_SET_ASIDE,
    ALERT_TAKEN_ON,
    ALERTS_RECEIVED,
    AlertState,
    Severity,
)

if TYPE_CHECKING:
    import datetime as dt

    from esafety.people.models import User
    from esafety.schooldays.calendar import Calendar

DECIDED = "This alert is decided already. Open it to see how."
SECOND = (
    "This alert is serious: two people read it before it is set aside. You are entered as having read it. Ask a "
    "colleague who reads alerts to read it too; then either of you can set it aside, or take it on now."
)


class Received(NamedTuple):
    """What came of a batch: the new alerts, and how many were there already."""

    new: list[Alert]
    known: int


@transaction.atomic
def receive_alerts(*, source: AlertSource, told: Sequence[Incoming], by: User | None) -> Received:
    """Keep alerts as they came, each once, say by when somebody reads them, and promise the messages.

    One alert sent twice is there once, whoever sends it at once with whom. Raises NotNow for a source that was ended.
    """
    source = (
        AlertSource.objects.select_for_update(of=("self",), no_key=True)
        .select_related("school")
        .get(pk=source.pk)
    )
    if source.ended_at is not None:
        raise NotNow("This source was ended. Nothing more is taken in from it.")
    wanted = {one.external_id: one for one in told}
    there = set(source.alerts.filter(external_id__in=wanted).values_list("external_id", flat=True))
    desk, calendar, now = Desk(source.school), calendar_of(source.school), timezone.now()
    made = [_alert(source, one, desk, calendar, now) for key, one in wanted.items() if key not in there]
    Alert.objects.bulk_create(made, batch_size=500)
    AlertSource.objects.filter(pk=source.pk).update(last_seen_at=now)
    owe_all(for_new(desk, made))
    if made:
        record(ALERTS_RECEIVED, by=by, school=source.school, about=source, detail={"count": len(made)})
    return Received(made, len(told) - len(made))


def _alert(source: AlertSource, one: Incoming, desk: Desk, calendar: Calendar, now: dt.datetime) -> Alert:
    place = desk.place(one.user)
    rule = reading_of(one.severity)
    run = timed(rule.setting, rule.clock, "A 4, E 9", source.school.clocks)
    return Alert(
        school=source.school,
        source=source,
        external_id=one.external_id,
        raised_at=one.raised_at,
        arrived_at=now,
        user_typed=one.user,
        user_letters=letters_of(one.user),
        device=one.device,
        content=one.content,
        category=one.category,
        severity=one.severity,
        capture=one.capture,
        capture_reference=one.capture_reference,
        doubtful=one.doubtful,
        person_id=place.person,
        held_by=place.held_by,
        rank=rank_of(unread=True, severity=one.severity),
        due_at=due_as_set(run, now, calendar),
    )


def rank_of(*, unread: bool, severity: int) -> str:
    """The place of an alert in the list to decide: unread first, then the most serious."""
    return f"{'0' if unread else '1'}{Severity.URGENT - severity}"


@transaction.atomic
def read_alert(*, alert: Alert, by: User) -> Alert:
    """Say that one has read it. A serious one stays unread until a second person has.

    Raises PermissionDenied; NotNow when it is decided.
    """
    alert = _held(alert, by)
    _enter_reading(alert, by)
    record(ALERT_READ, by=by, school=alert.school, about=alert)
    return alert


@transaction.atomic
def take_on_alert(*, alert: Alert, by: User) -> Incident:
    """Make an incident of it, filled in from what it says; routing does the rest.

    Raises PermissionDenied; NotNow when it is decided.
    """
    alert = _held(alert, by)
    _enter_reading(alert, by)
    incident = report(school=alert.school, account=account_of(alert), people=involved_in(alert), by=by)
    _decide(alert, AlertState.TAKEN_ON, by, incident=incident)
    record(ALERT_TAKEN_ON, by=by, school=alert.school, about=alert, detail={"incident": incident.pk})
    return incident


@transaction.atomic
def add_alert(*, alert: Alert, incident: Incident, by: User) -> Alert:
    """Keep it with an incident that is there: its web addresses are found there too.

    Raises PermissionDenied unless `by` works on the incident; NotNow when it is decided, the incident is closed or
    belongs to another school.
    """
    alert = _held(alert, by)
    must(by, Capability.WORK, incident)
    must_be_open(incident)
    if incident.school_id != alert.school_id:
        raise NotNow("Only an incident of the same school can take it.")
    _enter_reading(alert, by)
    note_account(incident, account_of(alert))
    _decide(alert, AlertState.TAKEN_ON, by, incident=incident)
    record(ALERT_ADDED, by=by, school=alert.school, about=alert, detail={"incident": incident.pk})
    return alert


def set_alert_aside(*, alert: Alert, reason: str, by: User) -> Alert:
    """Decide that nothing follows from it, and why. It stays.

    A serious one needs two readers: the first is entered as a reader, and NotNow says what to do. Raises
    PermissionDenied; NotNow when it is decided.
    """
    with transaction.atomic():
        alert = _held(alert, by)
        _enter_reading(alert, by)
        alone = alert.is_serious and alert.readings.count() < 2
        if not alone:
            _decide(alert, AlertState.SET_ASIDE, by, reason=reason)
        record(ALERT_READ if alone else ALERT_SET_ASIDE, by=by, school=alert.school, about=alert)
    if alone:
        raise NotNow(SECOND)
    return alert


def _held(alert: Alert, by: User) -> Alert:
    """The alert as it is now, while others who act on it wait; the policy is asked of it anew."""
    rows = Alert.objects.select_for_update(of=("self",), no_key=True).select_related(
        "school", "source", "person"
    )
    held = rows.get(pk=alert.pk)
    if not ALERTS.allows(by, Capability.TRIAGE_ALERTS, held):
        raise PermissionDenied
    if not held.is_waiting:
        raise NotNow(DECIDED)
    return held


def _enter_reading(alert: Alert, by: User) -> None:
    AlertReading.objects.get_or_create(alert=alert, by=by)
    if alert.unread and (not alert.is_serious or alert.readings.count() > 1):
        alert.unread = False
        alert.rank = rank_of(unread=False, severity=alert.severity)
        Alert.objects.filter(pk=alert.pk).update(unread=False, rank=alert.rank)


def _decide(
    alert: Alert, state: AlertState, by: User, *, reason: str = "", incident: Incident | None = None
) -> None:
    alert.state, alert.reason, alert.incident, alert.unread = state, reason, incident, False
    alert.decided_by, alert.decided_at = by, timezone.now()
    changed = ["state", "reason", "incident", "unread", "decided_by", "decided_at"]
    alert.save(update_fields=changed)
