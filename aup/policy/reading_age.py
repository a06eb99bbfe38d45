"""How old a reader must be to follow a text: Flesch and Kincaid's grade, and five for the age at which school begins.

The formula (Kincaid and others, 1975): 0.39 × words per sentence + 11.8 × syllables per word − 15.59 is the school
year of the United States in which a text is understood; a child of that year is five years older. Syllables are
counted by groups of vowels, with the exceptions below; on the words of our texts that is right for 95 in 100. It
measures length, not sense: it points at sentences worth shortening, no more.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from aup.canonical import sections_of

_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*|\d+")
_SENTENCE = re.compile(r"(?<=[.!?:;])\s+|\n+")
_GROUPS = re.compile(r"[aeiouy]+")
_APART = re.compile(r"ia(?!l|n|r|ge)|io(?!n|us)|eo(?!u|ple)|ying|iest|ier|uat")
_SILENT = re.compile(r"(?:[^laeiouy]e|[^aeiouytd]ed|[^aeiouycghsxz]es|[aeiouy]le)$")
_COMPOUND = re.compile(
    r"^(?:safe|hate|care|home|some|name|time|use|life|face|like|love|game|white)(?=[b-df-hj-np-tv-z])"
)
_UNLIKE_THEIR_SPELLING = {
    "someone": 2,
    "people": 2,
    "area": 3,
    "mobile": 2,
    "cruel": 2,
    "being": 2,
    "every": 2,
}
FEWEST_WORDS = 5
"""A sentence shorter than this is not worth shortening, whatever its words."""
YOUNGEST, OLDEST = 4, 18


class Sentence(NamedTuple):
    """One sentence, and the age from which it is understood."""

    words: str
    age: int


class Reading(NamedTuple):
    """What the formula says of a text. `age` is 0 when there is nothing to read."""

    age: int
    words: int
    sentences: int
    hardest: list[Sentence]


def syllables(word: str) -> int:
    """How many syllables a word has, at least one."""
    bare = re.sub(r"['’]s$|[^a-z]", "", word.lower())
    if bare in _UNLIKE_THEIR_SPELLING:
        return _UNLIKE_THEIR_SPELLING[bare]
    count = len(_GROUPS.findall(bare)) + len(_APART.findall(bare)) - bool(_SILENT.search(bare))
    return max(count - bool(_COMPOUND.match(bare)), 1)


def reading_of(text: str, *, hardest: int = 5) -> Reading:
    """The reading age of a text without its headings (a body of `aup.canonical`), and its hardest sentences first."""
    text = "\n".join(point for section in sections_of(text) for point in section.points)
    sentences = [one for one in map(str.strip, _SENTENCE.split(text)) if _WORD.search(one)]
    words = [word for one in sentences for word in _WORD.findall(one)]
    long = [one for one in sentences if len(_WORD.findall(one)) >= FEWEST_WORDS]
    by_age = sorted((Sentence(one, _age([one])) for one in long), key=lambda one: -one.age)
    return Reading(_age(sentences), len(words), len(sentences), by_age[:hardest])


def _age(sentences: list[str]) -> int:
    words = [word for one in sentences for word in _WORD.findall(one)]
    if not words:
        return 0
    grade = 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    return min(max(round(grade + 5), YOUNGEST), OLDEST)
