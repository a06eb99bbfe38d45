"""What the last two terms that are over had in them: enough plain cases for a report to governors to say something.

Told in a table, not as stories: nobody opens these, they are counted. Each is reported, taken up and closed by the
actions at its moment, with what follows for a child and who outside was told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import NamedTuple

from esafety.office.demo import people
from esafety.office.demo.founding import ENTERED_BEFORE, Roster
from esafety.office.demo.playing import finish_steps
from esafety.office.demo.steps import do_steps
from esafety.people.models import Person, User
from esafety.people.vocabulary import PersonKind
from esafety.schooldays.calendar import LONDON, Calendar, Span
from esafety.schooldays.queries import calendar_of
from incidents import actions
from incidents.actions.guard import fresh
from incidents.actions.referrals import Told
from incidents.models import Incident
from incidents.told import Account, Involved
from incidents.vocabulary import (
    AcceptedAs,
    ChildAction,
    IncidentType,
    LearningArea,
    Measure,
    Nature,
    Part,
    PersonSort,
    Place,
    RiskArea,
)
from incidents.vocabulary.outside import Agency, Approach, Method

YEARS = ("Year 3", "Year 4", "Year 5", "Year 6")
LATE_EACH = 9
"""Every so many cases the first look came too late."""
OPEN_FOR = (2, 3, 5, 8, 4)
"""Days from a report to its close, in turn."""


class Kind(NamedTuple):
    """So many cases of one kind in the last term and in the one before, and what is usual about them."""

    type: IncidentType
    nature: Nature
    place: Place
    last: int
    before: int
    words: str
    learning: LearningArea
    rung: str = ""
    measure: Measure | None = None
    told: Agency | None = None


T, N, P, L = IncidentType, Nature, Place, LearningArea

# fmt: off
KINDS: tuple[Kind, ...] = (
    Kind(T.BULLYING,      N.DELIBERATE, P.OUTSIDE,   8,  3,
         "Unkind messages in a class group chat after school; shown to me the next morning.", L.TEACHING,
         "C", Measure.PARENTS_CONTACTED, Agency.PLATFORM),
    Kind(T.SOFT_PORN,     N.ACCIDENTAL, P.IN_SCHOOL, 9,  9,
         "An advert opened by itself during a search for pictures. The lid went down at once.", L.FILTER),
    Kind(T.SCAM,          N.ACCIDENTAL, P.OUTSIDE,   8,  4,
         "A message in a game promised coins for a password. The child told a parent, the parent told us.", L.NOTHING),
    Kind(T.DEVICE_MISUSE, N.DELIBERATE, P.IN_SCHOOL, 8,  2,
         "A game was played on a school tablet during a lesson, after a reminder.", L.NOTHING, "A", Measure.TEACHER),
    Kind(T.BYPASS,        N.DELIBERATE, P.IN_SCHOOL, 2,  1,
         "A proxy address was tried on a school computer. The filter stopped it.", L.FILTER,
         "C", Measure.PARENTS_CONTACTED),
)
# fmt: on


def happenings(roster: Roster, now: dt.datetime) -> Iterator[tuple[dt.datetime, Callable[[], object]]]:
    """Each act at its moment; none before the school was entered, none later than now."""
    calendar = calendar_of(roster.school)
    today = now.astimezone(LONDON).date()
    over = sorted((span for span in calendar.terms if span.last < today), key=lambda span: span.first)[-2:]
    children = _children(roster)
    if not children or len(over) < 2:
        return
    for span, counts in zip(over, ([one.before for one in KINDS], [one.last for one in KINDS]), strict=True):
        kinds = [kind for kind, count in zip(KINDS, counts, strict=True) for _ in range(count)]
        for at, (kind, moment) in enumerate(
            zip(_mixed(kinds), _moments(calendar, span, len(kinds)), strict=True)
        ):
            if now - ENTERED_BEFORE < moment:
                child = children[(at * 7 + len(kinds)) % len(children)]
                yield from (one for one in _course(roster, kind, child, at, moment) if one[0] < now)


def _children(roster: Roster) -> list[Person]:
    """Juniors whom no story names."""
    known = {roster.persons[pupil.key].pk for pupil in people.PUPILS}
    rows = Person.objects.filter(school=roster.school, kind=PersonKind.PUPIL, year_group__in=YEARS)
    return list(rows.exclude(pk__in=known).order_by("pk"))


def _mixed(kinds: list[Kind]) -> list[Kind]:
    """In an order that looks like life and is the same each time."""
    return [kinds[at * 11 % len(kinds)] for at in range(len(kinds))] if len(kinds) % 11 else kinds


def _moments(calendar: Calendar, span: Span, count: int) -> list[dt.datetime]:
    """So many moments of school days, spread over a term."""
    length = (span.last - span.first).days + 1
    days = [day for at in range(length) if calendar.is_school_day(day := span.first + dt.timedelta(days=at))]
    return [
        dt.datetime.combine(
            days[at * (len(days) - 8) // count], dt.time(9 + at % 6, at * 7 % 60), LONDON
        ).astimezone(dt.UTC)
        for at in range(count)
    ]


def _course(
    roster: Roster, kind: Kind, child: Person, at: int, moment: dt.datetime
) -> Iterator[tuple[dt.datetime, Callable[[], object]]]:
    """One case from its report to its close."""
    made: list[Incident] = []
    late = at % LATE_EACH == LATE_EACH - 1
    looked = moment + (dt.timedelta(days=4) if late else dt.timedelta(minutes=25 + 35 * (at % 4)))
    closed = looked + dt.timedelta(days=OPEN_FOR[at % len(OPEN_FOR)], minutes=20)
    yield moment, lambda: made.append(_report(roster, kind, child))
    yield looked, lambda: _look(roster, kind, made[0], at)
    yield closed, lambda: _close(roster, kind, made[0], at)


def _report(roster: Roster, kind: Kind, child: Person) -> Incident:
    return actions.report(
        school=roster.school,
        account=Account(
            primary_type=kind.type,
            types=[kind.type],
            description=kind.words,
            nature=kind.nature,
            place=kind.place,
        ),
        people=[
            Involved(part=Part.SUBJECT, sort=PersonSort.CHILD, person=child, name="", nature=kind.nature)
        ],
        by=_user(roster, "teacher"),
    )


def _look(roster: Roster, kind: Kind, incident: Incident, at: int) -> None:
    """Triage, and on the same day what the procedures ask for."""
    by = _user(roster, "dsl")
    incident = actions.triage(
        incident=fresh(incident),
        primary_type=kind.type,
        risk_area=RiskArea(incident.risk_area),
        harm_test=False,
        accepted_as=AcceptedAs.ONLINE_SAFETY,
        reason="What was told fits the policy.",
        version=fresh(incident).version,
        by=by,
    )
    incident = actions.take_up(incident=incident, version=incident.version, by=by)

    if kind.measure and (kind.told or at % 3 != 2):
        actions.sanction(
            row=incident.involvements.get(part=Part.SUBJECT),
            rung=kind.rung,
            measures=[kind.measure],
            proportion="The first time, and owned up to.",
            context="",
            by=by,
        )
    if kind.told:
        told = Told(
            agency=kind.told, approach=Approach.REFERRED, method=Method.OWN_FORM, reason="To be taken down."
        )
        actions.refer(incident=incident, told=told, version=fresh(incident).version, by=by)
    do_steps(fresh(incident), by)


def _close(roster: Roster, kind: Kind, incident: Incident, at: int) -> None:
    by = _user(roster, "dsl")
    incident = finish_steps(fresh(incident), by)
    actions.close(
        incident=incident,
        outcome="Talked through with the child and the family; it has not happened again.",
        reason="Nothing further is needed.",
        learning_area=kind.learning if at % 3 else LearningArea.NOTHING,
        learning="",
        actions_staff=[],
        actions_child=[ChildAction.PARENTS, ChildAction.DEBRIEFED],
        specific_action="",
        version=incident.version,
        by=by,
    )


def _user(roster: Roster, key: str) -> User:
    """The account anew: rights are remembered on it for one request."""
    return User.objects.get(pk=roster.users[key].pk)
