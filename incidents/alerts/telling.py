"""Whom to tell of an alert: of serious ones each by itself, of the others once a day that some are waiting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from django.utils import timezone

from esafety.outbox.owing import Promise
from incidents.alert_notices import ALERT_SERIOUS, ALERTS_WAITING
from incidents.vocabulary.watching import Severity

if TYPE_CHECKING:
    from esafety.people.models import User
    from incidents.alerts.placing import Desk
    from incidents.models import Alert


def for_new(desk: Desk, alerts: Sequence[Alert]) -> Iterator[Promise]:
    """Messages about alerts that just came in. An urgent one goes to the leads as well as to the co-ordinator."""
    today = timezone.localdate().isoformat()
    waiting: dict[int, User] = {}
    for alert in alerts:
        barred = barred_from(desk, alert)
        people = first_readers(desk, alert, barred)
        if alert.is_serious:
            yield from (Promise(ALERT_SERIOUS, alert, user, "new") for user in people)
        else:
            waiting |= {user.pk: user for user in people}
    yield from (Promise(ALERTS_WAITING, desk.school, user, today) for user in waiting.values())


def first_readers(desk: Desk, alert: Alert, barred: set[int]) -> list[User]:
    """The first of the line that somebody free holds; for an urgent one the next step too."""
    for step in range(3):
        found = desk.readers(alert.held_by, step, barred, everyone=False)
        if found:
            more = alert.severity == Severity.URGENT and not alert.held_by
            return found + (desk.readers("", step + 1, barred, everyone=False) if more else [])
    return []


def barred_from(desk: Desk, alert: Alert) -> set[int]:
    """Accounts that must not hear of it."""
    meant = [alert.person_id] if alert.person_id else [one.pk for one in desk.roster.meant(alert.user_typed)]
    return desk.barred(meant, "" if alert.person_id else alert.user_typed)
