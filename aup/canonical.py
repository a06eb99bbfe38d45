"""The words of an edition in one form only, so that anybody can compute their fingerprint again.

**The text** (`body`) is plain. A blank line ends a section; the first line of a section is its heading, every other
line is one point. Lines have no space at either end and no characters that cannot be seen.

**The canonical form** is a JSON object in UTF-8 with exactly these keys, sorted, without spaces between tokens and
with every character as itself (`ensure_ascii` off): `audience` (its code), `body` (the text, sections separated by
one blank line, lines by a line feed, none at the end), `consents` (a list, in the order asked, of objects with `code`,
`name` and `words`), `declaration`, `declaration_for_child`, `form` (the number 1: this description), `number`,
`title`. Every text is in Unicode normal form C, without space at either end. **The fingerprint** is the SHA-256 of
those bytes, in lower-case hexadecimal.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

FORM = 1


class Section(NamedTuple):
    """A heading and its points."""

    heading: str
    points: tuple[str, ...]


class Consent(NamedTuple):
    """Something a parent is asked: its code stays the same from edition to edition."""

    code: str
    name: str
    words: str


def plain(text: str) -> str:
    """One line of text in its one form: normal form C, nothing unseen, single spaces."""
    seen = "".join(letter if letter.isprintable() else " " for letter in unicodedata.normalize("NFC", text))
    return " ".join(seen.split())


def sections_of(body: str) -> list[Section]:
    """The sections of a text. Marks for lists at the start of a line ("-", "*", "•") are left out."""
    blocks: list[list[str]] = [[]]
    for line in body.splitlines():
        words = plain(line).lstrip("-*•– ").strip()
        if words:
            blocks[-1].append(words)
        elif blocks[-1]:
            blocks.append([])
    return [Section(block[0], tuple(block[1:])) for block in blocks if block]


def body_of(sections: Iterable[Section]) -> str:
    """The text of sections, in canonical form."""
    return "\n\n".join("\n".join((one.heading, *one.points)) for one in sections)


def canonical(
    *,
    audience: str,
    number: int,
    title: str,
    body: str,
    consents: Iterable[Consent],
    declaration: str,
    declaration_for_child: str,
) -> bytes:
    """The bytes that the fingerprint is taken of."""
    content = {
        "audience": audience,
        "body": body_of(sections_of(body)),
        "consents": [{key: plain(words) for key, words in one._asdict().items()} for one in consents],
        "declaration": plain(declaration),
        "declaration_for_child": plain(declaration_for_child),
        "form": FORM,
        "number": number,
        "title": plain(title),
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def fingerprint_of(
    *,
    audience: str,
    number: int,
    title: str,
    body: str,
    consents: Iterable[Consent],
    declaration: str,
    declaration_for_child: str,
) -> str:
    """SHA-256 of the canonical form, in hexadecimal."""
    form = canonical(
        audience=audience,
        number=number,
        title=title,
        body=body,
        consents=consents,
        declaration=declaration,
        declaration_for_child=declaration_for_child,
    )
    return hashlib.sha256(form).hexdigest()
