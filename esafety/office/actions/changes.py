"""A change to an account that one person asks for, another confirms, and that then takes effect."""

from __future__ import annotations

import datetime as dt
import logging
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from esafety.access.capabilities import Capability as C
from esafety.access.refusals import NotNow
from esafety.access.roles import may
from esafety.audit import record
from esafety.office.access.accounts import CHANGES, SIGN_IN, confirmers
from esafety.office.actions.accounts import end_post, give_post, move_post
from esafety.office.actions.effects import EFFECTS
from esafety.office.links import new_secret
from esafety.office.models import AccountChange, AccountInvitation
from esafety.office.notices.accounts import (
    CHANGE_CONFIRMED,
    CHANGE_DONE,
    CHANGE_WAITING,
    SIGN_IN_ASKED,
    SIGN_IN_CONFIRMED,
    SIGN_IN_DONE,
)
from esafety.office.policy.accounts import CHANGE_OPEN_FOR, SIGN_IN_CHANGE_WAITS
from esafety.office.queries.second_person import (
    ending_needs_one,
    giving_needs_one,
    leaving_needs_one,
    left_empty,
    why_not_confirmed,
)
from esafety.office.vocabulary import CHANGE_ASKED, CHANGE_ENDED, ChangeKind, ChangeStage
from esafety.office.vocabulary import CHANGE_CONFIRMED as CONFIRMED
from esafety.outbox.owing import owe
from esafety.people.models import Membership, User
from esafety.people.vocabulary import Role
from esafety.schooldays.calendar import LONDON

if TYPE_CHECKING:
    from esafety.people.models import Person, School

log = logging.getLogger(__name__)
NOT_ONESELF = "Nobody changes their own account here. Ask another administrator."


# -- asking ----------------------------------------------------------------------------------------


@transaction.atomic
def ask_for_post(
    *,
    person: Person,
    role: Role,
    from_date: dt.date,
    until: dt.date | None,
    by: User,
    stands_in_for: User | None = None,
) -> AccountChange | Membership:
    """Ask that somebody be given a role; where no second person is needed, give it.

    Raises PermissionDenied, and NotNow for oneself, for what is held or asked for already, for a closed account, and
    for a first day that is over: the register of access answers for past days.
    """
    user = _account_of(person, by)
    invited = AccountInvitation.objects.pending().filter(user=user, school=person.school)
    if not user.is_active and not invited.exists():
        raise NotNow(f"The account of {user} is closed. Invite them again, with the roles they are to have.")
    if from_date < timezone.localdate():
        raise NotNow("A role begins today or later. Leave the first day empty for today.")
    held = Membership.objects.ahead().filter(user=user, school=person.school, role=role)
    if any(_overlaps(post, from_date, until) for post in held):
        raise NotNow("They hold this role in those days already. Change its dates instead.")
    words: dict[str, Any] = {
        "role": role,
        "from_date": from_date,
        "until": until,
        "stands_in_for": stands_in_for,
    }
    if giving_needs_one(person.school, role):
        return _ask(ChangeKind.GIVE, person.school, user, by, **words)
    return give_post(user=user, school=person.school, by=by, **words)


@transaction.atomic
def ask_to_move_post(
    *, person: Person, post: Membership, until: dt.date | None, by: User
) -> AccountChange | Membership:
    """Ask that a role end on another day (None: none). Raises PermissionDenied, NotNow."""
    user = _account_of(person, by)
    if until is not None:
        _refuse_left_empty(person.school, user, {Role(post.role)}, until + dt.timedelta(days=1))
    if giving_needs_one(person.school, Role(post.role)):
        return _ask(ChangeKind.MOVE, person.school, user, by, role=post.role, post=post, until=until)
    return move_post(post=post, until=until, by=by)


@transaction.atomic
def ask_to_end_post(*, person: Person, post: Membership, by: User) -> AccountChange | Membership:
    """Ask that a role end now. Raises PermissionDenied, and NotNow for the last holder of a post that must be held."""
    user = _account_of(person, by)
    _refuse_left_empty(person.school, user, {Role(post.role)}, timezone.localdate())
    if ending_needs_one(Role(post.role)):
        return _ask(ChangeKind.END, person.school, user, by, role=post.role, post=post)
    return end_post(post=post, by=by)


@transaction.atomic
def ask_for_reset(*, user: User, school: School, by: User) -> AccountChange:
    """Ask that an account's second step be removed. Its holder may ask for themselves.

    Raises PermissionDenied, and NotNow when it was asked for already. Source: quality.md S10, AC-03.
    """
    if by.pk != user.pk:
        _must_manage(by, school)
    if not user.is_active:
        raise NotNow(f"{user} cannot sign in yet, or no longer. Invite them instead.")
    return _ask(ChangeKind.RESET, school, user, by)


