"""Keeping files: sealed before they touch the disk, in `MEDIA_ROOT`, under names that say nothing."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import secrets
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from esafety.papers import keys, sealing
from esafety.papers.models import StoredFile

ORPHAN_AGE = dt.timedelta(days=1)
"""A sealed file without a row this old was left by a crash; its key was never kept, so nobody can read it."""


class FileGone(LookupError):
    """The file was destroyed, or is not where it should be."""


def keep(source: Iterable[bytes]) -> StoredFile:
    """Seal `source` to disk, whole or not at all, and give its row: the transaction that uses it saves it.

    A row that is never saved leaves a file that nobody can read; `sweep` removes it.
    """
    name, key = secrets.token_hex(16), sealing.new_file_key()
    sealed = _write_whole(source, _place(name), key=key, name=name)
    key_id, wrapped = keys.wrap(key)
    return StoredFile(name=name, key_id=key_id, wrapped_key=wrapped, size=sealed.size, sha256=sealed.sha256)


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


def _write_whole(source: Iterable[bytes], place: Path, *, key: bytes, name: str) -> sealing.Sealed:
    """Write beside the place, force to disk, then rename: a crash leaves no half file under the real name."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = place.with_suffix(".part")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as into:
            sealed = sealing.seal(source, into, key=key, name=name)
            into.flush()
            os.fsync(into.fileno())
        beside.rename(place)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
    _force_to_disk(place.parent)
    return sealed


def _force_to_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
