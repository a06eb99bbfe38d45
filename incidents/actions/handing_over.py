"""When somebody leaves: what they held goes to a colleague or back to the line, and nothing stays without an owner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from esafety.access.capabilities import Capability
from esafety.access.grants import end_invitation
from esafety.access.roles import may
from esafety.audit import record
from esafety.outbox.owing import owe
from esafety.people.models import Membership
from esafety.people.vocabulary import Role
from esafety.walls import every_school, within
from incidents.access import is_in_conflict, reads_by_post
from incidents.actions.guard import fresh, hold
from incidents.actions.routing import route
from incidents.facts import free_roles
from incidents.models import Incident, IncidentInvitation, Task
from incidents.notices import ASSIGNED, ESCALATED, TASK_GIVEN
from incidents.policy.routing import RESTRICTED
from incidents.telling import tell_roles, tell_task
from incidents.vocabulary import HANDED_OVER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from esafety.people.models import School, User


@transaction.atomic
def hand_over(*, leaver: User, to: User | None, school: School, by: User | None) -> None:
    """Give a leaver's open incidents and tasks in a school to a colleague, or (None) back to the owner.

    Handing over opens nothing: the colleague gets an incident only if a post of theirs reads it already, and a
    task of a matter about an adult only then too. What they may not have goes to its owner. What was opened to
    the leaver by name closes. Incidents whose owner's post nobody holds any more are routed again.
    """
    theirs = _worked_on_by(leaver, school)
    hold(*theirs)
    for invitation in IncidentInvitation.objects.current().filter(user=leaver, content_object__school=school):
        end_invitation(invitation=invitation, by=by)
    for pk in theirs:
        _hand_over(Incident.objects.get(pk=pk), leaver, to, by)
    own_again(school=school, roles=list(Role), by=by)


def _worked_on_by(user: User, school: School) -> list[int]:
    """The open incidents of a school that somebody is assigned to or has a task in."""
    held = Incident.objects.open().filter(school=school, assigned_to=user).values_list("pk", flat=True)
    given = Task.objects.open().filter(assigned_to=user, incident__school=school)
    return sorted({*held, *given.values_list("incident_id", flat=True)})


def _hand_over(incident: Incident, leaver: User, to: User | None, by: User | None) -> None:
    """One incident and its tasks."""
    heir = to if to is not None and to.is_active and not is_in_conflict(to, incident) else None
    reads = heir is not None and reads_by_post(heir, incident)
    was_theirs = incident.assigned_to_id == leaver.pk
    if was_theirs:
        Incident.objects.filter(pk=incident.pk).update(
            assigned_to=heir if reads else None, version=F("version") + 1
        )
    tasks = list(Task.objects.open().filter(incident=incident, assigned_to=leaver))
    does = reads or incident.lane not in RESTRICTED and _does_tasks(heir, incident)
    Task.objects.filter(pk__in=[task.pk for task in tasks]).update(assigned_to=heir if does else None)
    incident = fresh(incident)
    key = f"left-{leaver.pk}-v{incident.version}"
    if was_theirs and incident.assigned_to is not None:
        owe(ASSIGNED, about=incident, to=incident.assigned_to, key=key)
    elif was_theirs:
        tell_roles(ESCALATED, incident, [Role(incident.owner_role)], key=key)
    for task in Task.objects.filter(pk__in=[task.pk for task in tasks]).select_related("incident__school"):
        tell_task(TASK_GIVEN, task, key=key)
    record(
        HANDED_OVER,
        by=by,
        school=incident.school,
        about=incident,
        detail={
            "account": leaver.pk,
            "to": heir.pk if heir is not None else None,
            "tasks": [task.key for task in tasks],
        },
    )


def _does_tasks(user: User | None, incident: Incident) -> bool:
    return user is not None and may(user, Capability.DO_TASKS, incident.school_id)


@transaction.atomic
def own_again(*, school: School, roles: Iterable[Role], by: User | None) -> int:
    """Route again every open incident whose owner's post is one of these and nobody free holds it any more.

    Called whenever posts end or their holders become close to somebody. Returns how many were routed.
    """
    owned = Incident.objects.open().filter(school=school, owner_role__in=list(roles), owned=True)
    orphans = [incident for incident in owned if not free_roles(incident, [Role(incident.owner_role)])]
    for incident in orphans:
        route(incident=incident, by=by)
    return len(orphans)


@transaction.atomic
def own_apart(*, people: Iterable[int], by: User | None) -> None:
    """Find somebody else for what is worked on or owned by whoever has just become close to somebody in it.

    `people` are the numbers of their entries. Called whenever the roll says of people that they are close: whoever
    says it must not leave a record to nobody.
    """
    held: dict[School, set[Role]] = {}
    for post in _posts_of_people(set(people)):
        held.setdefault(post.school, set()).add(Role(post.role))
        with within(post.school_id):
            _hand_over_what_is_close(post, by)
    for school, roles in held.items():
        with within(school.pk):
            own_again(school=school, roles=roles, by=by)


@every_school(
    "whoever became close to somebody holds posts elsewhere too; those posts, each judged in its own school"
)
def _posts_of_people(people: set[int]) -> list[Membership]:
    posts = Membership.objects.current().filter(user__persons__in=people)
    return list(posts.select_related("school", "user"))


def _hand_over_what_is_close(post: Membership, by: User | None) -> None:
    theirs = _worked_on_by(post.user, post.school)
    hold(*theirs)
    for pk in theirs:
        incident = Incident.objects.get(pk=pk)
        if is_in_conflict(post.user, incident):
            _hand_over(incident, post.user, None, by)
