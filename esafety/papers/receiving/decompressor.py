"""Looks for words in the objects that a PDF holds compressed, in a process of its own (`confines`).

Since PDF 1.5 objects may lie in streams of objects, compressed: a program among them shows in no word of the file. They
are found in two ways, as readers find them: by the file's own table, and, as when the table is broken, wherever they
lie. Nothing of the product is imported here; the file comes by standard input.
"""

from __future__ import annotations

import io
import json
import re
import sys
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

MOST = 32 * 1024 * 1024
"""Bytes that one stream of objects may unpack to."""
BEFORE, NEAR = 400, 64 * 1024
"""Bytes before its mark in which a stream says how it is compressed; bytes behind it in which it begins."""
PIECE = 64 * 1024
_ESCAPED = re.compile(rb"#([0-9a-fA-F]{2})")
_MARK = re.compile(b"/" + b"".join(b"(?:%c|#%02x|#%02X)" % (one, one, one) for one in b"ObjStm"))
_BEGINS = re.compile(rb"(?<!end)stream(?:\r\n|\n)")


class Refused(Exception):
    """It is compressed in a way, or to a size, that no honest program gives to streams of objects."""


def plain(text: bytes) -> bytes:
    """Names with every letter as it is read: `/Java#53cript` is `/JavaScript`."""
    return _ESCAPED.sub(lambda escaped: bytes.fromhex(escaped[1].decode()), text)


def in_the_table(content: bytes) -> Iterator[bytes]:
    """Streams of objects to which the table of the file leads, whatever they are compressed with."""
    from pypdf import PdfReader
    from pypdf.generic import IndirectObject

    reader = PdfReader(io.BytesIO(content))
    for number in {stream for stream, _ in reader.xref_objStm.values()}:
        found: Any = reader.get_object(IndirectObject(number, 0, reader))
        yield found.get_data()


def anywhere(content: bytes) -> Iterator[bytes]:
    """What is compressed behind each mark of a stream of objects, and near it. Raises Refused where the stream that
    follows is compressed and cannot be read."""
    near: set[int] = set()
    for mark in _MARK.finditer(content):
        starts = [one.end() for one in _BEGINS.finditer(content, mark.end(), mark.end() + NEAR)]
        first = inflated(content, starts[0], is_one=True) if starts else b""
        if not first and is_filtered(content, mark.start(), starts):
            raise Refused
        yield first
        for start in starts[1:]:
            if start not in near:
                near.add(start)
                yield inflated(content, start, is_one=False)


def is_filtered(content: bytes, mark: int, starts: list[int]) -> bool:
    """Whether a stream of objects says that it is compressed, or does not say where it begins."""
    return not starts or b"/Filter" in plain(content[max(0, mark - BEFORE) : starts[0]])


def inflated(content: bytes, start: int, *, is_one: bool) -> bytes:
    """What is deflated from here on, as far as it can be read. Raises Refused for a stream of objects that is far too
    long."""
    machine, found, view = zlib.decompressobj(), bytearray(), memoryview(content)
    for at in range(start, len(content), PIECE):
        try:
            found += machine.decompress(view[at : at + PIECE], MOST + 1 - len(found))
        except zlib.error:
            break
        if len(found) > MOST and is_one:
            raise Refused
        if len(found) > MOST or machine.eof:
            break
    return bytes(found)


def main(source: BinaryIO, target: BinaryIO) -> None:
    """One line with the words to look for, then the file; back goes one line with those that were found, or null."""
    marks = [one.encode() for one in json.loads(source.readline())["marks"]]
    content = source.read()
    told: list[str] | None = None
    try:
        found: set[bytes] = set()
        for streams in (in_the_table(content), anywhere(content)):
            for text in map(plain, streams):
                found |= {mark for mark in marks if mark in text}
        told = sorted(mark.decode() for mark in found)
    except Exception:  # whatever the library does with a file that means harm
        told = None
    target.write(json.dumps(told).encode() + b"\n")
    target.flush()


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
