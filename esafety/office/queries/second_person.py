"""Whether something about an account needs a second person, and whether it can be done at all."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from esafety.access.roles import ROLES_THAT_HANDLE, ROLES_THAT_OPEN
from esafety.office.models import AccountChange
from esafety.office.policy.accounts import NOT_LEFT_EMPTY
from esafety.office.vocabulary import ChangeKind, ChangeStage
from esafety.people.models import Membership, Person
from esafety.people.queries import twins_of
from esafety.people.vocabulary import Role
from esafety.walls import every_school
from incidents.access import INCIDENTS
from incidents.models import Incident, Involvement

if TYPE_CHECKING:
    from esafety.people.models import School, User

GENERAL = "This cannot be confirmed here and now. Speak to the chair of governors or the designated safeguarding lead."
"""All that is said to somebody who may not know why."""


def giving_needs_one(school: School, role: Role) -> bool:
    """Whether giving this role needs a second person.

    The first head of a school that is not live does not: there is nobody yet who could be the second, and with
    the head the school has one (docs/decisions/0018).
    """
    if role is Role.HEAD and not school.is_live and not _held_or_offered(school, Role.HEAD):
        return False
    return role in ROLES_THAT_OPEN


def ending_needs_one(role: Role) -> bool:
    """Whether ending this role needs a second person: nobody removes alone those who handle a case."""
    return role in ROLES_THAT_HANDLE


def leaving_needs_one(user: User, school: School) -> bool:
    """Whether somebody's leaving needs a second person."""
    held = Membership.objects.ahead().filter(user=user, school=school)
    return any(ending_needs_one(Role(role)) for role in held.values_list("role", flat=True))


def left_empty(school: School, user: User, roles: set[Role], on: dt.date) -> str:
    """What to say when a post would have no holder on a day without this account; empty when none would.

    Somebody who only stands in does not count as a holder, nor somebody who is to leave.
    """
    leaving = AccountChange.objects.filter(school=school, kind=ChangeKind.LEAVE, stage=ChangeStage.CONFIRMED)
    for role, words in NOT_LEFT_EMPTY:
        held = Membership.objects.current(on).filter(school=school, role=role, ended_at__isnull=True)
        others = held.filter(stands_in_for__isnull=True).exclude(user__in=leaving.values("user"))
        if role in roles and not others.exclude(user=user).exists():
            return f"Nobody else would be {words}. Give the post to somebody else first, then end this one."
    return ""


def why_not_confirmed(change: AccountChange, by: User) -> str:
    """Why a change cannot be confirmed now, in words for the confirmer; empty when it can.

    The roles of somebody who is the subject of an open record are not widened (AC-02). Only a confirmer who may
    see such a record is told so.
    """
    if not _widens(change):
        return ""
    records = _open_records_about(change.user_id)
    if not records:
        return ""
    seen = INCIDENTS.visible_to(by, Incident.objects.filter(pk__in=records)).first()
    if seen is None:
        return GENERAL
    return (
        f"{change.user} is a subject of {seen.reference}, which is open. "
        "Their roles cannot be widened until it is closed."
    )


@every_school(
    "an open record about somebody counts in whichever school it is; numbers, to be judged by a policy"
)
def _open_records_about(user_id: int) -> list[int]:
    entries = set(Person.objects.filter(account=user_id).values_list("pk", flat=True))
    entries |= {twin.pk for twins in twins_of(entries).values() for twin in twins}
    about_them = Involvement.objects.subjects().filter(person__in=entries).values("incident")
    return list(Incident.objects.open().filter(pk__in=about_them).values_list("pk", flat=True))


def _widens(change: AccountChange) -> bool:
    if change.kind == ChangeKind.MOVE and change.post is not None:
        before, after = change.post.until, change.until
        return before is not None and (after is None or after > before)
    return change.kind == ChangeKind.GIVE


def _held_or_offered(school: School, role: Role) -> bool:
    return Membership.objects.ahead().filter(school=school, role=role).exists()
