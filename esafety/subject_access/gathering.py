"""Everything that one account may read about one person, table by table, ready to be told.

Which tables, by which way, which columns: `policy/held.py`. Whether a row may be read: the policy of its room.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from django.apps import apps
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from esafety.moving.access import ARRIVALS, TRANSFERS
from esafety.moving.models import Arrival
from esafety.outbox.vocabulary import State
from esafety.people.models import Person
from esafety.people.vocabulary import PersonKind
from esafety.subject_access.policy.held import HELD, Held
from esafety.subject_access.sent import chronologies_told, documents_told, messages_told
from esafety.subject_access.writing import written
from filtering.access import LOOKS
from incidents import names
from incidents.access import audiences_for
from incidents.access_people import LOW_LEVEL_PEOPLE, worked_on
from incidents.alert_access import ALERTS
from incidents.models import Alert, Incident, Involvement
from incidents.vocabulary import DecisionKind

if TYPE_CHECKING:
    from esafety.people.models import User


class Line(NamedTuple):
    """One entry of an answer. `text` may hold references to people; `key` names it for good.

    `in_confidence`: of a case that somebody without an account told. For whoever answers; no answer says it.
    """

    key: str
    title: str
    case: str
    on: dt.date | None
    text: str
    in_confidence: bool = False


class Gathered(NamedTuple):
    """The entries in the order of the table, everybody in the person's cases, and how many entries of these cases name
    others only."""

    lines: list[Line]
    people: list[Involvement]
    of_others: int


class _Who(NamedTuple):
    person: Person
    user: User
    cases: dict[int, Incident]
    people: list[Involvement]


def gathered(person: Person, user: User) -> Gathered:
    """All that the account may read about the person. As many queries as there are tables, however much there is."""
    who = _Who(person, user, *_cases(person, user))
    lines: list[Line] = []
    elsewhere: set[int] = set()
    of_others = 0
    for held in HELD:
        for row in _rows(held, who):
            if not _is_readable(held, row, who):
                continue
            line = _line(held, row, who)
            if _is_told(held, row, line, who):
                lines.append(line)
                case = _case_of(held, row)
                elsewhere |= {case.pk} - set(who.cases) if case else set()
            else:
                of_others += 1
    return Gathered(lines, [*who.people, *_people(elsewhere)], of_others)


def holds_anything(person: Person, user: User) -> bool:
    """Whether the account reads a case of the person, a look into their activity, a file that came of them or an alert.
    At most four queries."""
    mine = Involvement.objects.standing().filter(
        person=person, incident__in=_worked_on(person, user).values("pk")
    )
    looks = LOOKS.visible_to(user, apps.get_model("filtering.Authorisation").objects.filter(concerns=person))
    came = ARRIVALS.visible_to(user, Arrival.objects.filter(pupil=person))
    alerts = ALERTS.visible_to(user, Alert.objects.filter(person=person))
    return any(rows.exists() for rows in (mine, looks, came, alerts))


def _worked_on(person: Person, user: User) -> QuerySet[Incident]:
    return worked_on(user).filter(school=person.school_id).order_by()


def _cases(person: Person, user: User) -> tuple[dict[int, Incident], list[Involvement]]:
    """The person's cases that the account reads, and everybody in them in the order in which they came in."""
    parts = Involvement.objects.standing().filter(person=person).values("incident")
    cases = {one.pk: one for one in _worked_on(person, user).filter(pk__in=parts)}
    return cases, _people(cases)


def _people(cases: Iterable[int]) -> list[Involvement]:
    rows = Involvement.objects.filter(incident__in=cases).select_related("person")
    return list(rows.order_by("incident__reported_at", "pk"))


def _rows(held: Held, who: _Who) -> Iterable[Model]:
    model = apps.get_model(held.model)
    found: QuerySet[Any] = model._base_manager.all()
    found = found.filter(_ways(held, who))
    if held.case and (held.person or held.account):
        found = found.filter(**{f"{held.case}__in": _worked_on(who.person, who.user).values("pk")})
    if held.school:
        found = found.filter(**{held.school: who.person.school_id})
    if held.model in _READ_BY:
        found = _READ_BY[held.model](who, found)
    joined = [name for name in held.shows if model._meta.get_field(name).is_relation]
    joined += [held.case] if held.case and held.case != "pk" else []
    order = [held.at, "pk"] if held.at else ["pk"]
    return found.select_related(*joined).order_by(*order).distinct()