@transaction.atomic
def ask_for_email(*, person: Person, email: str, by: User) -> AccountChange:
    """Ask that an account sign in with another address. Raises PermissionDenied, NotNow for one that is taken."""
    user = _account_of(person, by)
    email = email.strip().lower()
    if User.objects.filter(email=email).exists():
        raise NotNow("Another account signs in with this address. Check it, or use another.")
    return _ask(ChangeKind.EMAIL, person.school, user, by, email=email)


@transaction.atomic
def ask_to_leave(*, person: Person, on: dt.date, by: User) -> AccountChange:
    """Ask that an account's access to this school end on a day; today is at once.

    Where no second person is needed it is settled with this. Raises PermissionDenied, and NotNow for the last
    holder of a post that must be held.
    """
    user = _account_of(person, by)
    held = Membership.objects.ahead().filter(user=user, school=person.school)
    roles = {Role(role) for role in held.values_list("role", flat=True)}
    _refuse_left_empty(person.school, user, roles, on)
    if leaving_needs_one(user, person.school):
        return _ask(ChangeKind.LEAVE, person.school, user, by, until=on)
    change = _ask(ChangeKind.LEAVE, person.school, user, by, until=on, tell=False)
    return _set_going(change, by)


def _ask(
    kind: ChangeKind, school: School, user: User, by: User, *, tell: bool = True, **columns: Any
) -> AccountChange:
    """Write it down and tell whoever may confirm it, and whoever signs in otherwise by it."""
    same = AccountChange.objects.open().filter(school=school, user=user, kind=kind)
    if same.filter(role=columns.get("role", ""), post=columns.get("post")).exists():
        raise NotNow("This was asked for already. It waits for confirmation, or for its day.")
    secret = new_secret("change")
    change = AccountChange.objects.create(
        school=school, user=user, kind=kind, asked_by=by, **columns, **secret._asdict()
    )
    for one in confirmers(change) if tell else ():
        owe(CHANGE_WAITING, about=change, to=one)
    if kind in SIGN_IN:
        owe(SIGN_IN_ASKED, about=change, to=user)
    record(CHANGE_ASKED, by=by, school=school, about=change, detail=_told(change))
    return change


# -- deciding --------------------------------------------------------------------------------------


@transaction.atomic
def confirm_change(*, change: AccountChange, by: User, hand_over_to: User | None = None) -> AccountChange:
    """Confirm what another asked for. It takes effect now, on its day, or a day later for a change of sign-in.

    Raises PermissionDenied for the one who asked, the one it is about, and whoever the table does not name;
    NotNow when it was settled meanwhile or cannot be confirmed, in words the confirmer may know.
    """
    change = _locked(change)
    if not CHANGES.allows(by, C.CONFIRM_ACCOUNTS, change):
        raise PermissionDenied
    _refuse_settled(change, ChangeStage.WAITING)
    if why := why_not_confirmed(change, by):
        raise NotNow(why)
    if change.kind in (ChangeKind.END, ChangeKind.LEAVE):
        _refuse_left_empty(
            change.school, change.user, _roles_ended(change), change.until or timezone.localdate()
        )
    change.confirmed_by, change.confirmed_at = by, timezone.now()
    change.hand_over_to = hand_over_to
    return _set_going(change, by)


@transaction.atomic
def decline_change(*, change: AccountChange, by: User) -> AccountChange:
    """Say no to what another asked for. Raises PermissionDenied, NotNow when it was settled meanwhile."""
    change = _locked(change)
    if not CHANGES.allows(by, C.CONFIRM_ACCOUNTS, change):
        raise PermissionDenied
    _refuse_settled(change, ChangeStage.WAITING)
    return _end(change, ChangeStage.DECLINED, by)


@transaction.atomic
def stop_change(*, change: AccountChange, by: User) -> AccountChange:
    """Stop a change before it takes effect: whoever manages or confirms it, and its holder for their own sign-in.

    Raises PermissionDenied, NotNow when it took effect or ended meanwhile.
    """
    change = _locked(change)
    own = change.user_id == by.pk and change.kind in SIGN_IN
    if not own and not CHANGES.allows(by, C.MANAGE_ACCOUNTS, change):
        raise PermissionDenied
    _refuse_settled(change, ChangeStage.WAITING, ChangeStage.CONFIRMED)
    return _end(change, ChangeStage.STOPPED, by)


# -- taking effect ---------------------------------------------------------------------------------


def carry_out_changes(*, by: None = None) -> int:
    """Let every confirmed change whose moment has come take effect, and what nobody confirmed lapse.

    The scheduler calls it each minute. One that fails does not hold up the others; RuntimeError is raised at the
    end. Returns how many took effect.
    """
    failed = done = 0
    for change in AccountChange.objects.due():
        try:
            done += _carry_out_if_due(change)
        except Exception:
            failed += 1
            log.exception("The change %s could not be carried out; the others go on", change.pk)
    for change in AccountChange.objects.waiting().filter(asked_at__lt=timezone.now() - CHANGE_OPEN_FOR):
        _lapse(change)
    if failed:
        raise RuntimeError(f"{failed} change(s) to accounts could not be carried out")
    return done


