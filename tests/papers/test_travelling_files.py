"""Kept files that travel with a document: whole for readers that are not ours, and never whole in memory."""

from __future__ import annotations

import hashlib
import io
import secrets
import subprocess
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from esafety.papers import archive, sealed_pdf
from esafety.papers.kinds import Enclosed

WORDS = "short words for a tool"
MB = 1024 * 1024


def pages() -> bytes:
    """A page with nothing on it."""
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(out)
    return out.getvalue()


def pieces(content: bytes) -> Iterator[bytes]:
    """As the cabinet gives it."""
    return (content[start : start + 65_536] for start in range(0, len(content), 65_536))


def enclosed(name: str, content: bytes) -> Enclosed:
    return Enclosed(name, len(content), partial(pieces, content))


CONTENTS = {
    "file-1.png": secrets.token_bytes(200_003),
    "file-2.txt": b"",
    "file-10.mp4": secrets.token_bytes(16 * 8192),  # whole blocks: one more is put after them
    "file-11.txt": b"stream\nendstream\nendobj\nstartxref\n0\n%%EOF\n",
}


def test_a_sealed_pdf_with_files_is_read_by_a_program_that_is_not_ours(tmp_path: Path) -> None:
    inside = {"answer.json": b"{}"}
    files = [enclosed(*one) for one in CONTENTS.items()]
    source = tmp_path / "sealed.pdf"
    source.write_bytes(b"".join(sealed_pdf.seal_with(pages(), inside, WORDS, files)))
    command = ["pdfdetach", "-upw", WORDS, "-saveall", "-o", str(tmp_path), str(source)]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stderr == b""
    for name, content in {**CONTENTS, **inside}.items():
        assert (tmp_path / name).read_bytes() == content, name
    reader = PdfReader(source, strict=True)
    assert reader.decrypt(WORDS)
    assert {name: parts[0] for name, parts in reader.attachments.items()} == {**CONTENTS, **inside}
    assert subprocess.run(["pdfdetach", "-list", str(source)], capture_output=True, check=False).returncode


def test_nothing_of_a_file_stands_in_it_in_clear() -> None:
    words = b"what nobody may read" * 40
    sealed = b"".join(sealed_pdf.seal_with(pages(), {}, WORDS, [enclosed("file-1.txt", words)]))
    assert words[:20] not in sealed


def test_a_file_of_another_length_than_was_kept_stops_it() -> None:
    short = enclosed("file-1.txt", b"whole")._replace(size=6)
    with pytest.raises(ValueError, match="another length"):
        b"".join(sealed_pdf.seal_with(pages(), {}, WORDS, [short]))


def test_a_pack_holds_each_part_and_file_as_it_is() -> None:
    made = b"".join(archive.pack({"a.json": b"{}"}, [enclosed(*one) for one in CONTENTS.items()]))
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        assert packed.testzip() is None
        assert {name: packed.read(name) for name in packed.namelist()} == {"a.json": b"{}", **CONTENTS}


def _large(size: int) -> Iterator[bytes]:
    piece = bytes(65_536)
    return (piece for _ in range(size // len(piece)))


@pytest.mark.parametrize(
    "made",
    [
        lambda files: sealed_pdf.seal_with(pages(), {}, WORDS, files),
        lambda files: archive.pack({"a.pdf": pages()}, files),
    ],
    ids=["sealed", "packed"],
)
def test_memory_does_not_grow_with_what_travels(made: Callable[[list[Enclosed]], Iterator[bytes]]) -> None:
    def most(size: int) -> int:
        files = [Enclosed(f"file-{number}.mp4", size, partial(_large, size)) for number in (1, 2)]
        told, whole = hashlib.sha256(), 0
        tracemalloc.start()
        for piece in made(files):
            told.update(piece)
            whole += len(piece)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert whole > 2 * size
        return most

    assert most(24 * MB) < most(MB) + MB
