"""A school begins: founded with its first administrator, tried out, live."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from esafety.access.capabilities import Capability as C
from esafety.access.refusals import NotNow
from esafety.access.roles import may, roles_in, schools_of
from esafety.audit import record
from esafety.office.actions.accounts import give_post
from esafety.office.actions.invitations import Invitee, invite_account
from esafety.office.actions.people import add_person
from esafety.office.actions.school import add_school
from esafety.office.notices.accounts import MAIL_TEST
from esafety.office.queries.readiness import missing
from esafety.office.vocabulary import MAIL_TESTED, WENT_LIVE
from esafety.outbox.owing import owe
from esafety.people.models import School, User
from esafety.people.vocabulary import PersonKind, Role

if TYPE_CHECKING:
    from esafety.outbox.models import Message

NOT_THE_HEAD = "Only the head lets the school go live."


@transaction.atomic
def found_school(*, name: str, nation: str, administrator: Invitee | None, by: User | None) -> School:
    """Found a school and invite its first administrator; nobody else has an account in it.

    `by` None is a command on the server, which names an administrator. A trust administrator who founds one is
    its trust administrator, and may invite the administrator later. Raises PermissionDenied, and NotNow for a name
    or an address that is taken.
    """
    if by is not None and not any(may(by, C.FOUND_SCHOOLS, pk) for pk in schools_of(by)):
        raise PermissionDenied
    if School.objects.filter(name__iexact=name.strip()).exists():
        raise NotNow(f"There is a school called {name.strip()} already. Give this one another name.")
    if administrator is not None and User.objects.filter(email=administrator.email.strip().lower()).exists():
        raise NotNow(f"{administrator.email} has an account already. Use another address.")
    school = add_school(name=name.strip(), nation=nation, by=by)
    if by is not None:
        _take_along(school, by)
    if administrator is not None:
        invite_account(school=school, invitee=administrator, roles=[Role.SCHOOL_ADMIN], by=None)
    return school


@transaction.atomic
def appoint_administrator(*, school: School, invitee: Invitee, role: Role, by: None) -> User:
    """Invite an administrator from the server, for a school that has none left or a trust that has none yet.

    No page does this: whoever runs the server answers for it. Raises NotNow, and ValueError for any other role.
    """
    if role not in (Role.SCHOOL_ADMIN, Role.TRUST_ADMIN):
        raise ValueError("Only administrators are appointed from the server")
    return invite_account(school=school, invitee=invitee, roles=[role], by=by)


@transaction.atomic
def test_mail(*, school: School, by: User) -> Message:
    """Promise a message to oneself: when it is delivered, the mail works. Raises PermissionDenied."""
    if not may(by, C.MANAGE_SCHOOL, school):
        raise PermissionDenied
    message = owe(MAIL_TEST, about=school, to=by, key=timezone.now().isoformat())
    record(MAIL_TESTED, by=by, school=school, about=school)
    return message


@transaction.atomic
def go_live(*, school: School, by: User) -> School:
    """Let a school go live: its head says that everything is in place. It is never undone.

    Raises PermissionDenied for anybody but the head, and NotNow naming what is missing.
    """
    if Role.HEAD not in roles_in(by, school.pk):
        raise PermissionDenied(NOT_THE_HEAD)
    if lacking := missing(school):
        raise NotNow(f"Not yet. Still missing: {', '.join(piece.label.lower() for piece in lacking)}.")
    if not School.objects.filter(pk=school.pk, went_live_at=None).update(went_live_at=timezone.now()):
        raise NotNow("The school is live already.")
    school.refresh_from_db()
    record(WENT_LIVE, by=by, school=school, about=school)
    return school


def _take_along(school: School, founder: User) -> None:
    """Whoever founds a school administers it too; nobody else is in it yet."""
    given_name, _, family_name = str(founder).partition(" ")
    add_person(
        school=school,
        kind=PersonKind.OTHER,
        given_name=given_name,
        family_name=family_name or given_name,
        account=founder,
        by=founder,
    )
    give_post(user=founder, school=school, role=Role.TRUST_ADMIN, by=None)
