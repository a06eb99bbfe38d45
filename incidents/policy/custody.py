"""What may follow what in a chain of custody, and what each entry must say. First a table, then the guard.

Sources: C 4.4, A flow illegal, B misuse (secured, sealed, handed to the police with a receipt); reference/field.md
4.6 and the school's power to keep and return what it confiscated.
"""

from __future__ import annotations

from typing import NamedTuple

from incidents.vocabulary.evidence import Custody as S
from incidents.vocabulary.evidence import ItemState as T


class Link(NamedTuple):
    """One kind of entry: from which state, to which, what it must name, whether an item that may be illegal has it."""

    step: S
    since: frozenset[T]
    to: T
    needs: tuple[str, ...]
    if_illegal: bool
    label: str
    hint: str


_HERE = frozenset({T.HELD})
_AWAY = frozenset({T.WITH_POLICE})

# fmt: off
LINKS: dict[S, Link] = {link.step: link for link in (
    Link(S.SEALED,       _HERE, T.HELD,        ("seal", "witness"),  True,  "Seal it",
         "Put it in a bag or an envelope, close it with a numbered seal and sign across it."),
    Link(S.MOVED,        _HERE, T.HELD,        (),                   True,  "Move it",
         "Say where it is from now on, and who took it there."),
    Link(S.EXAMINED,     _HERE, T.HELD,        ("witness", "note"),  False, "Record an examination",
         "Two people are there. Nobody looks at pictures that may show a child."),
    Link(S.PARENTS_TOLD, _HERE | _AWAY, T.HELD, ("other", "note"),   True,  "Parents told",
         "Say who was told, what they were told and what they said."),
    Link(S.TO_POLICE,    _HERE, T.WITH_POLICE, ("other", "receipt"), True,  "Hand it to the police",
         "Name the officer and the force, and write down the number of the receipt they gave."),
    Link(S.FROM_POLICE,  _AWAY, T.HELD,        ("other", "receipt"), True,  "Back from the police",
         "Name the officer, and write down the number of the paper that came with it."),
    Link(S.RETURNED,     _HERE, T.RETURNED,    ("other",),           False, "Return it",
         "Say to whom it was returned. To a pupil at the end of the day, or to a parent."),
)}
# fmt: on

MAY_BE_ILLEGAL = "It may hold something illegal: only the police examine it or decide what becomes of it."
NOT_IN_STATE = {
    T.HELD: "It is in school.",
    T.WITH_POLICE: "The police have it. Record first that it came back.",
    T.RETURNED: "It was returned. What happens to it now is not the school’s to record.",
}


def why_not(step: S, state: T, *, may_be_illegal: bool) -> str | None:
    """Why this entry is not open now, in a sentence, or None."""
    link = LINKS.get(step)
    if link is None or state not in link.since:
        return NOT_IN_STATE[state]
    return MAY_BE_ILLEGAL if may_be_illegal and not link.if_illegal else None


def state_after(step: S, state: T) -> T:
    """Who has the item once the entry is made; being told changes nothing."""
    return state if step is S.PARENTS_TOLD else LINKS[step].to
