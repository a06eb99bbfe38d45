"""Lists of the pages about people and imports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from esafety.office.access.roll import ROLL
from esafety.office.models import ImportLine, RollImport
from esafety.office.roll.vocabulary import Asks, Choice, Verdict
from esafety.people.models import Connection, Guardianship, Person
from esafety.people.queries import SHORTEST, folded
from esafety.people.vocabulary import Closeness, PersonKind
from esafety.ui.templatetags.ui import day

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from esafety.people.models import School, User

PAGE = 50
TONES = {
    Verdict.ADDED: "green",
    Verdict.CHANGED: "blue",
    Verdict.SAME: "grey",
    Verdict.UNMATCHED: "orange",
    Verdict.REFUSED: "red",
}
_ORDER = ("family_name", "given_name", "pk")


class Narrowed(NamedTuple):
    """What the list of people is narrowed to; nothing of it names anybody."""

    kind: str = ""
    year: str = ""
    class_name: str = ""
    left: bool = False

    @classmethod
    def asked(cls, asked: Mapping[str, str]) -> Narrowed:
        """From an address; what makes no sense is passed over."""
        kind = asked.get("kind", "")
        return cls(
            kind if kind in PersonKind.values else "",
            asked.get("year", "")[:12].replace("\0", ""),
            asked.get("class", "")[:20].replace("\0", ""),
            asked.get("left") == "1",
        )

    def query(self) -> dict[str, str]:
        """For an address."""
        told = {
            "kind": self.kind,
            "year": self.year,
            "class": self.class_name,
            "left": "1" if self.left else "",
        }
        return {name: value for name, value in told.items() if value}


class Page(NamedTuple):
    """Some people, and from whom the pages before and after begin."""

    people: list[Person]
    before: int | None
    after: int | None


def roll(school: School, user: User) -> QuerySet[Person]:
    """Everybody of one school whom the account may see, with what the list says of them."""
    orders = Guardianship.objects.filter(no_contact=True)
    ordered = Exists(orders.filter(Q(pupil=OuterRef("pk")) | Q(guardian=OuterRef("pk"))))
    return ROLL.visible_to(user, Person.objects.filter(school=school)).annotate(has_order=ordered)


def listed(school: School, user: User, narrowed: Narrowed, *, after: str, before: str) -> Page:
    """One page, by name. A place is the number of an entry: names stay out of addresses."""
    rows = roll(school, user).filter(left_on__isnull=not narrowed.left)
    if narrowed.kind:
        rows = rows.filter(kind=narrowed.kind)
    if narrowed.year:
        rows = rows.filter(year_group=narrowed.year)
    if narrowed.class_name:
        rows = rows.filter(class_name=narrowed.class_name)
    place, backwards = (before, True) if before else (after, False)
    start = _place(school, place)
    if start is not None:
        rows = rows.filter(_beyond(start, backwards))
    order = [f"-{name}" for name in _ORDER] if backwards else list(_ORDER)
    found = list(rows.order_by(*order)[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    if backwards:
        found.reverse()
    has_before = more if backwards else start is not None
    has_after = True if backwards else more
    return Page(
        found,
        found[0].pk if found and has_before else None,
        found[-1].pk if found and has_after else None,
    )


def _place(school: School, number: str) -> Person | None:
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        return None
    return Person.objects.filter(school=school, pk=int(number)).first()


def _beyond(start: Person, backwards: bool) -> Q:
    side = "lt" if backwards else "gt"
    family, given = start.family_name, start.given_name
    return (
        Q(**{f"family_name__{side}": family})
        | Q(**{"family_name": family, f"given_name__{side}": given})
        | Q(**{"family_name": family, "given_name": given, f"pk__{side}": start.pk})
    )


def found_on_roll(school: School, user: User, typed: str) -> list[Person]:
    """Whoever's name holds every word typed, leavers too; one more than a page, so that more can be said."""
    words = folded(typed).split()
    if sum(map(len, words)) < SHORTEST:
        return []
    rows = roll(school, user)
    for word in words[:5]:
        rows = rows.filter(search_text__contains=word)
    return list(rows.order_by(*_ORDER)[: PAGE + 1])


def choices(school: School) -> tuple[list[str], list[str]]:
    """The year groups and classes there are."""
    rows = Person.objects.filter(school=school, left_on=None, kind=PersonKind.PUPIL).order_by()
    years = rows.exclude(year_group="").values_list("year_group", flat=True).distinct()
    classes = rows.exclude(class_name="").values_list("class_name", flat=True).distinct()
    return sorted(years, key=_by_age), sorted(classes)