def _ways(held: Held, who: _Who) -> Q:
    ways = Q(**{f"{held.case}__in": who.cases}) if held.whole else Q(pk__in=())
    for one in held.person:
        ways |= Q(**{one: who.person.pk})
    for one in held.account if who.person.account_id else ():
        ways |= Q(**{one: who.person.account_id})
    return ways


_READ_BY: dict[str, Callable[[_Who, QuerySet[Any]], QuerySet[Any]]] = {
    "incidents.Alert": lambda who, rows: ALERTS.visible_to(who.user, rows),
    "incidents.Involvement": lambda who, rows: rows.filter(withdrawn_at__isnull=True),
    "incidents.PatternReview": lambda who, rows: rows.filter(
        person__in=LOW_LEVEL_PEOPLE.visible_to(who.user, Person.objects.all()).order_by().values("pk")
    ),
    "filtering.Authorisation": lambda who, rows: LOOKS.visible_to(who.user, rows),
    "moving.Arrival": lambda who, rows: ARRIVALS.visible_to(who.user, rows),
    "moving.ArrivalEntry": lambda who, rows: rows.filter(
        arrival__in=ARRIVALS.visible_to(who.user, Arrival.objects.all()).order_by().values("pk")
    ),
    "moving.Transfer": lambda who, rows: TRANSFERS.visible_to(who.user, rows),
    "incidents.ChronologyPrint": lambda who, rows: chronologies_told(who.user, rows),
    "outbox.Message": lambda who, rows: messages_told(who.user, rows.filter(state=State.DONE)),
    "papers.DocumentLink": lambda who, rows: documents_told(who.user, rows),
}
"""Tables whose room decides which rows the account may read; a message counts once it was sent."""


def _is_no_other_s(item: Any, person: Person) -> bool:
    """Whether a thing in safe keeping is the person's, or nobody knows whose."""
    return item.owner_id == person.pk if item.owner_id else not item.owner_name


def _line(held: Held, row: Any, who: _Who) -> Line:
    case = _case_of(held, row)
    return Line(
        f"{held.model}-{row.pk}",
        held.title,
        case.reference if case else "",
        _day(getattr(row, held.at) if held.at else None),
        written(held, row, who.person),
        case is not None and case.in_confidence,
    )


def _day(at: dt.datetime | dt.date | None) -> dt.date | None:
    """The day. Of what was told in confidence no moment is kept; beside moments, its own would say that it was."""
    return timezone.localdate(at) if isinstance(at, dt.datetime) else at


def _case_of(held: Held, row: Any) -> Incident | None:
    if not held.case:
        return None
    if held.case == "pk":
        return row
    for name in held.case.split("__"):
        row = getattr(row, name)
    return row


def _is_readable(held: Held, row: Any, who: _Who) -> bool:
    """Whether the account reads a row of a case that it reads: notes are for readers of their own."""
    return held.model != "incidents.Note" or row.audience in audiences_for(
        who.user, who.cases[row.incident_id]
    )


def _is_told(held: Held, row: Any, line: Line, who: _Who) -> bool:
    """Whether a row is the person's: of rows of a case, those that name them or nobody."""
    if held.person or held.account:
        return held.model != "incidents.Item" or _is_no_other_s(row, who.person)
    if held.model == "incidents.CustodyEntry" and not _is_no_other_s(row.item, who.person):
        return False
    case = _case_of(held, row)
    assert case is not None
    if held.model == "incidents.Decision" and row.kind == DecisionKind.ALLEGATION:
        return who.person.kind != PersonKind.PUPIL
    about = (
        row.about
        if held.model == "incidents.Referral"
        else getattr(getattr(row, "referral", None), "about", None)
    )
    if about is not None:
        return about.person_id == who.person.pk
    here = [one for one in who.people if one.incident_id == case.pk]
    own = {one.pk for one in here if one.person_id == who.person.pk}
    named = names.referred_to(line.text) | set(names.named_in_clear(line.text, names.names_of(here)))
    return not named or bool(named & own)
