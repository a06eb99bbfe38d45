"""Blocks that begin elsewhere: acted on first in an emergency, or asked for by an incident. Source: C 4.2, D 2.42."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from esafety.access.capabilities import Capability as C
from esafety.access.refusals import NotNow
from esafety.audit import record
from esafety.people.models import School, User
from esafety.schooldays.queries import calendar_of
from filtering.actions.asking import name_addresses
from filtering.actions.carrying_out import closing_columns, have_closed
from filtering.actions.deciding import hand_out, sent_columns
from filtering.actions.guard import change, must, must_move
from filtering.addresses import Read, Refused, read_all
from filtering.entering import enter_request
from filtering.models import Address, Decision, FilteringRequest
from filtering.notices import TO_DECIDE, TO_REVIEW
from filtering.policy.clocks import review_due
from filtering.telling import deciders, provider, tell
from filtering.told import Asked
from filtering.vocabulary import (
    BLOCK_ASKED,
    BLOCK_REVIEWED,
    BLOCKED_FIRST,
    Entry,
    Kind,
    Stage,
    UserGroup,
    Verdict,
)

FROM_AN_INCIDENT = "An incident showed that this should not be reached."
"""All that this room is told and keeps of the matter."""


@transaction.atomic
def block_first(*, school: School, told: Asked, is_done: bool, by: User) -> FilteringRequest:
    """Enter an emergency block: done already, or sent to the provider now; somebody else reviews it next school day.

    Raises NotNow without an address.
    """
    must(by, school, C.DECIDE_FILTERING, C.RUN_FILTERING)
    if not told.addresses:
        raise NotNow("Enter at least one address.")
    now = timezone.now()
    due, desk = review_due(now, calendar_of(school)), provider(school)
    columns = {"stage": Stage.AGREED} if desk is None else sent_columns(desk)
    if is_done:
        columns = {"stage": Stage.OPEN, "opened_at": now, "opened_by": by}
    asked = FilteringRequest.objects.create(
        school=school,
        kind=Kind.BLOCK,
        asked_by=by,
        purpose=told.purpose,
        for_group=told.for_group,
        review_due_at=due,
        review_chase_at=due,
        **columns,
    )
    name_addresses(asked, told)
    hand_out(asked)
    tell(TO_REVIEW, asked, deciders(school, but=[by.pk]))
    enter_request(Entry.BLOCKED_FIRST, asked, by=by, why=told.purpose)
    record(BLOCKED_FIRST, by=by, school=school, about=asked)
    return asked


@transaction.atomic
def review_block(
    *, asked: FilteringRequest, keep: bool, reason: str, version: int, by: User
) -> FilteringRequest:
    """Decide whether an emergency block stays; if not, it is lifted.

    Raises NotNow for one's own block or one that does not wait for it, Stale when somebody changed it since.
    """
    must_move(by, "review", asked)
    now = timezone.now()
    verdict = Verdict.AGREED if keep else Verdict.DECLINED
    Decision.objects.create(request=asked, verdict=verdict, reason=reason, by=by)
    columns = {} if keep else closing_columns(asked)
    reviewed = {"reviewed_at": now, "reviewed_by": by, "review_chase_at": None}
    made = change(asked, version=version, **columns, **reviewed)
    have_closed(made, key=f"lifted-{made.version}")
    enter_request(Entry.REVIEWED, made, by=by, why=reason)
    record(BLOCK_REVIEWED, by=by, school=made.school, about=made, detail={"kept": keep})
    return made


@transaction.atomic
def block_for_incident(
    *, school: School, addresses: str | Sequence[str], incident_reference: str, by: User
) -> list[FilteringRequest]:
    """Ask that addresses be blocked because of an incident, once for each address, and tell whoever decides.

    This room is told the incident's reference and nothing else; only `by` is ever shown it. Asked again for the same
    incident and address, what is there is returned. Raises NotNow for a line that is no address. Source: C 4.2.
    """
    text = addresses if isinstance(addresses, str) else "\n".join(addresses)
    try:
        wanted = read_all(text)
    except Refused as reason:
        raise NotNow(str(reason)) from None
    if not wanted:
        raise NotNow("Enter at least one address.")
    School.objects.select_for_update(no_key=True).get(pk=school.pk)  # two who ask at once ask once
    there = _asked_before(school, incident_reference, wanted)
    new = [one for one in wanted if one.address not in there]
    if new:
        there |= dict.fromkeys(
            [one.address for one in new], _ask_to_block(school, incident_reference, new, by)
        )
    return list(dict.fromkeys(there.values()))


def _asked_before(school: School, reference: str, wanted: Sequence[Read]) -> dict[str, FilteringRequest]:
    rows = Address.objects.filter(
        request__school=school,
        request__incident_reference=reference,
        address__in=[one.address for one in wanted],
    ).exclude(request__stage__in=(Stage.WITHDRAWN,))
    return {row.address: row.request for row in rows.select_related("request__school").order_by("pk")}


def _ask_to_block(school: School, reference: str, new: Sequence[Read], by: User) -> FilteringRequest:
    asked = FilteringRequest.objects.create(
        school=school,
        kind=Kind.BLOCK,
        asked_by=by,
        purpose=FROM_AN_INCIDENT,
        for_group=UserGroup.EVERYONE,
        incident_reference=reference,
    )
    told = Asked(
        kind=Kind.BLOCK, purpose=FROM_AN_INCIDENT, for_group=UserGroup.EVERYONE, addresses=tuple(new)
    )
    name_addresses(asked, told)
    tell(TO_DECIDE, asked, deciders(school, but=[by.pk]))
    enter_request(Entry.ASKED, asked, by=by, why=FROM_AN_INCIDENT)
    record(BLOCK_ASKED, by=by, school=school, about=asked, detail={"count": len(new)})
    return asked
