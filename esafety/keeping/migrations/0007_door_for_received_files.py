"""A review says of which school it is; the door opens for received files, and tells them from incidents."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from esafety.audit.guards import WithGuardsKept
from esafety.keeping.door import (
    ALERT,
    GUARDED,
    INCIDENT,
    POSTGRES_FUNCTION,
    RECEIVED,
    REVIEW,
    Guarded,
    on_postgres,
    on_sqlite,
)

_SCHOOLS = (
    "UPDATE keeping_review SET school_id = "
    "(SELECT i.school_id FROM incidents_incident i WHERE i.id = keeping_review.incident_id)"
)
_NO_UPDATE = (
    "CREATE TRIGGER {table}_no_change BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
)
_NO_UPDATE_SQLITE = (
    "CREATE TRIGGER keeping_review_no_update BEFORE UPDATE ON keeping_review "
    "BEGIN SELECT RAISE(ABORT, 'keeping_review is append-only'); END"
)
_ONLY_ADDED_TO = ("moving_arrivalentry", "moving_arrivalplacing")


def say_the_school(apps: Any, schema_editor: Any) -> None:
    """The guard against changing a review stands aside for this one sentence."""
    if schema_editor.connection.vendor == "sqlite":
        for sentence in ("DROP TRIGGER keeping_review_no_update", _SCHOOLS, _NO_UPDATE_SQLITE):
            schema_editor.execute(sentence, params=None)
        return
    for sentence in (
        "DROP TRIGGER keeping_review_no_change ON keeping_review",
        _SCHOOLS,
        "SET CONSTRAINTS ALL IMMEDIATE",  # what waits for the end of the transaction would forbid the next sentence
        _NO_UPDATE.format(table="keeping_review"),
    ):
        schema_editor.execute(sentence, params=None)


def open_the_door(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "sqlite":
        for one in (*GUARDED, ALERT, INCIDENT, REVIEW):
            schema_editor.execute(f"DROP TRIGGER {one.table}_no_delete", params=None)
        for table in _ONLY_ADDED_TO:
            schema_editor.execute(f"DROP TRIGGER {table}_no_delete", params=None)
        for one in (*GUARDED, ALERT, INCIDENT, REVIEW, *RECEIVED):
            schema_editor.execute(on_sqlite(one), params=None)
        return
    schema_editor.execute(POSTGRES_FUNCTION, params=None)
    for table in _ONLY_ADDED_TO:
        schema_editor.execute(f"DROP TRIGGER {table}_no_change ON {table}", params=None)
        schema_editor.execute(_NO_UPDATE.format(table=table), params=None)
    schema_editor.execute("DROP TRIGGER keeping_review_no_delete ON keeping_review", params=None)
    for one in (REVIEW, *RECEIVED):
        schema_editor.execute(on_postgres(one), params=None)


def close_the_door(apps: Any, schema_editor: Any) -> None:
    """Received files stay again. What guards incidents is left: it only ever names them more exactly."""
    sqlite = schema_editor.connection.vendor == "sqlite"
    for one in (REVIEW, *RECEIVED):
        on = "" if sqlite else f" ON {one.table}"
        schema_editor.execute(f"DROP TRIGGER {one.table}_no_delete{on}", params=None)
    before = Guarded(REVIEW.table)
    schema_editor.execute(on_sqlite(before) if sqlite else on_postgres(before), params=None)
    for table in _ONLY_ADDED_TO:
        if sqlite:
            schema_editor.execute(_PLAIN_SQLITE.format(table=table), params=None)
        else:
            schema_editor.execute(f"DROP TRIGGER {table}_no_change ON {table}", params=None)
            schema_editor.execute(_PLAIN.format(table=table), params=None)


_PLAIN_SQLITE = (
    "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
    "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
)
_PLAIN = (
    "CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
)


class Migration(migrations.Migration):
    dependencies = [("keeping", "0006_received_files_go_too"), ("moving", "0006_known_again")]

    operations = [
        migrations.RunPython(say_the_school, migrations.RunPython.noop),
        WithGuardsKept(
            [
                migrations.AlterField(
                    "review",
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.school"
                    ),
                )
            ]
        ),
        migrations.RunPython(open_the_door, close_the_door),
    ]
