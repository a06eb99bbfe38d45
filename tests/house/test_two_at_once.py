"""Several people at once: nobody's change is lost, the slower one is told and keeps the text (R5, AC-11).

Real threads on the real database, each with a connection of its own. What a report sent fifty times at once
makes (R6) is in tests/incidents/test_reporting_drafts.py; slow and broken mail servers (R4) in tests/outbox.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection, connections, transaction
from django.test import Client
from django.urls import reverse

from esafety.access.refusals import NotNow, Stale
from esafety.audit.models import AuditEvent
from esafety.audit.verify import faults
from esafety.outbox.models import Message
from esafety.walls import every_school
from incidents import actions
from incidents.actions.guard import fresh
from incidents.models import Decision, Incident, Involvement, Note
from incidents.told import Involved
from incidents.vocabulary import Audience, LearningArea, Part, PersonSort, Standing, Status
from tests.builders import a_concern, advance, do_tasks
from tests.cast import Cast, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, EACH = 8, 10


def at_once(act: Callable[[int], Any], people: int = PEOPLE) -> list[Any]:
    """Everybody begins at the same moment; what came of each, exceptions as values."""
    gate = threading.Barrier(people)

    @every_school("a test's own thread")
    def one(number: int) -> Any:
        try:
            gate.wait(10)
            return act(number)
        except (NotNow, Stale, PermissionDenied) as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(people) as pool:
        return list(pool.map(one, range(people)))


def patiently(act: Callable[[], Any]) -> Any:
    """SQLite lets one write at a time; whoever waited too long simply tries again."""
    for _ in range(20):
        try:
            return act()
        except OperationalError:
            if connection.vendor != "sqlite":
                raise
            time.sleep(0.05)
    raise AssertionError("The database stayed locked")


def named(number: int, turn: int) -> Involved:
    return Involved(part=Part.WITNESS, sort=PersonSort.OTHER, name=f"Witness {number} of turn {turn}")


def test_eighty_changes_by_eight_people_are_all_there(cast: Cast) -> None:
    """Each reads, changes, and reads again when refused: acknowledged = kept, none twice."""
    incident = advance(a_concern(cast, about="second_pupil"), Status.IN_PROGRESS)
    before, user, kept = fresh(incident).version, cast.dsl, []
    refused: Counter[str] = Counter()

    def add(number: int) -> None:
        for turn in range(EACH):
            while True:
                now = Incident.objects.get(pk=incident.pk)
                try:
                    patiently(
                        lambda now=now, turn=turn: actions.add_person(
                            incident=now, involved=named(number, turn), version=now.version, by=user
                        )
                    )
                except Stale:
                    refused["stale"] += 1
                    continue
                kept.append(f"Witness {number} of turn {turn}")
                break

    assert at_once(add) == [None] * PEOPLE
    there = Involvement.objects.filter(incident=incident, part=Part.WITNESS).values_list("name", flat=True)
    assert sorted(there) == sorted(kept)
    assert len(set(kept)) == PEOPLE * EACH
    assert fresh(incident).version == before + PEOPLE * EACH
    assert AuditEvent.objects.filter(code="incident.person_added").count() == PEOPLE * EACH
    assert list(faults()) == []


def test_the_harness_catches_changes_that_are_lost(cast: Cast) -> None:
    """Without the version, as code is written that thinks of one person only."""
    incident = a_concern(cast, about="second_pupil")

    def append(number: int) -> None:
        row = Incident.objects.get(pk=incident.pk)
        time.sleep(0.05)
        text = f"{row.specific_action}|{number}"
        patiently(lambda: Incident.objects.filter(pk=row.pk).update(specific_action=text))

    at_once(append)
    assert fresh(incident).specific_action.count("|") < PEOPLE


def test_of_eight_who_triage_at_once_one_does(cast: Cast) -> None:
    incident = a_concern(cast, about="second_pupil")
    user = cast.dsl

    def triage(number: int) -> Incident:
        return patiently(lambda: advance(incident, Status.TRIAGED, by=user, reason=f"Mine {number}"))

    came = at_once(triage)
    # `advance` reads first: whoever reads after the winner has nothing left to do and changes nothing.
    assert Decision.objects.filter(incident=incident).count() == 1
    assert AuditEvent.objects.filter(code="incident.triaged").count() == 1
    assert any(isinstance(one, Incident) for one in came)


def close(incident: Incident, user: Any, words: str) -> Incident:
    return actions.close(
        incident=incident,
        outcome=words,
        reason=words,
        learning_area=LearningArea.NOTHING,
        learning="",
        actions_staff=[],
        actions_child=[],
        specific_action="",
        version=incident.version,
        by=user,
    )


def test_of_eight_who_close_at_once_one_does_and_the_others_are_told(cast: Cast) -> None:
    incident = advance(a_concern(cast, about="second_pupil"), Status.IN_PROGRESS)
    do_tasks(incident)
    read, user = fresh(incident), cast.dsl
    came = at_once(lambda number: patiently(lambda: close(read, user, f"Outcome {number}")))
    closed = [one for one in came if isinstance(one, Incident)]
    assert len(closed) == 1
    assert all(isinstance(one, Stale | NotNow) for one in came if one not in closed)
    assert fresh(incident).outcome == closed[0].outcome
    assert Decision.objects.filter(incident=incident, kind="close").count() == 1
    assert Message.objects.filter(notice="incident.ended").count() == 1


def test_a_change_and_the_closing_at_once_cannot_both_be(cast: Cast) -> None:
    """Whichever comes second is refused: nobody is added to a record that was closed from an older view."""
    for turn in range(4):
        incident = advance(a_concern(cast, about="second_pupil"), Status.IN_PROGRESS)
        do_tasks(incident)
        read, user = fresh(incident), cast.dsl
        new = {"involved": named(0, turn), "version": read.version, "by": user}
        acts = (partial(close, read, user, "Done"), partial(actions.add_person, incident=read, **new))
        came = at_once(lambda number, acts=acts: patiently(acts[number]), people=2)
        assert sum(isinstance(one, Stale | NotNow) for one in came) == 1


def test_notes_are_only_ever_added_so_nobody_is_refused(cast: Cast) -> None:
    incident = advance(a_concern(cast, about="second_pupil"), Status.IN_PROGRESS)
    user = cast.dsl

    def write(number: int) -> None:
        for turn in range(EACH):
            patiently(
                lambda turn=turn: actions.add_note(
                    incident=incident,
                    text=f"Note {number} {turn}",
                    standing=Standing.FACT,
                    audience=Audience.EVERYONE,
                    by=user,
                )
            )

    assert at_once(write) == [None] * PEOPLE
    assert len(set(Note.objects.filter(incident=incident).values_list("text", flat=True))) == PEOPLE * EACH
    words = incident.search_text
    words.refresh_from_db()
    assert all(f"Note {number} {turn}" in words.body for number in range(PEOPLE) for turn in range(EACH))


def until_somebody_waits() -> None:
    """Until another transaction waits for a row that this one holds. SQLite keeps it waiting from its start."""
    if connection.vendor == "sqlite":
        time.sleep(0.3)
        return
    end = time.monotonic() + 10
    with connection.cursor() as cursor:
        while time.monotonic() < end:
            cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted")
            if cursor.fetchone():
                return
            time.sleep(0.02)
    raise AssertionError("Nobody waited: the two were not at work at once")


def test_of_two_notes_written_at_once_both_are_found(cast: Cast) -> None:
    """The second gathers the words of the record while the first is written and not yet there to be read."""
    incident = a_concern(cast, about="second_pupil")
    user, begun = cast.dsl, threading.Event()

    def write(text: str) -> None:
        everyone = {"standing": Standing.FACT, "audience": Audience.EVERYONE}
        actions.add_note(incident=incident, text=text, by=user, **everyone)

    def first() -> None:
        with transaction.atomic():
            write("Zebedee")
            begun.set()
            until_somebody_waits()

    def second() -> None:
        assert begun.wait(10)
        patiently(lambda: write("Quays"))

    at_once(lambda number: (first, second)[number](), people=2)
    for word in ("Zebedee", "Quays"):
        found = sign_in(Client(), cast.dsl).post(
            "/incidents/", {"words": word, "list": "view=all"}, follow=True
        )
        assert incident.reference in found.content.decode(), word


def test_whoever_was_slower_in_the_browser_gets_every_word_back(cast: Cast) -> None:
    incident = advance(a_concern(cast, about="second_pupil"), Status.IN_PROGRESS)
    do_tasks(incident)
    url, version = reverse("incident_close", args=[incident.reference]), fresh(incident).version
    clients = [sign_in(Client(), cast.dsl) for _ in range(4)]

    def send(number: int) -> tuple[int, str]:
        sent = {"version": version, "outcome": f"Outcome of {number}", "reason": f"Reason of {number}"}
        answer = clients[number].post(url, sent | {"learning_area": "nothing"})
        return answer.status_code, answer.content.decode()

    came = at_once(send, people=4)
    assert Counter(status for status, _ in came)[302] == 1
    for number, (status, page) in enumerate(came):
        if status != 302:
            assert status in (409, 422), page[:500]
            assert f"Outcome of {number}" in page
            assert f"Reason of {number}" in page
