"""Deciding a request: agreed, by two where the category is a high risk, or declined. Source: C 3.6.1."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from esafety.access.refusals import NotNow
from esafety.audit import record
from esafety.people.models import ExternalContact, User
from esafety.schooldays.queries import calendar_of
from filtering.actions.guard import change, fresh, must_move
from filtering.entering import enter_request
from filtering.links import new_link
from filtering.models import Decision, FilteringRequest
from filtering.notices import DECIDED, PROVIDER_DO, SECOND_NEEDED, TO_CARRY_OUT
from filtering.policy.clocks import end_of, next_reminder
from filtering.policy.dates import why_not_agreed
from filtering.policy.kinds import CarriedOutBy
from filtering.telling import deciders, provider, runners, tell
from filtering.vocabulary import AGREED, AGREED_FIRST, DECLINED, Entry, Stage, Verdict


@transaction.atomic
def agree(
    *, asked: FilteringRequest, reason: str, version: int, by: User, until_on: dt.date | None = None
) -> FilteringRequest:
    """Agree to a request, until the day asked or an earlier one; where two must, the first waits for the second.

    What the provider carries out is sent to it at once. Raises NotNow for one's own request, for whoever agreed
    before, when its last day is past or it is decided, for a last day that cannot be; Stale when somebody changed it
    since.
    """
    must_move(by, "agree", asked)
    asked = _until(asked, until_on)
    Decision.objects.create(request=asked, verdict=Verdict.AGREED, reason=reason, by=by)
    if asked.needs_second and asked.stage == Stage.ASKED:
        made = change(asked, version=version, stage=Stage.SECOND, until_on=asked.until_on)
        tell(SECOND_NEEDED, made, deciders(made.school, but=[by.pk, made.asked_by_id]))
        enter_request(Entry.AGREED_FIRST, made, by=by, why=reason)
        record(AGREED_FIRST, by=by, school=made.school, about=made)
        return made
    made = change(asked, version=version, **agreed_columns(asked))
    tell(DECIDED, made, [made.asked_by])
    hand_out(made)
    replaced = _replace_renewed(made, by)
    enter_request(Entry.AGREED, made, by=by, why=reason)
    record(AGREED, by=by, school=made.school, about=made, detail={"replaces": replaced})
    return made


def _until(asked: FilteringRequest, until_on: dt.date | None) -> FilteringRequest:
    """The request with the last day that is agreed to. Raises NotNow for one that cannot be."""
    if until_on is None:
        return asked
    now = fresh(asked)
    if reason := why_not_agreed(until_on, now.from_on, now.until_on, timezone.localdate()):
        raise NotNow(reason)
    now.until_on = until_on
    return now


@transaction.atomic
def decline(*, asked: FilteringRequest, reason: str, version: int, by: User) -> FilteringRequest:
    """Decline a request, with a reason that whoever asked can read.

    Raises NotNow for one's own request or when it is decided, Stale when somebody changed it since.
    """
    must_move(by, "decline", asked)
    made = change(asked, version=version, stage=Stage.DECLINED)
    if not made.decisions.filter(by=by).exists():
        Decision.objects.create(request=made, verdict=Verdict.DECLINED, reason=reason, by=by)
    tell(DECIDED, made, [made.asked_by])
    enter_request(Entry.DECLINED, made, by=by, why=reason)
    record(DECLINED, by=by, school=made.school, about=made)
    return made


def _replace_renewed(made: FilteringRequest, by: User) -> str | None:
    """Where a renewal watches all that the old exception opened, without a gap, the old one is over: nobody is asked
    to close what goes on. Returns its reference."""
    old = made.renews
    if old is None or not old.is_alive or not _goes_on_from(made, old):
        return None
    change(old, version=old.version, stage=Stage.DONE, remind_at=None, closed_at=timezone.now())
    enter_request(Entry.RENEWED, old, by=by)
    return old.reference


def _goes_on_from(made: FilteringRequest, old: FilteringRequest) -> bool:
    names = {one.address for one in made.addresses.all()}
    covers = {one.address for one in old.addresses.all()} <= names and made.for_group == old.for_group
    assert made.from_on is not None
    assert old.until_on is not None
    return covers and made.from_on <= max(old.until_on, timezone.localdate())


def agreed_columns(asked: FilteringRequest) -> dict[str, Any]:
    """Where an agreed request goes, and its due moments, worked out once."""
    now, by = timezone.now(), asked.rule.carried_out_by
    columns: dict[str, Any] = {"stage": Stage.AGREED}
    if by is CarriedOutBy.NOBODY:
        columns = {"stage": Stage.OPEN, "opened_at": now}
    elif by is CarriedOutBy.PROVIDER and (desk := provider(asked.school)) is not None:
        columns = sent_columns(desk)
    if asked.until_on is not None:
        calendar = calendar_of(asked.school)
        columns["until_on"] = asked.until_on
        columns["ends_at"] = end_of(asked.until_on)
        columns["remind_at"] = next_reminder(now, asked.until_on, calendar)
    return columns


def sent_columns(desk: ExternalContact) -> dict[str, Any]:
    """That the provider was written to, and the link it was sent."""
    return {"stage": Stage.SENT, "sent_at": timezone.now(), "sent_to": desk, **new_link()}


def hand_out(asked: FilteringRequest) -> None:
    """Tell whoever carries an agreed request out."""
    if asked.stage == Stage.SENT:
        tell(PROVIDER_DO, asked, [asked.sent_to])
    elif asked.stage == Stage.AGREED:
        tell(TO_CARRY_OUT, asked, runners(asked.school))
