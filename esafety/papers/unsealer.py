"""Takes a sealed PDF apart, in a process of its own (`confines`).

Nothing of the product is imported here. Words and file come by standard input, parts and verdict go by standard output.
"""

from __future__ import annotations

import io
import itertools
import json
import sys
from typing import Any, BinaryIO

MOST_PARTS = 250
ACTIVE = ("/OpenAction", "/AA", "/Collection")
"""What a document does by itself when it is opened, and a portfolio, whose first page is a program of the reader."""


class Refused(Exception):
    """Why it is not taken, as a code that `unsealing` has words for."""


def opened(content: bytes, tries: list[str]) -> Any:
    """The document, opened by one of the words."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    if not reader.is_encrypted:
        raise Refused("not_sealed")
    how: Any = reader.trailer["/Encrypt"].get_object()
    if (how.get("/V"), how.get("/R")) != (5, 6):
        raise Refused("other_seal")
    if not any(reader.decrypt(words) for words in tries):
        raise Refused("words")
    return reader


def parts_of(reader: Any, most_bytes: int) -> dict[str, bytes]:
    """Every file inside, by name. Raises Refused for programs, for a name that comes twice, and for too much."""
    root = reader.root_object
    names = root.get("/Names", {}).get_object()
    if any(key in root for key in ACTIVE) or "/JavaScript" in names:
        raise Refused("program")
    found: dict[str, bytes] = {}
    left = most_bytes
    for inside in itertools.islice(reader.attachment_list, MOST_PARTS + 1):
        if inside.name in found:
            raise Refused("twice")
        if len(found) == MOST_PARTS:
            raise Refused("too_many")
        content = inside.content
        left -= len(content)
        if left < 0:
            raise Refused("too_much")
        found[inside.name] = content
    return found


def main(source: BinaryIO, target: BinaryIO) -> None:
    """One line that says what is asked, then the file; back goes one line, then the parts, one after another."""
    asked = json.loads(source.readline())
    parts: dict[str, bytes] = {}
    try:
        parts = parts_of(opened(source.read(), asked["tries"]), asked["most_bytes"])
        verdict = "open"
    except Refused as why:
        verdict = str(why)
    except Exception:  # whatever the library does with a file that means harm
        verdict = "broken"
    told = {"verdict": verdict, "parts": [[name, len(content)] for name, content in parts.items()]}
    target.write(json.dumps(told).encode() + b"\n")
    for content in parts.values():
        target.write(content)
    target.flush()


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
