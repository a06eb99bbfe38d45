"""The text of a letter: the school's own edition, or the one in the repository; and how it is filled in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import NamedTuple

from esafety.people.models import School
from incidents.models.letter import LANGUAGE, LetterText
from incidents.vocabulary.letters import LetterKind

_HERE = Path(__file__).parent


class Text(NamedTuple):
    """A subject and a text with placeholders. Edition 0 is the repository's."""

    subject: str
    text: str
    edition: int = 0


@cache
def ours(kind: LetterKind, language: str = LANGUAGE) -> Text:
    """The text in the repository. Raises FileNotFoundError for a language there is none in."""
    subject, _, text = (_HERE / language / f"{kind.value}.txt").read_text(encoding="utf-8").partition("\n")
    return Text(subject.strip(), text.strip())


def text_for(school: School, kind: LetterKind, language: str = LANGUAGE) -> Text:
    """The school's newest edition, or ours."""
    own = LetterText.objects.filter(school=school, kind=kind, language=language).order_by("-edition").first()
    return Text(own.subject, own.text, own.edition) if own else ours(kind, language)


def texts_of(school: School, language: str = LANGUAGE) -> dict[LetterKind, LetterText | None]:
    """Every kind with the school's newest edition of it, or None. One query."""
    own: dict[str, LetterText] = {}
    for row in (
        LetterText.objects.filter(school=school, language=language).select_related("by").order_by("edition")
    ):
        own[row.kind] = row
    return {kind: own.get(kind.value) for kind in LetterKind}


def filled(text: str, words: Mapping[str, str]) -> str:
    """The text with its placeholders filled in. What is filled in is never read for placeholders again."""
    parts = ((before, name) for before, name, _, _ in Formatter().parse(text))
    return "".join(before + (words.get(name, "") if name is not None else "") for before, name in parts)