@transaction.atomic
def _carry_out_if_due(change: AccountChange) -> bool:
    change = _locked(change)
    if not AccountChange.objects.due().filter(pk=change.pk).exists():
        return False
    _carry_out(change, change.confirmed_by or change.asked_by)
    return True


@transaction.atomic
def _lapse(change: AccountChange) -> None:
    change = _locked(change)
    if change.stage == ChangeStage.WAITING:
        _end(change, ChangeStage.LAPSED, None)


def _set_going(change: AccountChange, by: User) -> AccountChange:
    """Set the moment of the effect; when that is now, carry it out."""
    change.stage, change.takes_effect_at = ChangeStage.CONFIRMED, _moment(change)
    change.save()
    if change.confirmed_by is not None:
        record(CONFIRMED, by=by, school=change.school, about=change, detail=_told(change))
    if change.takes_effect_at <= timezone.now():
        return _carry_out(change, by)
    if change.kind in SIGN_IN:
        _tell_sign_in(change, SIGN_IN_CONFIRMED, CHANGE_CONFIRMED)
    return change


def _moment(change: AccountChange) -> dt.datetime:
    """When a change takes effect: a day after its confirmation, at the start of its day, or now."""
    if change.kind in SIGN_IN:
        return timezone.now() + SIGN_IN_CHANGE_WAITS
    if change.kind == ChangeKind.LEAVE and change.until is not None:
        return max(timezone.now(), dt.datetime.combine(change.until, dt.time(), LONDON))
    return timezone.now()


def _carry_out(change: AccountChange, by: User) -> AccountChange:
    """Do it. A change that has become impossible lapses, which its page says."""
    done = EFFECTS[ChangeKind(change.kind)](change, by)
    if not done:
        return _end(change, ChangeStage.LAPSED, None)
    change.stage, change.ended_at = ChangeStage.DONE, timezone.now()
    change.save(update_fields=["stage", "ended_at"])
    if change.kind in SIGN_IN:
        _tell_sign_in(change, SIGN_IN_DONE, CHANGE_DONE)
    return change


def _tell_sign_in(change: AccountChange, holder: Any, others: Any) -> None:
    owe(holder, about=change, to=change.user)
    for one in confirmers(change):
        owe(others, about=change, to=one)


def _end(change: AccountChange, stage: ChangeStage, by: User | None) -> AccountChange:
    change.stage, change.ended_at, change.ended_by = stage, timezone.now(), by
    change.save(update_fields=["stage", "ended_at", "ended_by"])
    detail = {**_told(change), "stage": stage.value}
    record(CHANGE_ENDED, by=by, school=change.school, about=change, detail=detail)
    return change


# -- what each of them asks first ------------------------------------------------------------------


def _account_of(person: Person, by: User) -> User:
    """The account of somebody whose account `by` manages and who is not `by`."""
    _must_manage(by, person.school)
    if person.account is None:
        raise NotNow(f"{person} has no account. Invite them first.")
    if person.account_id == by.pk:
        raise NotNow(NOT_ONESELF)
    return person.account


def _must_manage(by: User, school: School) -> None:
    if not may(by, C.MANAGE_ACCOUNTS, school):
        raise PermissionDenied


def _refuse_left_empty(school: School, user: User, roles: set[Role], on: dt.date) -> None:
    if why := left_empty(school, user, roles, on):
        raise NotNow(why)


def _roles_ended(change: AccountChange) -> set[Role]:
    if change.kind == ChangeKind.END:
        return {Role(change.role)}
    held = Membership.objects.ahead().filter(user=change.user, school=change.school)
    return {Role(role) for role in held.values_list("role", flat=True)}


def _overlaps(post: Membership, from_date: dt.date, until: dt.date | None) -> bool:
    return (post.until is None or post.until >= from_date) and (until is None or until >= post.from_date)


def _refuse_settled(change: AccountChange, *allowed: ChangeStage) -> None:
    if change.stage not in allowed:
        raise NotNow(
            f"This was settled meanwhile: {change.get_stage_display().lower()}. Nothing was changed."
        )


def _locked(change: AccountChange) -> AccountChange:
    """The row as it is now, held until the end of the transaction."""
    locked = AccountChange.objects.select_for_update(of=("self",), no_key=True)
    return locked.select_related("school", "user", "post", "asked_by").get(pk=change.pk)


def _told(change: AccountChange) -> dict[str, str | int]:
    return {"account": change.user_id, "kind": change.kind, "role": change.role}
