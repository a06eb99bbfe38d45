"""The engine's own full-text index over what incidents are found by."""

from typing import Any

from django.db import migrations

_TABLE = "incidents_searchtext"

_SQLITE = (
    f"CREATE VIRTUAL TABLE {_TABLE}_words USING fts5(body, content='{_TABLE}', content_rowid='incident_id', "
    "tokenize='porter unicode61 remove_diacritics 2')",
    f"CREATE TRIGGER {_TABLE}_added AFTER INSERT ON {_TABLE} BEGIN "
    f"INSERT INTO {_TABLE}_words(rowid, body) VALUES (new.incident_id, new.body); END",
    f"CREATE TRIGGER {_TABLE}_changed AFTER UPDATE ON {_TABLE} BEGIN "
    f"INSERT INTO {_TABLE}_words({_TABLE}_words, rowid, body) VALUES ('delete', old.incident_id, old.body); "
    f"INSERT INTO {_TABLE}_words(rowid, body) VALUES (new.incident_id, new.body); END",
    f"CREATE TRIGGER {_TABLE}_removed AFTER DELETE ON {_TABLE} BEGIN "
    f"INSERT INTO {_TABLE}_words({_TABLE}_words, rowid, body) VALUES ('delete', old.incident_id, old.body); END",
)

_POSTGRES = (f"CREATE INDEX {_TABLE}_words ON {_TABLE} USING gin (to_tsvector('english', body))",)


def make_index(apps: Any, schema_editor: Any) -> None:
    for sentence in _SQLITE if schema_editor.connection.vendor == "sqlite" else _POSTGRES:
        schema_editor.execute(sentence, params=None)


def drop_index(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "sqlite":
        for name in ("added", "changed", "removed"):
            schema_editor.execute(f"DROP TRIGGER {_TABLE}_{name}", params=None)
        schema_editor.execute(f"DROP TABLE {_TABLE}_words", params=None)
    else:
        schema_editor.execute(f"DROP INDEX {_TABLE}_words", params=None)


class Migration(migrations.Migration):
    dependencies = [("incidents", "0002_guards")]
    operations = [
        migrations.RunPython(make_index, drop_index),
    ]
