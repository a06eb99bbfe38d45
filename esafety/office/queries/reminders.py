"""Who is reminded of what the office has to keep up, and when they last were."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from esafety.outbox.models import Message
from esafety.people.models import Membership, User
from esafety.schooldays.calendar import LONDON

if TYPE_CHECKING:
    from esafety.outbox.notices import Notice
    from esafety.people.models import School


def keepers(school: School, notice: Notice) -> list[User]:
    """The accounts of the school that may have this reminder."""
    posts = Membership.objects.current().filter(school=school)
    people = User.objects.filter(pk__in=posts.values("user")).order_by("pk")
    return [user for user in people if notice.may_receive(school, user)]


def was_reminded(school: School, notice: Notice, *, within: dt.timedelta, today: dt.date) -> bool:
    """Whether such a reminder was promised on one of the last days, so many before `today`."""
    since = dt.datetime.combine(today - within, dt.time.max, LONDON)
    return Message.objects.filter(school=school, notice=notice.code, created_at__gt=since).exists()
