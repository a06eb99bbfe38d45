"""One door for rows of a case: they go with an approved disposal and not otherwise. See `keeping/door.py`."""

from typing import Any

from django.db import migrations

from esafety.audit.guards import AppendOnlyTable
from esafety.keeping.door import ALERT, GUARDED, NEW, POSTGRES_FUNCTION, on_postgres, on_sqlite


def open_the_door(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "sqlite":
        for one in (*GUARDED, ALERT):
            schema_editor.execute(f"DROP TRIGGER {one.table}_no_delete", params=None)
        for one in (*GUARDED, ALERT, *NEW):
            schema_editor.execute(on_sqlite(one), params=None)
        schema_editor.execute(_NO_UPDATE_SQLITE, params=None)
        return
    schema_editor.execute(POSTGRES_FUNCTION, params=None)
    for one in GUARDED:
        schema_editor.execute(f"DROP TRIGGER {one.table}_no_change ON {one.table}", params=None)
        schema_editor.execute(_NO_UPDATE.format(table=one.table), params=None)
    schema_editor.execute(f"DROP TRIGGER {ALERT.table}_no_delete ON {ALERT.table}", params=None)
    for one in (*GUARDED, ALERT, *NEW):
        schema_editor.execute(on_postgres(one), params=None)
    schema_editor.execute(_NO_UPDATE.format(table="keeping_review"), params=None)


_NO_UPDATE = (
    "CREATE TRIGGER {table}_no_change BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
)
_NO_UPDATE_SQLITE = (
    "CREATE TRIGGER keeping_review_no_update BEFORE UPDATE ON keeping_review "
    "BEGIN SELECT RAISE(ABORT, 'keeping_review is append-only'); END"
)


def close_the_door(apps: Any, schema_editor: Any) -> None:
    sqlite = schema_editor.connection.vendor == "sqlite"
    for one in (*GUARDED, ALERT, *NEW):
        on = "" if sqlite else f" ON {one.table}"
        schema_editor.execute(f"DROP TRIGGER {one.table}_no_delete{on}", params=None)
    if sqlite:
        schema_editor.execute("DROP TRIGGER keeping_review_no_update", params=None)
        for one in (*GUARDED, ALERT):
            schema_editor.execute(_PLAIN_SQLITE.format(table=one.table), params=None)
        return
    schema_editor.execute("DROP TRIGGER keeping_review_no_change ON keeping_review", params=None)
    for one in GUARDED:
        schema_editor.execute(f"DROP TRIGGER {one.table}_no_change ON {one.table}", params=None)
        schema_editor.execute(
            _PLAIN.format(table=one.table, name="no_change", act="UPDATE OR DELETE"), params=None
        )
    schema_editor.execute(_PLAIN.format(table=ALERT.table, name="no_delete", act="DELETE"), params=None)
    schema_editor.execute("DROP FUNCTION refuse_unless_disposed()", params=None)


_PLAIN_SQLITE = (
    "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
    "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
)
_PLAIN = "CREATE TRIGGER {table}_{name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"


class Migration(migrations.Migration):
    dependencies = [("keeping", "0001_initial"), ("incidents", "0004_alerts_are_kept")]
    operations = [
        AppendOnlyTable("Tombstone"),
        migrations.RunPython(open_the_door, close_the_door),
    ]
