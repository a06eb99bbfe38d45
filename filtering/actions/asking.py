"""Asking for a change to the filter, asking for more time, taking it back. Source: domain/filtering.md, "Requests"."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from esafety.access.capabilities import Capability as C
from esafety.access.refusals import NotNow
from esafety.audit import record
from esafety.people.models import School, User
from esafety.schooldays.queries import calendar_of
from filtering.actions.guard import change, must, must_move
from filtering.entering import enter_request
from filtering.models import Address, FilteringRequest
from filtering.notices import TO_DECIDE
from filtering.policy.categories import REFUSED, RISK, Risk
from filtering.policy.dates import why_not as wrong_dates
from filtering.policy.kinds import RULE
from filtering.telling import deciders, tell
from filtering.told import Asked
from filtering.vocabulary import ASKED, WITHDRAWN, Entry, Stage


@transaction.atomic
def ask(*, school: School, asked: Asked, by: User) -> FilteringRequest:
    """Ask for a change to the filter, and tell whoever decides.

    Raises NotNow for a site on an illegal list, for days that cannot be, for what its kind needs and lacks, and for a
    renewal of what cannot be renewed. Source: C 3.6.1, 3.6.3, 4.2; A 11.
    """
    must(by, school, C.REQUEST_FILTERING)
    _must_be_whole(school, asked)
    if asked.renews is not None:
        must_move(by, "renew", asked.renews)
    request = FilteringRequest.objects.create(
        school=school,
        kind=asked.kind,
        asked_by=by,
        category=asked.category or "",
        purpose=asked.purpose,
        lesson=asked.lesson,
        for_group=asked.for_group,
        from_on=asked.from_on,
        until_on=asked.until_on,
        supervised_by=asked.supervised_by,
        alternatives=asked.alternatives,
        data_note=asked.data_note,
        risk_note=asked.risk_note,
        needs_second=asked.category is not None and RISK[asked.category] is Risk.HIGH,
        renews=asked.renews,
    )
    name_addresses(request, asked)
    tell(TO_DECIDE, request, deciders(school, but=[by.pk]))
    enter_request(Entry.RENEWAL if asked.renews else Entry.ASKED, request, by=by, why=asked.purpose)
    record(ASKED, by=by, school=school, about=request, detail={"kind": asked.kind.value})
    return request


@transaction.atomic
def withdraw(*, request: FilteringRequest, by: User) -> FilteringRequest:
    """Take a request back that nobody has decided. Raises NotNow when somebody has, and Stale."""
    must_move(by, "withdraw", request)
    made = change(request, version=request.version, stage=Stage.WITHDRAWN)
    enter_request(Entry.WITHDRAWN, made, by=by)
    record(WITHDRAWN, by=by, school=made.school, about=made)
    return made


def name_addresses(request: FilteringRequest, asked: Asked) -> None:
    """Write the addresses down as they will be opened or blocked."""
    Address.objects.bulk_create(
        Address(request=request, kind=one.kind, address=one.address, shown=one.shown, warning=one.warning)
        for one in asked.addresses
    )


def _must_be_whole(school: School, asked: Asked) -> None:
    rule = RULE[asked.kind]
    if asked.category is not None and RISK[asked.category] is Risk.ILLEGAL:
        raise NotNow(REFUSED)
    if rule.addresses and not asked.addresses:
        raise NotNow("Enter at least one address.")
    if rule.ends and (asked.from_on is None or asked.until_on is None):
        raise NotNow("Enter the first and the last day.")
    if rule.needs_notes and not (asked.risk_note.strip() and asked.data_note.strip()):
        raise NotNow(
            "New technology needs a risk assessment and a data-protection note before anybody decides."
        )
    for sentence in wrong_dates(
        asked.from_on, asked.until_on, timezone.localdate(), calendar_of(school)
    ).values():
        raise NotNow(sentence)
