"""SQLite: its own backup function makes the look, and a renamed file is the swap."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.db import connection
from django.utils import timezone

from esafety.audit.verify import Anchor
from esafety.backup.engines.shape import HEADS, NOT_KEPT, USED, Present, Snapshot, Target
from esafety.backup.refusals import CannotRestore
from esafety.papers.sealing import CHUNK


class SQLiteSnapshot(Snapshot):
    """A copy in the data folder, under no name while it is read: a crash leaves nothing to find."""

    def __enter__(self) -> Self:
        place = Path(settings.DATA_DIR) / "backup.copy"
        place.unlink(missing_ok=True)  # a crash between the next two steps
        os.close(os.open(place, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        self._copy = sqlite3.connect(place)
        with contextlib.closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=20)) as present:
            try:
                present.backup(self._copy)
                self._copy.execute("PRAGMA journal_mode=MEMORY")
                self._copy.execute("PRAGMA secure_delete=ON")
                for table in NOT_KEPT:
                    self._copy.execute(f'DELETE FROM "{table}"')  # noqa: S608
                self._copy.commit()
                self._file = place.open("rb")
            finally:
                place.unlink()
        return self

    def __exit__(self, *_: object) -> None:
        self._copy.close()
        self._file.close()

    def rows(self, sql: str) -> Iterator[tuple[Any, ...]]:
        return iter(self._copy.execute(sql))

    def tables(self) -> list[str]:
        return [name for (name,) in self.rows(_TABLES)]

    def dump(self) -> Iterator[bytes]:
        return iter(lambda: self._file.read(CHUNK), b"")


class SQLiteTarget(Target):
    """A file beside the present one."""

    def __enter__(self) -> Self:
        self._place = Path(connection.settings_dict["NAME"])
        self._beside = self._place.with_name(f"{self._place.name}.restoring")
        connection.close()
        _remove(self._beside)
        return self

    def __exit__(self, *_: object) -> None:
        connection.close()
        connection.settings_dict["NAME"] = str(self._place)
        _remove(self._beside)

    def present(self) -> Present:
        if not self._place.exists() or not self._place.stat().st_size:
            return Present(is_empty=True, heads=[])
        try:
            with contextlib.closing(_opened(self._place)) as present:
                if not present.execute(_TABLES).fetchone():
                    return Present(is_empty=True, heads=[])
                used = bool(present.execute(USED).fetchone()[0])
                return Present(not used, [Anchor(*row) for row in present.execute(HEADS)])
        except sqlite3.DatabaseError:
            return Present(is_empty=False, heads=None)

    def refuse_if_in_use(self) -> None:
        """Only the sole user of a database in WAL mode can take it out of that mode."""
        if not self._place.exists():
            return
        try:
            with contextlib.closing(_opened(self._place)) as present:
                present.execute("PRAGMA journal_mode=WAL")
                present.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise CannotRestore(
                    "The database is in use. Stop Safekeep first, then run this again."
                ) from error
        except sqlite3.DatabaseError:
            return  # too damaged to be in use

    def load(self, pieces: Iterable[bytes]) -> None:
        with os.fdopen(os.open(self._beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as into:
            for piece in pieces:
                into.write(piece)
            into.flush()
            os.fsync(into.fileno())
        with contextlib.closing(_opened(self._beside)) as loaded:
            if loaded.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise CannotRestore("The database in this backup is damaged. Use another copy.")

    def look_at_it(self) -> None:
        connection.close()
        connection.settings_dict["NAME"] = str(self._beside)

    def swap(self) -> str:
        connection.close()
        with contextlib.closing(_opened(self._beside)) as ready:
            ready.execute("PRAGMA journal_mode=DELETE")  # everything in one file
        self.refuse_if_in_use()
        earlier = self._set_aside()
        self._beside.replace(self._place)
        _force_to_disk(self._place.parent)
        return earlier

    def _set_aside(self) -> str:
        """The earlier database under a name of its own: linked, so that at no moment there is none."""
        if not self._place.exists():
            return ""
        empty = self.present().is_empty
        earlier = self._place.with_name(f"{self._place.name}.before-{timezone.now():%Y%m%dT%H%M%SZ}")
        if not empty:
            earlier.hardlink_to(self._place)
        for ending in ("-wal", "-shm"):
            self._place.with_name(self._place.name + ending).unlink(missing_ok=True)
        return "" if empty else str(earlier)


_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"


def _opened(place: Path) -> sqlite3.Connection:
    return sqlite3.connect(place, timeout=0.5, isolation_level=None)


def _remove(place: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        place.with_name(place.name + ending).unlink(missing_ok=True)


def _force_to_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
