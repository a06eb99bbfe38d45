"""What an answer holds as it goes: others by letters, what was kept back gone, struck words struck."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, NamedTuple

from esafety.subject_access.files import File, enclosed, files_of
from esafety.subject_access.gathering import Gathered, Line, gathered
from esafety.subject_access.models import Withheld
from incidents import names
from incidents.models import Involvement
from incidents.record.child import Labels, labels_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    from esafety.people.models import Person, User
    from esafety.subject_access.models import AccessAnswer

STRUCK = "[struck out]"
_PASSING = "usersessions.UserSession-"
_SENT = ("outbox.Message-", "papers.DocumentLink-")


class Told(NamedTuple):
    """One entry as it stands now: as it goes, whether the whole of it is kept back, what was kept back of it, and
    whether words that were struck out stand there no longer."""

    line: Line
    text: str
    gone: bool
    kept_back: list[Withheld]
    adrift: bool


class Contents(NamedTuple):
    """Everything of an answer, what goes and what does not."""

    told: list[Told]
    found: Gathered
    labels: Labels
    files: list[File]

    @property
    def going(self) -> list[Told]:
        """The entries that go, whole or with words struck out."""
        return [one for one in self.told if not one.gone]

    @property
    def kept_back(self) -> list[Withheld]:
        """All that stands of what was kept back."""
        return [row for one in self.told for row in one.kept_back]


def contents_of(answer: AccessAnswer, user: User) -> Contents:
    """What the account may read now of what the answer holds."""
    person = answer.request.person
    found = gathered(person, user)
    others = [row for row in found.people if row.person_id != person.pk]
    labels, known = labels_for(person, others), names.names_of(others)
    back: dict[str, list[Withheld]] = {}
    for row in Withheld.objects.filter(answer=answer, restored_at__isnull=True).select_related("by"):
        back.setdefault(row.key, []).append(row)
    told = [
        _told(line, names.relabelled(line.text, labels.of, known, answer.clear_names), back.get(line.key, []))
        for line in found.lines
    ]
    return Contents(told, found, labels, files_of(answer, told))


def fingerprint(answer: AccessAnswer, user: User) -> str:
    """What the answer would hold if it were made now, as a SHA-256: its version, each entry and each file as it goes.

    When somebody's browser was last seen changes by the minute and counts for nothing.
    """
    return _fingerprint(answer, user, but=())


def decided(answer: AccessAnswer, user: User) -> str:
    """What somebody decides about when they send it, in the same way. That a mail or a document went to the person
    counts for nothing: this one does, too."""
    return _fingerprint(answer, user, but=_SENT)


def _fingerprint(answer: AccessAnswer, user: User, *, but: tuple[str, ...]) -> str:
    contents = contents_of(answer, user)
    going = [
        [one.line.key, one.line.case, str(one.line.on), "" if one.line.key.startswith(_PASSING) else one.text]
        for one in contents.going
        if not one.line.key.startswith(but)
    ]
    files = [[one.stored.pk, one.name, one.stored.sha256] for one in enclosed(contents.files)]
    files += [[one.stored.pk] for one in contents.files if one.waits]
    return hashlib.sha256(json.dumps([answer.version, going, files]).encode()).hexdigest()


def _told(line: Line, text: str, back: list[Withheld]) -> Told:
    """Words to be struck out that stand there no longer (a name became a letter, a letter a name, the entry changed)
    keep the whole entry back: what somebody decided to strike never goes because it is written otherwise now."""
    adrift = False
    for row in back:
        adrift = adrift or row.words not in text
        text = text.replace(row.words, STRUCK) if row.words else text
    return Told(line, text, adrift or any(not row.words for row in back), back, adrift)


def others_in(found: Gathered, person: Person) -> list[dict[str, Any]]:
    """Others whose names stand in clear text somewhere: the number of the part, who, the letter, how they are named."""
    others = [row for row in found.people if row.person_id != person.pk]
    labels, known = labels_for(person, others), names.names_of(others)
    typed = _typed((line.text for line in found.lines), known)
    rows: dict[int, Involvement] = {row.pk: row for row in others}
    return [
        {"part": key, "who": rows[key].who, "label": labels.of(key), "typed": ", ".join(sorted(words))}
        for key, words in typed.items()
    ]


def _typed(texts: Iterable[str], known: dict[str, int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for text in texts:
        for key, words in names.named_in_clear(text, known).items():
            found.setdefault(key, set()).update(words)
    return found
