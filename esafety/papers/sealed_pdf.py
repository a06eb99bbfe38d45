"""A PDF that carries files inside it and opens with words only, in any PDF reader and without this product.

ISO 32000-2, security handler revision 6 (AES-256): pages and files inside are encrypted alike. The format does not
prove that nobody changed the file: whoever reads it by machine compares each part with the fingerprint that the
manifest inside holds, and the file as a whole with the one its sender kept.
"""

from __future__ import annotations

import io
import secrets
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.padding import PKCS7
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, NumberObject

from esafety.papers.kinds import Enclosed

_BLOCK = 16


def seal(pages: bytes, inside: Mapping[str, bytes], words: str) -> bytes:
    """The PDF `pages` with these files inside, by name, opened by exactly `words`."""
    return b"".join(seal_with(pages, inside, words, ()))


def seal_with(
    pages: bytes, inside: Mapping[str, bytes], words: str, files: Iterable[Enclosed]
) -> Iterator[bytes]:
    """The same in pieces, with `files` inside too: of those no more than a piece is ever in memory.

    The library writes the PDF with an empty place for each file; an incremental update (ISO 32000-2, 7.5.6) brings what
    belongs there, encrypted as it is read. Raises what reading one raises, and ValueError for one of another length.
    """
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pages)))
    for name, content in inside.items():
        writer.add_attachment(name, content)
    places = [(_place_for(writer, one), one) for one in files]
    writer.encrypt(words, algorithm="AES-256")
    written = io.BytesIO()
    writer.write(written)
    yield written.getvalue()
    if places:
        yield from _update(writer, written, places)


def _place_for(writer: PdfWriter, file: Enclosed) -> int:
    made: Any = writer.add_attachment(file.name, b"").pdf_object
    return int(made["/EF"].raw_get("/F").idnum)


def _update(writer: PdfWriter, written: io.BytesIO, places: list[tuple[int, Enclosed]]) -> Iterator[bytes]:
    sealed = writer._encryption  # the library offers its key to nobody; each object takes it as it is
    assert sealed is not None
    key = sealed._key
    assert key is not None
    at, found = len(written.getvalue()), {}
    for number, file in places:
        found[number] = at
        for piece in _object(number, file, key):
            at += len(piece)
            yield piece
    table = b"".join(b"%d 1\n%010d 00000 n \n" % (number, found[number]) for number in sorted(found))
    yield b"xref\n" + table + _trailer(written) + b"\nstartxref\n%d\n%%%%EOF\n" % at


def _object(number: int, file: Enclosed, key: bytes) -> Iterator[bytes]:
    length = (
        _BLOCK + file.size - file.size % _BLOCK + _BLOCK
    )  # what begins it, and whole blocks of padded bytes
    yield b"%d 0 obj\n<< /Type /EmbeddedFile /Params << /Size %d >> /Length %d >>\nstream\n" % (
        number,
        file.size,
        length,
    )
    first, padder, size = secrets.token_bytes(_BLOCK), PKCS7(8 * _BLOCK).padder(), 0
    cipher = Cipher(AES(key), CBC(first)).encryptor()
    yield first
    for piece in file.read():
        size += len(piece)
        yield cipher.update(padder.update(piece))
    if size != file.size:
        raise ValueError("A file has another length than was kept of it")
    yield cipher.update(padder.finalize()) + cipher.finalize()
    yield b"\nendstream\nendobj\n"


def _trailer(written: io.BytesIO) -> bytes:
    """That of the PDF as it was written, with the place of its table."""
    reader = PdfReader(written)
    last = int(written.getvalue().rsplit(b"startxref", 1)[1].split()[0])
    told, out = DictionaryObject(), io.BytesIO()
    for name in reader.trailer:
        told[NameObject(name)] = reader.trailer.raw_get(name)
    told[NameObject("/Prev")] = NumberObject(last)
    told.write_to_stream(out)
    return b"trailer\n" + out.getvalue()
