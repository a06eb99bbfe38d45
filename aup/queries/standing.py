"""Signatures as plain rows, for whoever judges what they are worth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from aup.models import Edition, Signature
from aup.vocabulary import Audience, Capacity
from esafety.schooldays.years import year_of

if TYPE_CHECKING:
    from esafety.people.models import School


class Signed(NamedTuple):
    """One signature: whom it is about, under which edition, as what, and when it was given."""

    person: int
    edition: int
    audience: Audience
    capacity: Capacity
    at: dt.datetime
    signed_on: dt.date


def signatures_for(
    school: School, people: Iterable[int] | None = None, *, since: dt.date | None = None
) -> list[Signed]:
    """Every signature about these people (everybody), newest first. One query."""
    found = Signature.objects.filter(school=school, about__isnull=False)
    if people is not None:
        found = found.filter(about__in=list(people))
    if since is not None:
        found = found.filter(signed_on__gte=since)
    columns = ("about_id", "edition_id", "audience", "capacity", "at", "signed_on")
    rows = found.order_by("-signed_on", "-at", "-pk").values_list(*columns)
    return [Signed(about, edition, Audience(a), Capacity(c), at, on) for about, edition, a, c, at, on in rows]


def standing(
    school: School, today: dt.date, people: Iterable[int] | None = None
) -> set[tuple[int, Audience, Capacity]]:
    """Whose signature counts today: given this school year, under words that still hold."""
    held = {one.audience: one for one in Edition.objects.holding(today).filter(school=school)}
    return {
        (one.person, one.audience, one.capacity)
        for one in signatures_for(school, people, since=year_of(today).span.first)
        if _still_holds(one, held.get(one.audience))
    }


def _still_holds(one: Signed, edition: Edition | None) -> bool:
    return edition is not None and (one.edition == edition.pk or not edition.requires_new_signature)
