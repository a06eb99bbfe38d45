"""What becomes of each line: added, changed, left, not matched, refused. Nothing is written here.

Asked twice, when the file is checked and again when it is brought in, on the roll as it then stands.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from esafety.office.models import ImportLine
from esafety.office.roll import matching
from esafety.office.roll.entries import SAME_LINE
from esafety.office.roll.matching import Known, Match
from esafety.office.roll.vocabulary import Asks, Choice, Verdict
from esafety.people.models import Guardianship, Person, User
from esafety.people.queries import searched_by
from esafety.people.vocabulary import PersonKind

WORDS = {
    "given_name": "First name",
    "family_name": "Family name",
    "known_as": "First name they use",
    "known_as_family": "Family name they use",
    "born_on": "Date of birth",
    "year_group": "Year group",
    "class_name": "Class",
    "upn": "UPN",
    "source_id": "Number",
    "email": "Email",
    "telephone": "Telephone",
    "left_on": "Left on",
    "relationship": "Relationship",
    "priority": "Called as number",
    "parental_responsibility": "Parental responsibility",
    "no_contact": "Court order forbids contact",
}
"""What each column is called in a list of changes, in the order of the list."""
NAMES = {"given_name", "family_name", "known_as", "known_as_family"}
OWN = "This is your own entry. Ask a colleague to change it"
GONE = "The file says that they left on {day}, and they are not on the roll"
LEAVING = "The file says that they left on {day}: see the page of leavers"
BACK = "They are marked as having left and come back on the roll"
TAUGHT_BY = "They are also a member of staff: the link is made to that entry"


@dataclass
class Finding:
    """What a line comes to. `person` and `link` are as they would be afterwards, `before` as they are.

    `is_brought_back`: an undone import had added the person; the row is still there.
    """

    verdict: Verdict
    person: Person | None = None
    is_new: bool = False
    is_brought_back: bool = False
    person_before: dict[str, Any] = field(default_factory=dict)
    link: Guardianship | None = None
    link_is_new: bool = False
    link_before: dict[str, Any] = field(default_factory=dict)
    asks: str = ""
    reasons: list[str] = field(default_factory=list)
    candidates: list[int] = field(default_factory=list)
    changes: list[list[str]] = field(default_factory=list)


def judge(known: Known, lines: Sequence[ImportLine], by: User) -> list[Finding]:
    """What becomes of each line, in their order; a line that was refused by its own words stays so."""
    return [_one(known, line, by) for line in lines]


def _one(known: Known, line: ImportLine, by: User) -> Finding:
    if line.verdict == Verdict.REFUSED:
        known.by_line.setdefault(line.number, None)
        return Finding(Verdict.REFUSED, reasons=list(line.found.get("reasons", ())))
    found = _contact(known, line, by) if line.kind == PersonKind.PARENT else _person(known, line, by)
    found.reasons += line.found.get("notes", ())
    return found


def _person(known: Known, line: ImportLine, by: User) -> Finding:
    told = line.told["person"]
    look = matching.pupil if line.kind == PersonKind.PUPIL else matching.staff
    match = _as_chosen(known, line, look(known, told))
    known.by_line[line.number] = match.person
    if match.refusal:
        return Finding(Verdict.REFUSED, reasons=[match.refusal])
    if match.candidates or line.choice == Choice.LEAVE:
        return _unmatched(line, match)
    if line.is_repeat and match.person is not None:
        return Finding(Verdict.SAME, match.person, reasons=["An earlier line says the same"])
    return _change(known, line, match.person, by)


def _as_chosen(known: Known, line: ImportLine, match: Match) -> Match:
    """The match that somebody decided on, where there was something to decide."""
    if not match.candidates:
        return match
    if line.choice == Choice.NEW:
        return Match(None)
    chosen = known.by_pk.get(int(line.choice)) if line.choice.isdecimal() else None
    return Match(chosen) if chosen is not None and chosen.kind == line.kind else match


def _unmatched(line: ImportLine, match: Match) -> Finding:
    people = [one for one in match.candidates if one.pk]
    found = Finding(Verdict.UNMATCHED, candidates=[one.pk for one in people], asks=Asks.WHO if people else "")
    if line.choice == Choice.LEAVE:
        found.reasons.append("Left out, as decided")
    elif people:
        found.reasons.append("Somebody of the roll could be meant. Say who it is")
    else:
        found.reasons.append("An earlier line of the file could mean the same person. Correct one of them")
    return found


def _change(known: Known, line: ImportLine, person: Person | None, by: User) -> Finding:
    told = line.told["person"]
    gone = _has_left(told)
    if person is None or getattr(person, "is_withdrawn", False):
        if gone and person is None:
            return Finding(Verdict.SAME, reasons=[GONE.format(day=_shown(told["left_on"]))])
        return _add(known, line, person)
    wanted = {field: _value(field, told[field]) for field in WORDS if field in told and field != "left_on"}
    if person.left_on is not None and not gone:
        wanted["left_on"] = None
    if person.account_id is not None and person.account and wanted.get("email") == person.account.email:
        del wanted["email"]  # the account says it already
    before = {
        field: getattr(person, field) for field, value in wanted.items() if getattr(person, field) != value
    }
    if not before:
        reasons = [LEAVING.format(day=_shown(told["left_on"]))] if gone and person.left_on is None else []
        return Finding(Verdict.SAME, person, reasons=reasons)
    if person.account_id == by.pk:
        return Finding(Verdict.REFUSED, person, reasons=[OWN])
    changes = _changes(before, wanted)
    _write(person, {field: wanted[field] for field in before})
    found = Finding(Verdict.CHANGED, person, person_before=before, changes=changes)
    if "left_on" in before:
        found.reasons.append(BACK)
    return found


def _add(known: Known, line: ImportLine, withdrawn: Person | None) -> Finding:
    """Somebody new; or somebody whom an undone import had added, which is the same to whoever looks on."""
    told = {field: _value(field, text) for field, text in line.told["person"].items() if field != "left_on"}
    if withdrawn is not None:
        _write(withdrawn, {**told, "left_on": None})
        withdrawn.is_withdrawn = False  # type: ignore[attr-defined]
        known.by_line[line.number] = withdrawn
        return Finding(Verdict.ADDED, withdrawn, is_brought_back=True)
    person = Person(school_id=known.school.pk, kind=line.kind)
    _write(person, told)
    known.add(person)
    known.by_line[line.number] = person
    return Finding(Verdict.ADDED, person, is_new=True)


def _write(person: Person, values: dict[str, Any]) -> None:
    for field_, value in values.items():
        setattr(person, field_, value)
    if NAMES & values.keys():
        person.search_text = searched_by(
            person.given_name, person.known_as, person.family_name, person.known_as_family
        )


# -- parents and carers ----------------------------------------------------------------------------


def _contact(known: Known, line: ImportLine, by: User) -> Finding:
    mine = line.number if line.told["pupil"] == SAME_LINE else 0
    pupil, why = matching.ward(known, line.told["pupil"], mine)
    if pupil is None:
        return Finding(Verdict.REFUSED, reasons=[why])
    match = matching.parent(known, line.told["person"], pupil)
    if match.person is None or not line.is_repeat:
        found = _guardian(known, line, match.person, by)
    else:
        found = Finding(Verdict.SAME, match.person)
    if found.verdict != Verdict.REFUSED and found.person is not None:
        _tie(known, line, pupil, found, by)
    return found


def _guardian(known: Known, line: ImportLine, person: Person | None, by: User) -> Finding:
    """The adult alone. A parent who is a member of staff is changed by the file of staff only."""
    if person is not None and person.kind != PersonKind.PARENT:
        return Finding(Verdict.SAME, person, reasons=[TAUGHT_BY])
    kept = known.by_line.get(line.number)
    found = _change(known, line, person, by)
    known.by_line[line.number] = kept
    return found


def _tie(known: Known, line: ImportLine, pupil: Person, found: Finding, by: User) -> None:
    """How the adult stands to the pupil: added, changed, or as it is."""
    assert found.person is not None
    said = line.told.get("link", {})
    told = {field_: said[field_] for field_ in WORDS if field_ in said}
    link = known.link(pupil, found.person)
    if link is None:
        link = Guardianship(pupil=pupil, guardian=found.person, **told)
        known.tie(link)
        found.link, found.link_is_new = link, True
        found.changes.append(["Parent or carer of", "", pupil.full_name])
        if link.no_contact:
            found.changes.append([WORDS["no_contact"], "", "yes"])
        found.verdict = Verdict.ADDED
        return
    if link.no_contact and told.get("no_contact") is False:
        told.pop("no_contact")
        found.asks = Asks.LIFT
        if line.choice == Choice.LIFT:
            told["no_contact"] = False
        else:
            found.reasons.append(
                "The file says that the court order was lifted. It stays until somebody says so here"
            )
    before = {
        field_: getattr(link, field_) for field_, value in told.items() if getattr(link, field_) != value
    }
    if not before:
        return
    if by.pk in (pupil.account_id, found.person.account_id):
        found.reasons.append(OWN)
        return
    found.changes += _changes(before, told)
    for field_ in before:
        setattr(link, field_, told[field_])
    found.link, found.link_before = link, before
    found.verdict = Verdict.CHANGED if found.verdict == Verdict.SAME else found.verdict


# -- words -----------------------------------------------------------------------------------------


def _has_left(told: dict[str, Any]) -> bool:
    return bool(told.get("left_on")) and told["left_on"] <= dt.date.today().isoformat()  # noqa: DTZ011


def _value(field_: str, text: Any) -> Any:
    return dt.date.fromisoformat(text) if field_ == "born_on" and text else text


def _changes(before: dict[str, Any], after: dict[str, Any]) -> list[list[str]]:
    return [[WORDS[field_], _shown(old), _shown(after[field_])] for field_, old in before.items()]


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.date):
        return f"{value:%-d %B %Y}"
    if isinstance(value, str) and len(value) == 10 and value[4:5] == value[7:8] == "-":
        return _shown(dt.date.fromisoformat(value))
    return "" if value is None else str(value)
