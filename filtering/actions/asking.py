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
def ask(*, school: School, told: Asked, by: User) -> FilteringRequest:
    """Ask for a change to the filter, and tell whoever decides.

    Raises NotNow for a site on an illegal list, for days that cannot be, for what its kind needs and lacks, and for a
    renewal of what cannot be renewed. Source: C 3.6.1, 3.6.3, 4.2; A 11.
    """
    must(by, school, C.REQUEST_FILTERING)
    _must_be_whole(school, told)
    if told.renews is not None:
        must_move(by, "renew", told.renews)
    asked = FilteringRequest.objects.create(
        school=school,
        kind=told.kind,
        asked_by=by,
        category=told.category or "",
        purpose=told.purpose,
        lesson=told.lesson,
        for_group=told.for_group,
        from_on=told.from_on,
        until_on=told.until_on,
        supervised_by=told.supervised_by,
        alternatives=told.alternatives,
        data_note=told.data_note,
        risk_note=told.risk_note,
        needs_second=told.category is not None and RISK[told.category] is Risk.HIGH,
        renews=told.renews,
    )
    name_addresses(asked, told)
    tell(TO_DECIDE, asked, deciders(school, but=[by.pk]))
    enter_request(Entry.RENEWAL if told.renews else Entry.ASKED, asked, by=by, why=told.purpose)
    record(ASKED, by=by, school=school, about=asked, detail={"kind": told.kind.value})
    return asked


@transaction.atomic
def withdraw(*, asked: FilteringRequest, by: User) -> FilteringRequest:
    """Take a request back that nobody has decided. Raises NotNow when somebody has, and Stale."""
    must_move(by, "withdraw", asked)
    made = change(asked, version=asked.version, stage=Stage.WITHDRAWN)
    enter_request(Entry.WITHDRAWN, made, by=by)
    record(WITHDRAWN, by=by, school=made.school, about=made)
    return made


def name_addresses(asked: FilteringRequest, told: Asked) -> None:
    """Write the addresses down as they will be opened or blocked."""
    Address.objects.bulk_create(
        Address(request=asked, kind=one.kind, address=one.address, shown=one.shown, warning=one.warning)
        for one in told.addresses
    )


def _must_be_whole(school: School, told: Asked) -> None:
    rule = RULE[told.kind]
    if told.category is not None and RISK[told.category] is Risk.ILLEGAL:
        raise NotNow(REFUSED)
    if rule.addresses and not told.addresses:
        raise NotNow("Enter at least one address.")
    if rule.ends and (told.from_on is None or told.until_on is None):
        raise NotNow("Enter the first and the last day.")
    if rule.needs_notes and not (told.risk_note.strip() and told.data_note.strip()):
        raise NotNow(
            "New technology needs a risk assessment and a data-protection note before anybody decides."
        )
    for sentence in wrong_dates(
        told.from_on, told.until_on, timezone.localdate(), calendar_of(school)
    ).values():
        raise NotNow(sentence)
