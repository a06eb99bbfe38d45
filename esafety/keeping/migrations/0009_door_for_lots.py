"""The door opens for what is in lots: rows that were written down with a tombstone. See `keeping/door.py`."""

from typing import Any

from django.db import migrations

from esafety.audit.guards import AppendOnlyTable
from esafety.keeping.door import (
    ALERT,
    GUARDED,
    OF_LOTS,
    ONLY_ADDED_TO,
    POSTGRES_FUNCTION,
    POSTGRES_FUNCTION_WITH_LOTS,
    WITH_LOTS_TOO,
    on_postgres,
    on_sqlite,
)

_BEFORE = [one for one in (*GUARDED, ALERT) if one.table in {new.table for new in WITH_LOTS_TOO}]
_NO_UPDATE = (
    "CREATE TRIGGER {table}_no_change BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
)
_NO_CHANGE = (
    "CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
)
_NO_DELETE_SQLITE = (
    "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
    "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
)


def open_the_door(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "sqlite":
        for one in (*WITH_LOTS_TOO, *ONLY_ADDED_TO):
            schema_editor.execute(f"DROP TRIGGER {one.table}_no_delete", params=None)
        for one in (*WITH_LOTS_TOO, *ONLY_ADDED_TO, *OF_LOTS):
            schema_editor.execute(on_sqlite(one), params=None)
        return
    schema_editor.execute(POSTGRES_FUNCTION_WITH_LOTS, params=None)
    for one in ONLY_ADDED_TO:
        schema_editor.execute(f"DROP TRIGGER {one.table}_no_change ON {one.table}", params=None)
        schema_editor.execute(_NO_UPDATE.format(table=one.table), params=None)
    for one in (*ONLY_ADDED_TO, *OF_LOTS):
        schema_editor.execute(on_postgres(one), params=None)


def close_the_door(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "sqlite":
        for one in (*WITH_LOTS_TOO, *ONLY_ADDED_TO, *OF_LOTS):
            schema_editor.execute(f"DROP TRIGGER {one.table}_no_delete", params=None)
        for one in _BEFORE:
            schema_editor.execute(on_sqlite(one), params=None)
        for one in ONLY_ADDED_TO:
            schema_editor.execute(_NO_DELETE_SQLITE.format(table=one.table), params=None)
        return
    for one in (*ONLY_ADDED_TO, *OF_LOTS):
        schema_editor.execute(f"DROP TRIGGER {one.table}_no_delete ON {one.table}", params=None)
    for one in ONLY_ADDED_TO:
        schema_editor.execute(f"DROP TRIGGER {one.table}_no_change ON {one.table}", params=None)
        schema_editor.execute(_NO_CHANGE.format(table=one.table), params=None)
    schema_editor.execute(POSTGRES_FUNCTION, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("keeping", "0008_lots"),
        ("aup", "0002_guards"),
        ("filtering", "0002_guards"),
        ("governance", "0001_initial"),
        ("office", "0001_initial"),
    ]
    operations = [
        AppendOnlyTable("GoneRow"),
        migrations.RunPython(open_the_door, close_the_door),
    ]
