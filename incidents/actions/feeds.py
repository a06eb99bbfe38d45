"""The private calendar address of what is due."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils import timezone

from esafety.access.refusals import NotNow
from esafety.audit import record
from incidents.feeds import hashed
from incidents.models import CalendarFeed
from incidents.vocabulary import FEED_ENDED, FEED_MADE

if TYPE_CHECKING:
    from esafety.people.models import School, User


class NewFeed(NamedTuple):
    """A feed and its secret, which is shown once: only its hash is kept."""

    feed: CalendarFeed
    secret: str


@transaction.atomic
def make_feed(*, school: School, by: User) -> NewFeed:
    """Make `by` a private calendar address; one that there was stops working."""
    _end(by)
    secret = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(user=by, token_hash=hashed(secret))
    record(FEED_MADE, by=by, school=school, about=by)
    return NewFeed(feed, secret)


@transaction.atomic
def end_feed(*, school: School, by: User) -> None:
    """Turn the private calendar address of `by` off. Raises NotNow when there is none."""
    if not _end(by):
        raise NotNow("There is no calendar address to turn off.")
    record(FEED_ENDED, by=by, school=school, about=by)


def _end(user: User) -> int:
    return CalendarFeed.objects.filter(user=user, ended_at__isnull=True).update(ended_at=timezone.now())
