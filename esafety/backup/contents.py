"""The inside of a backup: a tar with the manifest first, then kept files, their hashes, and the database in parts.

A tar wants to know a size beforehand, and nobody knows how long a dump will be: so it comes in parts of 4 MiB.
"""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Iterable, Iterator
from typing import IO, NamedTuple

from esafety.audit.verify import Anchor
from esafety.backup.refusals import CannotRestore

FORMAT = 1
PART = 4 * 1024 * 1024
MANIFEST, HASHES, FILES, DATABASE = "manifest.json", "files.sha256", "files/", "database/"
GONE = "destroyed-meanwhile"
"""In the place of a hash: the file was destroyed, as it should be, while the backup was being made."""
MISSING = "missing"
"""In the place of a hash: the file should have been there and was not."""


class Manifest(NamedTuple):
    """What a backup says about itself. It names nobody."""

    made_at: str
    version: str
    engine: str
    counts: dict[str, int]
    heads: list[Anchor]
    migrations: list[tuple[str, str]]

    def written(self) -> bytes:
        """As it stands in the backup."""
        told = {**self._asdict(), "heads": [str(head) for head in self.heads], "format": FORMAT}
        return json.dumps(told, indent=1).encode()

    @classmethod
    def read(cls, raw: bytes) -> Manifest:
        """Raises CannotRestore when it was made by a version that writes backups otherwise."""
        told = json.loads(raw)
        if told.pop("format") != FORMAT:
            raise CannotRestore("A newer version of Safekeep made this backup. Install that version first.")
        told["heads"] = [Anchor.parse(head) for head in told["heads"]]
        told["migrations"] = [(app, name) for app, name in told["migrations"]]
        return cls(**told)


def add(into: tarfile.TarFile, name: str, content: IO[bytes], size: int) -> None:
    """One member, readable by its owner only."""
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    into.addfile(member, content)
    into.members.clear()  # type: ignore[attr-defined]  # otherwise it remembers every one


def add_parts(into: tarfile.TarFile, pieces: Iterable[bytes]) -> None:
    """The database as numbered parts."""
    waiting, number = bytearray(), 0
    for piece in pieces:
        waiting += piece
        while len(waiting) >= PART:
            add(into, f"{DATABASE}{number:08}", io.BytesIO(waiting[:PART]), PART)
            del waiting[:PART]
            number += 1
    add(into, f"{DATABASE}{number:08}", io.BytesIO(waiting), len(waiting))


def members(stream: IO[bytes]) -> Iterator[tuple[str, IO[bytes]]]:
    """Each member in its order, by name. Raises CannotRestore when what was sealed is no such tar."""
    try:
        with tarfile.open(fileobj=stream, mode="r|", bufsize=64 * 1024) as tar:
            for member in tar:
                content = tar.extractfile(member)
                if content is None:
                    raise CannotRestore("This backup holds something that is no file.")
                yield member.name, content
                tar.members.clear()  # type: ignore[attr-defined]
    except tarfile.TarError as error:
        raise CannotRestore("This backup cannot be read: it is no whole archive.") from error
    while stream.read(64 * 1024):
        pass  # to the very end: only there is it certain that nothing was cut off


def pieces_of(content: IO[bytes]) -> Iterator[bytes]:
    """A member's bytes, a little at a time."""
    return iter(lambda: content.read(64 * 1024), b"")
