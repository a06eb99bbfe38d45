"""Charts as plain drawings: bars with their numbers, told apart without colour, and a sentence that says the same.

A printed "7 or fewer" is an empty bar up to seven; "not shown" and a dash have none. Lengths come from what is
printed, so a drawing tells nothing more than its table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from esafety.governance.policy.disclosure import NOT_SHOWN, SEVEN_OR_FEWER, SMALL

WIDTH, LEFT, RIGHT = 620, 190, 90
BAR, GAP, ROW_GAP = 11, 3, 9
LOOKS = ("solid", "open", "grey")
"""For the first, second and third column of figures."""


class Bar(NamedTuple):
    """One bar, and the number at its end."""

    look: str
    top: int
    text_at: int
    length: int
    after: int
    number: str
    upto: bool


class Row(NamedTuple):
    """One row of bars, and what it is called."""

    label: str
    label_at: int
    bars: list[Bar]


class Key(NamedTuple):
    """What a look stands for."""

    look: str
    at: int
    text_at: int
    label: str


class Chart(NamedTuple):
    """A drawing: its size, its rows, its key, and the same in words."""

    width: int
    height: int
    left: int
    rows: list[Row]
    keys: list[Key]
    in_words: str


def chart(caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Chart:
    """A drawing of a table: the first column names its rows, each further column has bars of its own look."""
    heads, numbers = list(columns[1:]), [list(row[1:]) for row in rows]
    longest = max((_length(word) for row in numbers for word in row), default=0) or 1
    scale = (WIDTH - LEFT - RIGHT) / longest
    tall = len(heads) * (BAR + GAP) + ROW_GAP
    drawn = [
        _row(at, row[0], words, scale, tall)
        for at, (row, words) in enumerate(zip(rows, numbers, strict=True))
    ]
    keys = [Key(LOOKS[at], LEFT + 140 * at, LEFT + 140 * at + 18, head) for at, head in enumerate(heads)]
    return Chart(WIDTH, 26 + tall * len(rows), LEFT, drawn, keys, _said(caption, heads, rows))


def _row(at: int, label: str, words: list[str], scale: float, tall: int) -> Row:
    top = 26 + at * tall
    bars = [
        Bar(
            LOOKS[column],
            top + column * (BAR + GAP),
            top + column * (BAR + GAP) + BAR - 2,
            length := round(_length(word) * scale),
            LEFT + length + 6,
            word,
            word == SEVEN_OR_FEWER,
        )
        for column, word in enumerate(words)
    ]
    return Row(label, top + (tall - ROW_GAP) // 2 + 3, bars)


def _length(word: str) -> int:
    if word == SEVEN_OR_FEWER:
        return SMALL
    return int(word) if word != NOT_SHOWN and word.isdigit() else 0


def _said(caption: str, heads: list[str], rows: Sequence[Sequence[str]]) -> str:
    told = (
        f"{label}: " + ", ".join(f"{head.lower()} {word}" for head, word in zip(heads, words, strict=True))
        for label, *words in rows
    )
    return f"Bar chart. {caption}. " + "; ".join(told) + "."
