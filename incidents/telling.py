"""Promising the messages of `notices.py` to whoever holds a post, on duty first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils import timezone

from esafety.outbox.notices import Notice
from esafety.outbox.owing import owe
from esafety.people.queries import contact, holders
from esafety.people.vocabulary import ContactKind, Role
from incidents.facts import accounts_in_conflict

if TYPE_CHECKING:
    from esafety.people.models import User
    from incidents.models import Incident, Task


def on_duty(incident: Incident, roles: Iterable[Role], *, everyone: bool) -> list[User]:
    """Who of these roles to tell: the first on duty of each, or everyone; never somebody in conflict.

    Somebody away is passed over while another holder is there: a message always finds somebody.
    """
    roles = list(roles)
    if not roles:
        return []
    conflicted = accounts_in_conflict(incident)
    now = timezone.now()
    found: dict[int, User] = {}
    present = holders(incident.school, roles, present_at=now)
    absent = set(roles) - {post.role for post in present}
    everybody = [*present, *(holders(incident.school, absent) if absent else ())]
    for role in roles:
        free = [post.user for post in everybody if post.role == role and post.user_id not in conflicted]
        found.update({user.pk: user for user in (free if everyone else free[:1])})
    return list(found.values())


def tell_roles(
    notice: Notice,
    incident: Incident,
    roles: Iterable[Role],
    *,
    key: str,
    everyone: bool = False,
    but: User | None = None,
) -> None:
    """Promise a notice to holders of roles; the one who acts is not told of their own act."""
    for user in on_duty(incident, roles, everyone=everyone):
        if but is None or user.pk != but.pk:
            owe(notice, about=incident, to=user, key=key)


def tell_reporter(notice: Notice, incident: Incident, *, key: str) -> None:
    """Promise a notice to the account that reported, whoever the report was for: it keeps the receipt."""
    owe(notice, about=incident, to=incident.reported_by, key=key)


def tell_task(notice: Notice, task: Task, *, key: str = "", but: User | None = None) -> None:
    """Promise a notice to whoever a task was given to."""
    if task.assigned_to is not None:
        people = [task.assigned_to]
    else:
        owner = Role(task.incident.owner_role)
        people = on_duty(task.incident, [Role(task.role or owner)], everyone=False)
        people = people or on_duty(task.incident, [owner], everyone=False)
    for user in people:
        if but is None or user.pk != but.pk:
            owe(notice, about=task, to=user, key=key)


def tell_outside(notice: Notice, incident: Incident, *, key: str) -> None:
    """Promise a notice to the authority's officer, else to the LADO."""
    for kind in (ContactKind.AUTHORITY_OFFICER, ContactKind.LADO):
        found = contact(incident.school, kind)
        if found is not None and found.email:
            owe(notice, about=incident, to=found, key=key)
            return
