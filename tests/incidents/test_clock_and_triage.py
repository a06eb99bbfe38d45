"""A clock runs out while somebody triages: neither waits for the other for ever (PostgreSQL locks rows)."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from esafety.walls import every_school
from incidents import actions
from incidents.actions import clocks, triaging
from incidents.actions.guard import fresh
from incidents.vocabulary import AcceptedAs, IncidentType, RiskArea
from tests.builders import a_concern
from tests.cast import Cast

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_neither_dies_of_the_other(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    incident = fresh(a_concern(cast, type=IncidentType.SELF_HARM))
    lead, complaints = cast.dsl, []
    clock_holds, triage_holds = threading.Event(), threading.Event()

    def passing_on(*args: Any, real: Any = clocks._pass_on) -> None:
        clock_holds.set()
        triage_holds.wait(2)
        real(*args)

    def ending(*args: Any, real: Any = triaging.end_first_look) -> None:
        triage_holds.set()
        clock_holds.wait(2)
        real(*args)

    monkeypatch.setattr(clocks, "_pass_on", passing_on)
    monkeypatch.setattr(triaging, "end_first_look", ending)

    @every_school("a test's own thread")
    def run(act: Callable[[], object]) -> None:
        try:
            act()
        except Exception as complaint:
            complaints.append(complaint)
        finally:
            connections.close_all()

    def tick() -> None:
        actions.run_out_clocks(now=timezone.now() + dt.timedelta(days=30))

    def triage() -> None:
        actions.triage(
            incident=incident,
            accepted_as=AcceptedAs.SAFEGUARDING,
            primary_type=IncidentType.SELF_HARM,
            risk_area=RiskArea.CONTENT,
            harm_test=False,
            reason="She is at risk.",
            version=incident.version,
            by=lead,
        )

    both = [threading.Thread(target=run, args=(act,)) for act in (tick, triage)]
    both[0].start()
    clock_holds.wait(5)
    both[1].start()
    for one in both:
        one.join(30)
    assert not complaints
