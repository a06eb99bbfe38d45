"""What a file seems to be: how it is encoded, what stands between its cells, how it writes dates.

A guess, shown to whoever brings the file in, who can say otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from esafety.office.policy.columns import Field
from esafety.office.roll.reading import MOST_COLUMNS, Record, records
from esafety.office.roll.vocabulary import DateOrder, Delimiter, Encoding

LOOKED_AT = 500
"""Lines of the file that the guesses about dates rest on."""
_SLASHED = re.compile(r"\s*(\d{1,2})[/.\- ](\d{1,2})[/.\- ](?:\d{4}|\d{2})\b")
Source = Callable[[], Iterable[bytes]]
"""Gives the file from its beginning, each time it is asked."""


class Unusable(ValueError):
    """The file as a whole is of no use; the text says why and what to do."""


class Guess(NamedTuple):
    """What a file seems to be."""

    encoding: Encoding
    delimiter: Delimiter
    headings: list[str]


def is_xml(source: Source) -> bool:
    """Whether it is meant to be XML."""
    start = next(iter(source()), b"")[:200]
    return start.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")


def guess(source: Source) -> Guess:
    """The encoding, what stands between cells, the headings. Raises Unusable for no file of lines."""
    encoding = encoding_of(source)
    delimiter = _delimiter(source, encoding)
    return Guess(encoding, delimiter, headings(source, encoding, delimiter))


def headings(source: Source, encoding: Encoding, delimiter: Delimiter) -> list[str]:
    """The first line, cell by cell. Raises Unusable when it is none of headings, or the only one."""
    start = list(islice(records(source(), encoding=encoding, delimiter=delimiter), 2))
    if not start:
        raise Unusable("The file is empty. Export the list again, with its headings")
    found = start[0]
    if found.refusal:
        raise Unusable(f"The first line, that of the headings, cannot be read. {found.refusal}")
    if len(found.cells) > MOST_COLUMNS:
        raise Unusable(
            f"The file has {len(found.cells):,} columns. Export only those that are needed, {MOST_COLUMNS} at most"
        )
    if len(start) == 1:
        raise Unusable("The file has a line of headings and nobody in it. Export the list again")
    return [cell.strip()[:60] for cell in found.cells]


def first_record(source: Source, encoding: str, delimiter: str) -> list[str]:
    """The cells of the first line that can be read after the headings, so that somebody sees what stands where."""
    some = islice(records(source(), encoding=encoding, delimiter=delimiter), 1, LOOKED_AT)
    return next((record.cells for record in some if not record.refusal), [])


def length(source: Source, encoding: str, delimiter: str) -> int:
    """How many lines there are after the headings."""
    return sum(1 for _ in records(source(), encoding=encoding, delimiter=delimiter)) - 1


def encoding_of(source: Source) -> Encoding:
    """By its mark at the beginning; else UTF-8 unless more letters speak for Windows."""
    start = next(iter(source()), b"")[:4096]
    if start.startswith(b"\xff\xfe"):
        return Encoding.UTF_16_LE
    if start.startswith(b"\xfe\xff"):
        return Encoding.UTF_16_BE
    if len(start) > 3 and start[1::2].count(0) > len(start) // 3:
        return Encoding.UTF_16_LE
    if len(start) > 3 and start[::2].count(0) > len(start) // 3:
        return Encoding.UTF_16_BE
    right, wrong = 0, 0
    for record in records(source(), encoding="utf-8", delimiter="\x1f"):
        for cell in record.cells:
            if cell.isascii():
                continue
            broken = any("\ud800" <= letter <= "\udfff" for letter in cell)
            right, wrong = right + (not broken), wrong + broken
    return Encoding.WINDOWS if wrong > right else Encoding.UTF_8


def _delimiter(source: Source, encoding: Encoding) -> Delimiter:
    """What cuts the headings into most cells and the next lines into as many."""

    def cells(delimiter: Delimiter) -> tuple[int, int]:
        some = list(islice(records(source(), encoding=encoding, delimiter=delimiter), 20))
        wide = len(some[0].cells) if some else 0
        return sum(len(one.cells) == wide for one in some) * (wide > 1), wide

    return max(Delimiter, key=cells)


def date_order(source: Source, told: Guess, columns: Sequence[str]) -> DateOrder:
    """Month first only when some date can be nothing else and none speaks against it."""
    dates = [at for at, column in enumerate(columns) if column in (Field.BORN_ON, Field.LEFT_ON)]
    month_first = day_first = 0
    some: Iterable[Record] = records(source(), encoding=told.encoding, delimiter=told.delimiter)
    for record in islice(some, 1, LOOKED_AT):
        for cell in (record.cells[at] for at in dates if at < len(record.cells)):
            if found := _SLASHED.match(cell):
                day_first += int(found[1]) > 12
                month_first += int(found[2]) > 12
    return DateOrder.MONTH_FIRST if month_first and not day_first else DateOrder.DAY_FIRST


def unguarded(text: str) -> str:
    """A cell of our own export without the apostrophe that guards a spreadsheet program."""
    return text[1:] if re.match(r"'[=+\-@]", text) else text
