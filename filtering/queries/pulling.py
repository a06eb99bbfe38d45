"""The list that the provider's system fetches: addresses, what to do, for which group, from and until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone

from esafety.audit.models import AuditEvent
from esafety.papers.spreadsheet import line
from filtering.models import FilteringRequest, PullAddress
from filtering.policy.kinds import RULES, CarriedOutBy
from filtering.queries.requests import shown
from filtering.vocabulary import PULLED, Kind, Stage

if TYPE_CHECKING:
    from esafety.people.models import School

HEADINGS = ("action", "address", "group", "from", "until", "reference")
KINDS = [rule.kind for rule in RULES if rule.carried_out_by is CarriedOutBy.PROVIDER]
NOTED_EVERY = dt.timedelta(hours=1)
"""A system that asks every minute is written down once an hour."""


class Instruction(NamedTuple):
    """One address and what to do with it. No name of anybody, no reason."""

    action: str
    address: str
    group: str
    from_on: str
    until: str
    reference: str


def instructions(school: School) -> list[Instruction]:
    """What is to be open, blocked and closed now. Two queries."""
    alive = (Stage.AGREED, Stage.SENT, Stage.OPEN, Stage.CLOSING)
    rows = FilteringRequest.objects.filter(school=school, stage__in=alive, kind__in=KINDS)
    return [one for request in shown(rows).order_by("pk") for one in instructions_of(request)]


def instructions_of(request: FilteringRequest) -> list[Instruction]:
    """The lines of one request."""
    today = timezone.localdate()
    if request.stage == Stage.CLOSING or (request.until_on is not None and request.until_on < today):
        action = "close"
    elif request.kind == Kind.BLOCK:
        action = "block"
    else:
        action = "open"
    if request.kind == Kind.BLOCK and action == "close":
        action = "lift-block"
    return [
        Instruction(
            action=action,
            address=one.address,
            group=request.for_group,
            from_on=request.from_on.isoformat() if request.from_on else "",
            until=request.until_on.isoformat() if request.until_on else "",
            reference=request.reference,
        )
        for one in request.addresses.all()
    ]


def as_csv(found: list[Instruction]) -> Iterator[str]:
    """Headings, then a line for each."""
    yield line(HEADINGS)
    for one in found:
        yield line(one)


def pull_address(school: School) -> PullAddress | None:
    """The address in use."""
    return (
        PullAddress.objects.filter(school=school, stopped_at__isnull=True).select_related("made_by").first()
    )


def last_used(address: PullAddress) -> dt.datetime | None:
    """When the provider's system last fetched the list, to the hour: from the trail."""
    found = AuditEvent.objects.filter(
        code=PULLED.code, about_label=address._meta.label_lower, about_id=address.pk
    )
    return found.order_by("-number").values_list("at", flat=True).first()


def is_to_be_noted(address: PullAddress) -> bool:
    """Whether the trail has not said within the hour that the list was fetched."""
    last = last_used(address)
    return last is None or last < timezone.now() - NOTED_EVERY
