"""Asking people to take up an account."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from esafety.access.capabilities import Capability as C
from esafety.access.refusals import NotNow
from esafety.access.roles import may
from esafety.audit import record
from esafety.office.actions.accounts import add_account, give_post
from esafety.office.actions.changes import ask_for_post
from esafety.office.actions.people import add_person
from esafety.office.links import new_secret
from esafety.office.models import AccountChange, AccountInvitation
from esafety.office.notices.accounts import INVITED as INVITED_NOTICE
from esafety.office.notices.accounts import JOINED
from esafety.office.policy.accounts import INVITATION_OPEN_FOR, MOST_AT_ONCE
from esafety.office.vocabulary import (
    INVITATION_ACCEPTED,
    INVITATION_REVOKED,
    INVITED,
    INVITED_AGAIN,
    ChangeStage,
)
from esafety.outbox.owing import owe
from esafety.people.models import Membership, Person, School, User
from esafety.people.vocabulary import PersonKind, Role
from esafety.walls import every_school

OVER = "This invitation was accepted or taken back meanwhile. Nothing was sent."


class Invitee(NamedTuple):
    """Who is invited: names, address, and what they are to the school; `person` is their entry if there is one."""

    given_name: str
    family_name: str
    email: str
    kind: PersonKind = PersonKind.STAFF
    person: Person | None = None

    @property
    def name(self) -> str:
        """As the account shows it."""
        return f"{self.given_name} {self.family_name}"


@transaction.atomic
def invite_account(
    *,
    school: School,
    invitee: Invitee,
    roles: Sequence[Role],
    by: User | None,
    from_date: dt.date | None = None,
    until: dt.date | None = None,
) -> User:
    """Ask somebody to take up an account, with the roles they are to have.

    Roles that open cases wait for a second person; `by` None is a command on the server, which needs none. Whoever
    signs in already at another school needs no invitation: they are told. Raises PermissionDenied, and NotNow for
    an address or an entry that has an account here.
    """
    _must_manage(by, school)
    user, made = _account(school, invitee, by)
    person = _entry(school, invitee, user, by)
    invitation = None if user.is_active else _invitation(school, user, by)
    for role in roles:
        _give(person, user, role, from_date or timezone.localdate(), until, by)
    if invitation is None:
        owe(JOINED, about=school, to=user, key=f"{person.pk}")
    else:
        _send(invitation)
    record(INVITED, by=by, school=school, about=user, detail={"account": user.pk, "new": made})
    return user


@transaction.atomic
def invite_staff(*, school: School, people: Iterable[Person], by: User) -> list[tuple[Person, str]]:
    """Invite people of the staff list, each as a member of staff. Returns those who were not, and why.

    Raises PermissionDenied, and NotNow for more than two hundred at once.
    """
    people = list(people)
    if len(people) > MOST_AT_ONCE:
        raise NotNow(f"Invite {MOST_AT_ONCE} people or fewer at once.")
    refused: list[tuple[Person, str]] = []
    for person in people:
        invitee = Invitee(
            person.known_as or person.given_name,
            person.known_as_family or person.family_name,
            person.email,
            PersonKind(person.kind),
            person,
        )
        try:
            with transaction.atomic():
                invite_account(school=school, invitee=invitee, roles=[Role.STAFF], by=by)
        except NotNow as why:
            refused.append((person, str(why)))
    return refused


@transaction.atomic
def invite_again(*, invitation: AccountInvitation, by: User) -> AccountInvitation:
    """Send an invitation again, to the same address, with a new link; the old link is dead.

    Raises PermissionDenied, NotNow when it was accepted or taken back.
    """
    invitation = _locked(invitation)
    _must_manage(by, invitation.school)
    _refuse_over(invitation)
    secret, now = new_secret("invitation"), timezone.now()
    invitation.salt, invitation.key_id, invitation.token_hash = secret
    invitation.sent_at, invitation.expires_at = now, now + INVITATION_OPEN_FOR
    invitation.save()
    _send(invitation)
    record(INVITED_AGAIN, by=by, school=invitation.school, about=invitation, detail=_told(invitation))
    return invitation


@transaction.atomic
def revoke_invitation(*, invitation: AccountInvitation, by: User) -> None:
    """Take an invitation back: its link is dead, its roles are gone, the person's entry is free again.

    Another address is invited anew, so that nobody's confirmed roles travel to it. Raises PermissionDenied, NotNow.
    """
    invitation = _locked(invitation)
    user, school, now = invitation.user, invitation.school, timezone.now()
    _must_manage(by, school)
    _refuse_over(invitation)
    invitation.revoked_at = now
    invitation.save(update_fields=["revoked_at"])
    Membership.objects.ahead().filter(user=user, school=school).update(ended_at=now)
    changes = AccountChange.objects.open().filter(user=user, school=school)
    changes.update(stage=ChangeStage.STOPPED, ended_at=now, ended_by=by)
    if not _took_one_up(user):
        Person.objects.filter(school=school, account=user).update(account=None)
    record(INVITATION_REVOKED, by=by, school=school, about=invitation, detail=_told(invitation))


@transaction.atomic
def accept_invitation(*, invitation: AccountInvitation, password: str | None, by: User) -> User:
    """Take up an account: it gets the password its holder chose and can sign in from now on.

    None where the school's own accounts stand in a password's place.
    Whoever comes with the link is its holder. What other schools invited them to is taken up with it: a link that
    stayed open could change the password of an account in use. Raises PermissionDenied for another, NotNow when it
    is over.
    """
    invitation = _locked(invitation)
    if by.pk != invitation.user_id:
        raise PermissionDenied
    if not invitation.is_open:
        raise NotNow(OVER)
    user = invitation.user
    with every_school("what other schools invited them to is taken up with it: a moment, nothing is read"):
        AccountInvitation.objects.pending().filter(user=user).update(accepted_at=timezone.now())
    user.set_password(password)
    user.is_active = True
    user.save(update_fields=["password", "is_active"])
    record(INVITATION_ACCEPTED, by=user, school=invitation.school, about=invitation, detail=_told(invitation))
    return user


def _account(school: School, invitee: Invitee, by: User | None) -> tuple[User, bool]:
    """The account with this address, or a new one that cannot sign in yet; and whether it is new."""
    email = invitee.email.strip().lower()
    if not email:
        raise NotNow(f"{invitee.name} has no email address. Add it first.")
    user = User.objects.filter(email=email).first()
    if user is None:
        user = add_account(email=email, name=invitee.name, by=by)
        user.is_active = False
        user.save(update_fields=["is_active"])
        return user, True
    if by is not None and user.pk == by.pk:
        raise NotNow("This is your own address.")
    here = Membership.objects.ahead().filter(user=user, school=school).exists()
    if here or AccountInvitation.objects.pending().filter(user=user, school=school).exists():
        raise NotNow(
            f"{email} has an account or an invitation here already. Find it in the list of accounts."
        )
    return user, False


def _entry(school: School, invitee: Invitee, user: User, by: User | None) -> Person:
    """The person of the account in the school: the one it had, the one chosen, or a new one."""
    before = Person.objects.filter(school=school, account=user).first()
    person = invitee.person or before
    if person is None:
        return add_person(
            school=school,
            kind=invitee.kind,
            given_name=invitee.given_name,
            family_name=invitee.family_name,
            account=user,
            by=by,
        )
    if person.school_id != school.pk or (before is not None and before != person):
        raise NotNow(
            f"This address belonged to {before or 'another'}. Choose that entry, or use another address."
        )
    if person.account_id not in (None, user.pk):
        raise NotNow(f"{person} has an account already. Find it in the list of accounts.")
    person.account, person.left_on = user, None
    person.save(update_fields=["account", "left_on"])
    return person


def _invitation(school: School, user: User, by: User | None) -> AccountInvitation:
    """A new invitation with a link of its own."""
    secret, now = new_secret("invitation"), timezone.now()
    return AccountInvitation.objects.create(
        school=school,
        user=user,
        invited_by=by,
        sent_at=now,
        expires_at=now + INVITATION_OPEN_FOR,
        **secret._asdict(),
    )


@every_school("whether an account was ever taken up, by whichever school's invitation; yes or no")
def _took_one_up(user: User) -> bool:
    return AccountInvitation.objects.filter(user=user, accepted_at__isnull=False).exists()


def _give(
    person: Person, user: User, role: Role, from_date: dt.date, until: dt.date | None, by: User | None
) -> None:
    """Give a role, or ask for it; a command on the server gives it at once."""
    if by is None:
        give_post(user=user, school=person.school, role=role, from_date=from_date, until=until, by=None)
    else:
        ask_for_post(person=person, role=role, from_date=from_date, until=until, by=by)


def _send(invitation: AccountInvitation) -> None:
    owe(INVITED_NOTICE, about=invitation, to=invitation.user, key=invitation.sent_at.isoformat())


def _must_manage(by: User | None, school: School) -> None:
    if by is not None and not may(by, C.MANAGE_ACCOUNTS, school):
        raise PermissionDenied


def _refuse_over(invitation: AccountInvitation) -> None:
    if invitation.accepted_at is not None or invitation.revoked_at is not None:
        raise NotNow(OVER)


def _locked(invitation: AccountInvitation) -> AccountInvitation:
    """The row as it is now, held until the end of the transaction."""
    locked = AccountInvitation.objects.select_for_update(of=("self",), no_key=True)
    return locked.select_related("school", "user").get(pk=invitation.pk)


def _told(invitation: AccountInvitation) -> dict[str, str | int]:
    return {"account": invitation.user_id}