def _by_age(year: str) -> tuple[int, str]:
    number = "".join(letter for letter in year if letter.isdecimal())
    return (int(number) if number else {"Nursery": -2, "Reception": -1}.get(year, 99), year)


# -- one person ------------------------------------------------------------------------------------


def guardians(person: Person) -> list[Guardianship]:
    """The parents and carers of a pupil, first called first."""
    links = Guardianship.objects.filter(pupil=person).select_related("guardian")
    return sorted(links, key=lambda link: (link.priority or 99, link.guardian.family_name, link.pk))


def wards(person: Person) -> list[Guardianship]:
    """The pupils that somebody is a parent or carer of."""
    links = Guardianship.objects.filter(guardian=person).select_related("pupil")
    return list(links.order_by("pupil__family_name", "pupil__given_name", "pk"))


def twins(person: Person) -> list[Person]:
    """Other entries of the same human."""
    links = Connection.objects.filter(closeness=Closeness.SAME)
    mine = links.filter(Q(person=person) | Q(other=person)).select_related("person", "other")
    return [link.other if link.person_id == person.pk else link.person for link in mine]


# -- imports ---------------------------------------------------------------------------------------


class LinePage(NamedTuple):
    """Some lines of an import, and from which the pages before and after begin."""

    rows: list[dict[str, Any]]
    before: str
    after: str


def lines_of(given: RollImport, verdict: str, *, after: str, before: str) -> LinePage:
    """Lines with one verdict, with a question ("asks"), or all of them, in the order of the file."""
    rows = ImportLine.objects.filter(roll_import=given)
    if verdict == "asks":
        rows = rows.exclude(asks="")
    elif verdict in Verdict.values:
        rows = rows.filter(verdict=verdict)
    backwards = bool(before)
    place = _line_place(before or after)
    if place is not None:
        number, part = place
        rows = rows.filter(
            Q(number__lt=number) | Q(number=number, part__lt=part)
            if backwards
            else Q(number__gt=number) | Q(number=number, part__gt=part)
        )
    found = list(rows.order_by(*(("-number", "-part") if backwards else ("number", "part")))[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    if backwards:
        found.reverse()
    return LinePage(
        _shown(given, found),
        _written(found[0]) if found and (more if backwards else place is not None) else "",
        _written(found[-1]) if found and (backwards or more) else "",
    )


def _line_place(text: str) -> tuple[int, int] | None:
    number, _, part = text.partition(".")
    if not all(one.isascii() and one.isdecimal() and len(one) < 10 for one in (number, part)):
        return None
    return int(number), int(part)


def _written(line: ImportLine) -> str:
    return f"{line.number}.{line.part}"


def _shown(given: RollImport, lines: Sequence[ImportLine]) -> list[dict[str, Any]]:
    names = dict(Choice.choices)
    return [
        {
            "number": line.number,
            "name": line.name or "Nobody",
            "kind": PersonKind(line.kind).label,
            "told": _particulars(line) if line.verdict == Verdict.ADDED else "",
            "verdict": Verdict(line.verdict).label,
            "tone": TONES[Verdict(line.verdict)],
            "reasons": line.found.get("reasons", ()),
            "changes": line.found.get("changes", ()),
            "asks": line.asks and Asks(line.asks).label,
            "choice": names.get(line.choice, "Decided" if line.choice else ""),
            "url": reverse("import_line", args=[given.reference, line.number, line.part])
            if line.asks
            else "",
        }
        for line in lines
    ]


def _particulars(line: ImportLine) -> str:
    """What a new entry would say besides the name."""
    told = line.told.get("person", {})
    born = told.get("born_on")
    parts = [
        told.get("year_group"),
        told.get("class_name"),
        f"born {day(dt.date.fromisoformat(born))}" if born else "",
    ]
    return ", ".join(part for part in parts if part)


def questions(given: RollImport) -> int:
    """How many lines wait for somebody to decide."""
    return ImportLine.objects.filter(roll_import=given, choice="").exclude(asks="").count()


def candidates(line: ImportLine) -> list[Person]:
    """The people that a line could be about."""
    found = Person.objects.filter(school=line.roll_import.school, pk__in=line.found.get("candidates", ()))
    return list(found.order_by(*_ORDER))
