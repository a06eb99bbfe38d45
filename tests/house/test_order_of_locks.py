"""No two acts wait for each other: an act holds its incident first and the school's trail last (R5).

Each test keeps two acts of real people where they would meet, by holding the trail of their school until both wait;
PostgreSQL ends one of two that wait for each other, and the test says so. SQLite lets one write at a time anyway.
"""

from __future__ import annotations

import ast
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections, transaction

from esafety.audit.models import AuditEvent
from esafety.audit.verify import faults
from esafety.walls import every_school
from filtering.actions import block_for_incident
from incidents import actions
from incidents.actions.guard import fresh
from incidents.models import Incident, Note
from incidents.told import Involved
from incidents.vocabulary import Audience, Part, PersonSort, Standing
from tests.builders import a_concern, holder
from tests.cast import Cast

ROOMS = ("esafety", "incidents", "aup", "filtering")


def test_whoever_holds_a_row_holds_it_without_its_key() -> None:
    """What is entered beside it refers to its key, and would wait at its very end, the trail in hand."""
    calls = [
        (path, call)
        for room in ROOMS
        for path in (Path(settings.BASE_DIR) / room).rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "select_for_update"
    ]
    assert len(calls) > 40
    with_key = [
        f"{path.relative_to(settings.BASE_DIR)}:{call.lineno}"
        for path, call in calls
        if "no_key" not in {keyword.arg for keyword in call.keywords}
    ]
    assert with_key == []


def one_after_the_other_at_the_trail(cast: Cast, *acts: Callable[[], Any]) -> list[Any]:
    """Begin each act when the one before it waits, all behind somebody who holds the trail; then let them go."""

    @every_school("a test's own thread")
    def alone(act: Callable[[], Any]) -> Any:
        try:
            return act()
        finally:
            connections.close_all()

    beside = a_concern(cast, about="third_pupil")
    begun: list[Future[Any]] = []
    with ThreadPoolExecutor(len(acts)) as pool:
        with transaction.atomic():
            a_note(cast, beside, "Holds the trail until this ends")
            for number, act in enumerate(acts, start=1):
                begun.append(pool.submit(alone, act))
                until_wait(number)
        return [one.result(30) for one in begun]


def until_wait(number: int) -> None:
    end = time.monotonic() + 10
    with connection.cursor() as cursor:
        while time.monotonic() < end:
            cursor.execute("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0] >= number:
                return
            time.sleep(0.02)
    raise AssertionError(f"Fewer than {number} waited: they were not at work at once")


def a_note(cast: Cast, incident: Incident, text: str) -> Note:
    return actions.add_note(
        incident=incident, text=text, standing=Standing.FACT, audience=Audience.EVERYONE, by=holder(incident)
    )


# Each pair waited for each other once, and one of the two was lost.


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_report_and_whoever_holds_its_school(cast: Cast) -> None:
    other = a_concern(cast, about="second_pupil")
    owner = holder(other)
    reported, asked = one_after_the_other_at_the_trail(
        cast,
        lambda: a_concern(cast, about="pupil"),
        lambda: block_for_incident(
            school=cast.school,
            incident_reference=other.reference,
            addresses="bad.example",
            by=owner,
        ),
    )
    assert Incident.objects.filter(pk=reported.pk).exists()
    assert asked
    all_chained()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_somebody_added_and_a_note(cast: Cast) -> None:
    incident = a_concern(cast, about="second_pupil")
    owner = holder(incident)
    named = Involved(name="Zebedee Quay", sort=PersonSort.CHILD, part=Part.WITNESS)
    added, noted = one_after_the_other_at_the_trail(
        cast,
        lambda: actions.add_person(
            incident=incident, involved=named, version=fresh(incident).version, by=owner
        ),
        lambda: a_note(cast, incident, "Beside it"),
    )
    assert {added.incident_id, noted.incident_id} == {incident.pk}
    words = fresh(incident).search_text
    assert "Zebedee" in words.body
    assert "Beside it" in words.body
    all_chained()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_links_the_other_way_round(cast: Cast) -> None:
    one, two, three = (a_concern(cast, about=name) for name in ("pupil", "second_pupil", "deputys_child"))
    owner = holder(one)
    made = one_after_the_other_at_the_trail(
        cast,
        lambda: actions.link(incident=one, other=two, reason="The same game", by=owner),
        lambda: actions.link(incident=two, other=three, reason="The same evening", by=owner),
        lambda: actions.link(incident=three, other=one, reason="The same three", by=owner),
    )
    assert len({link.pk for link in made}) == 3
    all_chained()


def all_chained() -> None:
    assert AuditEvent.objects.count() > 3
    assert list(faults()) == []
