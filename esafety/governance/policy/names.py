"""Finding the name of somebody of the school in a text that goes to governors. Pure.

Source: domain/governance.md ("free text is checked against a list of names in the school before publishing"). Found are
given, family and used names as whole words, whatever their case, accents or possessive, double names by their
halves, two names side by side, and initials. A name that is also an ordinary word ("will", "mark") counts where it is
written as a name is: with a capital inside a sentence, or beside another name of the same person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from esafety.people.queries import folded

ORDINARY: Final = frozenset(
    """
    a able about after all also am amber an and any april are art as at august autumn bailey banks barber be
    been before bell best bishop black blue bond book brave bright brook brooks brown bush but by can carpenter
    castle chance charity chase church cliff close cole come cook cooper cotton could craft crisp cross daisy
    dale dawn day dean diamond did do does done drew each earl early english eve even every fair faith farmer
    fern few field finch fisher fleet flower for ford forest fortune foster fox france frank freed french friend
    from frost gale gardener gates gentle get giles glass go golden good goodwill gore grace grant gray green
    grey guy had hall handy hardy harper hart has have hazel he head heath heather her here hero hill him his
    holly holmes home honor hope house how hunt hunter if in into iris is it its ivy jack jewel joiner joy joyce
    june just justice key kind king kitty knight know lake lamb lane lark last lavender law leaf lee less let
    light like lily line little lock long love lowe lucky lyon made major make man many march mark marsh mason
    may me mercy miller mills mist moor more moss most much mule must my nash new next nice no noble none noon
    north not now oak of off old olive on once one only or other our out over own page parish park parker parks
    pass peace pearl penny pepper per piper pitt plant pleasant pole polly pool poppy porter post potter power
    precious price pride prince put queen quick race rain rains ranger ray read reader ready reed rich ridge
    ring river rivers road robin rock rose rowan ruby rush sage said same sandy savage sawyer say scholar see
    self shade sharp shaw she shepherd short should show silver sims singer six skinner sky slack small smart
    smith snow so some son south sparks speed spring star starling steel still stock stocks stone storm street
    strong such summer sun swan sweet swift take tanner taylor teal tell temple ten terry than that the their
    them then there they thing this thorn those three tiller time to town tree trip true trust turner two tyler
    under underwood up upon us use vale van very victor vine violet wade walker wall wallet ward warden was
    watch water waters way we weather weaver webb week well wells were west what wheeler when where which while
    white who whole why wild will wills winner winter wise wish with wolf wonder wood woods work worth wright
    yard year yes yet you young your
    """.split()  # noqa: SIM905  # easier to read and to add to
)
"""Names that are words of a report too."""
ABBREVIATIONS: Final = frozenset(
    """
    ai bbc ceop cpd csa dfe dpo dsl ehcp eyfs gdpr hr ict id ip isp it iwf ks la lado ofsted osc pc pe pin ppa
    pru pshe pta qa re rse send sen si sims sip slt sro sso ta te tv uk un url us vpn vr
    """.split()  # noqa: SIM905
)
"""Capitals side by side that are nobody's initials."""
_MONTH_AFTER: Final = frozenset(
    {"in", "of", "by", "since", "until", "during", "from", "to", "each", "last", "next"}
)
_MONTHS: Final = frozenset({"april", "may", "june", "august"})
_WORD: Final = re.compile(r"[^\W\d_]+(?:[’'\-][^\W\d_]+)*")
_DOTTED: Final = re.compile(r"\b([^\W\d_])\.\s?([^\W\d_])\.?(?!\w)")
_END: Final = re.compile(r"(?<=[.!?])(?<!\b[^\W\d_]\.)\s+|\n+")
_POSSESSIVE: Final = re.compile(r"['’]s?$")


class Named(NamedTuple):
    """Somebody of the school: every given name and every family name they go by."""

    given: tuple[str, ...]
    family: tuple[str, ...]


class Found(NamedTuple):
    """A name that was found: as it was written, and the sentence it stands in."""

    word: str
    sentence: str


class Names:
    """The names of a school, ready to be looked for."""

    def __init__(self, people: Iterable[Named], *, but: str = "") -> None:
        """Take everybody in; `but` is the school's own name, whose words are nobody's."""
        self._given: set[str] = set()
        self._family: set[str] = set()
        self._initials: set[str] = set()
        self._own = folded(but)
        for one in people:
            given = {part for name in one.given for part in _parts(name)}
            family = {part for name in one.family for part in _parts(name)}
            self._given |= given
            self._family |= family
            self._initials |= {g[0] + f[0] for g in given for f in family}

    def found_in(self, text: str) -> list[Found]:
        """Every name in a text, in its order, each as often as it stands there."""
        return [found for sentence in _END.split(text) for found in self._in(sentence.strip())]

    def _in(self, sentence: str) -> list[Found]:
        shown = self._without_school(sentence)
        words = [match[0] for match in _WORD.finditer(shown)]
        found = [word for at, word in enumerate(words) if self._is_name(words, at)]
        found += [
            match[0] for match in _DOTTED.finditer(shown) if folded(match[1] + match[2]) in self._initials
        ]
        return [Found(word, sentence) for word in found]

    def _without_school(self, sentence: str) -> str:
        """The school's name may stand in its report."""
        if not self._own or self._own not in folded(sentence):
            return sentence
        pattern = r"\s+".join(map(re.escape, self._own.split()))
        return re.sub(pattern, " ", sentence, flags=re.IGNORECASE)

    def _is_name(self, words: list[str], at: int) -> bool:
        word = words[at]
        if word.isupper() and len(word) == 2 and folded(word) not in ABBREVIATIONS:
            return folded(word) in self._initials
        known = [part for part in _parts(_POSSESSIVE.sub("", word)) if part in self._given | self._family]
        if not known:
            return False
        if any(part not in ORDINARY for part in known):
            return True
        return self._beside_a_name(words, at) or self._written_as_a_name(words, at)

    def _written_as_a_name(self, words: list[str], at: int) -> bool:
        """With a capital inside a sentence, where the word is no month."""
        word = words[at]
        if at == 0 or not word[0].isupper() or word.isupper():
            return False
        return not (folded(word) in _MONTHS and folded(words[at - 1]) in _MONTH_AFTER)

    def _beside_a_name(self, words: list[str], at: int) -> bool:
        """Given name, then family name, both with a capital."""
        pairs = [(at, at + 1), (at - 1, at)]
        return any(
            first >= 0
            and second < len(words)
            and words[first][0].isupper()
            and words[second][0].isupper()
            and any(part in self._given for part in _parts(words[first]))
            and any(part in self._family for part in _parts(_POSSESSIVE.sub("", words[second])))
            for first, second in pairs
        )


def _parts(name: str) -> list[str]:
    """A name and its halves, folded; single letters are no names."""
    whole = folded(name).replace("’", "'")
    return [part for part in {whole, *re.split(r"[\s\-]+", whole)} if len(part) > 1]
