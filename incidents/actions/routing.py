"""Deciding where an incident goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from esafety.access.grants import end_invitation
from esafety.audit import record
from esafety.outbox.owing import Promise, owe_all, send_now
from esafety.people.vocabulary import Role
from esafety.people.words import in_our_words, speaking_for
from esafety.schooldays.queries import calendar_of
from incidents.access import reads_by_post
from incidents.actions.guard import fresh
from incidents.actions.opening import Asked, another, first_look_row, row_for
from incidents.actions.procedures import first_of_each_post, open_procedures
from incidents.facts import Free, Known, facts_of, free_holders, free_roles, known_of
from incidents.models import Incident, IncidentInvitation, RoutingNote, Task
from incidents.notices import ESCALATED, INFORMED, NEW_ITEM, NOBODY_INSIDE, TASK_GIVEN, URGENT, is_calm
from incidents.policy.procedures import roles_of_steps
from incidents.policy.routing import (
    EDITION,
    RESTRICTED,
    Facts,
    Ownership,
    TaskCode,
    duties,
    owner,
    ownership,
    tasks,
    tell,
)
from incidents.policy.types import NEVER_PASSED_ON, POLICE_REQUIRED
from incidents.telling import for_outside, for_roles, for_task
from incidents.vocabulary import ROUTED, UNASSIGNED, Lane, Status, TaskState

if TYPE_CHECKING:
    import datetime as dt

    from esafety.people.models import User


class Course(NamedTuple):
    """Where the facts send an incident, and who may know of it."""

    facts: Facts
    row: Ownership
    role: Role
    owned: bool
    free: Free


def course_of(incident: Incident, known: Known) -> Course:
    """Where the facts send an incident now; nothing is written."""
    facts = facts_of(incident, known)
    row = ownership(facts)
    given = {rule.role for rule, _ in tasks(facts) if rule.role is not None} | roles_of_steps(facts)
    free = free_holders(incident, {*row.line, *tell(facts), *given}, known)
    passed_over = [Role(role) for role in incident.passed_over]
    chosen = owner(row.line, free_roles(incident, row.line, free), passed_over)
    return Course(facts, row, chosen or row.line[-1], chosen is not None, free)


def set_out(incident: Incident, course: Course, *, by: User | None) -> list[Promise]:
    """Note the rules and open the tasks of an incident that was just reported; gives the messages to promise."""
    _note_rules(incident, course, noted=set(), at=incident.reported_at)
    return [
        *_open_tasks(incident, course, there=set(), by=by),
        *_messages(incident, course, new=True, moved=True, alone=True, by=by),
    ]


@transaction.atomic
def route(*, incident: Incident, by: User | None) -> Incident:
    """Give the incident the lane, the owner, the tasks and the messages that its facts call for now.

    Called whenever facts change. Nothing done is undone: tasks are added, never removed; a rule that fitted
    once stays noted. Source: domain/routing.md.
    """
    incident = fresh(incident)
    before, was_owned = (incident.owner_role, incident.lane), incident.owned
    course = course_of(incident, known_of(incident))
    incident.lane, incident.owner_role, incident.owned = course.row.lane, course.role, course.owned
    Incident.objects.filter(pk=incident.pk).update(
        lane=incident.lane, owner_role=incident.owner_role, owned=incident.owned
    )
    if before[1] != incident.lane:
        _close_to_outsiders(incident, by)
    noted = set(incident.routing_notes.values_list("rule", "edition"))
    _note_rules(incident, course, noted=noted)
    promised: list[Promise] = []
    if incident.is_open:
        there = set(incident.tasks.values_list("code", flat=True))
        promised += _open_tasks(incident, course, there=there, by=by)
        promised += _open_procedures(incident, course, noted={rule for rule, _ in noted}, by=by)
    moved = before[0] != incident.owner_role or not was_owned
    promised += _messages(incident, course, new=False, moved=moved, alone=was_owned, by=by)
    owe_all(promised)
    if not is_calm(incident):
        for about in (incident, *incident.tasks.open().given()):
            send_now(about)
    if before != (incident.owner_role, incident.lane):
        record(ROUTED, by=by, school=incident.school, about=incident, detail=routed(incident))
    return incident


def routed(incident: Incident) -> dict[str, str]:
    """Where an incident went, for the trail."""
    return {"owner": str(incident.owner_role), "lane": str(incident.lane), "edition": EDITION}


def _close_to_outsiders(incident: Incident, by: User | None) -> None:
    """In a new lane, somebody assigned who does not read it works on it no more.

    Where even the existence is restricted, invitations end and tasks go to the owner alone, who decides anew
    whom to ask.
    """
    assigned = incident.assigned_to
    if assigned is not None and not reads_by_post(assigned, incident):
        Incident.objects.filter(pk=incident.pk).update(assigned_to=None)
        incident.assigned_to = None
        record(UNASSIGNED, by=by, school=incident.school, about=incident, detail={"account": assigned.pk})
    if incident.lane in RESTRICTED:
        for invitation in IncidentInvitation.objects.current().filter(content_object=incident):
            end_invitation(invitation=invitation, by=by)
        Task.objects.open().filter(incident=incident).update(role="", assigned_to=None)


def _note_rules(
    incident: Incident, course: Course, *, noted: set[tuple[str, str]], at: dt.datetime | None = None
) -> None:
    """Copy the rules that fit onto the incident, each once, as they stand today."""
    row = course.row
    with speaking_for(incident.school):
        line = ", then ".join(Role(role).label for role in row.line)
        rules = [(f"own:{row.id}", row.because, f"{Lane(row.lane).label}. Owner: {line}", row.source)]
        for duty in duties(course.facts):
            effect = [f"tells {Role(role).label}" for role in duty.tell] + [task.words for task in duty.tasks]
            rules.append((duty.id, duty.because, "; ".join(effect), duty.source))
        notes = [
            RoutingNote(
                incident=incident,
                at=at or timezone.now(),
                rule=rule,
                because=in_our_words(because),
                effect=in_our_words(effect)[:300],
                source=source,
                edition=EDITION,
            )
            for rule, because, effect, source in rules
            if (rule, EDITION) not in noted
        ]
    RoutingNote.objects.bulk_create(notes)


def _open_tasks(incident: Incident, course: Course, *, there: set[str], by: User | None) -> list[Promise]:
    """Open the tasks that are not `there` yet; restricted incidents give theirs to the owner alone.

    Gives the messages to whoever is given one.
    """
    facts = course.facts
    calendar = calendar_of(incident.school)
    just_reported = not there
    start = incident.reported_at if just_reported and not incident.in_confidence else timezone.now()
    opened: list[Task] = []
    if TaskCode.FIRST_LOOK not in there and incident.status == Status.SUBMITTED:
        opened.append(first_look_row(incident, facts, start, calendar))
    for rule, duty in tasks(facts):
        if rule.code in there and not _police_again(incident, rule.code, facts):
            continue
        code = another(rule.code, incident) if rule.code in there else rule.code
        asked = Asked(rule, duty.id, duty.source, EDITION)
        opened.append(
            row_for(incident, asked, start, calendar, code=code, detail=_detail(incident, code, facts))
        )
    if just_reported:
        for task in opened:
            task.opened_at = incident.reported_at
    given = [task for task in Task.objects.bulk_create(opened) if task.role]
    return [one for task in given for one in for_task(TASK_GIVEN, task, but=by, free=course.free)]


def _open_procedures(
    incident: Incident, course: Course, *, noted: set[str], by: User | None
) -> list[Promise]:
    """Open the procedures that are not `noted` yet; gives one message to each post that is given something."""
    calendar = calendar_of(incident.school)
    opened = open_procedures(incident, course.facts, noted=noted, start=timezone.now(), calendar=calendar)
    given = first_of_each_post(opened)
    return [one for task in given for one in for_task(TASK_GIVEN, task, but=by, free=course.free)]


def _police_again(incident: Incident, code: str, facts: Facts) -> bool:
    """Whether telling the police was set aside before it became something the police must hear of (E N.B.)."""
    if code != TaskCode.POLICE or not facts.types & POLICE_REQUIRED:
        return False
    asked = Task.objects.filter(incident=incident, code__startswith=TaskCode.POLICE)
    return not asked.exclude(state=TaskState.NOT_NEEDED).exists()


def _detail(incident: Incident, code: str, facts: Facts) -> str:
    """What the person given a task is shown: the addresses to block, unless they may be illegal to open."""
    if not code.startswith(TaskCode.BLOCK) or facts.types & NEVER_PASSED_ON:
        return ""
    found = "\n".join(incident.web_addresses.values_list("text", flat=True))
    return found or "No web address is recorded yet. Ask whoever owns this incident which site it was."


def _messages(
    incident: Incident, course: Course, *, new: bool, moved: bool, alone: bool, by: User | None
) -> list[Promise]:
    """To a new owner, and to whoever else the facts say must know: each person once, twice when it turns urgent.

    What somebody may not see by then is withheld when it is sent.
    """
    danger, version = course.facts.danger, f"v{incident.version}"
    notice = URGENT if danger else (NEW_ITEM if new else ESCALATED)
    more: dict[str, Any] = {"everyone": danger, "but": by, "free": course.free}
    promised: list[Promise] = []
    if alone and not incident.owned:
        promised += for_outside(NOBODY_INSIDE, incident, key=version)
    if incident.owned and moved:
        promised += for_roles(notice, incident, [course.role], key=f"owner-{version}", **more)
    others = [role for role in tell(course.facts) if role != course.role]
    return promised + for_roles(URGENT if danger else INFORMED, incident, others, key="told", **more)
