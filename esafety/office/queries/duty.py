"""Who is told first, and who is away."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone

from esafety.office.access.duty import ABSENCES, DUTY_LINES
from esafety.people.models import Absence
from esafety.people.queries import holders

if TYPE_CHECKING:
    from esafety.people.models import Membership, School, User
    from esafety.people.vocabulary import Role


class Place(NamedTuple):
    """One holder of a post in the order of being told."""

    post: Membership
    away_until: dt.datetime | None
    is_next: bool
    can_rise: bool
    can_fall: bool


class Line(NamedTuple):
    """The holders of one role, first told first."""

    role: Role
    places: list[Place]


def duty_lines(school: School) -> list[Line]:
    """Who is told of what, in order; the first who is there is marked."""
    now = timezone.now()
    away = dict(
        Absence.objects.filter(from_at__lte=now, until_at__gt=now)
        .order_by("until_at")
        .values_list("user_id", "until_at")
    )
    return [_line(role, holders(school, [role]), away) for role in DUTY_LINES]


def _line(role: Role, posts: list[Membership], away: dict[int, dt.datetime]) -> Line:
    there = [post for post in posts if post.user_id not in away]
    last = len(posts) - 1
    return Line(
        role,
        [
            Place(post, away.get(post.user_id), post in there[:1], at > 0, at < last)
            for at, post in enumerate(posts)
        ],
    )


def absences(school: School, user: User) -> list[Absence]:
    """Who of the school is away now or will be, the soonest first."""
    ahead = Absence.objects.filter(until_at__gt=timezone.now(), user__memberships__school=school)
    return list(ABSENCES.visible_to(user, ahead).select_related("user").order_by("from_at", "pk").distinct())
