"""Kept files in a backup: they are sealed already, so they go in and come out as they lie on the disk."""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, NamedTuple, cast

from django.conf import settings

from esafety.backup.contents import FILES, GONE, MISSING, add, pieces_of
from esafety.backup.refusals import CannotRestore
from esafety.papers.models import StoredFile


class Listed(NamedTuple):
    """One line of the list of hashes."""

    sha256: str
    name: str

    @property
    def is_here(self) -> bool:
        """Whether the backup holds it."""
        return self.sha256 not in (GONE, MISSING)


def place(name: str) -> Path:
    """Where a kept file lies."""
    return Path(settings.MEDIA_ROOT) / name[:2] / name


def add_files(into: tarfile.TarFile, names: Iterable[str], listing: IO[bytes]) -> int:
    """Add each file and a line to the listing. Returns how many should have been there and were not."""
    missing = 0
    for name in names:
        found = _add_file(into, name)
        missing += found == MISSING
        listing.write(f"{found}  {name}\n".encode())
    return missing


def _add_file(into: tarfile.TarFile, name: str) -> str:
    try:
        with place(name).open("rb") as sealed:
            size = os.fstat(sealed.fileno()).st_size
            content = _Hashed(sealed)
            add(into, FILES + name, cast(IO[bytes], content), size)
            return content.digest.hexdigest()
    except FileNotFoundError:
        destroyed = StoredFile.objects.filter(name=name).exclude(destroyed_at=None).exists()
        return GONE if destroyed or not StoredFile.objects.filter(name=name).exists() else MISSING


class _Hashed(io.RawIOBase):
    """A file that is hashed while it is read."""

    def __init__(self, content: IO[bytes]) -> None:
        self._content, self.digest = content, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._content.read(size)
        self.digest.update(piece)
        return piece


def lines(listing: IO[bytes]) -> Iterator[Listed]:
    """Each line of the list of hashes."""
    for line in listing:
        sha256, name = line.decode().split()
        yield Listed(sha256, name)


class Restored:
    """Files put back into the folder of kept files. What is there and right stays; what was added can be taken back."""

    def __init__(self) -> None:
        self._added = tempfile.TemporaryFile()  # noqa: SIM115  (lives as long as this)
        self.count = 0

    def put(self, name: str, content: IO[bytes]) -> None:
        """Write one file, whole or not at all."""
        if len(name) != 32 or not name.isalnum():
            raise CannotRestore("This backup holds a file under a name that no kept file has.")
        to = place(name)
        was_there = to.exists()
        to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = to.with_suffix(".part")
        with os.fdopen(os.open(beside, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as into:
            try:
                for piece in pieces_of(content):
                    into.write(piece)
                into.flush()
                os.fsync(into.fileno())
            except BaseException:
                beside.unlink(missing_ok=True)
                raise
        beside.replace(to)
        self.count += 1
        if not was_there:
            self._added.write(f"{name}\n".encode())

    def take_back(self) -> None:
        """Remove what was not there before."""
        self._added.seek(0)
        for line in self._added:
            place(line.decode().strip()).unlink(missing_ok=True)

    def close(self) -> None:
        """Forget what was added."""
        self._added.close()


def differing(listing: IO[bytes]) -> Iterator[str]:
    """Names of files on the disk that are not what the list says."""
    for listed in lines(listing):
        if listed.is_here and _hash_of(place(listed.name)) != listed.sha256:
            yield listed.name


def _hash_of(path: Path) -> str:
    try:
        with path.open("rb") as sealed:
            return hashlib.file_digest(sealed, "sha256").hexdigest()
    except FileNotFoundError:
        return MISSING


def set_aside_others(folder: Path) -> int:
    """Move files that no row knows into `folder`: the database they belong to was set aside too. Returns how many."""
    known = set(StoredFile.objects.filter(destroyed_at=None).values_list("name", flat=True))
    others = [path for path in Path(settings.MEDIA_ROOT).glob("??/*") if path.name not in known]
    for path in others:
        to = folder / path.parent.name / path.name
        to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.rename(to)
    return len(others)
