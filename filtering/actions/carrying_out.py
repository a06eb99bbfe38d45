"""What was agreed is carried out, ends, is closed, and is looked at again. Source: C 3.6.1."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from esafety.audit import record
from esafety.people.models import User
from filtering.actions.guard import change, must_move
from filtering.entering import enter_request
from filtering.models import FilteringRequest
from filtering.notices import CARRIED_OUT, ENDING, PROVIDER_CLOSE
from filtering.policy.clocks import next_morning
from filtering.policy.kinds import CarriedOutBy
from filtering.telling import runners, tell
from filtering.vocabulary import CHECKED, CLOSED, NOT_NEEDED, OPENED, Entry, Stage


@transaction.atomic
def mark_opened(*, asked: FilteringRequest, by: User) -> FilteringRequest:
    """Enter that an agreed request was carried out. Raises NotNow when it does not wait for that, and Stale."""
    must_move(by, "opened", asked)
    now = timezone.now()
    made = change(asked, version=asked.version, stage=Stage.OPEN, opened_at=now, opened_by=by)
    tell(CARRIED_OUT, made, [made.asked_by] if made.asked_by_id != by.pk else [])
    enter_request(Entry.OPENED, made, by=by)
    record(OPENED, by=by, school=made.school, about=made)
    return made


@transaction.atomic
def say_not_needed(*, asked: FilteringRequest, by: User) -> FilteringRequest:
    """End an agreed request before its time, or lift a block, and have it closed.

    Raises NotNow when there is nothing to end, and Stale.
    """
    must_move(by, "not-needed", asked)
    columns = closing_columns(asked) | {"not_needed_at": timezone.now()}
    made = change(asked, version=asked.version, **columns)
    have_closed(made, key=f"early-{made.version}")
    enter_request(Entry.ENDED_EARLY, made, by=by)
    record(NOT_NEEDED, by=by, school=made.school, about=made)
    return made


@transaction.atomic
def confirm_closed(*, asked: FilteringRequest, by: User) -> FilteringRequest:
    """Enter that something was closed; what was open is looked at once more before it is over.

    Raises NotNow when it does not wait to be closed, and Stale.
    """
    must_move(by, "closed", asked)
    now = timezone.now()
    columns: dict[str, Any] = {"stage": Stage.CLOSED, "remind_at": next_morning(now)}
    if not asked.rule.opens:
        columns = {"stage": Stage.DONE, "remind_at": None}
    made = change(asked, version=asked.version, closed_at=now, closed_by=by, **columns)
    enter_request(Entry.CLOSED, made, by=by)
    record(CLOSED, by=by, school=made.school, about=made)
    return made


@transaction.atomic
def check_shut(*, asked: FilteringRequest, still_open: bool, by: User) -> FilteringRequest:
    """Enter whether a closed exception can still be reached; if so, it is to be closed again.

    Raises NotNow when it does not wait for that, and Stale.
    """
    must_move(by, "checked", asked)
    now = timezone.now()
    columns: dict[str, Any] = {"stage": Stage.DONE, "checked_at": now, "checked_by": by, "remind_at": None}
    if still_open:
        columns = {"stage": Stage.CLOSING, "closing_at": now, "remind_at": next_morning(now)}
    made = change(asked, version=asked.version, **columns)
    if still_open:
        have_closed(made, key=f"again-{made.version}")
    enter_request(Entry.STILL_OPEN if still_open else Entry.CHECKED, made, by=by)
    record(CHECKED, by=by, school=made.school, about=made, detail={"still_open": still_open})
    return made


def closing_columns(asked: FilteringRequest) -> dict[str, Any]:
    """Where a request goes whose time is over: to be closed, or over where nothing was ever opened."""
    now = timezone.now()
    never_opened = asked.stage == Stage.AGREED or asked.rule.carried_out_by is CarriedOutBy.NOBODY
    if never_opened:
        return {"stage": Stage.DONE, "closed_at": now, "remind_at": None}
    return {"stage": Stage.CLOSING, "closing_at": now, "remind_at": next_morning(now)}


def have_closed(asked: FilteringRequest, *, key: str) -> None:
    """Tell whoever closes what is to be closed."""
    if asked.stage != Stage.CLOSING:
        return
    tell(PROVIDER_CLOSE, asked, [asked.sent_to], key=key)
    tell(ENDING, asked, runners(asked.school), key=key)
