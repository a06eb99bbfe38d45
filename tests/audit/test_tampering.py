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
Tampering = Callable[[Cast, Hands], AuditEvent]


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


def change(column: str, value: Any) -> Tampering:
    """One column of an entry gets another value, its hash left as it was."""

    def by(cast: Cast, hands: Hands) -> AuditEvent:
        entry = middle(cast)
        hands(f"UPDATE {{t}} SET {column} = %s WHERE id = %s", value, entry.pk)
        return entry

    return by


def change_and_hash_anew(cast: Cast, hands: Hands) -> AuditEvent:
    entry = middle(cast)
    digest = forged_hash(entry, actor_name="Somebody Else")
    hands("UPDATE {t} SET actor_name = %s, hash = %s WHERE id = %s", "Somebody Else", digest, entry.pk)
    return entry


def remove(cast: Cast, hands: Hands) -> AuditEvent:
    entry = middle(cast)
    hands("DELETE FROM {t} WHERE id = %s", entry.pk)
    return entry


def remove_and_renumber(cast: Cast, hands: Hands) -> AuditEvent:
    entry = remove(cast, hands)
    rows = AuditEvent.objects.filter(school_id=cast.school.pk, number__gt=entry.number).order_by("number")
    for pk in list(rows.values_list("pk", flat=True)):
        hands("UPDATE {t} SET number = number - 1 WHERE id = %s", pk)
    return entry


def remove_the_beginning(cast: Cast, hands: Hands) -> AuditEvent:
    entry = middle(cast)
    hands("DELETE FROM {t} WHERE school_id = %s AND number <= 3", cast.school.pk)
    return entry


def swap_two(cast: Cast, hands: Hands) -> AuditEvent:
    """An entry and the next change places, by way of a number that no entry has."""
    one = middle(cast)
    for number, source in ((-1, one.number), (one.number, one.number + 1), (one.number + 1, -1)):
        hands(
            "UPDATE {t} SET number = %s WHERE school_id = %s AND number = %s", number, one.school_id, source
        )
    return one


def slip_one_in(cast: Cast, hands: Hands) -> AuditEvent:
    entry = middle(cast)
    columns = [field.column for field in AuditEvent._meta.local_fields if field.column != "id"]
    chosen = ", ".join("-5" if column == "number" else column for column in columns)
    hands(f"INSERT INTO {{t}} ({', '.join(columns)}) SELECT {chosen} FROM {{t}} WHERE id = %s", entry.pk)
    return entry


def move_to_another_school(cast: Cast, hands: Hands) -> AuditEvent:
    entry = middle(cast)
    hands("UPDATE {t} SET school_id = 987, number = 1 WHERE id = %s", entry.pk)
    return entry


def cut_the_tail(entries: int) -> Tampering:
    def by(cast: Cast, hands: Hands) -> AuditEvent:
        last = AuditEvent.objects.filter(school_id=cast.school.pk).order_by("-number")[0]
        cut = "DELETE FROM {t} WHERE school_id = %s AND number > %s"
        hands(cut, cast.school.pk, last.number - entries)
        return last

    return by


def write_the_chain_anew(cast: Cast, hands: Hands) -> AuditEvent:
    previous = FIRST
    for entry in AuditEvent.objects.filter(school_id=cast.school.pk).order_by("number"):
        digest = forged_hash(entry, actor_name="Nobody", previous_hash=previous)
        told = "UPDATE {t} SET actor_name = 'Nobody', previous_hash = %s, hash = %s WHERE id = %s"
        hands(told, previous, digest, entry.pk)
        previous = digest
    return entry


def remove_the_chain(cast: Cast, hands: Hands) -> AuditEvent:
    entry = middle(cast)
    hands("DELETE FROM {t} WHERE school_id = %s", cast.school.pk)
    return entry


