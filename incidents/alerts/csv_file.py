"""Alerts from a file of text: a line for each, columns known by their headings."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from incidents.alerts.incoming import Incoming, Unreadable, incoming
from incidents.policy.alerts import COLUMNS

MOST_LINES = 5_000
LARGEST = 5 * 1024 * 1024
"""Bytes of one file of alerts."""
MOST_ERRORS = 50
"""Errors told at once."""


class BadLine(NamedTuple):
    """One line that was not taken in, and why."""

    number: int
    why: str


class Read(NamedTuple):
    """What a file holds."""

    alerts: list[Incoming]
    errors: list[BadLine]


def read_file(pieces: Iterable[bytes]) -> Read:
    """Every line of a file; one bad line never spoils the next. Raises Unreadable for the whole of it."""
    text = _text(pieces)
    rows = _rows(text)
    headings = next(rows, [])
    columns = _columns(headings)
    if "raised_at" not in columns or not {"user", "content"} & set(columns):
        raise Unreadable(
            "The first line must name the columns: a time, and who or what it is about (for example Time, User, "
            "Device, URL, Severity)"
        )
    alerts: list[Incoming] = []
    errors: list[BadLine] = []
    for number, cells in enumerate(rows, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(alerts) + len(errors) >= MOST_LINES:
            raise Unreadable(f"The file has more than {MOST_LINES:,} lines. Send it in parts")
        try:
            if len(cells) > len(headings):
                raise Unreadable("It has more cells than the first line")
            alerts.append(incoming({name: cells[at] for name, at in columns.items() if at < len(cells)}))
        except Unreadable as why:
            errors.append(BadLine(number, str(why)))
    return Read(alerts, errors)


def _text(pieces: Iterable[bytes]) -> str:
    whole = bytearray()
    for piece in pieces:
        whole += piece
        if len(whole) > LARGEST:
            raise Unreadable("The file is larger than 5 MB. Send it in parts")
    if b"\x00" in whole and not whole.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("The file is no text. Export the alerts as CSV")
    for encoding in ("utf-16",) if whole.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252"):
        try:
            return whole.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("The letters of the file cannot be read. Save it as “CSV UTF-8”")


def _rows(text: str) -> Iterator[list[str]]:
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:
        raise Unreadable("A cell in quotation marks never ends, or is too long") from None


def _columns(headings: list[str]) -> dict[str, int]:
    """Which column holds what: the first heading that fits each."""
    plain = [" ".join(heading.lower().replace("_", " ").split()) for heading in headings]
    found: dict[str, int] = {}
    for name, known in COLUMNS.items():
        for word in known:
            if word in plain:
                found[name] = plain.index(word)
                break
    return found
