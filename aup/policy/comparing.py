"""Two editions beside each other, point by point. Pure: words in, rows out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from django.db import models

if TYPE_CHECKING:
    from aup.models import Edition

_WORD = re.compile(r"\S+\s*")
ALIKE = 0.5
"""Two points that share at least this much are one point, changed; otherwise one was removed and one added."""


class Change(models.TextChoices):
    """What became of a point."""

    SAME = "same", "The same"
    CHANGED = "changed", "Changed"
    ADDED = "added", "Added"
    REMOVED = "removed", "Removed"


class Piece(NamedTuple):
    """Some words of a point, and whether the other edition has them there."""

    words: str
    differs: bool


class Row(NamedTuple):
    """One point in both editions; a side that lacks it is empty."""

    change: Change
    old: list[Piece]
    new: list[Piece]


class Block(NamedTuple):
    """A heading, or a matter such as the declaration, and its points."""

    heading: str
    rows: list[Row]

    @property
    def differs(self) -> bool:
        """Whether anything in it changed."""
        return any(row.change is not Change.SAME for row in self.rows)


def compare(old: Edition, new: Edition) -> list[Block]:
    """Everything a signer agrees to, the old words beside the new, in the order of the new edition."""
    blocks = [Block("Title", compare_points([old.title], [new.title]))]
    before = {one.heading: one.points for one in old.sections}
    after = {one.heading: one.points for one in new.sections}
    for heading in _merged(list(before), list(after)):
        blocks.append(Block(heading, compare_points(before.get(heading, ()), after.get(heading, ()))))
    asked_before = [f"{one.name}: {one.words}" for one in old.consents_asked]
    asked_after = [f"{one.name}: {one.words}" for one in new.consents_asked]
    blocks.append(Block("What a parent may allow", compare_points(asked_before, asked_after)))
    said_before = [old.declaration, old.declaration_for_child]
    said_after = [new.declaration, new.declaration_for_child]
    blocks.append(Block("Declaration", compare_points(_filled(said_before), _filled(said_after))))
    return [block for block in blocks if block.rows]


def _filled(texts: Sequence[str]) -> list[str]:
    return [text for text in texts if text]


def _merged(before: list[str], after: list[str]) -> Iterator[str]:
    """The headings of both, each once: those of the new text, the ones it lost at their old place."""
    given: set[str] = set()
    for _, i, j, k, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        for heading in (*after[k:end], *before[i:j]):
            if heading not in given:
                given.add(heading)
                yield heading


def compare_points(old: Sequence[str], new: Sequence[str]) -> list[Row]:
    """The points of one heading in the order of the new text, each removed one at its old place."""
    rows: list[Row] = []
    for tag, i, j, k, end in SequenceMatcher(None, list(old), list(new), autojunk=False).get_opcodes():
        if tag == "equal":
            rows += [Row(Change.SAME, [Piece(one, False)], [Piece(one, False)]) for one in new[k:end]]
        else:
            rows += _paired(list(old[i:j]), new[k:end])
    return rows


def _paired(old: list[str], new: Sequence[str]) -> Iterator[Row]:
    """What replaced what: each new point with the most alike of the old ones left before it; the removed first."""
    added: list[str] = []
    for point in new:
        likeness = [SequenceMatcher(None, _words(one), _words(point), autojunk=False).ratio() for one in old]
        best = max(range(len(old)), key=lambda at: likeness[at], default=None)
        if best is None or likeness[best] < ALIKE:
            added.append(point)
            continue
        yield from _unpaired(old[:best], added)
        yield Row(Change.CHANGED, *_pieces(old[best], point))
        added.clear()
        del old[: best + 1]
    yield from _unpaired(old, added)


def _unpaired(removed: list[str], added: list[str]) -> Iterator[Row]:
    yield from (Row(Change.REMOVED, [Piece(one, True)], []) for one in removed)
    yield from (Row(Change.ADDED, [], [Piece(one, True)]) for one in added)


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _pieces(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    before, after = _words(old), _words(new)
    sides: tuple[list[Piece], list[Piece]] = ([], [])
    for tag, i, j, k, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        for side, words in ((sides[0], before[i:j]), (sides[1], after[k:end])):
            if words:
                side.append(Piece("".join(words), tag != "equal"))
    return sides
