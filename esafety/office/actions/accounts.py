"""Accounts and the posts they hold."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from esafety.access.refusals import NotNow
from esafety.audit import record
from esafety.office.vocabulary import ACCOUNT_ADDED, POST_ENDED, POST_GIVEN, POST_MOVED
from esafety.people.models import Membership, Person, School, User
from esafety.people.vocabulary import Role
from incidents.actions import own_again


@transaction.atomic
def add_account(*, email: str, name: str, by: User | None, password: str | None = None) -> User:
    """Add an account. Without a password it cannot sign in until one is set by a reset."""
    user = User.objects.create_user(email, password, name=name)
    record(ACCOUNT_ADDED, by=by, school=None, about=user)
    return user


@transaction.atomic
def give_post(
    *,
    user: User,
    school: School,
    role: Role,
    by: User | None,
    from_date: dt.date | None = None,
    until: dt.date | None = None,
    duty_order: int = 100,
    stands_in_for: User | None = None,
) -> Membership:
    """Give an account a role in a school from a day (default: today).

    What a page asks for goes through `ask_for_post`, which has a second person confirm it where one is needed.

    Raises PermissionError when somebody gives themselves a post, and LookupError when the account has no
    person in the school: conflicts of interest are found by person.
    """
    if by is not None and by.pk == user.pk:
        raise PermissionError("Nobody gives themselves a post")
    if not Person.objects.filter(school=school, account=user).exists():
        raise LookupError(f"{user} has no entry among the people of {school}")
    post = Membership.objects.create(
        user=user,
        school=school,
        role=role,
        from_date=from_date or timezone.localdate(),
        until=until,
        duty_order=duty_order,
        stands_in_for=stands_in_for,
    )
    record(POST_GIVEN, by=by, school=school, about=post, detail={"account": user.pk, "role": role.value})
    return post


@transaction.atomic
def move_post(*, post: Membership, until: dt.date | None, by: User | None) -> Membership:
    """Set the last day of a post (None: until further notice).

    What was stays as it was, since the register of access answers for past days: raises NotNow for a post that is
    over and for a last day that is. Raises IntegrityError for a day before its first.
    """
    if not Membership.objects.ahead().filter(pk=post.pk).exists():
        raise NotNow("That role is over. Give it anew instead.")
    if until is not None and until < timezone.localdate():
        raise NotNow("The last day must be today or later. To end the role sooner, end it now.")
    post.until = until
    post.save(update_fields=["until"])
    detail: dict[str, str | int] = {"account": post.user_id, "role": post.role}
    record(POST_MOVED, by=by, school=post.school, about=post, detail=detail)
    return post


@transaction.atomic
def end_post(*, post: Membership, by: User | None) -> Membership:
    """End a post now. What only its holder owned finds another owner."""
    post.ended_at = timezone.now()
    post.save(update_fields=["ended_at"])
    own_again(school=post.school, roles=[Role(post.role)], by=by)
    detail: dict[str, str | int] = {"account": post.user_id, "role": post.role}
    record(POST_ENDED, by=by, school=post.school, about=post, detail=detail)
    return post


@transaction.atomic
def pass_on_ended_posts(*, by: None = None) -> int:
    """Find another owner for what nobody owns any more because a post's last day is over. Returns how many moved."""
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    moved = 0
    over = Membership.objects.filter(until=yesterday, ended_at__isnull=True).select_related("school")
    for post in over:
        moved += own_again(school=post.school, roles=[Role(post.role)], by=by)
    return moved
