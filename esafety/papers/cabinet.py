"""Keeping files: sealed before they touch the disk, in `MEDIA_ROOT`, under names that say nothing."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import secrets
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from esafety.papers import keys, sealing
from esafety.papers.models import StoredFile

ORPHAN_AGE = dt.timedelta(days=1)
"""A sealed file without a row this old was left by a crash; its key was never kept, so nobody can read it."""


class FileGone(LookupError):
    """The file was destroyed, or is not where it should be."""


class Arriving:
    """A file that is sealed to disk while it arrives: `write` its pieces, then `keep` or `drop` it.

    It is written beside its place, forced to disk and renamed: a crash leaves no half file under a real
    name, and what a crash leaves cannot be read, since its key was never kept. `sweep` removes it.
    """

    def __init__(self) -> None:
        self._name, self._key = secrets.token_hex(16), sealing.new_file_key()
        self._place = _place(self._name)
        self._place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._beside = self._place.with_suffix(".part")
        opened = os.open(self._beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._into = os.fdopen(opened, "wb")
        self._sealer = sealing.Sealer(self._into, key=self._key, name=self._name)

    def write(self, piece: bytes) -> None:
        """Take some bytes."""
        self._sealer.write(piece)

    def keep(self) -> StoredFile:
        """It is whole. Gives its row: the transaction that uses it saves it. Raises OSError when the disk is full."""
        try:
            sealed = self._settle()
        except BaseException:
            self.drop()
            raise
        key_id, wrapped = keys.wrap(self._key)
        return StoredFile(
            name=self._name, key_id=key_id, wrapped_key=wrapped, size=sealed.size, sha256=sealed.sha256
        )

    def _settle(self) -> sealing.Sealed:
        sealed = self._sealer.finish()
        self._into.flush()
        os.fsync(self._into.fileno())
        self._into.close()
        self._beside.rename(self._place)
        _force_to_disk(self._place.parent)
        return sealed

    def drop(self) -> None:
        """It is not wanted, or broke off."""
        with contextlib.suppress(OSError):
            self._into.close()
        with contextlib.suppress(OSError):
            self._beside.unlink(missing_ok=True)


def keep(source: Iterable[bytes]) -> StoredFile:
    """Seal `source` to disk, whole or not at all, and give its row: the transaction that uses it saves it.

    A row that is never saved leaves a file that nobody can read; `sweep` removes it.
    """
    arriving = Arriving()
    try:
        for piece in source:
            arriving.write(piece)
        return arriving.keep()
    except BaseException:
        arriving.drop()
        raise


def drop(kept: StoredFile) -> None:
    """Remove a file whose row was not saved: nobody can read it any more."""
    _place(kept.name).unlink(missing_ok=True)


def read(kept: StoredFile) -> Iterator[bytes]:
    """The file in clear, a chunk at a time, after the whole of it was found unaltered.

    Raises FileGone, sealing.BrokenSeal and keys.UnknownKey before the first byte is handed out.
    """
    if kept.destroyed_at:
        raise FileGone("The file was destroyed")
    key = keys.unwrap(kept.key_id, kept.wrapped_key)
    for _ in _stream(kept.name, key):
        pass
    return _stream(kept.name, key)


def destroy(kept: StoredFile) -> None:
    """Forget the file's key, and remove the file after commit. What was kept stays known by its hash."""
    StoredFile.objects.filter(pk=kept.pk).update(wrapped_key="", destroyed_at=timezone.now())
    transaction.on_commit(lambda: _place(kept.name).unlink(missing_ok=True))


def is_any_destroyed(files: models.QuerySet[Any, Any]) -> bool:
    """Whether one of these, by number, was destroyed: its content is gone, whatever still speaks of it."""
    return StoredFile.objects.filter(pk__in=files, destroyed_at__isnull=False).exists()


def rewrap(kept: StoredFile) -> None:
    """Wrap the file's key under the present master key. The file itself is not touched."""
    key_id, wrapped = keys.wrap(keys.unwrap(kept.key_id, kept.wrapped_key))
    unchanged = StoredFile.objects.filter(pk=kept.pk, wrapped_key=kept.wrapped_key)
    unchanged.update(key_id=key_id, wrapped_key=wrapped)


def sweep() -> int:
    """Remove files that no row knows. Returns how many."""
    known = set(StoredFile.objects.filter(destroyed_at=None).values_list("name", flat=True))
    oldest = time.time() - ORPHAN_AGE.total_seconds()
    found = [path for path in Path(settings.MEDIA_ROOT).glob("??/*") if path.name not in known]
    stale = [path for path in found if path.stat().st_mtime < oldest]
    for path in stale:
        path.unlink(missing_ok=True)
    return len(stale)


def _place(name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / name[:2] / name


def _stream(name: str, key: bytes) -> Iterator[bytes]:
    try:
        with _place(name).open("rb") as sealed:
            yield from sealing.unseal(sealed, key=key, name=name)
    except FileNotFoundError as error:
        raise FileGone("The file is not where it should be") from error


def _force_to_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
