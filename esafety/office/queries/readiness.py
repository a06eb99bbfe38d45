"""What a school needs before it goes live, one row a piece; the same rows warn a live school that has lost one.

Source: issue 3, "First run"; domain/routing.md (who must act); domain/people-and-roles.md (contacts).
No row looks at an incident: what an administrator is shown must not depend on any.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Count, Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from esafety.access.capabilities import Capability as C
from esafety.access.roles import ROLES_THAT_OPEN, may
from esafety.office.access.duty import DUTY_LINES
from esafety.outbox.models import Message
from esafety.outbox.vocabulary import State
from esafety.people.models import Membership
from esafety.people.queries import contact, holders
from esafety.people.vocabulary import ContactKind, Role
from esafety.schooldays.models import Term
from esafety.signin.second_factor import KINDS

if TYPE_CHECKING:
    from esafety.people.models import School, User

MAIL_TEST_HOLDS = dt.timedelta(days=365)
TERMS_AHEAD = dt.timedelta(days=1)


class Piece(NamedTuple):
    """One thing a school needs: what, why, whether it is there, where it is put right, and whom that page opens to."""

    key: str
    label: str
    why: str
    is_there: Callable[[School], bool]
    url_name: str
    opens_to: C


def _held(*roles: Role) -> Callable[[School], bool]:
    """Each of these posts has a holder who has taken the account up."""
    return lambda school: all(holders(school, [role]) for role in roles)


def _is_ordered(school: School) -> bool:
    """No two holders of one post share a place in the order of being told."""
    posts = Membership.objects.current().filter(school=school, role__in=DUTY_LINES)
    shared = posts.order_by().values("role", "duty_order").annotate(many=Count("user", distinct=True))
    return posts.exists() and not shared.filter(many__gt=1).exists()


def _checked(*kinds: ContactKind) -> Callable[[School], bool]:
    """Each of these contacts is entered, can be reached, and was checked within a year."""

    def are_checked(school: School) -> bool:
        found = [contact(school, kind) for kind in kinds]
        return all(one is not None and not one.is_stale and bool(one.telephone or one.email) for one in found)

    return are_checked


def _has_terms(school: School) -> bool:
    """A term is running or still to come."""
    return Term.objects.filter(school=school, ends_on__gte=timezone.localdate() + TERMS_AHEAD).exists()


def _mail_arrives(school: School) -> bool:
    """A test message was taken by the mail server within a year."""
    since = timezone.now() - MAIL_TEST_HOLDS
    return Message.objects.filter(
        school=school, notice="office.mail_test", state=State.DONE, done_at__gte=since
    ).exists()


def _second_steps_are_set(school: School) -> bool:
    """Everybody whose post opens cases or accounts has a second step. A demonstration asks for none."""
    if settings.DEMO:
        return True
    held = Authenticator.objects.filter(user=OuterRef("user"), type__in=KINDS)
    posts = Membership.objects.current().filter(school=school, role__in=ROLES_THAT_OPEN)
    return not posts.filter(~Exists(held)).exists()


# fmt: off
PIECES: tuple[Piece, ...] = (
    Piece("head", "A head", "Matters about staff go to the head, and the head confirms who sees cases.",
          _held(Role.HEAD), "accounts", C.MANAGE_ACCOUNTS),
    Piece("leads", "A safeguarding lead and a deputy", "A concern must reach somebody when one of them is away.",
          _held(Role.DSL, Role.DEPUTY_DSL), "accounts", C.MANAGE_ACCOUNTS),
    Piece("chair", "A chair of governors", "Matters about the head go to the chair alone.",
          _held(Role.CHAIR), "accounts", C.MANAGE_ACCOUNTS),
    Piece("duty", "An order of who is told first", "Two people with the same place would each think it is the other.",
          _is_ordered, "duty", C.SET_DUTY),
    Piece("contacts", "The LADO and the authority’s officer, checked this year",
          "When nobody in the school may act, these are rung.",
          _checked(ContactKind.LADO, ContactKind.AUTHORITY_OFFICER), "contacts", C.MANAGE_CONTACTS),
    Piece("terms", "Terms for this school year", "Clocks run on school days.", _has_terms, "calendar",
          C.MANAGE_SCHOOL),
    Piece("mail", "Mail that works", "Whoever must act is told by mail.", _mail_arrives, "set_up", C.MANAGE_SCHOOL),
    Piece("second_step", "A second step for everybody who opens cases or accounts",
          "A password alone does not protect what children said.", _second_steps_are_set, "accounts",
          C.MANAGE_ACCOUNTS),
)
# fmt: on


def missing(school: School) -> list[Piece]:
    """What the school lacks today, in the table's order."""
    return [piece for piece in PIECES if not piece.is_there(school)]


def pieces(school: School, user: User) -> list[tuple[Piece, bool, str]]:
    """Each piece, whether it is there, and where this account can put it right (empty: it cannot, or on this page)."""
    lacking = {piece.key for piece in missing(school)}
    elsewhere = {
        piece.key for piece in PIECES if piece.url_name != "set_up" and may(user, piece.opens_to, school)
    }
    return [
        (piece, piece.key not in lacking, reverse(piece.url_name) if piece.key in elsewhere else "")
        for piece in PIECES
    ]


def wanted(school: School) -> str:
    """A sentence for the office's page: the school is not live, or has lost a piece since; empty when all is well."""
    lacking = missing(school)
    if not school.is_live:
        return (
            f"Not live yet. {len(lacking)} missing."
            if lacking
            else "Everything is there. The head can go live."
        )
    return f"Missing now: {', '.join(piece.label.lower() for piece in lacking)}." if lacking else ""
