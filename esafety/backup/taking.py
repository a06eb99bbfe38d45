"""Taking a backup: one file, written beside its name and renamed when it is whole."""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import re
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from django.conf import settings
from django.db import connection
from django.utils import timezone

from esafety.backup import contents, engines, envelope, files
from esafety.backup.contents import Manifest
from esafety.backup.engines.shape import FILES, MIGRATIONS, Snapshot
from esafety.backup.refusals import CannotBackUp

Say = Callable[[str], None]
_NAME = re.compile(r"safekeep-(\d{8}T\d{6})Z\.backup")


class Taken(NamedTuple):
    """What was written."""

    path: Path
    manifest: Manifest
    size: int
    missing: int


def take(*, folder: Path, public: X25519PublicKey, say: Say) -> Taken:
    """Write everything, sealed to `public`, into a new file of `folder`, readable by its owner only.

    Raises CannotBackUp; then nothing is left under a real name.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(folder), engines.snapshot() as snapshot:
        manifest = _manifest(snapshot)
        path = folder / f"safekeep-{manifest.made_at.replace('-', '').replace(':', '')}.backup"
        with _written_beside(path) as into:
            sealer = envelope.closing(into, public)
            with tarfile.open(fileobj=cast(BinaryIO, sealer), mode="w|", format=tarfile.PAX_FORMAT) as tar:
                missing = _fill(tar, manifest, snapshot, say)
            sealer.finish()
    return Taken(path, manifest, path.stat().st_size, missing)


def drop_old(*, folder: Path, days: int, newest: Path) -> list[Path]:
    """Remove backups older than so many days, never the newest. Returns what was removed."""
    oldest = timezone.now() - dt.timedelta(days=days)
    old = [path for path in folder.iterdir() if path != newest and (_made_at(path) or oldest) < oldest]
    for path in old:
        path.unlink()
    return sorted(old)


def _fill(tar: tarfile.TarFile, manifest: Manifest, snapshot: Snapshot, say: Say) -> int:
    with tempfile.TemporaryFile() as written:
        written.write(manifest.written())
        _add_from(tar, contents.MANIFEST, cast(BinaryIO, written))
    with tempfile.TemporaryFile() as listing:
        say("Kept files …")
        names = (name for (name,) in snapshot.rows(FILES))
        missing = files.add_files(tar, names, cast(BinaryIO, listing))
        _add_from(tar, contents.HASHES, cast(BinaryIO, listing))
    say("The database …")
    contents.add_parts(tar, snapshot.dump())
    return missing


def _add_from(tar: tarfile.TarFile, name: str, content: BinaryIO) -> None:
    size = content.tell()
    content.seek(0)
    contents.add(tar, name, content, size)


def _manifest(snapshot: Snapshot) -> Manifest:
    return Manifest(
        made_at=timezone.now().astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        version=_version(),
        engine=connection.vendor,
        counts=snapshot.counts(),
        heads=snapshot.heads(),
        migrations=[(str(app), str(name)) for app, name in snapshot.rows(MIGRATIONS)],
    )


def _version() -> str:
    try:
        return version("safekeep")
    except PackageNotFoundError:
        return "checkout"


def _made_at(path: Path) -> dt.datetime | None:
    found = _NAME.fullmatch(path.name)
    return dt.datetime.strptime(found[1], "%Y%m%dT%H%M%S").replace(tzinfo=dt.UTC) if found else None


@contextmanager
def _written_beside(path: Path) -> Iterator[BinaryIO]:
    """A file that takes its name when the block ends well."""
    beside = path.with_suffix(".part")
    with os.fdopen(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as into:
        try:
            yield into
            into.flush()
            os.fsync(into.fileno())
            beside.rename(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One backup at a time on this machine; what a crash left of an earlier one goes."""
    with (Path(settings.DATA_DIR) / "backup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CannotBackUp("Another backup is being made. Wait until it has ended.") from error
        for left in folder.glob("safekeep-*.part"):
            left.unlink()
        yield
