"""The trail: written inside the act it records, only ever added to, chained, readable as sentences."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Count

from esafety.access.vocabulary import REFUSED
from esafety.audit import Event, note, record
from esafety.audit.models import AuditEvent
from esafety.audit.origin import Origin, arriving
from esafety.audit.reading import lines
from esafety.audit.trail import INSTALLATION
from esafety.audit.verify import faults
from incidents.vocabulary import ASSIGNED, VIEWED, Status
from tests.builders import a_concern, advance
from tests.cast import Cast

TABLE = "audit_auditevent"


def test_an_incident_walked_to_its_end_leaves_whole_chains(cast: Cast) -> None:
    advance(a_concern(cast), Status.REOPENED)
    advance(a_concern(cast, about="teacher", by="second_teacher"), Status.CLOSED)
    assert AuditEvent.objects.filter(school_id=cast.school.pk).count() > 40
    assert list(faults()) == []


def test_each_school_has_a_chain_of_its_own_numbered_from_one(cast: Cast) -> None:
    a_concern(cast)
    chains = AuditEvent.objects.order_by("school_id").values_list("school_id").annotate(Count("pk"))
    assert {school for school, _ in chains} == {INSTALLATION, cast.school.pk, cast.other.pk}
    for school, count in chains:
        numbers = AuditEvent.objects.filter(school_id=school).order_by("number")
        assert list(numbers.values_list("number", flat=True)) == list(range(1, count + 1))


@pytest.mark.django_db(transaction=True)
def test_nothing_is_recorded_outside_a_transaction(cast: Cast) -> None:
    before = AuditEvent.objects.count()
    with pytest.raises(RuntimeError):
        record(REFUSED, by=None, school=None)
    assert AuditEvent.objects.count() == before


@pytest.mark.django_db(transaction=True)
def test_what_is_undone_leaves_no_entry(cast: Cast) -> None:
    before = AuditEvent.objects.count()

    def an_act_that_fails() -> None:
        with transaction.atomic():
            record(REFUSED, by=cast.dsl, school=cast.school)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        an_act_that_fails()
    assert AuditEvent.objects.count() == before
    assert list(faults()) == []


def test_an_event_nobody_declared_is_refused(cast: Cast) -> None:
    with pytest.raises(LookupError):
        record(Event("nobody.knows", "?"), by=None, school=None)


def test_an_entry_keeps_names_and_references_as_they_were(cast: Cast) -> None:
    incident = a_concern(cast)
    with arriving(Origin(address="192.0.2.7", request_id="r1")):
        entry = note(VIEWED, by=cast.dsl, school=cast.school, about=incident)
    user = cast.dsl
    user.name = "Somebody Else"
    user.save()
    kept = AuditEvent.objects.get(pk=entry.pk)
    assert kept.sentence == f"Ruth Adeyemi opened {incident.reference}"
    assert (kept.address, kept.request_id) == ("192.0.2.7", "r1")


def test_accounts_named_by_number_are_read_by_name(cast: Cast) -> None:
    detail = {"account": cast.teacher.pk}
    entry = note(ASSIGNED, by=cast.dsl, school=cast.school, about=a_concern(cast), detail=detail)
    assert lines([entry])[0].sentence.endswith("to Jamal Rashid")


def test_python_refuses_to_change_or_remove(cast: Cast) -> None:
    entry = AuditEvent.objects.order_by("pk")[0]
    for refused in (
        entry.save,
        entry.delete,
        AuditEvent.objects.all().delete,
        lambda: AuditEvent.objects.update(code="x"),
    ):
        with pytest.raises(TypeError):
            refused()


CHANGES = [
    f"UPDATE {TABLE} SET code = 'x'",
    f"UPDATE {TABLE} SET code = code WHERE id = (SELECT MIN(id) FROM {TABLE})",
    f"DELETE FROM {TABLE}",
    f"DELETE FROM {TABLE} WHERE id = (SELECT MAX(id) FROM {TABLE})",
]
ON_ENGINE = {
    "sqlite": [
        f"INSERT OR REPLACE INTO {TABLE} SELECT * FROM {TABLE} WHERE id = (SELECT MIN(id) FROM {TABLE})",
        f"REPLACE INTO {TABLE} SELECT * FROM {TABLE}",
        f"UPDATE OR IGNORE {TABLE} SET code = 'x'",
    ],
    "postgresql": [
        f"TRUNCATE {TABLE}",
        f"INSERT INTO {TABLE} SELECT * FROM {TABLE} ON CONFLICT (id) DO UPDATE SET code = 'x'",
        f"MERGE INTO {TABLE} USING (SELECT 1) AS one ON true WHEN MATCHED THEN DELETE",
    ],
}


@pytest.mark.usefixtures("by_the_owner")
@pytest.mark.parametrize("place", range(len(CHANGES) + 3))
def test_the_database_itself_refuses(cast: Cast, place: int) -> None:
    sentence = [*CHANGES, *ON_ENGINE[connection.vendor]][place]
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sentence)
    assert list(faults()) == []


def test_moments_are_kept_to_the_microsecond_in_utc(cast: Cast) -> None:
    entry = note(REFUSED, by=cast.dsl, school=cast.school)
    kept = AuditEvent.objects.get(pk=entry.pk)
    assert kept.at == entry.at
    assert kept.at.utcoffset() == dt.timedelta(0)
    assert kept.digest() == kept.hash
