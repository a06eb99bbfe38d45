"""The ladders of sanctions: what belongs to each rung, what is available on it, who decides; and what is proposed.

The product proposes from the kind of matter, whether it was meant, and what was decided before; a named person decides
and says why it is in proportion. Source: domain/sanctions.md (C 5.1, C 5.2, A 12, B and E 6.1).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from esafety.people.vocabulary import Role
from incidents.vocabulary import IncidentType as T
from incidents.vocabulary import Measure as M
from incidents.vocabulary import Nature

EDITION = "2026-11"
"""Kept with every decision; raised with every change to these tables."""


class Rung(NamedTuple):
    """One category: its letter, the conduct that belongs to it, what kinds of matter start on it, what is available,
    and who may decide it."""

    code: str
    conduct: str
    starts: frozenset[T]
    measures: tuple[M, ...]
    decides: tuple[Role, ...]


class Ladder(NamedTuple):
    """A ladder: its rungs from the mildest, in one or more tracks. `climbs`: each time goes one rung beyond the last
    time; otherwise persistence goes one beyond where the matter starts. `if_accident`: the highest rung for something
    not meant."""

    id: str
    name: str
    tracks: tuple[tuple[Rung, ...], ...]
    climbs: bool
    if_accident: str
    source: str

    @property
    def rungs(self) -> tuple[Rung, ...]:
        """Every rung, track by track."""
        return tuple(rung for track in self.tracks for rung in track)

    def rung(self, code: str) -> Rung | None:
        """The rung of a letter."""
        return next((rung for rung in self.rungs if rung.code == code), None)


class Proposal(NamedTuple):
    """The rung proposed (None: the ladder does not speak), and why, in sentences."""

    rung: Rung | None
    because: tuple[str, ...]


_LEAD = (Role.CO_ORDINATOR, Role.DSL, Role.DEPUTY_DSL, Role.SENIOR_LEADER, Role.HEAD)
_SENIOR = (Role.DSL, Role.DEPUTY_DSL, Role.SENIOR_LEADER, Role.HEAD)
_HEAD = (Role.HEAD,)
_UNSUITABLE = frozenset({T.GAMING, T.GAMBLING, T.DEVICE_MISUSE, T.COPYRIGHT, T.SCAM})
_OFFENSIVE = frozenset({T.SOFT_PORN, T.HATE, T.BULLYING, T.BYPASS, T.HACKING, T.STAFF_COMMENTS, T.DATA_LOSS,
                        T.ILLEGAL_PORN, T.TERRORIST})  # fmt: skip
_LOW = (M.TEACHER, M.CO_ORDINATOR)
_MIDDLE = (*_LOW, M.LOSS_OF_ACCESS, M.PHONE_REMOVED, M.PARENTS_CONTACTED)
_HIGH = (*_MIDDLE, M.HEAD, M.OTHER_POLICY)

# fmt: off
PUPILS = Ladder("c-5-1", "Four categories, A to D", ((
    Rung("A", "Low level: other sites in lessons, a phone, messages or social sites without leave",
         frozenset({T.GAMING, T.DEVICE_MISUSE}), _LOW, _LEAD),
    Rung("B", "Persistent after warning, or serious and not meant: banned sites, file sharing, harm not owned up to",
         frozenset({T.GAMBLING, T.COPYRIGHT}), _MIDDLE, _LEAD),
    Rung("C", "Deliberate, harming systems or people: bypassing security, bullying, offensive material, buying",
         frozenset({T.BYPASS, T.HACKING, T.BULLYING, T.SOFT_PORN, T.SCAM}), _HIGH, _SENIOR),
    Rung("D", "Continued serious breaches, or possibly criminal: extreme bullying, hate, defamation, disrepute",
         frozenset({T.HATE, T.TERRORIST, T.ILLEGAL_PORN, T.STAFF_COMMENTS, T.DATA_LOSS}),
         (*_HIGH, M.EXCLUSION, M.EQUIPMENT_REMOVED, M.COMMUNITY_POLICE, M.AUTHORITY_OFFICER), _HEAD),
),), climbs=False, if_accident="B", source="C 5.1")

STEPS_AT_SCHOOL = Ladder("a-12", "Two stairs: unsuitable and offensive", ((
    Rung("U1", "Unsuitable, the first time",        _UNSUITABLE, (M.TEACHER,),           _LEAD),
    Rung("U2", "Unsuitable, again",                 frozenset(), (M.OUT_OF_HOURS_BAN,),  _LEAD),
    Rung("U3", "Unsuitable, a third time",          frozenset(), (M.HEAD,),              _SENIOR),
    Rung("U4", "Unsuitable, still",                 frozenset(), (M.LETTER_HOME,),       _SENIOR),
), (
    Rung("O1", "Offensive, the first time: logged to the head", _OFFENSIVE, (M.HEAD,),   _SENIOR),
    Rung("O2", "Offensive, again",                  frozenset(), (M.LETTER_HOME,),       _SENIOR),
    Rung("O3", "Offensive, a third time",           frozenset(), (M.LOSS_OF_ACCESS,),    _SENIOR),
    Rung("O4", "Offensive, a fourth time",          frozenset(), (M.PARENTS_SIGN_AGAIN,), _HEAD),
    Rung("O5", "Offensive, still",                  frozenset(), (M.OUT_OF_HOURS_BAN,),  _HEAD),
)), climbs=True, if_accident="", source="A 12")

LETTERS_HOME = Ladder("e-6-1", "Three letters home", ((
    Rung("L1", "The first breach",  _UNSUITABLE | _OFFENSIVE, (M.LETTER_HOME, M.LESSON_LOST),    _LEAD),
    Rung("L2", "Another breach",    frozenset(),              (M.LETTER_HOME, M.LOSS_OF_ACCESS), _SENIOR),
    Rung("L3", "A breach of the child protection policy", frozenset({T.NUDES, T.SEXUAL_HARASSMENT}),
         (M.LETTER_HOME, M.LOSS_OF_ACCESS, M.PARENTS_CONTACTED, M.HEAD),                         _HEAD),
),), climbs=True, if_accident="", source="B, E 6.1")

STAFF = Ladder("c-5-2", "Staff: misconduct and gross misconduct", ((
    Rung("A", "Misconduct: personal use, unchecked media, passwords shared, unlicensed software, standing harmed",
         frozenset({T.GAMING, T.GAMBLING, T.DEVICE_MISUSE, T.COPYRIGHT}), (M.STAFF_WARNING,), _HEAD),
    Rung("B", "Gross misconduct, or suitability in question: serious misuse, hacking, obscene or hateful material",
         frozenset({T.BYPASS, T.HACKING, T.BULLYING, T.SOFT_PORN, T.HATE, T.TERRORIST, T.ILLEGAL_PORN, T.CSA_IMAGES,
                    T.STAFF_COMMENTS, T.DATA_LOSS, T.STAFF_PUPIL_CONTACT, T.SCAM}),
         (M.STAFF_WARNING, M.EQUIPMENT_REMOVED, M.AUTHORITY_OFFICER, M.LADO_OR_POLICE, M.SUSPENSION, M.DISCIPLINARY),
         _HEAD),
),), climbs=False, if_accident="A", source="C 5.2")
# fmt: on

CHOICES = (PUPILS, STEPS_AT_SCHOOL, LETTERS_HOME)
"""The ladders for pupils that a school may choose; staff have one."""
ABOUT_THE_HEAD = (Role.CHAIR, Role.VICE_CHAIR)
"""Who decides where the subject is the head or a governor (C 4.4)."""
LOSES_ACCESS = frozenset({M.LOSS_OF_ACCESS, M.OUT_OF_HOURS_BAN})
"""What has a start, an end and a reminder to restore it."""


def ladder(id_: str) -> Ladder:
    """The ladder of an id; the first for pupils when there is none of it."""
    return next((one for one in (*CHOICES, STAFF) if one.id == id_), PUPILS)


def propose(ladder: Ladder, types: Collection[T], nature: Nature, earlier: Sequence[str]) -> Proposal:
    """The rung that the ladder suggests, and why. `earlier`: the rungs decided for this person in the period.

    Nothing is proposed where the ladder does not speak of the kind: support and safeguarding come first.
    """
    found = _start(ladder, types)
    if found is None:
        return Proposal(None, ("The ladder does not speak of this kind of matter. Support comes first.",))
    track, place = found
    because = [f"This kind of matter starts in {track[place].code}: {track[place].conduct}."]
    if nature == Nature.ACCIDENTAL:
        return _if_accident(ladder, track, place, because)
    codes = [rung.code for rung in track]
    before = [codes.index(code) for code in earlier if code in codes]
    if ladder.climbs and before:
        follows = _up(track, max(before))
        then = "the next step follows" if follows >= place else "this kind starts higher all the same"
        because.append(f"{_times(before)} in the period, the last step {codes[max(before)]}: {then}.")
        place = max(place, follows)
    elif sum(one >= place for one in before):
        because.append(f"{_times(before)} in the period, as serious or more: persistence moves it up one.")
        place = _up(track, place)
    elif before:
        because.append(f"{_times(before)} in the period, less serious: shown, and not counted.")
    return Proposal(track[place], tuple(because))


def _start(ladder: Ladder, types: Collection[T]) -> tuple[tuple[Rung, ...], int] | None:
    """The most serious track and rung on which any of the kinds starts."""
    for track in reversed(ladder.tracks):
        places = [place for place, rung in enumerate(track) if rung.starts & set(types)]
        if places:
            return track, max(places)
    return None


def _if_accident(ladder: Ladder, track: tuple[Rung, ...], place: int, because: list[str]) -> Proposal:
    cap = next((at for at, rung in enumerate(track) if rung.code == ladder.if_accident), None)
    if cap is None or place < cap:
        return Proposal(None, (*because, "It was not meant: nothing follows from an accident that was told."))
    because.append(f"It was not meant: {track[cap].code} at most, and only if it was not told to staff.")
    return Proposal(track[cap], tuple(because))


def _up(track: tuple[Rung, ...], place: int) -> int:
    return min(place + 1, len(track) - 1)


def _times(before: Sequence[int]) -> str:
    return "One decision" if len(before) == 1 else f"{len(before)} decisions"
