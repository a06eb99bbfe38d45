"""A ZIP of a document and what travels with it, written piece by piece: it is never whole in memory.

Nothing is compressed: pictures, films and PDFs are already.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping

from esafety.papers.kinds import Enclosed


class _Pieces(io.RawIOBase):
    """What was written since it was last taken."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, piece: bytes, /) -> int:  # type: ignore[override]  # zipfile gives nothing but bytes
        self._waiting += piece
        return len(piece)

    def taken(self) -> bytes:
        taken = bytes(self._waiting)
        self._waiting.clear()
        return taken


def pack(parts: Mapping[str, bytes], files: Iterable[Enclosed]) -> Iterator[bytes]:
    """The ZIP in pieces: `parts` by name, then the files. Raises what reading one raises."""
    out = _Pieces()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
            yield out.taken()
        for file in files:
            with archive.open(file.name, "w") as into:
                for piece in file.read():
                    into.write(piece)
                    yield out.taken()
    yield out.taken()
