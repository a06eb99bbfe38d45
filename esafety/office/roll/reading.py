"""The lines of a file of text, one at a time: never more than one record is held.

A record may go over several lines where a cell in quotation marks holds line ends; its number is that of its
first line, as a text editor counts. One bad record never spoils the next.
"""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterable, Iterator
from typing import IO, NamedTuple, cast

LONGEST_RECORD = 64 * 1024
"""Characters of one record. A quotation mark that never ends would swallow the rest of the file."""
MOST_COLUMNS = 200
MOST_UNENDED = 50
"""Quotation marks that never end. Each costs reading `LONGEST_RECORD`; after so many a cell ends with its line."""


class Record(NamedTuple):
    """One record: the number of its first line, its cells, or why it cannot be read."""

    number: int
    cells: list[str]
    refusal: str = ""


def records(source: Iterable[bytes], *, encoding: str, delimiter: str) -> Iterator[Record]:
    """Every record of the file, the headings too; lines without a letter are passed over."""
    lines = _Lines(text_lines(source, encoding))
    while not lines.is_over():
        record = _next_record(lines, delimiter)
        if record.refusal or any(cell.strip() for cell in record.cells):
            yield record


def text_lines(source: Iterable[bytes], encoding: str) -> Iterator[str]:
    """The lines with their ends; what is not of the encoding comes as signs that no text has."""
    wrong = "replace" if encoding.startswith("utf-16") else "surrogateescape"
    text = io.TextIOWrapper(cast("IO[bytes]", _Stream(source)), encoding, errors=wrong, newline="")
    if encoding == "utf-8" or encoding.startswith("utf-16"):
        start = text.read(1)
        yield from _cut(text, "" if start == "\ufeff" else start)
    else:
        yield from _cut(text, "")


def _cut(text: io.TextIOWrapper, start: str) -> Iterator[str]:
    """Lines; of one that goes on and on, so much that it counts as too long."""
    while line := text.readline(LONGEST_RECORD):
        cut = not line.endswith(("\n", "\r")) and len(line) == LONGEST_RECORD
        while cut and (rest := text.readline(LONGEST_RECORD)):
            cut = not rest.endswith(("\n", "\r"))
            line = line[:LONGEST_RECORD] + ("\n" if not cut else "")
        yield start + line
        start = ""
    if start:
        yield start


class _Stream(io.RawIOBase):
    """Chunks of bytes as a stream that can be read."""

    def __init__(self, source: Iterable[bytes]) -> None:
        self._source, self._left = iter(source), b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        wanted = memoryview(buffer)  # type: ignore[arg-type]
        while not self._left:
            try:
                self._left = next(self._source)
            except StopIteration:
                return 0
        taken, self._left = self._left[: len(wanted)], self._left[len(wanted) :]
        wanted[: len(taken)] = taken
        return len(taken)

    read1 = io.RawIOBase.read


class _Lines:
    """Lines that can be put back, with their numbers."""

    def __init__(self, source: Iterator[str]) -> None:
        self._source, self._back, self.number = source, deque[str](), 1
        self.unended = 0

    def is_over(self) -> bool:
        if not self._back:
            line = next(self._source, None)
            if line is None:
                return True
            self._back.append(line)
        return False

    def take(self) -> str:
        line = self._back.popleft() if self._back else next(self._source)
        self.number += line.endswith(("\n", "\r"))
        return line

    def put_back(self, lines: list[str]) -> None:
        self._back.extendleft(reversed(lines))
        self.number -= sum(line.endswith(("\n", "\r")) for line in lines)


class _TooLong(Exception):
    """A record that goes on and on."""


def _next_record(lines: _Lines, delimiter: str) -> Record:
    number, taken, length = lines.number, list[str](), 0

    def feed() -> Iterator[str]:
        nonlocal length
        while not lines.is_over():
            line = lines.take()
            taken.append(line)
            length += len(line)
            if length > LONGEST_RECORD or (len(taken) > 1 and lines.unended >= MOST_UNENDED):
                raise _TooLong
            yield line

    try:
        cells = next(csv.reader(feed(), delimiter=delimiter))
        if len(taken) > 1 and lines.is_over() and _never_ends(taken, delimiter):
            raise _TooLong
    except (_TooLong, csv.Error):
        lines.unended += 1
        lines.put_back(taken[1:])
        return Record(number, [], _unended(taken))
    if why := _unreadable(cells):
        return Record(number, cells, why)
    return Record(number, cells)


def _never_ends(taken: list[str], delimiter: str) -> bool:
    """At the end of the file, whether the record's quotation mark was still open."""
    try:
        next(csv.reader(taken, delimiter=delimiter, strict=True))
    except csv.Error:
        return True
    return False


def _unended(taken: list[str]) -> str:
    if len(taken) == 1 and '"' not in taken[0]:
        return "The line is too long to be one person. Export the file again"
    return "A quotation mark begins here and never ends. Add the one that is missing, or take it away"


def _unreadable(cells: list[str]) -> str:
    text = "".join(cells)
    if "\0" in text:
        return "The line holds a NUL, a character no text has. Export the file again"
    if not text.isascii() and any(letter == "\ufffd" or "\ud800" <= letter <= "\udfff" for letter in text):
        return (
            "Some letters of the line are in another encoding than the rest of the file. "
            "Correct them, or save the whole file as UTF-8"
        )
    return ""
