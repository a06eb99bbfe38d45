"""What a suggested text is made of."""

from __future__ import annotations

from typing import NamedTuple

from aup.canonical import Consent, Section, body_of


class Line(NamedTuple):
    """One point of a text, and the points of `aup.policy.points` that it covers."""

    words: str
    covers: tuple[str, ...]


class Part(NamedTuple):
    """A heading and its lines."""

    heading: str
    lines: tuple[Line, ...]


class Text(NamedTuple):
    """A suggested first edition."""

    title: str
    parts: tuple[Part, ...]
    declaration: str
    declaration_for_child: str = ""
    consents: tuple[Consent, ...] = ()

    @property
    def body(self) -> str:
        """The text in canonical form."""
        return body_of(Section(part.heading, tuple(line.words for line in part.lines)) for part in self.parts)

    def saying(self, code: str) -> list[str]:
        """The sentences that cover a point."""
        return [line.words for part in self.parts for line in part.lines if code in line.covers]


def part(heading: str, *lines: tuple[str, ...]) -> Part:
    """A heading, then lines as words followed by the codes they cover."""
    return Part(heading, tuple(Line(words, tuple(codes)) for words, *codes in lines))
