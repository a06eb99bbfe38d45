"""What both engines can do."""

from __future__ import annotations

import abc
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, Self

from django.db import connection

from esafety.audit.verify import Anchor

NOT_KEPT = ("django_session", "usersessions_usersession")
"""Tables whose rows stay out: nobody who was signed in then shall be signed in after a restore."""
HEADS = (
    "SELECT school_id, number, hash FROM audit_auditevent AS one WHERE number = "
    "(SELECT max(number) FROM audit_auditevent AS other WHERE other.school_id = one.school_id) ORDER BY school_id"
)
FILES = "SELECT name FROM papers_storedfile WHERE destroyed_at IS NULL ORDER BY name"
MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY app, name"
USED = "SELECT EXISTS (SELECT 1 FROM people_school) OR EXISTS (SELECT 1 FROM audit_auditevent)"


class Snapshot(abc.ABC):
    """The database as it was at one moment, however long one looks."""

    @abc.abstractmethod
    def __enter__(self) -> Self: ...

    @abc.abstractmethod
    def __exit__(self, *_: object) -> None: ...

    @abc.abstractmethod
    def rows(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """Rows, without holding all of them."""

    @abc.abstractmethod
    def tables(self) -> list[str]:
        """The names of all tables."""

    @abc.abstractmethod
    def dump(self) -> Iterator[bytes]:
        """The whole of it. Raises CannotBackUp."""

    def counts(self) -> dict[str, int]:
        """Rows of each table that a restore will bring back."""
        return {
            table: 0 if table in NOT_KEPT else next(self.rows(f'SELECT count(*) FROM "{table}"'))[0]  # noqa: S608
            for table in sorted(self.tables())
        }

    def heads(self) -> list[Anchor]:
        """The end of every chain of the trail."""
        return [Anchor(*row) for row in self.rows(HEADS)]


class Present(NamedTuple):
    """What is in the place where a backup shall go. `heads` is None when its trail cannot be read."""

    is_empty: bool
    heads: list[Anchor] | None


class Target(abc.ABC):
    """A place beside the present database, which takes its name only when everything is well.

    Entered, it makes sure of the place; left without `swap`, it removes what was put there.
    """

    @abc.abstractmethod
    def __enter__(self) -> Self: ...

    @abc.abstractmethod
    def __exit__(self, *_: object) -> None: ...

    @abc.abstractmethod
    def present(self) -> Present:
        """What is there now."""

    @abc.abstractmethod
    def refuse_if_in_use(self) -> None:
        """Raises CannotRestore when another process has the database open."""

    @abc.abstractmethod
    def load(self, pieces: Iterable[bytes]) -> None:
        """Put a dump beside. Raises CannotRestore."""

    @abc.abstractmethod
    def look_at_it(self) -> None:
        """From now on Django's own connection goes to what was loaded."""

    @abc.abstractmethod
    def swap(self) -> str:
        """It takes the place. Returns the name that the earlier database has now, or nothing when it held nothing."""


def counts_now() -> dict[str, int]:
    """Rows of each table on Django's own connection."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
            found[table] = cursor.fetchone()[0]
    return found
