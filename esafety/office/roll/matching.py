"""Who of the roll a line is about.

Rules, in this order. Pupils: UPN; number in the school's system; exactly the same legal name and date of birth.
Staff: number; email address. Parents and carers: number; email address with both names; the same name beside the
same pupil. Two people of one name are never taken for one by name alone: where it could be, somebody is asked.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from esafety.office.models import ImportChange, ImportLine
from esafety.office.roll.entries import SAME_LINE
from esafety.people.models import Guardianship, Person, School
from esafety.people.queries import folded, searched_by
from esafety.people.vocabulary import PersonKind

ADULTS = (PersonKind.STAFF, PersonKind.PARENT)


class Match(NamedTuple):
    """Whom a line is about: somebody, one of several who must be asked about, nobody yet, or a contradiction."""

    person: Person | None = None
    candidates: Sequence[Person] = ()
    refusal: str = ""


class Known:
    """The people and links of a school that some lines could be about, as they stand now.

    With `hold`, their rows are held until the transaction ends. People that come to be while the lines are
    judged are added with `add`, so that a later line finds them.
    """

    def __init__(self, school: School, lines: Sequence[ImportLine], *, hold: bool = False) -> None:
        self.school = school
        self.by_upn: dict[str, Person] = {}
        self.by_number: dict[tuple[str, str], Person] = {}
        self.by_mail: dict[str, list[Person]] = defaultdict(list)
        self.by_name: dict[tuple[str, str], list[Person]] = defaultdict(list)
        self.by_pk: dict[int, Person] = {}
        self.by_line: dict[int, Person | None] = {}
        self.links: dict[tuple[int, int], Guardianship] = {}
        self.guardians: dict[int, list[Person]] = defaultdict(list)
        self._hold = hold
        self._load(lines)

    def has(self, kind: str, told: dict[str, Any]) -> bool:
        """Whether a number of the line finds somebody."""
        return told.get("upn", "") in self.by_upn or (kind, told.get("source_id", "")) in self.by_number

    def add(self, person: Person) -> None:
        """Let somebody be found by all that tells them apart."""
        if person.pk and person.pk in self.by_pk:
            return
        if person.pk:
            self.by_pk[person.pk] = person
        if person.upn:
            self.by_upn[person.upn] = person
        if person.source_id:
            self.by_number[person.kind, person.source_id] = person
        for mail in {person.email.lower(), _account_mail(person)} - {""}:
            self.by_mail[mail].append(person)
        self.by_name[person.kind, _folded(person.given_name, person.family_name)].append(person)

    def tie(self, link: Guardianship) -> None:
        """Let a link be found."""
        pupil, guardian = link.pupil, link.guardian
        self.links[id_of(pupil), id_of(guardian)] = link
        self.guardians[id_of(pupil)].append(guardian)

    def link(self, pupil: Person, guardian: Person) -> Guardianship | None:
        """How an adult stands to a pupil, if they do."""
        return self.links.get((id_of(pupil), id_of(guardian)))

    # -- loading ---------------------------------------------------------------------------------

    def _load(self, lines: Sequence[ImportLine]) -> None:
        """First by what tells people apart; by name only for those whom nothing else found."""
        wanted = _Wanted.of(lines)
        mine = Person.objects.filter(school=self.school)
        self._take(mine, wanted.by_numbers())
        if wanted.mails:
            self._take(mine, Q(kind__in=ADULTS, email__in=wanted.mails))
            self._take(mine, Q(kind=PersonKind.STAFF, account__email__in=wanted.mails))
        self._take(mine, wanted.by_names(self))
        if any(line.kind == PersonKind.PARENT for line in lines):
            self._load_links([person.pk for person in self.by_pk.values() if person.kind == PersonKind.PUPIL])

    def _take(self, people: QuerySet[Person], condition: Q) -> None:
        if not condition:
            return
        withdrawn = ImportChange.objects.filter(
            table=ImportChange.Table.PERSON, row_id=OuterRef("pk"), withdrawn=True
        )
        found = people.filter(condition).annotate(is_withdrawn=Exists(withdrawn))
        found = found.select_related("account").order_by("pk")
        if self._hold:
            found = found.select_for_update(of=("self",), no_key=True)
        for person in found:
            self.add(person)

    def _load_links(self, pupils: list[int]) -> None:
        found = Guardianship.objects.filter(pupil__in=pupils).select_related("guardian").order_by("pk")
        if self._hold:
            found = found.select_for_update(of=("self",), no_key=True)
        for link in found:
            link.pupil = self.by_pk[link.pupil_id]
            link.guardian = self.by_pk.get(link.guardian_id, link.guardian)
            self.tie(link)


class _Wanted(NamedTuple):
    """By what the people of some lines are looked for."""

    upns: set[str]
    numbers: dict[str, set[str]]
    mails: set[str]
    named: list[tuple[str, dict[str, Any]]]
    pks: set[int]

    @classmethod
    def of(cls, lines: Sequence[ImportLine]) -> _Wanted:
        wanted = cls(set(), defaultdict(set), set(), [], set())
        for line in lines:
            wanted._add(line.kind, line.told.get("person", {}))
            if isinstance(line.told.get("pupil"), dict):
                wanted._add(PersonKind.PUPIL, line.told["pupil"])
            if line.choice.isdecimal():
                wanted.pks.add(int(line.choice))
        return wanted

    def _add(self, kind: str, told: dict[str, Any]) -> None:
        if told.get("upn"):
            self.upns.add(told["upn"])
        if told.get("source_id"):
            self.numbers[kind].add(told["source_id"])
        if told.get("email") and kind != PersonKind.PUPIL:
            self.mails.add(told["email"])
        if told.get("family_name") and kind != PersonKind.PARENT:
            self.named.append((kind, told))

    def by_numbers(self) -> Q:
        """Each way of looking has its index.

        PostgreSQL takes an index of the numbers that are not empty only when told that these are not.
        """
        found = Q(pk__in=self.pks) if self.pks else Q()
        if self.upns:
            found |= ~Q(upn="") & Q(upn__in=self.upns)
        for kind, numbers in self.numbers.items():
            found |= ~Q(source_id="") & Q(kind=kind, source_id__in=numbers)
        return found

    def by_names(self, known: Known) -> Q:
        """For those whom no number found: by the folded name, and those who use another by their legal one."""
        found = Q()
        for kind in (PersonKind.PUPIL, PersonKind.STAFF):
            names = {
                (told.get("given_name", ""), told["family_name"])
                for of, told in self.named
                if of == kind and not known.has(of, told)
            }
            if names:
                found |= Q(kind=kind, search_text__in={searched_by(*one) for one in names})
                found |= ~Q(known_as="", known_as_family="") & Q(
                    kind=kind,
                    family_name__in={family for _, family in names},
                    given_name__in={given for given, _ in names},
                )
        return found


def id_of(person: Person) -> int:
    """A number to tell people apart, those without a row too."""
    return person.pk or -id(person)


def _account_mail(person: Person) -> str:
    return person.account.email if person.account_id and person.account else ""


@lru_cache(maxsize=8192)
def _folded(given: str, family: str) -> str:
    return f"{_plain(given)}|{_plain(family)}"


_plain = lru_cache(maxsize=8192)(folded)
"""Names come again and again in one file."""


# -- the rules -------------------------------------------------------------------------------------


def pupil(known: Known, told: dict[str, Any]) -> Match:
    """The pupil a line is about."""
    by_upn = known.by_upn.get(told.get("upn", ""))
    by_number = known.by_number.get((PersonKind.PUPIL, told.get("source_id", "")))
    if by_upn is not None and by_number is not None and by_upn is not by_number:
        return Match(
            refusal="The UPN is that of one pupil of the roll and the admission number that of another. "
            "Correct one of them"
        )
    found = by_upn or by_number
    if found is not None:
        return Match(candidates=[found]) if _is_somebody_else(found, told) else Match(found)
    return _by_name(known, told, PersonKind.PUPIL)


def staff(known: Known, told: dict[str, Any]) -> Match:
    """The member of staff a line is about."""
    by_number = known.by_number.get((PersonKind.STAFF, told.get("source_id", "")))
    if by_number is not None:
        return Match(by_number)
    by_mail = [
        one
        for one in known.by_mail.get(told.get("email", ""), ())
        if one.kind == PersonKind.STAFF and not _numbers_differ(one, told)
    ]
    if len(by_mail) == 1:
        return Match(candidates=by_mail) if _other_name(by_mail[0], told) else Match(by_mail[0])
    if by_mail:
        return Match(candidates=by_mail)
    return _by_name(known, told, PersonKind.STAFF)


def parent(known: Known, told: dict[str, Any], pupil: Person | None) -> Match:
    """The parent or carer a line is about; a member of staff who is one stays one human."""
    by_number = known.by_number.get((PersonKind.PARENT, told.get("source_id", "")))
    if by_number is not None:
        return Match(by_number)
    named = _folded(told["given_name"], told["family_name"])
    for kind in (PersonKind.PARENT, PersonKind.STAFF):
        for one in known.by_mail.get(told.get("email", ""), ()):
            same = _folded(one.given_name, one.family_name) == named
            if one.kind == kind and same and (kind == PersonKind.STAFF or not _numbers_differ(one, told)):
                return Match(one)
    beside = known.guardians.get(id_of(pupil), ()) if pupil is not None else ()
    here = [
        one
        for one in beside
        if _folded(one.given_name, one.family_name) == named and not _numbers_differ(one, told)
    ]
    return Match(here[0]) if len(here) == 1 else Match()


def ward(known: Known, told: dict[str, str] | str, number: int) -> tuple[Person | None, str]:
    """The pupil that a contact's line names, or why there is none."""
    if told == SAME_LINE or isinstance(told, str):
        found = known.by_line.get(number)
        return found, "" if found is not None else "Its pupil on the same line is not brought in"
    by_key = known.by_upn.get(told.get("upn", "")) or known.by_number.get(
        (PersonKind.PUPIL, told.get("source_id", ""))
    )
    if by_key is not None:
        return by_key, ""
    named = known.by_name.get(
        (PersonKind.PUPIL, _folded(told.get("given_name", ""), told.get("family_name", "")))
    )
    born = [one for one in named or () if told.get("born_on") and _iso(one.born_on) == told["born_on"]]
    if len(born) == 1:
        return born[0], ""
    shown = told.get("upn") or told.get("source_id") or "this name and date of birth"
    return None, f"No pupil of the roll has {shown}. Bring the pupils in first, then this file again"


