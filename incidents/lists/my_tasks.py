"""The tasks somebody has to do: given by name, given to a post they hold, or left to them as owner."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import DateTimeField, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from esafety.access.roles import roles_in
from incidents.access import TASKS
from incidents.addresses import addresses_in, defanged
from incidents.lists import keyset
from incidents.lists.keyset import Key
from incidents.lists.listing import NEVER, PER_PAGE
from incidents.lists.rows import due_words, short
from incidents.models import Task

if TYPE_CHECKING:
    from esafety.people.models import School, User

KEYS = (Key("due", dt.datetime), Key("key", str))
"""Overdue first, what has no moment last. A task's key is random, so a place in an address tells nothing."""


class TaskLine(NamedTuple):
    """One task as a list prints it."""

    words: str
    url: str
    reference: str
    whose: str
    due: str
    overdue: bool
    due_at: dt.datetime | None


@dataclass(frozen=True)
class TaskPage:
    """A page of tasks and the places of its ends."""

    lines: list[TaskLine]
    previous: str = ""
    next: str = ""


def mine(user: User, school: School) -> QuerySet[Task]:
    """Open tasks of one school that fall to the account. Being able to see a task does not make it one's own."""
    roles = roles_in(user, school.pk)
    incident_is_mine = Q(incident__assigned_to_id=user.pk) | Q(
        incident__assigned_to__isnull=True, incident__owner_role__in=roles
    )
    falls_to_me = Q(assigned_to_id=user.pk) | Q(assigned_to__isnull=True) & (
        Q(role__in=roles) | Q(role="") & incident_is_mine
    )
    return TASKS.visible_to(user, Task.objects.open().filter(falls_to_me, school=school))


def page(
    user: User,
    school: School,
    *,
    after: str = "",
    before: str = "",
    most: int = PER_PAGE,
) -> TaskPage:
    """One page in one query: overdue first."""
    backwards = bool(before)
    place = keyset.read(KEYS, before or after)
    rows = mine(user, school).annotate(due=Coalesce("due_at", Value(NEVER), output_field=DateTimeField()))
    if place:
        rows = rows.filter(keyset.beyond(KEYS, place, backwards=backwards))
    columns = ("key", "due", "words", "role", "assigned_to_id", "due_at", "incident__reference")
    got = list(rows.order_by(*keyset.ordering(KEYS, backwards=backwards)).values(*columns)[: most + 1])
    if place and not got:
        return page(user, school, most=most)
    more, shown = len(got) > most, got[:most]
    if place and backwards:
        return _page(shown[::-1], more, True, user)
    return _page(shown, place is not None, more, user)


def _page(rows: list[dict[str, Any]], earlier: bool, later: bool, user: User) -> TaskPage:
    now = timezone.now()
    return TaskPage(
        lines=[_line(row, user, now) for row in rows],
        previous=_place(rows[0]) if rows and earlier else "",
        next=_place(rows[-1]) if rows and later else "",
    )


def _place(row: dict[str, Any]) -> str:
    return keyset.written((row["due"], row["key"]))


def _line(row: dict[str, Any], user: User, now: dt.datetime) -> TaskLine:
    due = due_words(row["due_at"], now)
    return TaskLine(
        words=row["words"],
        url=reverse("task", kwargs={"key": row["key"]}),
        reference=row["incident__reference"],
        whose=whose(row["assigned_to_id"], row["role"], user),
        due=due.words,
        overdue=due.overdue,
        due_at=row["due_at"],
    )


def whose(assigned_to: int | None, role: str, user: User) -> str:
    """To whom it falls, in words."""
    if assigned_to is not None:
        return "You, by name" if assigned_to == user.pk else "A colleague, by name"
    return short(role) if role else "Owner of the incident"


def harmless(detail: str) -> str:
    """The detail with every web address so written that no program makes it a link."""
    return "\n".join(_harmless(line) for line in detail.split("\n"))


def _harmless(line: str) -> str:
    for address in sorted(addresses_in(line), key=len, reverse=True):
        line = line.replace(address, defanged(address))
    return line
