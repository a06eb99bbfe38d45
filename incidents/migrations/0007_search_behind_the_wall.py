"""Searching by words behind the walls between schools, on PostgreSQL.

Row-level security looks at a row before it asks a function that could tell of it, and matching words is such a function:
the full-text index would stand unused, and a search would read the words of every school. So the owner looks in the index
and asks the wall itself, and gives numbers of incidents only.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

_SCOPE = "coalesce(current_setting('walls.schools', true), '')"
_FOUND = f"""
CREATE OR REPLACE FUNCTION incidents_found(words text) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER ROWS 500 SET search_path = public, pg_temp AS $$
    SELECT held.incident_id FROM incidents_searchtext AS held
    JOIN incidents_incident AS incident ON incident.id = held.incident_id
    WHERE to_tsvector('english', held.body) @@ plainto_tsquery('english', words)
    AND ((SELECT {_SCOPE}) = '*' OR incident.school_id = ANY (
        (SELECT CASE WHEN {_SCOPE} LIKE '{{%%' THEN {_SCOPE} ELSE '{{}}' END)::bigint[]
    ))
$$
""".replace("%%", "%")  # fmt: skip


def make(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_FOUND, params=None)


def drop(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION incidents_found(text)", params=None)


class Migration(migrations.Migration):
    dependencies = [("incidents", "0006_search_by_school")]
    operations = [migrations.RunPython(make, drop)]
