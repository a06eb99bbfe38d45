"""Schools are walls in the database itself, whatever the code above forgets to ask (S14).

The product works as a role that row-level security binds. Every table is asked without any filter of ours: by SQL, and
by a page that shows everything it can reach. `walls_urls.py` is that page.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.test import Client

from esafety.audit.models import AuditEvent
from esafety.keeping.tables import WITH_A_FILE, WITH_IT
from esafety.papers.models import StoredFile
from esafety.people.models import User
from esafety.schooldays.models import Term
from esafety.serve import readiness
from esafety.walls import enter, every_school, within
from esafety.walls.plan import OUTSIDE, SCHOOL, school_of, tables, unclassified, wall_of
from esafety.walls.raising import raise_walls
from esafety.walls.rights import ONLY_READ, REMOVABLE
from esafety.walls.standing import binds, without_wall
from incidents.vocabulary import IncidentType
from tests.cast import Cast, sign_in
from tests.house.openings import ROOMS, ROOT
from tests.house.routes import routes
from tests.house.test_set_up import python, safe
from tests.house.world import FURNISHED, World, a_full_record, begin_things, surround
from tests.postgres import as_role

on_postgres = pytest.mark.postgres
WALLED = [model for model in tables() if wall_of(model) and model._meta.label != SCHOOL]
EVIDENCE = {
    "audit_auditevent", "incidents_decision", "incidents_note", "incidents_statement", "incidents_custodyentry",
    "incidents_evidenceopening", "incidents_sanction", "incidents_referralentry", "aup_signature", "aup_consentanswer",
    "filtering_logline", "filtering_decision",
}  # fmt: skip
"""Among the tables to which rows are only ever added, those that must never leave that list."""


def test_every_table_has_a_wall_or_a_reason() -> None:
    assert unclassified() == []
    assert set(OUTSIDE) <= {model._meta.label for model in tables()}
    assert all(len(why) > 20 for why in OUTSIDE.values())
    assert {label for label in REMOVABLE if label not in {one._meta.label for one in tables()}} == set()
    assert len(WALLED) >= 90


def test_whatever_goes_with_a_record_may_be_removed_by_the_role() -> None:
    beside = {
        "outbox.Message",
        "papers.UploadPermit",
        "papers.DocumentLink",
        "papers.Paper",
        "papers.ReceivedFile",
    }
    with_it = {lies.model for lies in (*WITH_IT, *WITH_A_FILE)} | {"incidents.Incident", "moving.Arrival"}
    assert with_it | beside <= set(REMOVABLE)


# -- what the role may ---------------------------------------------------------------------------------


def rights() -> dict[str, set[str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, privilege FROM pg_class, unnest(ARRAY['SELECT','INSERT','UPDATE','DELETE','TRUNCATE',"
            "'REFERENCES','TRIGGER']) AS privilege WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' "
            "AND has_table_privilege(oid, privilege)"
        )
        held: dict[str, set[str]] = {}
        for table, right in cursor.fetchall():
            held.setdefault(table, set()).add(right)
    return held


def guarded() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid "
            "WHERE proname = 'refuse_change' AND tgtype & 16 <> 0 AND tgqual IS NULL AND tgattr = ''"  # every UPDATE
        )
        return {row[0] for row in cursor.fetchall()}


@on_postgres
def test_the_role_is_bound_and_every_wall_stands(db: None) -> None:
    assert binds()
    assert without_wall() == []


@on_postgres
@pytest.mark.usefixtures("by_the_owner")
def test_an_owner_is_found_out(db: None) -> None:
    assert not binds()


@on_postgres
@pytest.mark.usefixtures("by_the_owner")
def test_raising_them_again_changes_nothing_and_mends_what_was_taken_down(db: None, settings: Any) -> None:
    before = policies()
    raise_walls(settings.DATABASE_ROLE)
    assert policies() == before
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE incidents_incident DISABLE ROW LEVEL SECURITY")
        cursor.execute("DROP POLICY walls ON incidents_note")
    assert without_wall() == ["incidents_incident"]
    settings.PRODUCTION = True
    assert "walls" in readiness.missing()
    raise_walls(settings.DATABASE_ROLE)
    assert without_wall() == []
    assert len(policies()) == len(before)


def policies() -> set[tuple[int, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT oid, polname::text, polrelid::regclass::text FROM pg_policy")
        return set(cursor.fetchall())


@on_postgres
def test_a_deployment_is_told_when_its_role_owns_what_it_works_on(tmp_path: Path) -> None:
    owner = os.environ["TEST_DATABASE_URL"]
    check = ("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    refused = python(tmp_path, safe() | {"DATABASE_URL": owner}, *check)
    assert refused.returncode != 0
    assert "esafety.E017" in refused.stderr
    assert python(tmp_path, safe() | {"DATABASE_URL": as_role(owner)}, *check).returncode == 0


@on_postgres
def test_rows_are_changed_and_removed_where_the_tables_of_rights_say_and_nowhere_else(db: None) -> None:
    held, only_added_to = rights(), guarded()
    assert only_added_to >= EVIDENCE
    for model in tables():
        label, table = model._meta.label, model._meta.db_table
        expected = {"SELECT"} if label in ONLY_READ else {"SELECT", "INSERT"}
        if table not in only_added_to and label not in ONLY_READ:
            expected |= {"UPDATE"}
        if label in REMOVABLE:
            expected |= {"DELETE"}
        assert held.pop(table) == expected, label
    assert held == {"django_migrations": {"SELECT"}}


@on_postgres
def test_what_is_only_added_to_goes_with_an_approved_disposal_and_not_otherwise(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid "
            "WHERE proname = 'refuse_unless_disposed' AND tgtype & 8 <> 0 AND tgenabled = 'O'"  # every DELETE
        )
        at_the_door = {row[0] for row in cursor.fetchall()}
    held = rights()
    removable = {table for table in guarded() if "DELETE" in held[table]}
    assert len(removable) >= 14
    assert removable <= at_the_door


@on_postgres
@pytest.mark.parametrize(
    "sentence",
    [
        "UPDATE audit_auditevent SET code = 'x'",
        "DELETE FROM audit_auditevent",
        "TRUNCATE audit_auditevent",
        "MERGE INTO audit_auditevent USING (SELECT 1) AS one ON true WHEN MATCHED THEN DELETE",
        "UPDATE aup_signature SET code = 'x'",
        "DELETE FROM aup_edition",
        "UPDATE incidents_custodyentry SET by_id = 1",
        "TRUNCATE incidents_incident CASCADE",
        "ALTER TABLE audit_auditevent DISABLE TRIGGER USER",
        "ALTER TABLE incidents_incident DISABLE ROW LEVEL SECURITY",
        "DROP POLICY walls ON incidents_incident",
        "DROP TABLE audit_auditevent",
        "CREATE TABLE copied AS SELECT * FROM incidents_incident",
        "SET session_replication_role = replica",
        "SET ROLE postgres",
        "CREATE OR REPLACE FUNCTION walls_every() RETURNS boolean LANGUAGE sql AS 'SELECT true'",
    ],
)
def test_what_only_the_owner_may_is_refused(cast: Cast, sentence: str) -> None:
    refused = pytest.raises(DatabaseError, match="permission denied|must be owner")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sentence)


# -- what is seen without a filter of ours -------------------------------------------------------------


@pytest.fixture
def two_schools(cast: Cast) -> World:
    """Much of the first school in nearly every table; of the other what any school has."""
    begin_things(cast)
    world = surround(cast, a_full_record(cast, about="second_pupil", type=IncidentType.GROOMING))
    for room in FURNISHED:
        room.furnish(cast)
    return world


def rows_by_sql(model: type[models.Model]) -> set[Any]:
    key = model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {model._meta.db_table}")  # a table of ours
        at = [column.name for column in cursor.description].index(key)
        return {row[at] for row in cursor.fetchall()}


def rows_of(model: type[models.Model], school: int) -> set[Any]:
    return {row.pk for row in model._base_manager.all() if school_of(row) == school}


@on_postgres
def test_without_a_filter_every_table_shows_the_own_school_and_nothing_else(two_schools: World) -> None:
    cast, foreign = two_schools.cast, 0
    for model in WALLED:
        own, theirs = rows_of(model, cast.other.pk), rows_of(model, cast.school.pk)
        foreign += bool(theirs)
        with within(cast.other.pk):
            assert rows_by_sql(model) == own, model._meta.label
            assert {row.pk for row in model._base_manager.all()} == own, model._meta.label
        with within():
            assert rows_by_sql(model) == set(), model._meta.label
    assert foreign >= 70, foreign  # tables that had something to show


@on_postgres
@pytest.mark.usefixtures("by_the_owner")
def test_with_the_walls_taken_down_the_same_question_shows_the_other_school(two_schools: World) -> None:
    """The owner is not bound by the walls: what it sees is what a forgotten filter would show."""
    cast, shown = two_schools.cast, 0
    for model in WALLED:
        with within(cast.other.pk):
            shown += bool(rows_by_sql(model) & rows_of(model, cast.school.pk))
    assert shown >= 70, shown


def test_a_sealed_file_is_reached_by_walled_rows_only() -> None:
    """It has no school of its own (`plan.OUTSIDE`): whatever points to one is walled, nothing asks for one by name."""
    pointing = [
        model
        for model in tables()
        for field in model._meta.concrete_fields
        if field.related_model is StoredFile
    ]
    assert len(pointing) >= 6
    assert [model._meta.label for model in pointing if not wall_of(model)] == []
    asking = {
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if "StoredFile.objects" in path.read_text(encoding="utf-8")
    }
    assert asking == {
        "esafety/papers/cabinet.py",  # by its own key, and what no row knows
        "esafety/papers/management/commands/rotate_files_key.py",
        "esafety/keeping/contents.py",  # by the papers of a record that goes
        "esafety/backup/files.py",
        "esafety/backup/restoring.py",
    }
    assert not any(
        route.door and getattr(route.door.policy, "model", None) is StoredFile for route in routes()
    )


@on_postgres
def test_a_row_of_another_school_cannot_be_written(two_schools: World) -> None:
    cast, tried = two_schools.cast, 0
    for model in WALLED:
        theirs = [row for row in model._base_manager.all() if school_of(row) == cast.school.pk][:1]
        for row in theirs:
            copy = type(row)._base_manager.get(pk=row.pk)
            copy.pk = copy.pk if model._meta.pk.is_relation else 987_654_321
            refused = pytest.raises(DatabaseError, match="row-level security")
            with within(cast.other.pk), refused, transaction.atomic():
                model._base_manager.bulk_create([copy])
            tried += 1
    assert tried >= 70


@on_postgres
def test_a_row_of_another_school_is_not_there_to_be_changed_nor_given_away(two_schools: World) -> None:
    cast = two_schools.cast
    with within(cast.other.pk):
        assert Term.objects.filter(school=cast.school).update(name="Gone") == 0
        assert Term.objects.filter(school=cast.school).delete()[0] == 0
        assert type(cast.school).objects.filter(pk=cast.school.pk).update(name="Ours") == 0
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Term.objects.update(school=cast.school)


# -- through requests on one kept connection -----------------------------------------------------------


def everything(user: User | None) -> dict[str, list[Any]]:
    client = sign_in(Client(), user) if user else Client()
    found: dict[str, list[Any]] = json.loads(client.get("/everything/").content)
    return found


@on_postgres
@pytest.mark.urls("tests.house.walls_urls")
def test_one_connection_serves_one_school_then_the_other_then_a_stranger(two_schools: World) -> None:
    cast = two_schools.cast
    own = {model._meta.label: sorted(map(str, rows_of(model, cast.other.pk))) for model in WALLED}
    seen = everything(cast.dsl)
    assert seen["incidents.Incident"] != []
    everything_of_other = everything(cast.other_dsl)
    trail = everything_of_other.pop("audit.AuditEvent")
    kept = own.pop("audit.AuditEvent")
    assert set(trail) == set(kept)
    assert everything_of_other == own
    assert set(map(tuple, everything(None).values())) == {()}
    assert everything(cast.dsl)["incidents.Incident"] == seen["incidents.Incident"]


@on_postgres
@pytest.mark.urls("tests.house.walls_urls")
def test_a_page_that_fails_leaves_nothing_open(two_schools: World) -> None:
    client = sign_in(Client(raise_request_exception=False), two_schools.cast.dsl)
    assert client.get("/failing/").status_code == 500
    assert set(map(tuple, everything(None).values())) == {()}


@on_postgres
@pytest.mark.urls("tests.house.walls_urls")
def test_what_is_streamed_is_made_within_the_school_of_its_request(two_schools: World) -> None:
    asked = sign_in(Client(), two_schools.cast.other_dsl).get("/streamed/")
    assert everything(two_schools.cast.dsl)["incidents.Incident"] != []
    body = b"".join(asked.streaming_content)  # type: ignore[attr-defined]
    assert body == b"0 incidents, 1 or more terms"


@on_postgres
def test_a_rollback_does_not_bring_an_earlier_school_back(cast: Cast) -> None:
    terms = {school.pk: rows_of(Term, school.pk) for school in (cast.school, cast.other)}
    with within(cast.school.pk):
        assert rows_by_sql(Term) == terms[cast.school.pk]
        try:
            with transaction.atomic(), within(cast.other.pk):
                assert rows_by_sql(Term) == terms[cast.other.pk]
                raise RuntimeError
        except RuntimeError:
            assert rows_by_sql(Term) == terms[cast.school.pk]
    with within(cast.other.pk):
        assert rows_by_sql(Term) == terms[cast.other.pk]


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_nor_does_one_outside_any_transaction_of_the_test(cast: Cast) -> None:
    terms = rows_of(Term, cast.other.pk)
    with within(cast.other.pk):
        try:
            with transaction.atomic(), within(cast.school.pk):
                assert AuditEvent.objects.count() > 0
                raise RuntimeError
        except RuntimeError:
            assert rows_by_sql(Term) == terms


def test_a_scope_is_what_was_said_and_ends_with_its_block() -> None:
    from esafety.walls.scope import now

    with within():
        assert now() == ""
        enter(7)
        enter(3, 7)
        assert now() == "{3,7}"
        with every_school("to see"):
            enter(9)
            assert now() == "*"
        with within(2):
            enter(5)
            assert now() == "{2,5}"
        assert now() == "{3,7}"
    assert now() == "*"  # the tests' own


@pytest.fixture(autouse=True)
def _walls_are_closed_again() -> Iterator[None]:
    from esafety.walls.scope import now

    before = now()
    yield
    assert now() == before
