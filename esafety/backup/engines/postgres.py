"""PostgreSQL: pg_dump within an exported snapshot, and a database beside the present one that takes its name."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterable, Iterator
from typing import Any, Self

import psycopg2
from django.db import connection
from django.utils import timezone
from psycopg2.errors import InsufficientPrivilege, ObjectInUse
from psycopg2.sql import SQL, Identifier, Literal

from esafety.audit.verify import Anchor
from esafety.backup.engines.programs import ProgramFailed, address, owner, read_from, write_to
from esafety.backup.engines.shape import HEADS, NOT_KEPT, USED, Present, Snapshot, Target
from esafety.backup.refusals import CannotBackUp, CannotRestore
from esafety.walls.owner import is_known
from esafety.walls.standing import binds

IN_USE = "The database is in use. Stop Safekeep first (systemctl stop safekeep.target), then run this again."
SEES_NO_SCHOOL = (
    "The role in DATABASE_URL sees no school. Give DATABASE_OWNER_URL too: docs/running.md, “Two roles”."
)
NO_RIGHT = (
    "The owner of the database may not make another one beside it. As a superuser run: ALTER ROLE {} CREATEDB"
)


class PostgresSnapshot(Snapshot):
    """One read-only transaction whose look pg_dump shares."""

    def __enter__(self) -> Self:
        if not is_known() and binds():
            raise CannotBackUp(SEES_NO_SCHOOL)
        self._where = owner()
        self._name = str(connection.settings_dict["NAME"])
        self._there = _connected(self._where, self._name)
        self._there.set_session(isolation_level="REPEATABLE READ", readonly=True)
        # Off: where a rule of the rows would hide some, this fails instead of leaving them out.
        self._look = next(self._rows_now("SET row_security = off; SELECT pg_export_snapshot()"))[0]
        return self

    def __exit__(self, *_: object) -> None:
        self._there.close()

    def rows(self, sql: str) -> Iterator[tuple[Any, ...]]:
        with self._there.cursor(f"rows_{secrets.token_hex(4)}") as cursor:
            cursor.execute(sql)
            yield from cursor

    def tables(self) -> list[str]:
        return [name for (name,) in self.rows(_TABLES)]

    def dump(self) -> Iterator[bytes]:
        leave_out = [f"--exclude-table-data={table}" for table in NOT_KEPT]
        command = ["pg_dump", "--format=custom", "--no-password", f"--snapshot={self._look}", *leave_out]
        try:
            yield from read_from(command, address(self._where, self._name))
        except ProgramFailed as why:
            raise CannotBackUp(f"The database could not be read: {why}") from why

    def _rows_now(self, sql: str) -> Iterator[tuple[Any, ...]]:
        with self._there.cursor() as cursor:
            cursor.execute(sql)
            yield from cursor


class PostgresTarget(Target):
    """A second database on the same server."""

    def __enter__(self) -> Self:
        self._where = owner()
        self._before = dict(connection.settings_dict)
        self._name = str(self._before["NAME"])
        self._beside = f"{self._name[:40]}_restoring"
        connection.close()
        self._drop(self._beside)
        return self

    def __exit__(self, *_: object) -> None:
        connection.close()
        connection.settings_dict.update(self._before)
        self._drop(self._beside)

    def present(self) -> Present:
        with contextlib.closing(_connected(self._where, self._name)) as there, there.cursor() as cursor:
            cursor.execute(_TABLES)
            if not cursor.fetchone():
                return Present(is_empty=True, heads=[])
            try:
                cursor.execute(USED)
                used = bool((cursor.fetchone() or (True,))[0])
                cursor.execute(HEADS)
                return Present(not used, [Anchor(*row) for row in cursor.fetchall()])
            except psycopg2.Error:
                return Present(is_empty=False, heads=None)

    def refuse_if_in_use(self) -> None:
        with self._server() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = %s", [self._name])
            if (cursor.fetchone() or (0,))[0]:
                raise CannotRestore(IN_USE)

    def load(self, pieces: Iterable[bytes]) -> None:
        with self._server() as cursor:
            try:
                cursor.execute(self._create(cursor))
            except InsufficientPrivilege as error:
                raise CannotRestore(NO_RIGHT.format(self._where["USER"])) from error
        command = ["pg_restore", "--no-password", "--no-owner", "--no-privileges"]
        command += [
            "--exit-on-error",
            "--single-transaction",
        ]  # rights are given by `migrate`, to the role of this place
        try:
            write_to([*command, "--dbname", self._beside], address(self._where, self._beside), pieces)
        except ProgramFailed as why:
            raise CannotRestore(f"The database could not be restored: {why}") from why
        with contextlib.closing(_connected(self._where, self._beside)) as there:
            there.autocommit = True
            there.cursor().execute("ANALYZE")

    def look_at_it(self) -> None:
        connection.close()
        keys = ("HOST", "PORT", "USER", "PASSWORD")
        connection.settings_dict.update({key: self._where[key] for key in keys}, NAME=self._beside)

    def swap(self) -> str:
        connection.close()
        empty = self.present().is_empty
        earlier = f"{self._name[:40]}_before_{timezone.now():%Y%m%dT%H%M%SZ}".lower()
        rename = SQL("ALTER DATABASE {} RENAME TO {}")
        both = [(self._name, earlier), (self._beside, self._name)]
        try:
            with self._server() as cursor:  # one sentence, so one transaction: both names or neither
                cursor.execute(SQL("; ").join(rename.format(Identifier(a), Identifier(b)) for a, b in both))
        except ObjectInUse as error:
            raise CannotRestore(IN_USE) from error
        if empty:
            self._drop(earlier)
        return "" if empty else earlier

    def _create(self, cursor: Any) -> Any:
        """With the sorting and the letters of the present database."""
        cursor.execute("SELECT datcollate, datctype FROM pg_database WHERE datname = %s", [self._name])
        collate, ctype = cursor.fetchone()
        made = SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE {} LC_CTYPE {}")
        return made.format(Identifier(self._beside), Literal(collate), Literal(ctype))

    def _drop(self, name: str) -> None:
        with self._server() as cursor:
            cursor.execute(SQL("DROP DATABASE IF EXISTS {}").format(Identifier(name)))

    @contextlib.contextmanager
    def _server(self) -> Iterator[Any]:
        """Outside every database that is to be renamed."""
        with contextlib.closing(_connected(self._where, "postgres")) as there:
            there.autocommit = True
            with there.cursor() as cursor:
                yield cursor


_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"


def _connected(where: dict[str, Any], database: str) -> Any:
    options = {key: value for key, value in (where.get("OPTIONS") or {}).items() if key.startswith("ssl")}
    return psycopg2.connect(
        host=where.get("HOST") or None,
        port=where.get("PORT") or None,
        user=where.get("USER") or None,
        password=where.get("PASSWORD") or None,
        dbname=database,
        connect_timeout=10,
        **options,
    )
