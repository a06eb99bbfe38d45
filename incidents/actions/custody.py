"""Items in the school's care: taken, sealed, moved, handed over, returned. Each entry stays."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from esafety.access.capabilities import Capability
from esafety.access.refusals import NotNow, Stale
from esafety.access.versions import write_seen
from esafety.audit import record
from esafety.audit.trail import Detail
from esafety.people.models import Person
from esafety.schooldays.calendar import LONDON
from incidents.actions.guard import must, must_be_open
from incidents.actions.tasks import end_by_act
from incidents.models import CustodyEntry, Incident, Item, Task
from incidents.policy.custody import LINKS, state_after, why_not
from incidents.policy.ended_beside import BY_CUSTODY, RECORDED
from incidents.vocabulary import TaskState
from incidents.vocabulary.evidence import CUSTODY_KEPT, ITEM_TAKEN, Custody, ItemKind, ItemState

if TYPE_CHECKING:
    from esafety.people.models import User

RETURN_TASK = "return_"
"""The reminder to give an item back, with the item's key behind it."""


@transaction.atomic
def take_item(
    *,
    incident: Incident,
    kind: ItemKind,
    description: str,
    mark: str,
    owner: Person | None,
    owner_name: str,
    why: str,
    may_be_illegal: bool,
    return_on: dt.date | None,
    taken_at: dt.datetime,
    place: str,
    handed_over_by: str,
    witness: str,
    by: User,
) -> Item:
    """Record a thing that the school took or was given, with the first entry of its chain of custody.

    A day to return it by opens a reminder. Raises PermissionDenied; NotNow for a closed incident, a moment in the
    future, and a day of return for what may be illegal. Source: C 4.4, A flow illegal, E 4.1, D 2.55.
    """
    must(by, Capability.WORK, incident)
    must_be_open(incident)
    if may_be_illegal and return_on is not None:
        raise NotNow(
            "It may hold something illegal: the police decide whether it goes back. Leave the day empty."
        )
    item = Item.objects.create(
        incident=incident,
        kind=kind,
        description=description,
        mark=mark,
        owner=owner,
        owner_name="" if owner else owner_name,
        why=why,
        may_be_illegal=may_be_illegal,
        return_on=return_on,
        added_by=by,
    )
    entry: dict[str, Any] = {"at": taken_at, "place": place, "other": handed_over_by, "witness": witness}
    _add(item, Custody.TAKEN, number=1, by=by, **entry)
    _end_steps(item, Custody.TAKEN, by)
    if return_on is not None:
        _remind(item, return_on, by)
    record(ITEM_TAKEN, by=by, school=incident.school, about=incident, detail={"item": item.pk})
    return item


@transaction.atomic
def keep_custody(
    *,
    item: Item,
    step: Custody,
    at: dt.datetime,
    place: str,
    other: str = "",
    witness: str = "",
    seal: str = "",
    receipt: str = "",
    note: str = "",
    version: int,
    by: User,
) -> CustodyEntry:
    """Add the next entry to a chain of custody. Works on closed incidents too: things are returned later.

    Raises PermissionDenied; NotNow when this cannot follow (policy/custody.py), something it must name is missing
    or its moment lies before the last entry; Stale when somebody else was faster.
    """
    must(by, Capability.WORK, item.incident)
    now = Item.objects.select_related("incident__school").get(pk=item.pk)
    if now.version != version:
        raise Stale(now)
    if refusal := why_not(step, ItemState(now.state), may_be_illegal=now.may_be_illegal):
        raise NotNow(refusal)
    said = {"other": other, "witness": witness, "seal": seal, "receipt": receipt, "note": note}
    if any(not said[name] for name in LINKS[step].needs):
        raise NotNow("Something that this entry must say is missing.")
    state = state_after(step, ItemState(now.state))
    if not write_seen(Item.objects.filter(pk=now.pk), version, state=state):
        raise Stale(Item.objects.get(pk=item.pk))
    last = now.entries.order_by("-number").values_list("number", "at")[0]
    if at < last[1]:
        raise NotNow("The entry before this one is of a later moment. Check the day and the time.")
    made = _add(now, step, number=last[0] + 1, by=by, at=at, place=place, **said)
    if step in (Custody.RETURNED, Custody.TO_POLICE):
        _settle_reminder(now, by, made)
    _end_steps(now, step, by)
    detail: dict[str, Detail] = {"item": now.pk, "step": step.value, "number": made.number}
    record(CUSTODY_KEPT, by=by, school=now.school, about=now.incident, detail=detail)
    return made


def _add(item: Item, step: Custody, *, number: int, by: User, at: dt.datetime, **said: Any) -> CustodyEntry:
    if at > timezone.now():
        raise NotNow("This moment lies in the future. Check the day and the time.")
    return CustodyEntry.objects.create(item=item, step=step, number=number, at=at, by=by, **said)


def _remind(item: Item, return_on: dt.date, by: User) -> None:
    """What is to do names no owner and no thing: whoever does it may not see the incident."""
    Task.objects.create(
        incident=item.incident,
        school=item.school,
        code=f"{RETURN_TASK}{item.key}",
        words="Return an item that the school took",
        due_at=dt.datetime.combine(return_on, dt.time(15, 30), LONDON),
        opened_by=by,
    )


def _settle_reminder(item: Item, by: User, entry: CustodyEntry) -> None:
    codes = [f"{RETURN_TASK}{item.key}"]
    result = entry.get_step_display()
    end_by_act(incident=item.incident, codes=codes, state=TaskState.DONE, result=result, by=by)


def _end_steps(item: Item, step: Custody, by: User) -> None:
    codes = BY_CUSTODY.get(step, ())
    end_by_act(incident=item.incident, codes=codes, state=TaskState.DONE, result=RECORDED, by=by)
