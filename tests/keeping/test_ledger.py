"""Killed in the middle, restored from an older backup: what went stays gone, what stays is whole."""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.utils import timezone

from esafety.audit.verify import faults
from esafety.keeping import actions, striking
from esafety.keeping.carrying import carry
from esafety.keeping.contents import contents
from esafety.keeping.ledger import ledger_file, ledger_lines, reapply_disposals
from esafety.keeping.models import Disposal, DisposalItem, DisposalRun, Tombstone
from esafety.keeping.papers import certified
from esafety.keeping.vocabulary import Stage
from esafety.office.demo import clock
from esafety.outbox.relay import drain
from esafety.papers import cabinet
from esafety.papers.models import StoredFile
from incidents import actions as cases
from incidents.actions.guard import fresh
from incidents.models import Incident
from incidents.vocabulary import Status
from tests.builders import a_concern, advance
from tests.cast import Cast
from tests.house.sealed import a_scan
from tests.keeping.old import LONG_AGO, an_old_record, approved, carried_out, three_years

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """The process is gone."""


@pytest.mark.parametrize("after", range(7))
def test_killed_after_any_step_and_run_again_it_is_finished_and_nothing_is_half(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """Of three records the work dies in the transaction of one, between two, or before the door is closed."""
    three_years(cast)
    old = [an_old_record(cast, about=name) for name in ("pupil", "second_pupil", "third_pupil")]
    disposal = approved(cast, *old)
    steps = iter(range(100))

    def dies(what: Any) -> Any:
        def through(*args: Any, **kwargs: Any) -> Any:
            if next(steps) == after:
                raise Killed
            return what(*args, **kwargs)

        return through

    run = DisposalRun.objects.get(disposal=disposal)
    with monkeypatch.context() as patched:
        patched.setattr("esafety.keeping.striking._from_the_ends", dies(striking._from_the_ends))
        patched.setattr("esafety.keeping.carrying.DisposalRun.reach", dies(DisposalRun.reach))
        patched.setattr("esafety.keeping.actions.finish", dies(actions.finish))
        with pytest.raises(Killed):
            carry(run)
    for one in old:
        there = Incident.objects.filter(pk=one.pk).exists()
        assert there == any(table.exists() for table in contents({one.pk}).tables), (
            "wholly there or wholly gone"
        )
        assert there != Tombstone.objects.filter(was_id=one.pk).exists()
    DisposalRun.objects.update(due_at=timezone.now())  # the lease of whoever died has run out
    drain()
    assert Disposal.objects.get(pk=disposal.pk).stage == Stage.DONE
    assert not Incident.objects.filter(pk__in=[one.pk for one in old]).exists()
    assert Tombstone.objects.filter(disposal=disposal).count() == 3
    assert list(faults()) == []
    assert len(ledger_file().read_text().splitlines()) == 3


def test_an_older_backup_loses_again_what_was_disposed_of_and_nothing_else(
    cast: Cast, tmp_path: Path
) -> None:
    three_years(cast)
    incident, kept = an_old_record(cast), an_old_record(cast, about="third_pupil")
    later = an_old_record(cast, about="second_pupil")
    place = transaction.savepoint()
    carried_out(cast, incident, later)
    lines = list(ledger_lines())
    transaction.savepoint_rollback(place)  # the database of before: the records are back, the disposal is not
    assert Incident.objects.filter(pk=incident.pk).exists()
    assert Tombstone.objects.count() == 0
    ledger = tmp_path / "kept-apart.jsonl"
    ledger.write_text("\n".join(lines))
    call_command("reapply_disposals", ledger=ledger)
    assert list(Incident.objects.filter(pk__in=(incident.pk, kept.pk, later.pk))) == [kept]
    assert [one["tombstone"] for one in map(json.loads, ledger_lines())] == [
        one["tombstone"] for one in map(json.loads, lines)
    ]
    assert reapply_disposals(lines) == 0, "twice does no harm"
    assert list(faults()) == []


def test_a_record_that_only_has_the_same_number_is_left_alone(cast: Cast) -> None:
    three_years(cast)
    gone, other = an_old_record(cast), an_old_record(cast, about="third_pupil")
    place = transaction.savepoint()
    carried_out(cast, gone)
    [line] = ledger_lines()
    transaction.savepoint_rollback(place)
    assert reapply_disposals([line.replace(f'"was": {gone.pk}', f'"was": {other.pk}')]) == 0
    assert Incident.objects.filter(pk=other.pk).exists()


def test_a_line_that_is_none_stops_everything(cast: Cast) -> None:
    with pytest.raises(ValueError, match="no line of a ledger"):
        reapply_disposals(['{"tombstone": "x"}'])


def test_the_ledger_and_the_certificate_speak_of_nobody(cast: Cast) -> None:
    three_years(cast)
    incident = an_old_record(cast, about="second_pupil", description="Marcus wrote zqwordqz about Zoë.")
    reference = incident.reference
    disposal = carried_out(cast, incident)
    text = render_to_string("papers/certificate.html", certified(disposal)) + "".join(ledger_lines())
    for word in (reference, "Marcus", "Bright", "zqwordqz", "Zoë", "Rashid", str(incident.submission_key)):
        assert word not in text, word
    assert Tombstone.objects.get(disposal=disposal).reference in text


def test_a_file_loses_its_key_and_its_bytes(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    three_years(cast)
    with clock.at(LONG_AGO):
        incident = a_concern(cast)
        cases.file_evidence(
            incident=incident, sent=a_scan("letter.pdf"), description="A letter.", by=cast.dsl
        )
        incident = advance(fresh(incident), to=Status.CLOSED)
    file = StoredFile.objects.get(received__evidence__incident=incident)
    place = cabinet._place(file.name)
    assert place.exists()
    disposal = approved(cast, incident)
    with django_capture_on_commit_callbacks(execute=True):
        actions.dispose_of(disposal=disposal, item=disposal.items.get(), by=None)
    file.refresh_from_db()
    assert (file.wrapped_key, place.exists()) == ("", False)
    assert file.destroyed_at is not None
    with pytest.raises(cabinet.FileGone):
        cabinet.read(file)
    assert not DisposalItem.objects.exists()
    assert timezone.now() >= file.destroyed_at


def test_killed_at_30_points_of_its_conversation_with_the_database(cast: Cast) -> None:
    """The process dies before any of 30 sentences it says to the database, spread over the whole work (AC-09)."""
    three_years(cast)
    old = [an_old_record(cast, about=name) for name in ("pupil", "second_pupil")]
    run = DisposalRun.objects.get(disposal=approved(cast, *old))
    place = transaction.savepoint()
    said = _dies_at(run, None)
    transaction.savepoint_rollback(place)
    points = Random(8).sample(range(said), 30)
    for point in points:
        place = transaction.savepoint()
        with pytest.raises(Killed):
            _dies_at(DisposalRun.objects.get(pk=run.pk), point)
        for one in old:
            there = Incident.objects.filter(pk=one.pk).exists()
            assert there == any(table.exists() for table in contents({one.pk}).tables), point
            assert there != Tombstone.objects.filter(was_id=one.pk).exists(), point
        carry(DisposalRun.objects.get(pk=run.pk))
        assert Disposal.objects.get(pk=run.disposal_id).stage == Stage.DONE, point
        assert Tombstone.objects.filter(disposal=run.disposal_id).count() == 2, point
        assert list(faults()) == [], point
        transaction.savepoint_rollback(place)


def _dies_at(run: DisposalRun, point: int | None) -> int:
    """Carry it out, dying before sentence number `point`. Returns how many there were."""
    said = count()

    def listens(execute: Any, sql: str, *args: Any) -> Any:
        if next(said) == point:
            raise Killed
        return execute(sql, *args)

    with connection.execute_wrapper(listens):
        carry(run)
    return next(said)
