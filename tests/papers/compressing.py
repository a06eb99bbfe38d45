"""PDFs whose objects are compressed, put together byte by byte: readers find them by the table, or look for them."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable

FLATE = b"/Filter /FlateDecode"
A85 = b"/Filter [/ASCII85Decode /FlateDecode]"


def in_a85(packed: bytes) -> bytes:
    """As letters, on top of what it was compressed with."""
    return base64.a85encode(zlib.compress(packed)) + b"~>"


def compressed_pdf(
    catalog: bytes = b"",
    *,
    packed: Callable[[bytes], bytes] = zlib.compress,
    says: bytes = FLATE,
    sort: bytes = b"/Type /ObjStm",
    beside: bytes = b"",
    table: bool = True,
) -> bytes:
    """One empty page, catalog and page tree in a stream of objects, as PDF 1.5 has it.

    `catalog` goes into the compressed catalog. Without `table` the file says a wrong place for it. `beside`: more
    between the objects, in clear.
    """
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    }
    body = b" ".join(objects.values())
    places, at = b"", 0
    for number, one in objects.items():
        places += b"%d %d " % (number, at)
        at += len(one) + 1
    data = packed(places + body)
    head = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"
    stream = b"4 0 obj << %s /N 3 /First %d %s /Length %d >> stream\n%s\nendstream endobj\n" % (
        sort, len(places), says, len(data), data,
    )  # fmt: skip
    made = head + stream + beside
    rows = [(0, 0, 0), *((2, 4, number) for number in range(3)), (1, len(head), 0), (1, len(made), 0)]
    rows_packed = b"".join(
        bytes([how]) + place.to_bytes(4, "big") + bytes([last]) for how, place, last in rows
    )
    crossing = zlib.compress(rows_packed)
    where = len(made) if table else 7
    made += b"5 0 obj << /Type /XRef /Size 6 /W [1 4 1] /Root 1 0 R %s /Length %d >> stream\n" % (
        FLATE,
        len(crossing),
    )
    return made + crossing + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % where


def swollen(text: bytes) -> bytes:
    """The same with a hundred megabytes of spaces behind it, compressed to nearly nothing."""
    machine = zlib.compressobj(9)
    spaces = b" " * 1_000_000
    return machine.compress(text) + b"".join(machine.compress(spaces) for _ in range(100)) + machine.flush()
