"""What a confirmed change to an account does. Called only by `changes.py`; each says whether it was possible."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils import timezone

from esafety.access.roles import posts_ahead
from esafety.audit import record
from esafety.office.actions.accounts import end_post, give_post, move_post
from esafety.office.models import AccountChange, AccountInvitation
from esafety.office.queries.second_person import leaving_needs_one
from esafety.office.vocabulary import ACCOUNT_LEFT, EMAIL_CHANGED, SECOND_STEP_RESET, ChangeKind, ChangeStage
from esafety.people.models import Membership, Person, User
from esafety.people.vocabulary import Role
from esafety.signin.second_factor import forget
from esafety.signin.sessions import end_sessions_of
from incidents.actions import hand_over
from incidents.leaving import tell_that_they_left

if TYPE_CHECKING:
    from esafety.audit import Event


def _give(change: AccountChange, by: User) -> bool:
    """Give the role, if its last day is still to come."""
    today = timezone.localdate()
    if change.until is not None and change.until < today:
        return False
    give_post(
        user=change.user,
        school=change.school,
        role=Role(change.role),
        from_date=max(change.from_date or today, today),
        until=change.until,
        stands_in_for=change.stands_in_for,
        by=by,
    )
    return True


def _move(change: AccountChange, by: User) -> bool:
    """Change the role's last day, if the role is still held and that day is still to come."""
    post, today = change.post, timezone.localdate()
    if post is None or not Membership.objects.ahead().filter(pk=post.pk).exists():
        return False
    if change.until is not None and change.until < max(today, post.from_date):
        return False
    move_post(post=post, until=change.until, by=by)
    return True


def _end(change: AccountChange, by: User) -> bool:
    """End the role, if it is still held."""
    if change.post is None or change.post.ended_at is not None:
        return False
    end_post(post=change.post, by=by)
    return True


def _reset(change: AccountChange, by: User) -> bool:
    """Remove every second step and end every session."""
    forget(change.user)
    _record(SECOND_STEP_RESET, change)
    return True


def _email(change: AccountChange, by: User) -> bool:
    """Let the account sign in with the new address, unless another account took it meanwhile."""
    if User.objects.filter(email=change.email).exists():
        return False
    change.user.email = change.email
    change.user.save(update_fields=["email"])
    end_sessions_of(change.user)
    _record(EMAIL_CHANGED, change)
    return True


def _leave(change: AccountChange, by: User) -> bool:
    """End every post in the school, hand over what was held, and close the account if no other school has it.

    The person leaves the roll with it; whoever works on an open concern they are part of is told. Not for somebody
    who handles cases by now, when no second person was asked: they did not when it was asked for.
    """
    user, school, now = change.user, change.school, timezone.now()
    if change.confirmed_by is None and leaving_needs_one(user, school):
        return False
    Membership.objects.ahead().filter(user=user, school=school).update(ended_at=now)
    AccountInvitation.objects.pending().filter(user=user, school=school).update(revoked_at=now)
    others = AccountChange.objects.open().filter(user=user, school=school).exclude(pk=change.pk)
    others.update(stage=ChangeStage.STOPPED, ended_at=now)
    if not posts_ahead(user.pk):
        User.objects.filter(pk=user.pk).update(is_active=False)
        end_sessions_of(user)
    for person in Person.objects.filter(account=user, school=school, left_on__isnull=True):
        person.left_on = change.until or timezone.localdate()
        person.save(update_fields=["left_on"])
        tell_that_they_left([person])
    hand_over(leaver=user, to=change.hand_over_to, school=school, by=None)
    _record(ACCOUNT_LEFT, change)
    return True


def _record(what: Event, change: AccountChange) -> None:
    """The system does it, at its moment; who asked and who confirmed is in the trail already."""
    record(what, by=None, school=change.school, about=change, detail={"account": change.user_id})


EFFECTS: dict[ChangeKind, Callable[[AccountChange, User], bool]] = {
    ChangeKind.GIVE: _give,
    ChangeKind.MOVE: _move,
    ChangeKind.END: _end,
    ChangeKind.RESET: _reset,
    ChangeKind.EMAIL: _email,
    ChangeKind.LEAVE: _leave,
}
