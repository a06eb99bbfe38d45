"""Raising the walls: row-level security and rights, in SQL made from the plan. Done by the owner after each migration.

The owner itself is not bound (no FORCE): migrations of data must see all rows. `standing` says whether the role that
serves is bound.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import connection, models, transaction

from esafety.walls.plan import OUTSIDE, SCHOOL, Wall, tables, wall_of
from esafety.walls.rights import rights_on

# Asked once for each sentence, not for each row: an uncorrelated sub-select is an InitPlan.
_EVERY = "(SELECT walls_every())"
_SCHOOLS = "(SELECT walls_schools())::bigint[]"
_FUNCTIONS = (
    "CREATE OR REPLACE FUNCTION walls_every() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS "
    "$$ SELECT coalesce(current_setting('walls.schools', true), '') = '*' $$",
    "CREATE OR REPLACE FUNCTION walls_schools() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS "
    "$$ SELECT CASE WHEN current_setting('walls.schools', true) LIKE '{%' "
    "THEN current_setting('walls.schools', true)::bigint[] ELSE '{}' END $$",
)
_ONLY_ADDED_TO = (
    "SELECT tgrelid::regclass::text FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid "
    "WHERE proname = 'refuse_change' AND tgtype & 16 <> 0 AND tgqual IS NULL AND tgattr = ''"  # every UPDATE
)
_STANDING = (
    "SELECT obj_description(pg_policy.oid, 'pg_policy') FROM pg_policy JOIN pg_class ON pg_class.oid = polrelid "
    "WHERE polrelid = %s::regclass AND polname = 'walls' AND relrowsecurity"
)


def raise_walls(role: str) -> None:
    """Put every wall up and give `role` its rights. Changes nothing where all stands already."""
    with connection.cursor() as cursor:
        for sentence in _FUNCTIONS:
            cursor.execute(sentence)
        for model in tables():
            if model._meta.label not in OUTSIDE:
                _wall(cursor, model)
        _give_rights(cursor, connection.ops.quote_name(role))


def condition(model: type[models.Model], wall: Wall) -> str:
    """Which rows of a table are this side of the wall. A parent's own wall holds inside the sub-select."""
    column = f"{_quoted(model)}.{connection.ops.quote_name(wall.column)}"
    if wall.leads_to is None:
        return f"{_EVERY} OR {column} = ANY ({_SCHOOLS})"
    parent = _quoted(wall.leads_to)
    return f"{_EVERY} OR EXISTS (SELECT 1 FROM {parent} WHERE {parent}.id = {column})"  # noqa: S608  # our names


def _wall(cursor: Any, model: type[models.Model]) -> None:
    wall, table = wall_of(model), _quoted(model)
    if wall is None:
        raise LookupError(f"{model._meta.label} has neither a wall nor a reason in esafety/walls/plan.py")
    sentences = _sentences(table, condition(model, wall), is_school=model._meta.label == SCHOOL)
    mark = hashlib.sha256("\n".join(sentences).encode()).hexdigest()
    cursor.execute(_STANDING, [table])
    if cursor.fetchone() == (mark,):
        return
    with transaction.atomic():  # one table at a time, so that no two locks are held while people work
        for sentence in (*sentences, f"COMMENT ON POLICY walls ON {table} IS '{mark}'"):
            cursor.execute(sentence)


def _sentences(table: str, inside: str, *, is_school: bool) -> list[str]:
    """A school's own row may be read by anybody, since its name is public; it is changed from inside only."""
    drop = [f"DROP POLICY IF EXISTS {name} ON {table}" for name in ("walls", "walls_read")]
    made = [f"CREATE POLICY walls ON {table} USING ({inside}) WITH CHECK ({inside})"]
    if is_school:
        made.append(f"CREATE POLICY walls_read ON {table} FOR SELECT USING (true)")
    return [*drop, *made, f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"]


def _give_rights(cursor: Any, role: str) -> None:
    cursor.execute(_ONLY_ADDED_TO)
    only_added_to = {row[0] for row in cursor.fetchall()}
    with transaction.atomic():
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}, PUBLIC")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
        cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}")
        cursor.execute(f"GRANT SELECT ON django_migrations TO {role}")  # what /health/ready asks
        for model in tables():
            rights = rights_on(model._meta.label, only_added_to=model._meta.db_table in only_added_to)
            cursor.execute(f"GRANT {', '.join(rights)} ON {_quoted(model)} TO {role}")


def _quoted(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)
