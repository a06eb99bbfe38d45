"""What happens when nobody reads an alert in time."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from esafety.audit import record
from esafety.outbox.owing import Promise, owe_all
from esafety.schooldays.queries import calendar_of
from incidents.alert_notices import ALERT_LATE
from incidents.alerts.placing import Desk
from incidents.alerts.telling import barred_from
from incidents.facts import due_as_set
from incidents.models import Alert
from incidents.policy.alerts import OPEN_LINE, reading_of
from incidents.policy.clocks import timed
from incidents.vocabulary.watching import ALERT_MISSED

if TYPE_CHECKING:
    import datetime as dt

log = logging.getLogger(__name__)
AT_ONCE = 200
"""Clocks dealt with in one run; the next run takes the rest."""
STEPS = len(OPEN_LINE)


def run_out_alert_clocks(*, now: dt.datetime | None = None, by: None = None) -> int:
    """Mark alerts that nobody read in time as missed and pass them up the line, one step each time, once each.

    The scheduler calls it each minute. One that cannot be dealt with does not hold up the others; RuntimeError is
    raised at the end. Returns how many.
    """
    moment = now or timezone.now()
    late = Alert.objects.waiting().filter(unread=True, due_at__lt=moment).order_by("due_at")
    done, failed = 0, 0
    for pk in list(late.values_list("pk", flat=True)[:AT_ONCE]):
        try:
            done += _run_out(pk, moment)
        except Exception:
            failed += 1
            log.exception("The clock of alert %s could not be run out; the others go on", pk)
    if failed:
        raise RuntimeError(f"{failed} clock(s) of alerts could not be run out")
    return done


@transaction.atomic
def _run_out(pk: int, moment: dt.datetime) -> bool:
    """One clock. After the last step no clock runs any more; the alert stays unread, late and on the list."""
    waiting = Alert.objects.waiting().filter(pk=pk, unread=True, due_at__lt=moment)
    alert = waiting.select_for_update(of=("self",), no_key=True).select_related("school").first()
    if alert is None:
        return False
    desk = Desk(alert.school)
    step = alert.passed_up + 1
    people = desk.readers(alert.held_by, step, barred_from(desk, alert), everyone=True)
    missed_at = alert.missed_at or moment
    Alert.objects.filter(pk=pk).update(missed_at=missed_at, passed_up=step, due_at=_next(alert, step, moment))
    owe_all(Promise(ALERT_LATE, alert, user, f"step-{step}") for user in people)
    detail = {"step": step, "told": len(people)}
    record(ALERT_MISSED, by=None, school=alert.school, about=alert, detail=detail)
    return True


def _next(alert: Alert, step: int, moment: dt.datetime) -> dt.datetime | None:
    """When the next step is due; none after the last."""
    if step >= STEPS - 1:
        return None
    rule = reading_of(alert.severity)
    run = timed(rule.setting, rule.clock, "A 4, E 9", alert.school.clocks)
    return due_as_set(run, moment, calendar_of(alert.school))
