"""Promising the messages of `notices.py` to whoever holds a post, on duty first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from esafety.access.capabilities import Capability
from esafety.outbox.notices import Notice
from esafety.outbox.owing import Promise, owe_all
from esafety.people.queries import contact
from esafety.people.vocabulary import ContactKind, Role
from incidents.access import INCIDENTS
from incidents.facts import Free, free_holders
from incidents.notices import MANY, MANY_URGENT
from incidents.speaking_up.flood import in_a_flood, quarter

if TYPE_CHECKING:
    from esafety.people.models import User
    from incidents.models import Incident, Task

_SECOND = (Role.DSL, Role.DEPUTY_DSL, Role.HEAD, Role.CHAIR, Role.VICE_CHAIR)
"""Who is asked to be the second person, as far as they work on the incident themselves."""


def on_duty(
    incident: Incident, roles: Iterable[Role], *, everyone: bool, free: Free | None = None
) -> list[User]:
    """Who of these roles to tell: the first on duty of each, or everyone; never somebody in conflict.

    Somebody away is passed over while another holder is there: a message always finds somebody. `free` when
    it was asked already who holds these roles.
    """
    roles = list(roles)
    if not roles:
        return []
    free = free or free_holders(incident, roles)
    found: dict[int, User] = {}
    for role in roles:
        here = [holder.user for holder in free[role] if not holder.away]
        users = here or [holder.user for holder in free[role]]
        found.update({user.pk: user for user in (users if everyone else users[:1])})
    return list(found.values())


def for_roles(
    notice: Notice,
    incident: Incident,
    roles: Iterable[Role],
    *,
    key: str,
    everyone: bool = False,
    but: User | None = None,
    free: Free | None = None,
) -> list[Promise]:
    """A notice for holders of roles; the one who acts is not told of their own act."""
    people = on_duty(incident, roles, everyone=everyone, free=free)
    return _promises(notice, incident, incident, key, people, but)


def for_reporter(notice: Notice, incident: Incident, *, key: str) -> list[Promise]:
    """A notice for the account that reported, whoever the report was for: it keeps the receipt.

    Nobody is told of what came in confidence: its writer comes back with a code, or does not.
    """
    account = incident.reported_by
    return [Promise(notice, incident, account, key)] if account is not None else []


def for_task(
    notice: Notice, task: Task, *, key: str = "", but: User | None = None, free: Free | None = None
) -> list[Promise]:
    """A notice for whoever a task was given to."""
    if task.assigned_to is not None:
        people = [task.assigned_to]
    else:
        owner = Role(task.incident.owner_role)
        people = on_duty(task.incident, [Role(task.role or owner)], everyone=False, free=free)
        people = people or on_duty(task.incident, [owner], everyone=False, free=free)
    return _promises(notice, task, task.incident, key, people, but)


def _promises(
    notice: Notice, about: Incident | Task, incident: Incident, key: str, people: list[User], but: User | None
) -> list[Promise]:
    """One for each; of what came in a flood one for all of it, an hour, or a quarter of one where there is danger."""
    others = [user for user in people if but is None or user.pk != but.pk]
    page = in_a_flood(incident)
    if page is None:
        return [Promise(notice, about, user, key) for user in others]
    now = timezone.now()
    if incident.danger:
        return [Promise(MANY_URGENT, page, user, quarter(now)) for user in others]
    return [Promise(MANY, page, user, f"{now:%Y%m%d%H}") for user in others]


def for_outside(notice: Notice, incident: Incident, *, key: str) -> list[Promise]:
    """A notice for the authority's officer, else for the LADO."""
    for kind in (ContactKind.AUTHORITY_OFFICER, ContactKind.LADO):
        found = contact(incident.school, kind)
        if found is not None and found.email:
            return [Promise(notice, incident, found, key)]
    return []


def tell_roles(notice: Notice, incident: Incident, roles: Iterable[Role], **more: Any) -> None:
    """Promise a notice to holders of roles, as `for_roles` says."""
    owe_all(for_roles(notice, incident, roles, **more))


def tell_second(notice: Notice, incident: Incident, *, key: str, but: Iterable[User]) -> None:
    """Promise a notice to those who can be the second person of an act: who owns the incident and those who lead."""
    people = on_duty(incident, {*_SECOND, Role(incident.owner_role)}, everyone=False)
    able = [user for user in people if user not in but and INCIDENTS.allows(user, Capability.WORK, incident)]
    owe_all(_promises(notice, incident, incident, key, able, None))


def tell_reporter(notice: Notice, incident: Incident, *, key: str) -> None:
    """Promise a notice to the account that reported."""
    owe_all(for_reporter(notice, incident, key=key))


def tell_task(notice: Notice, task: Task, *, key: str = "", but: User | None = None) -> None:
    """Promise a notice to whoever a task was given to."""
    owe_all(for_task(notice, task, key=key, but=but))
