"""Database triggers that refuse changes: to rows that are only ever added, to words once they are settled.

One text for every such table.
"""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

_SQLITE = (
    "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
    "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
    "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
    "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
    "CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
    "WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) "
    "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
)
_POSTGRES = (
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
    "CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
)
_UNDO = {
    "sqlite": ("_no_update", "_no_delete", "_no_replace"),
    "postgresql": ("_no_change", "_no_truncate"),
}


class AppendOnlyTable(Operation):
    """A migration step after which the database itself refuses UPDATE, DELETE and TRUNCATE on a table."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, model_name: str) -> None:
        """Name the model whose table is guarded."""
        self.model_name = model_name

    def deconstruct(self) -> tuple[str, list[str], dict[str, str]]:
        """How the step is written down."""
        return (self.__class__.__qualname__, [self.model_name], {})

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Nothing that the models can see."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Put the guards up."""
        table = to_state.apps.get_model(app_label, self.model_name)._meta.db_table
        sentences = _SQLITE if schema_editor.connection.vendor == "sqlite" else _POSTGRES
        for sentence in sentences:
            schema_editor.execute(sentence.format(table=table), params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Take the guards down."""
        table = from_state.apps.get_model(app_label, self.model_name)._meta.db_table
        vendor = schema_editor.connection.vendor
        for suffix in _UNDO[vendor]:
            where = f" ON {table}" if vendor == "postgresql" else ""
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}{suffix}{where}", params=None)

    def describe(self) -> str:
        """For the migration's output."""
        return f"Let rows of {self.model_name} only ever be added"


class FrozenColumns(Operation):
    """A migration step after which the database refuses to change named columns, or take a row away, once settled.

    `open_while` names a column and the values of it under which everything may still change; it never goes back.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(
        self, model_name: str, name: str, columns: tuple[str, ...], open_while: tuple[str, tuple[str, ...]]
    ) -> None:
        """Name the model, the guard, the columns that freeze, and what keeps them open."""
        self.model_name, self.name, self.columns, self.open_while = model_name, name, columns, open_while

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        """How the step is written down."""
        return (self.__class__.__qualname__, [self.model_name, self.name, self.columns, self.open_while], {})

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Nothing that the models can see."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Put the guards up."""
        table = to_state.apps.get_model(app_label, self.model_name)._meta.db_table
        sqlite = schema_editor.connection.vendor == "sqlite"
        differs = "IS NOT" if sqlite else "IS DISTINCT FROM"
        column, values = self.open_while
        among = ", ".join(f"'{value}'" for value in values)
        changed = " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in self.columns)
        settled = f"OLD.{column} NOT IN ({among})"
        whens = {
            self.name: ("UPDATE", f"{settled} AND (NEW.{column} IN ({among}) OR {changed})"),
            f"{self.name}_kept": ("DELETE", settled),
        }
        if not sqlite:
            schema_editor.execute(_REFUSE_SETTLED, params=None)
        for suffix, (act, when) in whens.items():
            head = f"CREATE TRIGGER {table}_{suffix} BEFORE {act} ON {table} FOR EACH ROW WHEN ({when})"
            tail = (
                f"BEGIN SELECT RAISE(ABORT, 'a settled row of {table} never changes'); END"
                if sqlite
                else "EXECUTE FUNCTION refuse_settled()"
            )
            schema_editor.execute(f"{head} {tail}", params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Take the guards down."""
        table = from_state.apps.get_model(app_label, self.model_name)._meta.db_table
        where = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        for suffix in (self.name, f"{self.name}_kept"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_{suffix}{where}", params=None)

    def describe(self) -> str:
        """For the migration's output."""
        return f"Let settled rows of {self.model_name} keep their words"


class WithGuardsKept(Operation):
    """Steps that change a guarded table. SQLite makes such a table anew, and would drop its guards with the old one."""

    reversible = True
    reduces_to_sql = False

    def __init__(self, steps: list[Operation]) -> None:
        """Name the steps."""
        self.steps = steps

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        """How the step is written down."""
        return (self.__class__.__qualname__, [self.steps], {})

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """What the steps change."""
        for step in self.steps:
            step.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Take every guard down, take the steps, put every guard up again, word for word."""
        guards = _take_down(schema_editor)
        state = from_state.clone()
        for step in self.steps:
            before, state = state, state.clone()
            step.state_forwards(app_label, state)
            step.database_forwards(app_label, schema_editor, before, state)
        _put_up(schema_editor, guards)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """The same, the last step first."""
        guards = _take_down(schema_editor)
        states = [to_state.clone()]
        for step in self.steps:
            states.append(states[-1].clone())
            step.state_forwards(app_label, states[-1])
        for number, step in reversed(list(enumerate(self.steps))):
            step.database_backwards(app_label, schema_editor, states[number + 1], states[number])
        _put_up(schema_editor, guards)

    def describe(self) -> str:
        """For the migration's output."""
        return "; ".join(step.describe() for step in self.steps)


def _take_down(schema_editor: BaseDatabaseSchemaEditor) -> list[str]:
    """Drop every trigger of an SQLite database, and give the sentences that make them; elsewhere nothing."""
    if schema_editor.connection.vendor != "sqlite":
        return []
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY rowid")
        found = cursor.fetchall()
    for name, _ in found:
        schema_editor.execute(f"DROP TRIGGER {schema_editor.quote_name(name)}", params=None)
    return [sql for _, sql in found]


def _put_up(schema_editor: BaseDatabaseSchemaEditor, guards: list[str]) -> None:
    for sentence in guards:
        schema_editor.execute(sentence, params=None)


_REFUSE_SETTLED = (
    "CREATE OR REPLACE FUNCTION refuse_settled() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "RAISE EXCEPTION 'a settled row of % never changes', TG_TABLE_NAME; END $$"
)
