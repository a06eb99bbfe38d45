"""Django's PostgreSQL connection, which tells the server the scope before the first sentence that needs it.

What was told is remembered for as long as it surely holds: a rollback may take the setting back, so after one it is
told again. A connection that is kept between requests is therefore never a school ahead of the work that uses it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.backends.postgresql import base

from esafety.walls.scope import NOTHING, now

TELL = "SELECT set_config('walls.schools', %s, false)"
_OF_TRANSACTIONS = ("SAVEPOINT", "ROLLBACK", "RELEASE")
"""They touch no row, and must get through when a transaction has failed."""


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection, and what it was last told. None: not known any more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told: str | None = NOTHING
        self.execute_wrappers.append(self._within_scope)

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A new one was told nothing."""
        self.told = NOTHING
        return super().get_new_connection(conn_params)

    def _within_scope(
        self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        scope = now()
        if scope != self.told and not self.needs_rollback and not str(sql).startswith(_OF_TRANSACTIONS):
            with self.wrap_database_errors, self.connection.cursor() as cursor:
                cursor.execute(TELL, [scope])
            self.told = scope
        return execute(sql, params, many, context)

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]
        except BaseException:
            self.told = None
            raise

    def _rollback(self) -> None:
        self.told = None
        super()._rollback()  # type: ignore[misc]

    def _savepoint_rollback(self, sid: str) -> None:
        self.told = None
        super()._savepoint_rollback(sid)  # type: ignore[misc]
