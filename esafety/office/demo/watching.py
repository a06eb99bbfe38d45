"""What monitoring reported in the demonstration, and what the rules find across its concerns."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.utils import timezone

from esafety.office.demo import clock
from esafety.office.demo.founding import Roster
from incidents import actions
from incidents.alerts.incoming import Incoming
from incidents.vocabulary.watching import Severity, Way


class Told(NamedTuple):
    """One alert: how many minutes ago, whose user name, what, and why it was set aside if it was."""

    ago: int
    user: str
    device: str
    content: str
    category: str
    severity: Severity
    capture: bool = False
    set_aside: str = ""


_S = Severity
ALERTS: tuple[Told, ...] = (
    Told(25, "jayden.clegg", "LAP-0117", "how to make yourself disappear for ever", "Self harm", _S.URGENT,
         capture=True),
    Told(70, "lena.zielinska", "TAB-0031", "freecoins-now.example/claim", "Scam", _S.MEDIUM),
    Told(95, "mason.wainwright", "LAP-0120", "unblockgames.example/proxy", "Proxy avoidance", _S.LOW),
    Told(140, "tariq.mahmood", "LAP-0009", "betbetbet.example/live", "Gambling", _S.HIGH, capture=True),
    Told(200, "library-2", "PC-LIB-2", "why do people hate my religion", "Hate", _S.MEDIUM),
    Told(300, "amara.okafor", "TAB-0040", "blood brothers play death scene", "Violence", _S.LOW,
         set_aside="Year 6 are reading the play; her teacher set the search as homework."),
)  # fmt: skip


def report(roster: Roster) -> int:
    """Let the alerts come in, each at its moment, and look for patterns. Returns how many alerts there are."""
    made = actions.add_alert_source(
        school=roster.school, name="Lookout on school devices", way=Way.HOOK, by=roster.users["co_ordinator"]
    )
    now = timezone.now()
    for number, told in enumerate(reversed(ALERTS), start=1):
        with clock.at(now - dt.timedelta(minutes=told.ago)):
            one = Incoming(
                external_id=f"LK-{number:05}",
                raised_at=timezone.now(),
                user=told.user,
                device=told.device,
                content=told.content,
                category=told.category,
                severity=told.severity,
                capture=told.capture,
                capture_reference=f"CAP-{number:05}" if told.capture else "",
            )
            (alert,) = actions.receive_alerts(source=made.source, told=[one], by=None).new
            if told.set_aside:
                actions.set_alert_aside(alert=alert, reason=told.set_aside, by=roster.users["co_ordinator"])
    counts = {"person": 2}  # a small school looks sooner
    actions.set_watch(school=roster.school, business_manager=False, counts=counts, by=roster.users["head"])
    actions.find_patterns(every=True)
    return len(ALERTS)
