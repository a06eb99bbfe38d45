"""Somebody with the database in their hands alters the trail: the verifier finds each way (S7, AC-05)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from esafety.audit.models import AuditEvent
from esafety.audit.trail import FIRST
from esafety.audit.verify import Anchor, anchors, faults
from incidents.vocabulary import Status
from tests.builders import a_concern, advance
from tests.cast import Cast
from tests.emptying import _aside_on_postgres, _aside_on_sqlite

pytestmark = pytest.mark.usefixtures("by_the_owner")
TABLE = "audit_auditevent"
Hands = Callable[..., None]


@pytest.fixture
def hands(cast: Cast) -> Iterator[Hands]:
    """SQL as the owner of the database would send it, the guards taken down first."""
    advance(a_concern(cast), Status.CLOSED)
    connection.check_constraints()  # PostgreSQL alters no table with checks still to come
    aside = _aside_on_postgres if connection.vendor == "postgresql" else _aside_on_sqlite
    with connection.cursor() as cursor, aside(cursor):

        def execute(sentence: str, *values: Any) -> None:
            cursor.execute(sentence.format(t=TABLE), values)

        yield execute


def middle(cast: Cast) -> AuditEvent:
    """An entry well inside the school's chain."""
    rows = AuditEvent.objects.filter(school_id=cast.school.pk).order_by("number")
    return rows[rows.count() // 2]


def forged_hash(entry: AuditEvent, **changes: Any) -> str:
    """The hash the entry would have with other content: what a clever hand writes beside it."""
    for name, value in changes.items():
        setattr(entry, name, value)
    return entry.digest()


COLUMNS = {
    "code": "incident.noted",
    "actor_name": "Somebody Else",
    "actor_id": 999_999,
    "about_label": "incidents.task",
    "about_id": 424_242,
    "about_reference": "26-XXXX",
    "address": "203.0.113.9",
    "request_id": "forged",
    "previous_hash": "f" * 64,
    "hash": "e" * 64,
}


@pytest.mark.parametrize("column", COLUMNS)
def test_a_changed_column_is_found(cast: Cast, hands: Hands, column: str) -> None:
    entry = middle(cast)
    hands(f"UPDATE {{t}} SET {column} = %s WHERE id = %s", COLUMNS[column], entry.pk)
    assert entry.number in {fault.number for fault in faults()}


def test_a_changed_detail_is_found(cast: Cast, hands: Hands) -> None:
    entry = middle(cast)
    hands("UPDATE {t} SET detail = %s WHERE id = %s", '{"owner": "nobody"}', entry.pk)
    assert [fault.why for fault in faults()] == ["its content was changed"]


def test_a_changed_moment_is_found(cast: Cast, hands: Hands) -> None:
    entry = middle(cast)
    hands("UPDATE {t} SET at = %s WHERE id = %s", "2020-01-01 00:00:00+00:00", entry.pk)
    assert [fault.number for fault in faults()] == [entry.number]


def test_a_changed_entry_with_its_hash_made_anew_is_found_by_the_next(cast: Cast, hands: Hands) -> None:
    entry = middle(cast)
    digest = forged_hash(entry, actor_name="Somebody Else")
    hands("UPDATE {t} SET actor_name = %s, hash = %s WHERE id = %s", "Somebody Else", digest, entry.pk)
    assert [(fault.number, fault.why) for fault in faults()] == [
        (entry.number + 1, "it does not follow the entry before it")
    ]


def test_a_removed_entry_is_found(cast: Cast, hands: Hands) -> None:
    entry = middle(cast)
    hands("DELETE FROM {t} WHERE id = %s", entry.pk)
    assert "missing" in next(faults()).why


def test_a_removed_entry_with_the_later_ones_renumbered_is_found(cast: Cast, hands: Hands) -> None:
    entry = middle(cast)
    hands("DELETE FROM {t} WHERE id = %s", entry.pk)
    later = "UPDATE {t} SET number = number - 1 WHERE id = %s"
    rows = AuditEvent.objects.filter(school_id=cast.school.pk, number__gt=entry.number).order_by("number")
    for pk in list(rows.values_list("pk", flat=True)):
        hands(later, pk)
    assert len(list(faults())) > 1


def test_a_removed_beginning_is_found(cast: Cast, hands: Hands) -> None:
    hands("DELETE FROM {t} WHERE school_id = %s AND number <= 3", cast.school.pk)
    assert "entries 1 to 3 are missing" in {fault.why for fault in faults()}


def test_two_entries_swapped_are_found(cast: Cast, hands: Hands) -> None:
    one = middle(cast)
    for number in (-1, one.number + 1, one.number):
        source = {-1: one.number, one.number + 1: -1, one.number: one.number + 1}[number]
        if number == one.number + 1:
            continue
        hands(
            "UPDATE {t} SET number = %s WHERE school_id = %s AND number = %s", number, one.school_id, source
        )
    hands("UPDATE {t} SET number = %s WHERE school_id = %s AND number = -1", one.number + 1, one.school_id)
    assert {one.number, one.number + 1} <= {fault.number for fault in faults()}


def test_an_entry_slipped_in_is_found(cast: Cast, hands: Hands) -> None:
    entry = middle(cast)
    columns = [field.column for field in AuditEvent._meta.local_fields if field.column != "id"]
    chosen = ", ".join("-5" if column == "number" else column for column in columns)
    hands(f"INSERT INTO {{t}} ({', '.join(columns)}) SELECT {chosen} FROM {{t}} WHERE id = %s", entry.pk)
    assert -5 in {fault.number for fault in faults()}


def test_an_entry_moved_to_another_school_is_found(cast: Cast, hands: Hands) -> None:
    entry = middle(cast)
    hands("UPDATE {t} SET school_id = 987, number = 1 WHERE id = %s", entry.pk)
    assert {cast.school.pk, 987} <= {fault.school_id for fault in faults()}


@pytest.mark.parametrize("cut", [1, 5])
def test_a_cut_tail_is_found_by_a_printed_anchor(cast: Cast, hands: Hands, cut: int) -> None:
    printed = anchors()
    head = max(anchor.number for anchor in printed if anchor.school_id == cast.school.pk)
    hands("DELETE FROM {t} WHERE school_id = %s AND number > %s", cast.school.pk, head - cut)
    assert list(faults()) == []
    assert [fault.number for fault in faults(printed)] == [head]


def test_a_whole_chain_written_anew_is_found_by_a_printed_anchor(cast: Cast, hands: Hands) -> None:
    printed, previous = anchors(), FIRST
    for entry in AuditEvent.objects.filter(school_id=cast.school.pk).order_by("number"):
        digest = forged_hash(entry, actor_name="Nobody", previous_hash=previous)
        change = "UPDATE {t} SET actor_name = 'Nobody', previous_hash = %s, hash = %s WHERE id = %s"
        hands(change, previous, digest, entry.pk)
        previous = digest
    assert list(faults()) == []
    assert len(list(faults(printed))) == 1


def test_a_chain_removed_altogether_is_found_by_a_printed_anchor(cast: Cast, hands: Hands) -> None:
    printed = anchors()
    hands("DELETE FROM {t} WHERE school_id = %s", cast.school.pk)
    assert {fault.school_id for fault in faults(printed)} == {cast.school.pk}


def test_the_command_names_the_break_and_fails(cast: Cast, hands: Hands) -> None:
    entry = middle(cast)
    hands("UPDATE {t} SET code = 'incident.noted' WHERE id = %s", entry.pk)
    said = StringIO()
    with pytest.raises(CommandError, match="broken in 1 place"):
        call_command("verify_trail", stderr=said)
    assert f"School {cast.school.pk}, entry {entry.number}: its content was changed" in said.getvalue()


def test_the_command_prints_anchors_that_it_reads_back(cast: Cast) -> None:
    said = StringIO()
    call_command("verify_trail", stdout=said)
    printed = [line.strip() for line in said.getvalue().splitlines()[1:]]
    assert [str(Anchor.parse(line)) for line in printed] == printed == [str(one) for one in anchors()]
    call_command("verify_trail", *printed, stdout=StringIO())