TAMPERINGS: dict[str, Tampering] = {
    **{f"another {column}": change(column, value) for column, value in COLUMNS.items()},
    "another detail": change("detail", '{"owner": "nobody"}'),
    "another moment": change("at", "2020-01-01 00:00:00+00:00"),
    "another actor, its hash made anew": change_and_hash_anew,
    "one removed": remove,
    "one removed, the later ones renumbered": remove_and_renumber,
    "the beginning removed": remove_the_beginning,
    "two swapped": swap_two,
    "one slipped in": slip_one_in,
    "one moved to another school": move_to_another_school,
    "the last one cut": cut_the_tail(1),
    "the last five cut": cut_the_tail(5),
    "the whole chain written anew": write_the_chain_anew,
    "the whole chain removed": remove_the_chain,
}
"""Everything somebody with the database in their hands could do to a chain."""
ONLY_BY_AN_ANCHOR = {
    "the last one cut", "the last five cut", "the whole chain written anew", "the whole chain removed",
}  # fmt: skip


def test_there_are_more_than_twenty_tamperings() -> None:
    assert len(TAMPERINGS) == 23
    written = {field.column for field in AuditEvent._meta.local_fields} - {"id", "school_id", "number"}
    assert written == {*COLUMNS, "detail", "at"}  # the other two are moved above


@pytest.mark.parametrize("kind", TAMPERINGS)
def test_each_tampering_is_found(cast: Cast, hands: Hands, kind: str) -> None:
    """By the chain itself, or by an anchor that was printed before; and the whole chain is whole before."""
    printed = anchors()
    assert list(faults(printed)) == []
    before = list(AuditEvent.objects.order_by("pk").values())
    TAMPERINGS[kind](cast, hands)
    assert list(AuditEvent.objects.order_by("pk").values()) != before
    assert list(faults(printed)) != []
    assert (list(faults()) == []) == (kind in ONLY_BY_AN_ANCHOR)


@pytest.mark.parametrize("column", COLUMNS)
def test_a_changed_column_is_found_where_it_was_changed(cast: Cast, hands: Hands, column: str) -> None:
    entry = change(column, COLUMNS[column])(cast, hands)
    assert entry.number in {fault.number for fault in faults()}


def test_what_is_told_names_the_place_and_the_reason(cast: Cast, hands: Hands) -> None:
    entry = TAMPERINGS["another detail"](cast, hands)
    assert [(one.number, one.why) for one in faults()] == [(entry.number, "its content was changed")]


def test_a_changed_entry_with_its_hash_made_anew_is_found_by_the_next(cast: Cast, hands: Hands) -> None:
    entry = change_and_hash_anew(cast, hands)
    assert [(fault.number, fault.why) for fault in faults()] == [
        (entry.number + 1, "it does not follow the entry before it")
    ]


def test_missing_entries_are_told_as_missing(cast: Cast, hands: Hands) -> None:
    remove_the_beginning(cast, hands)
    assert "entries 1 to 3 are missing" in {fault.why for fault in faults()}
    remove(cast, hands)
    assert sum("missing" in fault.why for fault in faults()) == 2


def test_two_entries_swapped_are_both_found(cast: Cast, hands: Hands) -> None:
    one = swap_two(cast, hands)
    assert {one.number, one.number + 1} <= {fault.number for fault in faults()}


def test_an_entry_slipped_in_is_found_by_its_number(cast: Cast, hands: Hands) -> None:
    slip_one_in(cast, hands)
    assert -5 in {fault.number for fault in faults()}


def test_an_entry_moved_to_another_school_breaks_both_chains(cast: Cast, hands: Hands) -> None:
    move_to_another_school(cast, hands)
    assert {cast.school.pk, 987} <= {fault.school_id for fault in faults()}


@pytest.mark.parametrize("cut", [1, 5])
def test_a_cut_tail_is_found_by_a_printed_anchor(cast: Cast, hands: Hands, cut: int) -> None:
    printed = anchors()
    last = cut_the_tail(cut)(cast, hands)
    assert list(faults()) == []
    assert [fault.number for fault in faults(printed)] == [last.number]


def test_a_whole_chain_written_anew_is_found_by_a_printed_anchor(cast: Cast, hands: Hands) -> None:
    printed = anchors()
    write_the_chain_anew(cast, hands)
    assert list(faults()) == []
    assert len(list(faults(printed))) == 1


def test_a_chain_removed_altogether_is_found_by_a_printed_anchor(cast: Cast, hands: Hands) -> None:
    printed = anchors()
    remove_the_chain(cast, hands)
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
