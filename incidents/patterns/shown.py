"""Patterns in words, with their figures. Everything counted here was asked of the policy first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import OuterRef, QuerySet
from django.utils import timezone

from esafety.people.models import Person
from incidents.addresses import defanged
from incidents.alert_access import PATTERNS
from incidents.lists import keyset
from incidents.lists.keyset import Key
from incidents.lists.rows import date
from incidents.models import Incident, Involvement, Pattern, PatternDecision, PatternEvidence
from incidents.patterns.counted import none_of
from incidents.policy.patterns import RULE
from incidents.record.page import TONES
from incidents.vocabulary import IncidentType, Part, Status
from incidents.vocabulary.watching import PatternState, RuleCode

if TYPE_CHECKING:
    from esafety.people.models import School, User

PER_PAGE = 20
KEYS = (Key("grew_at", dt.datetime, descending=True), Key("key", str, descending=True))
STATE_TONES = {PatternState.OPEN: "orange", PatternState.ACTED: "green", PatternState.DISMISSED: "grey"}


class Case(NamedTuple):
    """One incident of a pattern's evidence."""

    pk: int
    reference: str
    url: str
    type: str
    day: dt.date
    status: str
    tone: str
    before: bool


@dataclass(frozen=True)
class Shown:
    """One pattern as a page prints it."""

    pattern: Pattern
    sentence: str
    rule: str
    state: str
    tone: str
    cases: list[Case]
    decisions: list[PatternDecision]

    @property
    def now(self) -> list[Case]:
        """The incidents it was found in."""
        return [case for case in self.cases if not case.before]

    @property
    def earlier(self) -> list[Case]:
        """Those of the term before, with which it is compared."""
        return [case for case in self.cases if case.before]


@dataclass(frozen=True)
class PatternPage:
    """A page of patterns and the places of its ends."""

    patterns: list[Shown]
    previous: str = ""
    next: str = ""


def widest(user: User, school: School) -> QuerySet[Pattern]:
    """The patterns of a school that the account sees; of the same found in several circles, the widest alone."""
    wider = Pattern.objects.filter(
        school=OuterRef("school"),
        rule=OuterRef("rule"),
        about=OuterRef("about"),
        circle__gt=OuterRef("circle"),
    )
    mine = PATTERNS.visible_to(user, Pattern.objects.filter(school=school))
    return mine.filter(none_of(PATTERNS.visible_to(user, wider)))


def page(user: User, school: School, *, every: bool, after: str = "", before: str = "") -> PatternPage:
    """One page, the newest first: those that ask for an answer, or every one. Five queries, whatever is in it."""
    backwards = bool(before)
    place = keyset.read(KEYS, before or after)
    rows = widest(user, school) if every else widest(user, school).open()  # type: ignore[attr-defined]
    if place:
        rows = rows.filter(keyset.beyond(KEYS, place, backwards=backwards))
    got = list(rows.order_by(*keyset.ordering(KEYS, backwards=backwards))[: PER_PAGE + 1])
    if place and not got:
        return page(user, school, every=every)
    more, shown = len(got) > PER_PAGE, got[:PER_PAGE]
    if backwards:
        shown = shown[::-1]
    earlier, later = (more, True) if backwards else (place is not None, more)
    return PatternPage(
        in_words(shown),
        keyset.written((shown[0].grew_at, shown[0].key)) if shown and earlier else "",
        keyset.written((shown[-1].grew_at, shown[-1].key)) if shown and later else "",
    )


def in_words(patterns: Sequence[Pattern]) -> list[Shown]:
    """These patterns, which the reader may see: four queries for all of them."""
    keys = [one.pk for one in patterns]
    cases = _cases(keys)
    answers: dict[int, list[PatternDecision]] = {}
    for decision in PatternDecision.objects.filter(pattern__in=keys).select_related("by"):
        answers.setdefault(decision.pattern_id, []).append(decision)
    people = _people(cases)
    names = _names(patterns)
    return [
        Shown(
            pattern=one,
            sentence=_sentence(one, cases.get(one.pk, []), people, names),
            rule=RULE[one.rule].looks_for,
            state=PatternState(one.state).label,
            tone=STATE_TONES[PatternState(one.state)],
            cases=cases.get(one.pk, []),
            decisions=answers.get(one.pk, []),
        )
        for one in patterns
    ]


