"""From an incident's rows to the facts that routing reads, and to who is free to own it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.utils import timezone

from esafety.access.capabilities import Capability
from esafety.access.roles import CAPABILITIES
from esafety.people.models import Membership, Person
from esafety.people.queries import Holder, folded, holders_and_absence
from esafety.people.vocabulary import PersonKind, Role
from esafety.schooldays.calendar import Calendar, hours_after
from esafety.walls import every_school
from incidents.models import Incident, Involvement
from incidents.policy.clocks import LEAD, SCHOOL_DAYS, WORKING_DAYS, Clock, Timed
from incidents.policy.routing import Facts, Subject, TaskCode, ownership
from incidents.vocabulary import (
    AcceptedAs,
    FoundBy,
    IncidentType,
    Lane,
    Nature,
    Part,
    PersonSort,
    TaskState,
)

_BY_SORT = {
    PersonSort.CHILD: Subject.PUPIL,
    PersonSort.STAFF: Subject.STAFF,
    PersonSort.HEAD: Subject.HEAD,
    PersonSort.GOVERNOR: Subject.GOVERNOR,
    PersonSort.PARENT: Subject.OTHER,
    PersonSort.OTHER: Subject.OTHER,
}
_BY_KIND = {
    PersonKind.PUPIL: Subject.PUPIL,
    PersonKind.STAFF: Subject.STAFF,
    PersonKind.GOVERNOR: Subject.GOVERNOR,
    PersonKind.PARENT: Subject.OTHER,
    PersonKind.OTHER: Subject.OTHER,
}
_BY_POST = {
    Role.HEAD: Subject.HEAD,
    Role.CHAIR: Subject.CHAIR,
    Role.VICE_CHAIR: Subject.GOVERNOR,
    Role.GOVERNOR: Subject.GOVERNOR,
    Role.SAFETY_GOVERNOR: Subject.GOVERNOR,
    Role.DSL: Subject.DSL,
    Role.DEPUTY_DSL: Subject.DSL,
    Role.CO_ORDINATOR: Subject.STAFF,
    Role.SENIOR_LEADER: Subject.STAFF,
    Role.SENCO: Subject.STAFF,
    Role.STAFF: Subject.STAFF,
    Role.NETWORK_MANAGER: Subject.STAFF,
    Role.BUSINESS_MANAGER: Subject.STAFF,
    Role.DATA_PROTECTION_LEAD: Subject.STAFF,
    Role.SCHOOL_ADMIN: Subject.STAFF,
}
_STAFF = {Subject.STAFF, Subject.DSL, Subject.HEAD}


class Known(NamedTuple):
    """What is known of an incident besides its own columns: its types, and everybody's part, withdrawn ones too."""

    types: frozenset[IncidentType]
    parts: Sequence[Involvement]


def known_of(incident: Incident) -> Known:
    """What the database knows of it: two queries."""
    parts = Involvement.objects.filter(incident=incident).select_related("person")
    return Known(
        frozenset(IncidentType(tag) for tag in incident.tags.values_list("type", flat=True)), list(parts)
    )


def facts_of(incident: Incident, known: Known | None = None) -> Facts:
    """The incident's facts as they are now; `known` when it was read already."""
    known = known or known_of(incident)
    standing = [row for row in known.parts if row.withdrawn_at is None]
    posts = _posts_of([row.person for row in standing if row.person])
    subjects: set[Subject] = set()
    staff_harmed = pupil_harmed = False
    for row in standing:
        kinds = _kinds(row, posts)
        if row.part == Part.SUBJECT:
            subjects |= kinds
        elif row.part == Part.HARMED:
            staff_harmed |= bool(kinds & _STAFF)
            pupil_harmed |= Subject.PUPIL in kinds
    return Facts(
        types=known.types,
        subjects=frozenset(subjects),
        staff_harmed=staff_harmed,
        danger=incident.danger,
        nature=Nature(incident.nature),
        found_by=FoundBy(incident.found_by),
        accepted_as=AcceptedAs(incident.accepted_as) if incident.accepted_as else None,
        harm_test=incident.harm_test,
        pupil_harmed=pupil_harmed,
    )


def _posts_of(people: list[Person]) -> dict[int, set[Role]]:
    """The posts each person's account holds today in the person's school, by person id."""
    found: dict[int, set[Role]] = {}
    accounts = {(person.account_id, person.school_id): person.pk for person in people if person.account_id}
    if not accounts:
        return {}
    rows = Membership.objects.current().filter(user__in=[account for account, _ in accounts])
    for user_id, school_id, role in rows.values_list("user_id", "school_id", "role"):
        if (user_id, school_id) in accounts:
            found.setdefault(accounts[user_id, school_id], set()).add(Role(role))
    return found


def _kinds(row: Involvement, posts: dict[int, set[Role]]) -> set[Subject]:
    """What one involved person is: by post where they hold one, by kind, and as the reporter said."""
    kinds = {_BY_SORT[PersonSort(row.sort)]}
    if row.person:
        kinds |= {_BY_POST[role] for role in posts.get(row.person.pk, ()) if role in _BY_POST}
        kinds.add(_BY_KIND[PersonKind(row.person.kind)])
    if kinds & _STAFF or kinds & {Subject.GOVERNOR, Subject.CHAIR}:
        kinds.discard(Subject.OTHER)
    return kinds