def _by_name(known: Known, told: dict[str, Any], kind: PersonKind) -> Match:
    named = known.by_name.get((kind, _folded(told["given_name"], told["family_name"])), ())
    if kind == PersonKind.PUPIL and told.get("born_on"):
        exact = [one for one in named if _is_exactly(one, told)]
        if len(exact) == 1 and not _keys_differ(exact[0], told):
            return Match(exact[0])
        if exact:
            return Match(candidates=exact)
    return Match(candidates=[one for one in named if not _cannot_be(one, told)])


def _is_exactly(one: Person, told: dict[str, Any]) -> bool:
    legal = (one.given_name, one.family_name) == (told["given_name"], told["family_name"])
    return legal and _iso(one.born_on) == told.get("born_on")


def _cannot_be(one: Person, told: dict[str, Any]) -> bool:
    """Whether something that both have speaks against their being one human."""
    born = told.get("born_on")
    return _keys_differ(one, told) or bool(born and one.born_on and _iso(one.born_on) != born)


def _keys_differ(one: Person, told: dict[str, Any]) -> bool:
    upn = told.get("upn")
    return _numbers_differ(one, told) or bool(upn and one.upn and one.upn != upn)


def _numbers_differ(one: Person, told: dict[str, Any]) -> bool:
    number = told.get("source_id")
    return bool(number and one.source_id and one.source_id != number)


def _is_somebody_else(one: Person, told: dict[str, Any]) -> bool:
    """A number fits and nothing else does: a mistyped or reused number must not turn one child into another."""
    born = told.get("born_on")
    return _other_name(one, told) and bool(born and one.born_on and _iso(one.born_on) != born)


def _other_name(one: Person, told: dict[str, Any]) -> bool:
    same_given = _plain(one.given_name) == _plain(told["given_name"])
    return not same_given and _plain(one.family_name) != _plain(told["family_name"])


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