def _cases(patterns: list[int]) -> dict[int, list[Case]]:
    rows = PatternEvidence.objects.filter(pattern__in=patterns).order_by(
        "-incident__reported_at", "-incident_id"
    )
    columns = ("pattern_id", "before", "incident_id", "incident__reference", "incident__primary_type",
               "incident__reported_at", "incident__status")  # fmt: skip
    found: dict[int, list[Case]] = {}
    for pattern, before, pk, reference, type_, at, status in rows.values_list(*columns):
        url = Incident(reference=reference).get_absolute_url()
        day, label = timezone.localtime(at).date(), IncidentType(type_).label
        case = Case(pk, reference, url, label, day, Status(status).label, TONES[Status(status)], before)
        found.setdefault(pattern, []).append(case)
    return found


def _people(cases: dict[int, list[Case]]) -> dict[int, set[str]]:
    """Who is a subject of, or harmed in, each incident: a person or a name as typed."""
    incidents = {case.pk for some in cases.values() for case in some}
    parts = Involvement.objects.standing().filter(
        incident__in=incidents, part__in=(Part.SUBJECT, Part.HARMED)
    )
    found: dict[int, set[str]] = {}
    for incident, person, name in parts.order_by().values_list("incident_id", "person_id", "folded"):
        found.setdefault(incident, set()).add(f"p{person}" if person else f"n{name}")
    return found


def _names(patterns: Iterable[Pattern]) -> dict[str, str]:
    wanted = [int(one.about) for one in patterns if one.rule in (RuleCode.PERSON, RuleCode.LOW_LEVEL)]
    return {str(person.pk): person.full_name for person in Person.objects.filter(pk__in=wanted)}


def _sentence(pattern: Pattern, cases: list[Case], people: dict[int, set[str]], names: dict[str, str]) -> str:
    """What was found, in one sentence with its figures."""
    now = [case for case in cases if not case.before]
    if not now:
        return "Nothing of it is left."
    figures: dict[str, Any] = {
        "n": len(now),
        "m": len(cases) - len(now),
        "people": len(set().union(*(people.get(case.pk, set()) for case in now))),
        "days": _days(min(case.day for case in now), max(case.day for case in now)),
        "name": names.get(pattern.about, "Somebody"),
        "about": pattern.about,
        "site": defanged(pattern.about),
        "hour": _hour(pattern.about) if pattern.rule == RuleCode.HOUR else "",
        "kind": IncidentType(pattern.about).label if pattern.rule == RuleCode.RISING else "",
    }
    return _SENTENCES[RuleCode(pattern.rule)].format(**figures)


_SENTENCES = {
    RuleCode.PERSON: "{name} is a subject of, or harmed in, {n} incidents, {days}.",
    RuleCode.SITE: "{site} turns up in {n} incidents with {people} different people, {days}.",
    RuleCode.USERNAME: "The user name @{about} turns up in {n} incidents with {people} different people, {days}.",
    RuleCode.PLACE: "{n} incidents happened at the place “{about}”, {days}.",
    RuleCode.HOUR: "{n} incidents happened between {hour}, {days}.",
    RuleCode.LOW_LEVEL: "There are {n} low-level concerns about {name}, {days}.",
    RuleCode.RISING: "“{kind}”: {n} this term so far ({days}), and {m} in the same days of last term.",
    RuleCode.FILTER: "{people} people came to {site} by accident in {n} incidents, {days}. The filter may be weak.",
}


def _days(first: dt.date, last: dt.date) -> str:
    return f"on {date(first)}" if first == last else f"from {date(first)} to {date(last)}"


def _hour(hour: str) -> str:
    start = int(hour)
    return f"{start:02}:00 and {(start + 1) % 24:02}:00"
