"""Deciding where an incident goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from esafety.access.grants import end_invitation
from esafety.audit import record
from esafety.outbox.owing import send_now
from esafety.people.vocabulary import Role
from esafety.people.words import in_our_words, speaking_for
from esafety.schooldays.queries import calendar_of
from incidents.access import reads_by_post
from incidents.actions.guard import fresh
from incidents.facts import due_as_set, facts_of, free_roles
from incidents.models import Incident, IncidentInvitation, RoutingNote, Task
from incidents.notices import ESCALATED, INFORMED, NEW_ITEM, NOBODY_INSIDE, TASK_GIVEN, URGENT, is_calm
from incidents.policy.clocks import Timed, timed
from incidents.policy.routing import (
    EDITION,
    RESTRICTED,
    Facts,
    Ownership,
    TaskCode,
    duties,
    first_look,
    first_look_setting,
    owner,
    ownership,
    tasks,
    tell,
)
from incidents.policy.types import ILLEGAL, POLICE_REQUIRED
from incidents.telling import tell_outside, tell_roles, tell_task
from incidents.vocabulary import ROUTED, UNASSIGNED, Lane, Status

if TYPE_CHECKING:
    from esafety.people.models import User

_NEVER_PASSED_ON = ILLEGAL | POLICE_REQUIRED


@transaction.atomic
def route(*, incident: Incident, by: User | None) -> Incident:
    """Give the incident the lane, the owner, the tasks and the messages that its facts call for now.

    Called on submission and whenever facts change. Nothing done is undone: tasks are added, never removed;
    a rule that fitted once stays noted. Source: domain/routing.md.
    """
    incident = fresh(incident)
    facts = facts_of(incident)
    row = ownership(facts)
    chosen = owner(row.line, free_roles(incident, row.line), [Role(role) for role in incident.passed_over])
    before, was_owned = (incident.owner_role, incident.lane), incident.owned
    new = not incident.routing_notes.exists()
    Incident.objects.filter(pk=incident.pk).update(
        lane=row.lane, owner_role=chosen or row.line[-1], owned=chosen is not None
    )
    incident.lane, incident.owned = row.lane, chosen is not None
    incident.owner_role = chosen or row.line[-1]
    if before[1] != incident.lane and not new:
        _close_to_outsiders(incident, by)
    with speaking_for(incident.school):
        _note_rules(incident, facts, row)
    if incident.is_open:
        _open_tasks(incident, facts, by)
    moved = before[0] != incident.owner_role or not was_owned
    _tell(incident, facts, new=new, moved=moved, alone=new or was_owned, by=by)
    if not new and not is_calm(incident):
        for about in (incident, *incident.tasks.all()):
            send_now(about)
    if new or before != (incident.owner_role, incident.lane):
        record(
            ROUTED,
            by=by,
            school=incident.school,
            about=incident,
            detail={"owner": incident.owner_role, "lane": incident.lane, "edition": EDITION},
        )
    return incident


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


def _note_rules(incident: Incident, facts: Facts, row: Ownership) -> None:
    """Copy the rules that fit onto the incident, each once, as they stand today."""
    noted = set(incident.routing_notes.values_list("rule", "edition"))
    line = ", then ".join(Role(role).label for role in row.line)
    rules = [(f"own:{row.id}", row.because, f"{Lane(row.lane).label}. Owner: {line}", row.source)]
    for duty in duties(facts):
        effect = [f"tells {Role(role).label}" for role in duty.tell] + [task.words for task in duty.tasks]
        rules.append((duty.id, duty.because, "; ".join(effect), duty.source))
    RoutingNote.objects.bulk_create(
        RoutingNote(
            incident=incident,
            rule=rule,
            because=in_our_words(because),
            effect=effect[:300],
            source=source,
            edition=EDITION,
        )
        for rule, because, effect, source in rules
        if (rule, EDITION) not in noted
    )


def _open_tasks(incident: Incident, facts: Facts, by: User | None) -> None:
    """Open the tasks that are not open yet; restricted incidents give theirs to the owner alone."""
    calendar = calendar_of(incident.school)
    there = set(incident.tasks.values_list("code", flat=True))
    now = timezone.now()
    start = incident.reported_at if not there else now
    if TaskCode.FIRST_LOOK not in there and incident.status == Status.SUBMITTED:
        look = first_look_timed(incident, facts)
        Task.objects.create(
            incident=incident,
            code=TaskCode.FIRST_LOOK,
            words="First look",
            required=True,
            due_at=due_as_set(look, incident.reported_at, calendar),
            rule="first-look",
            edition=EDITION,
            source=look.source,
        )
    for rule, duty in tasks(facts):
        if rule.code in there:
            continue
        run = timed(rule.code, rule.clock, duty.source, incident.school.clocks)
        task = Task.objects.create(
            incident=incident,
            code=rule.code,
            words=rule.words,
            role="" if rule.role is None or incident.lane in RESTRICTED else rule.role,
            detail=_detail(incident, rule.code, facts),
            required=rule.required,
            due_at=due_as_set(run, start, calendar),
            rule=duty.id,
            edition=EDITION,
            source=run.source,
        )
        if task.role:
            tell_task(TASK_GIVEN, task, but=by)


def first_look_timed(incident: Incident, facts: Facts) -> Timed:
    """By when somebody must have looked, as the school has set it."""
    setting, chosen = first_look_setting(facts), incident.school.clocks
    return timed(setting, first_look(facts), "C 4.1, C 2.2.6, D flowchart", chosen)


def _detail(incident: Incident, code: TaskCode, facts: Facts) -> str:
    """What the person given a task is shown: the addresses to block, unless they may be illegal to open."""
    if code is not TaskCode.BLOCK or facts.types & _NEVER_PASSED_ON:
        return ""
    found = "\n".join(incident.web_addresses.values_list("text", flat=True))
    return found or "No web address is recorded yet. Ask whoever owns this incident which site it was."


def _tell(incident: Incident, facts: Facts, *, new: bool, moved: bool, alone: bool, by: User | None) -> None:
    """Tell a new owner, and whoever else the facts say must know: each person once, twice when it turns urgent.

    What somebody may not see by then is withheld when it is sent.
    """
    notice, everyone = (URGENT, True) if facts.danger else (NEW_ITEM if new else ESCALATED, False)
    if alone and not incident.owned:
        tell_outside(NOBODY_INSIDE, incident, key=f"v{incident.version}")
    if incident.owned and (new or moved):
        roles = [Role(incident.owner_role)]
        tell_roles(notice, incident, roles, key=f"owner-v{incident.version}", everyone=everyone, but=by)
    others = [role for role in tell(facts) if role != incident.owner_role]
    tell_roles(URGENT if facts.danger else INFORMED, incident, others, key="told", everyone=everyone, but=by)
