"""An alert is never deleted and never reworded."""

from typing import Any

from django.db import migrations

_TABLE = "incidents_alert"

_AS_IT_CAME = (
    "school_id",
    "source_id",
    "reference",
    "external_id",
    "raised_at",
    "arrived_at",
    "user_typed",
    "device",
    "content",
    "category",
    "severity",
    "capture",
    "capture_reference",
    "doubtful",
)

_COLUMNS = ", ".join(_AS_IT_CAME)

_SQLITE = (
    f"CREATE TRIGGER {_TABLE}_no_delete BEFORE DELETE ON {_TABLE} "
    f"BEGIN SELECT RAISE(ABORT, '{_TABLE} is append-only'); END",
    f"CREATE TRIGGER {_TABLE}_as_it_came BEFORE UPDATE OF {_COLUMNS} ON {_TABLE} "
    f"BEGIN SELECT RAISE(ABORT, '{_TABLE} is append-only'); END",
)

_POSTGRES = (
    f"CREATE TRIGGER {_TABLE}_no_delete BEFORE DELETE ON {_TABLE} FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    f"CREATE TRIGGER {_TABLE}_as_it_came BEFORE UPDATE OF {_COLUMNS} ON {_TABLE} "
    "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    f"CREATE TRIGGER {_TABLE}_no_truncate BEFORE TRUNCATE ON {_TABLE} "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
)


def put_up(apps: Any, schema_editor: Any) -> None:
    for sentence in _SQLITE if schema_editor.connection.vendor == "sqlite" else _POSTGRES:
        schema_editor.execute(sentence, params=None)


def take_down(apps: Any, schema_editor: Any) -> None:
    names = ["no_delete", "as_it_came"]
    on = ""
    if schema_editor.connection.vendor != "sqlite":
        names, on = [*names, "no_truncate"], f" ON {_TABLE}"
    for name in names:
        schema_editor.execute(f"DROP TRIGGER {_TABLE}_{name}{on}", params=None)


class Migration(migrations.Migration):
    dependencies = [("incidents", "0003_search_index")]
    operations = [
        migrations.RunPython(put_up, take_down),
    ]