def accounts_in_conflict(incident: Incident, known: Known | None = None) -> set[int]:
    """Ids of the accounts that must not see the incident: those of its subjects, present or withdrawn, of
    everybody close to them, and of whoever bears the family name of an adult subject named in words.

    Kept on the object in hand: every action reads the incident afresh before it asks.
    """
    kept: set[int] | None = incident.__dict__.get("_in_conflict")
    if kept is None:
        parts = known.parts if known else Involvement.objects.filter(incident=incident, part=Part.SUBJECT)
        subjects = [row for row in parts if row.part == Part.SUBJECT]
        kept = incident.__dict__["_in_conflict"] = _in_conflict_with(subjects, incident.school_id)
    return kept


def _in_conflict_with(subjects: list[Involvement], school_id: int) -> set[int]:
    found = accounts_close_to({row.person_id for row in subjects if row.person_id})
    typed = [row.folded for row in subjects if row.person_id is None and row.sort != PersonSort.CHILD]
    if typed:
        people = Person.objects.filter(school=school_id, account__isnull=False)
        for account_id, *names in people.values_list("account_id", "family_name", "known_as_family"):
            if account_id and any(f" {folded(name)} " in words for words in typed for name in names if name):
                found.add(account_id)
    return found


@every_school("a conflict of interest is by person, wherever that person is known; numbers of accounts")
def accounts_close_to(people: set[int]) -> set[int]:
    """Ids of the accounts of these persons and of everybody close to them: one query."""
    if not people:
        return set()
    itself = Person.objects.filter(pk__in=people)
    close = [
        Person.objects.filter(**{f"{relation}__in": people})
        for relation in (
            "connections__other",
            "connections_back__person",
            "guardianships__guardian",
            "wards__pupil",
        )
    ]
    accounts = [rows.order_by().values_list("account_id", flat=True) for rows in (itself, *close)]
    return set(accounts[0].union(*accounts[1:])) - {None}


Free = Mapping[Role, list[Holder]]
"""Who holds which post and has no conflict in an incident, in duty order."""


def free_holders(incident: Incident, roles: Iterable[Role], known: Known | None = None) -> Free:
    """Who of these roles may know of the incident at all, and who of them is away now: one query."""
    conflicted = accounts_in_conflict(incident, known)
    found: dict[Role, list[Holder]] = {role: [] for role in roles}
    for holder in holders_and_absence(incident.school, found, at=timezone.now()):
        if holder.user.pk not in conflicted:
            found[holder.role].append(holder)
    return found


def free_roles(incident: Incident, line: Iterable[Role], free: Free | None = None) -> set[Role]:
    """The roles of the line that somebody without a conflict holds; the absent count only if all are away.

    A role that opens no case owns none: the authority's officer, with or without an account, is rung.
    """
    line = [role for role in line if Capability.TRIAGE in CAPABILITIES[role]]
    free = free or free_holders(incident, line)
    held = {role for role in line if free[role]}
    return {role for role in held if not all(holder.away for holder in free[role])} or held


def due(clock: Clock, start: dt.datetime, calendar: Calendar) -> dt.datetime:
    """The due moment (UTC) of a clock that starts at `start`."""
    match clock:
        case Clock.MINUTES_5:
            return hours_after(start, 5 / 60)
        case Clock.MINUTES_10:
            return hours_after(start, 10 / 60)
        case Clock.MINUTES_15:
            return hours_after(start, 15 / 60)
        case Clock.AT_ONCE:
            return hours_after(start, 1)
        case Clock.SAME_SCHOOL_DAY:
            return calendar.same_school_day(start)
        case Clock.HOURS_72:
            return hours_after(start, 72)
        case Clock.WEEKS_2:
            return calendar.weeks_after(start, 2)
        case Clock.WEEKS_6:
            return calendar.weeks_after(start, 6)
        case Clock.MONTHS_3:
            return calendar.months_after(start, 3)
    count, days = SCHOOL_DAYS.get(clock), calendar.school_days_after
    if count is None:
        count, days = WORKING_DAYS[clock], calendar.working_days_after
    return days(start, count)


def due_as_set(timed: Timed, start: dt.datetime, calendar: Calendar) -> dt.datetime:
    """The due moment (UTC) of a clock that a school may have set: never after the published one."""
    return min(due(timed.clock, start, calendar), due(timed.published, start, calendar))


def warned_at(clock: Clock | None, start: dt.datetime, due_at: dt.datetime | None) -> dt.datetime | None:
    """When to remind somebody of a clock: its lead before the due moment, half of its time at most."""
    if clock is None or due_at is None:
        return None
    return max(due_at - LEAD[clock], due_at - (due_at - start) / 2)


def met_harm_test(incident: Incident) -> bool:
    """Whether triage found that the harm test may be met, or the LADO had to be told of what is described."""
    asked = incident.tasks.filter(code__startswith=TaskCode.LADO_REFER).exclude(state=TaskState.NOT_NEEDED)
    return incident.harm_test or asked.exists()


def upward(incident: Incident) -> list[Role]:
    """The roles an incident can be handed up to: those after its owner in its line that somebody free holds."""
    row = ownership(facts_of(incident)._replace(accepted_as=raised(incident)))
    line = list(row.line)
    after = line[line.index(Role(incident.owner_role)) + 1 :] if incident.owner_role in line else line
    free = free_roles(incident, after)
    return [role for role in after if role in free]


def raised(incident: Incident) -> AcceptedAs | None:
    """What the incident counts as once escalated: online safety becomes safeguarding, nothing else changes."""
    if incident.lane == Lane.ONLINE_SAFETY:
        return AcceptedAs.SAFEGUARDING
    return AcceptedAs(incident.accepted_as) if incident.accepted_as else None
