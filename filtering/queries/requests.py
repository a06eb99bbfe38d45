"""Requests: one's own, those that wait, the technician's morning, twins of what is asked now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from esafety.access.capabilities import Capability as C
from esafety.access.roles import may
from filtering.models import Address, FilteringRequest
from filtering.models.request import ALIVE, WAITING
from filtering.policy.kinds import OPENING
from filtering.vocabulary import Kind, Stage

if TYPE_CHECKING:
    from esafety.people.models import School, User

A_PAGE = 50


def shown(rows: QuerySet[FilteringRequest]) -> QuerySet[FilteringRequest]:
    """With what every list shows of a request."""
    return rows.select_related("asked_by", "school").prefetch_related(
        Prefetch("addresses", Address.objects.all())
    )


def asked_by(school: School, user: User) -> list[FilteringRequest]:
    """What somebody asked: what is alive first, then the newest."""
    rows = FilteringRequest.objects.filter(school=school, asked_by=user).order_by("-asked_at", "-pk")
    found = list(shown(rows)[:A_PAGE])
    return sorted(found, key=lambda one: not (one.is_alive or one.is_waiting))


def waiting(school: School) -> list[FilteringRequest]:
    """What waits for a decision, the oldest first."""
    rows = FilteringRequest.objects.filter(school=school).waiting().order_by("asked_at", "pk")
    return list(shown(rows)[: 2 * A_PAGE])


def to_review(school: School) -> list[FilteringRequest]:
    """Emergency blocks that nobody has looked at again."""
    rows = FilteringRequest.objects.filter(school=school).blocks_to_review().order_by("review_due_at", "pk")
    return list(shown(rows)[: 2 * A_PAGE])


class Today(NamedTuple):
    """The technician's morning."""

    to_open: list[FilteringRequest]
    to_close: list[FilteringRequest]
    to_check: list[FilteringRequest]
    is_open: list[FilteringRequest]
    blocked: list[FilteringRequest]


def today(school: School) -> Today:
    """What is to be done now, what is open for whom until when, what was asked to be blocked. Two queries."""
    rows = FilteringRequest.objects.filter(school=school, stage__in=ALIVE)
    asked = FilteringRequest.objects.filter(school=school, kind=Kind.BLOCK, stage__in=WAITING)
    found = list(shown(rows | asked).order_by("until_on", "asked_at", "pk"))
    at = {stage: [one for one in found if one.stage == stage] for stage in Stage}
    in_force = [one for one in at[Stage.OPEN] if one.kind in OPENING]
    return Today(
        to_open=[*at[Stage.AGREED], *at[Stage.SENT]],
        to_close=at[Stage.CLOSING],
        to_check=at[Stage.CLOSED],
        is_open=in_force,
        blocked=[one for one in found if one.kind == Kind.BLOCK and one.stage != Stage.CLOSING],
    )


TO_DO = (Stage.AGREED, Stage.SENT, Stage.CLOSING, Stage.CLOSED)
LASTS = (Stage.AGREED, Stage.SENT, Stage.OPEN)
"""Agreed and not being shut: what is to be closed or was closed is of no use to a class."""


def twins(school: School, addresses: Iterable[str], *, but: int = 0) -> list[FilteringRequest]:
    """Requests that last or wait and name one of these addresses, or the whole site of one."""
    wanted = {name for one in addresses for name in _names(one)}
    if not wanted:
        return []
    rows = FilteringRequest.objects.filter(
        school=school, stage__in=(*LASTS, *WAITING), addresses__address__in=wanted
    )
    return list(shown(rows.exclude(pk=but).distinct()).order_by("-asked_at")[:5])


def _names(address: str) -> set[str]:
    """The address, and the site it belongs to by either scheme: that would have opened it too."""
    bare = address.split("://")[-1]
    host = bare.split("/")[0].split("?")[0]
    return {address, f"https://{bare}", f"http://{bare}", f"https://{host}", f"http://{host}"}


class Became(NamedTuple):
    """What became of one address that an incident asked to have blocked."""

    address: str
    stage: str
    since: dt.datetime
    reference: str


def what_became(school: School, incident_reference: str) -> Sequence[Became]:
    """For the incidents room: where each address stands that was asked to be blocked for an incident."""
    rows = Address.objects.filter(
        request__school=school, request__incident_reference=incident_reference
    ).exclude(request__incident_reference="")
    return [
        Became(
            address=row.shown,
            stage=row.request.stands,
            since=row.request.opened_at or row.request.sent_at or row.request.asked_at,
            reference=row.request.reference,
        )
        for row in rows.select_related("request").order_by("pk")
    ]


def to_decide(school: School, user: User) -> QuerySet[FilteringRequest]:
    """What waits for this person's decision or review: never one's own, nothing for who decides nothing."""
    if not may(user, C.DECIDE_FILTERING, school):
        return FilteringRequest.objects.none()
    unreviewed = Q(review_due_at__isnull=False, reviewed_at__isnull=True, stage__in=LASTS)
    rows = FilteringRequest.objects.filter(school=school).exclude(asked_by=user)
    return rows.filter(Q(stage__in=WAITING) | unreviewed).order_by()


def to_do(school: School, user: User) -> QuerySet[FilteringRequest]:
    """What stands on the list of the day for whoever carries out; for who decides as well, only what is late."""
    if not may(user, C.RUN_FILTERING, school):
        return FilteringRequest.objects.none()
    rows = FilteringRequest.objects.filter(school=school, stage__in=TO_DO).order_by()
    return rows.overdue() if may(user, C.DECIDE_FILTERING, school) else rows


def overdue_count(school: School) -> int:
    """How many exceptions are past their time and not yet seen to be shut."""
    return FilteringRequest.objects.filter(school=school).overdue(timezone.now()).count()
