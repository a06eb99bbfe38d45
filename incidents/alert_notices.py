"""The fixed words of mails about monitoring alerts. Nothing here names a person or what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from esafety.access.capabilities import Capability as C
from esafety.outbox.notices import Notice, declare_notice
from esafety.people.models import ExternalContact, User
from incidents.alert_access import ALERTS, triages_alerts
from incidents.models import Alert

if TYPE_CHECKING:
    from esafety.people.models import School

_END = "\n\n{link}\n\nSign in to read it. This message holds no details, on purpose.\n"


def _may_read(about: Alert, to: User | ExternalContact) -> bool:
    return isinstance(to, User) and ALERTS.allows(to, C.TRIAGE_ALERTS, about)


def _still_waits(about: Alert, to: User | ExternalContact) -> bool:
    """Nobody is called to an alert that somebody has decided meanwhile."""
    return about.is_waiting and _may_read(about, to)


def _triages(about: School, to: User | ExternalContact) -> bool:
    return isinstance(to, User) and triages_alerts(to, about)


ALERT_SERIOUS = declare_notice(
    Notice(
        code="alert.serious",
        title="A serious item from monitoring",
        subject="{school}: an item needs you today ({reference})",
        body="An item needs you today: {reference}." + _END,
        may_receive=_still_waits,
        may_see=_may_read,
        path=lambda about: about.get_absolute_url(),
    )
)
ALERT_LATE = declare_notice(
    Notice(
        code="alert.late",
        title="An item from monitoring is past its time",
        subject="{school}: an item was not read in time ({reference})",
        body="An item was not read in time and was passed to you: {reference}." + _END,
        may_receive=_still_waits,
        may_see=_may_read,
        path=lambda about: about.get_absolute_url(),
    )
)
ALERTS_WAITING = declare_notice(
    Notice(
        code="alert.waiting",
        title="Items from monitoring are waiting",
        subject="{school}: items are waiting for you ({reference})",
        body="New items are waiting for you. You get this message once a day at most." + _END,
        may_receive=_triages,
        path=lambda about: reverse("alerts"),
        may_wait=lambda about: True,
    )
)
