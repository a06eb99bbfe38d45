"""The accounts of a school, one of them, and the changes that wait."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from esafety.access.roles import ROLES_THAT_OPEN, posts_of, schools_of
from esafety.office.access.accounts import ACCOUNTS, CHANGES, confirmers, confirming_posts
from esafety.office.models import AccountChange, AccountInvitation
from esafety.office.vocabulary import ChangeKind, ChangeStage
from esafety.people.models import Membership, Person, School, User
from esafety.people.queries import folded
from esafety.people.vocabulary import PersonKind, Role
from esafety.signin.second_factor import KINDS
from esafety.ui.templatetags.ui import day, moment

if TYPE_CHECKING:
    from collections.abc import Iterable

PER_PAGE = 50

ACTIVE = ("Active", "green")
INVITED = ("Invited", "blue")
LAPSED = ("Invitation over", "yellow")
LEAVING = ("Leaving", "orange")
CLOSED = ("Closed", "grey")


class AccountLine(NamedTuple):
    """One account as a list prints it."""

    person: Person
    state: tuple[str, str]
    roles: list[str]
    second_step: str
    last_signed_in: dt.datetime | None


class AccountPage(NamedTuple):
    """A page of the list."""

    lines: list[AccountLine]
    found: int
    page: int
    previous: int | None
    next: int | None


def accounts(user: User, school: School, *, words: str = "", role: str = "", page: int = 1) -> AccountPage:
    """The accounts of a school that an administrator looks after, by name; filtered by name or address, and by role."""
    found = ACCOUNTS.visible_to(user, Person.objects.filter(school=school)).select_related("account")
    for word in folded(words).split()[:5]:
        found = found.filter(Q(search_text__contains=word) | Q(account__email__contains=word))
    if role in Role.values:
        holding = Membership.objects.ahead().filter(school=school, role=role, user=OuterRef("account"))
        found = found.filter(Exists(holding))
    count = found.count()
    start = (page - 1) * PER_PAGE
    people = list(found.order_by("family_name", "given_name", "pk")[start : start + PER_PAGE])
    return AccountPage(
        _lines(people, school, user),
        count,
        page,
        page - 1 if page > 1 else None,
        page + 1 if start + PER_PAGE < count else None,
    )


def account_line(person: Person, user: User) -> AccountLine:
    """One account, as somebody sees it."""
    return _lines([person], person.school, user)[0]


def _lines(people: list[Person], school: School, by: User) -> list[AccountLine]:
    """Each with its roles and its state: five queries, however many.

    Nobody reads of themselves that they are to leave: a suspension that waits for its day would be told.
    """
    users = [person.account_id for person in people]
    posts: dict[int, list[Membership]] = {}
    for post in Membership.objects.ahead().filter(school=school, user__in=users).order_by("pk"):
        posts.setdefault(post.user_id, []).append(post)
    pending = {
        one.user_id: one for one in AccountInvitation.objects.pending().filter(school=school, user__in=users)
    }
    leaving = set(
        AccountChange.objects.filter(
            school=school, user__in=users, kind=ChangeKind.LEAVE, stage=ChangeStage.CONFIRMED
        )
        .exclude(user=by)
        .values_list("user", flat=True)
    )
    secured = set(Authenticator.objects.filter(user__in=users, type__in=KINDS).values_list("user", flat=True))
    return [
        AccountLine(
            person,
            _state(user.pk in leaving, pending.get(user.pk), posts.get(user.pk)),
            [_words(post) for post in posts.get(user.pk, ())],
            _second_step(posts.get(user.pk, ()), user.pk in secured),
            user.last_login,
        )
        for person in people
        if (user := person.account) is not None
    ]


def _state(
    leaving: bool, invitation: AccountInvitation | None, posts: list[Membership] | None
) -> tuple[str, str]:
    if invitation is not None:
        return INVITED if invitation.is_open else LAPSED
    if leaving:
        return LEAVING
    return ACTIVE if posts else CLOSED


def _second_step(posts: Iterable[Membership], is_set: bool) -> str:
    """Said only of those whose post asks for one: of the others it would tell who was given a case by name."""
    if not any(Role(post.role) in ROLES_THAT_OPEN for post in posts):
        return "Not asked for"
    return "Set up" if is_set else "Not set up yet"


def _words(post: Membership) -> str:
    """A role with its first and last day where they matter: "Head of school, until 4 December 2026"."""
    label = Role(post.role).label
    if post.from_date > timezone.localdate():
        label += f", from {day(post.from_date)}"
    return f"{label}, until {day(post.until)}" if post.until else label


def posts_of_person(person: Person) -> list[Membership]:
    """What somebody holds in the school now or later."""
    held = Membership.objects.ahead().filter(school=person.school, user=person.account)
    return list(held.select_related("stands_in_for").order_by("from_date", "pk"))


def invitation_of(person: Person) -> AccountInvitation | None:
    """The invitation somebody has not accepted yet."""
    pending = AccountInvitation.objects.pending().filter(school=person.school, user=person.account)
    return pending.select_related("invited_by").first()


def changes_about(user: User, person: Person) -> list[AccountChange]:
    """What is open about an account, as far as the administrator may know of it."""
    about = AccountChange.objects.open().filter(school=person.school, user=person.account)
    return list(CHANGES.visible_to(user, about).select_related("user", "school"))


def changes_to_decide(user: User, school: School) -> list[AccountChange]:
    """What waits for a second person, and this account may be it, oldest first."""
    from esafety.access.capabilities import Capability

    waiting = CHANGES.visible_to(user, AccountChange.objects.waiting().filter(school=school))
    rows = waiting.select_related("user", "school", "asked_by").order_by("asked_at", "pk")
    return [change for change in rows if CHANGES.allows(user, Capability.CONFIRM_ACCOUNTS, change)]


def changes_on_their_way(user: User, school: School) -> list[AccountChange]:
    """Everything open that this account may know of, besides what waits for it."""
    mine = {change.pk for change in changes_to_decide(user, school)}
    found = CHANGES.visible_to(user, AccountChange.objects.open().filter(school=school))
    return [change for change in found.select_related("user", "asked_by", "school") if change.pk not in mine]


def what(change: AccountChange) -> str:
    """What a change does, in a sentence without its verb: "Give the role of head of school"."""
    role = Role(change.role).label if change.role else ""
    match ChangeKind(change.kind):
        case ChangeKind.GIVE:
            return f"Give the role: {role}"
        case ChangeKind.MOVE:
            return f"Change until when they hold the role: {role}"
        case ChangeKind.END:
            return f"End the role: {role}"
        case ChangeKind.RESET:
            return "Remove their second step, so that they set up a new one"
        case ChangeKind.EMAIL:
            return "Sign in with another email address"
        case ChangeKind.LEAVE:
            return "End their access to this school"


def _state_of(change: AccountChange) -> str:
    if change.user.is_active:
        return "In use"
    invited = AccountInvitation.objects.pending().filter(user=change.user, school=change.school)
    return "Invited, not taken up yet" if invited.exists() else "Not in use"


def _namesakes(change: AccountChange) -> str:
    """Other entries of the name in the school: one human with two accounts would get round a conflict of interest."""
    if change.kind != ChangeKind.GIVE:
        return ""
    words = folded(change.user.name).split()
    others = (
        Person.objects.filter(school=change.school)
        .exclude(account=change.user)
        .exclude(kind=PersonKind.PUPIL)
    )
    for word in words:
        others = others.filter(search_text__contains=word)
    found = [f"{one.described} ({_account_of(one)})" for one in others.select_related("account")[:5]]
    return "; ".join(found) if words else ""


def _account_of(person: Person) -> str:
    if person.account is None:
        return "no account"
    return f"signs in with {person.account.email}" if person.account.is_active else "account closed"


def facts_of(change: AccountChange) -> list[dict[str, str]]:
    """A change as questions and answers."""
    rows = [
        ("Whose account", f"{change.user}"),
        ("Signs in with", change.user.email),
        ("Account", _state_of(change)),
        ("Others of this name", _namesakes(change)),
        ("What changes", what(change)),
        ("From", day(change.from_date)),
        (_UNTIL.get(change.kind, "Until"), _until(change)),
        ("Stands in for", str(change.stands_in_for or "")),
        ("New address", change.email),
        ("Asked for by", f"{change.asked_by}, {moment(change.asked_at)}"),
        (
            "Confirmed by",
            f"{change.confirmed_by}, {moment(change.confirmed_at)}" if change.confirmed_by else "",
        ),
        ("Takes effect", moment(change.takes_effect_at) if change.is_open else ""),
        ("Open work goes to", str(change.hand_over_to or "")),
    ]
    return [{"label": label, "text": text} for label, text in rows if text]


_UNTIL = {ChangeKind.LEAVE.value: "On", ChangeKind.MOVE.value: "New last day"}


def _until(change: AccountChange) -> str:
    if change.kind == ChangeKind.MOVE and change.until is None:
        return "No last day"
    return day(change.until)


def who_can_confirm(change: AccountChange) -> str:
    """Which posts may confirm a change, and whether anybody holds one."""
    posts = confirming_posts(change, change.school)
    words = " or ".join(role.label for role in posts)
    return words if confirmers(change) else f"{words} (nobody free holds such a post today)"


def my_schools(user: User) -> list[School]:
    """The schools in which an account holds a post today."""
    return list(School.objects.filter(pk__in=schools_of(user)))


class SchoolLine(NamedTuple):
    """A school of a trust: whether it is live, and who administers it."""

    school: School
    administrators: list[str]


def schools_of_trust(user: User) -> list[SchoolLine]:
    """The schools whose trust or authority administrator somebody is, with their administrators."""
    held = [school for school, role in posts_of(user) if role is Role.TRUST_ADMIN]
    schools = list(School.objects.filter(pk__in=held))
    names: dict[int, list[str]] = {}
    posts = Membership.objects.current().filter(school__in=schools, role=Role.SCHOOL_ADMIN)
    for post in posts.select_related("user").order_by("user__name"):
        names.setdefault(post.school_id, []).append(str(post.user))
    return [SchoolLine(school, names.get(school.pk, [])) for school in schools]


def weightiest(user: User, schools: list[School]) -> School:
    """The school whose people answer for how an account signs in: one in which it opens cases, else the first."""
    opened = {school for school, role in posts_of(user) if role in ROLES_THAT_OPEN}
    return next((school for school in schools if school.pk in opened), schools[0])


def who_sees_cases(school: School) -> list[tuple[str, str]]:
    """Who holds a post that opens cases or accounts: the head reads it before the school goes live."""
    posts = Membership.objects.current().filter(school=school, role__in=ROLES_THAT_OPEN)
    return [(str(post.user), Role(post.role).label) for post in posts.select_related("user").order_by("pk")]
