"""Entering a request and keeping its clock. Source: policy/clock.py."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from esafety.access.capabilities import Capability
from esafety.access.refusals import NotNow
from esafety.audit import record
from esafety.outbox.owing import Promise, owe_all
from esafety.schooldays.queries import calendar_of
from esafety.subject_access.access import ASKABLE
from esafety.subject_access.actions.guard import change, must
from esafety.subject_access.models import AccessRequest
from esafety.subject_access.notices import REQUEST_CAME
from esafety.subject_access.policy.clock import (
    MONTHS,
    MORE_MONTHS,
    after_waiting,
    answer_by,
    remind_next,
)
from esafety.subject_access.queries import to_tell
from esafety.subject_access.vocabulary import (
    REQUEST_ENDED,
    REQUEST_ENTERED,
    REQUEST_EXTENDED,
    REQUEST_PAUSED,
    REQUEST_RESUMED,
    AskedAs,
    RequestState,
    WaitingFor,
)

if TYPE_CHECKING:
    from esafety.audit.registry import Event
    from esafety.people.models import Person, User


@transaction.atomic
def enter_request(
    *, person: Person, asked_by: str, asked_as: AskedAs, about: str, received_on: dt.date, by: User
) -> AccessRequest:
    """Enter a request; its clock runs from the day it was received, however it came.

    Whoever keeps data protection, and whoever reads a case of the person, is told and answers for what they read.
    Raises PermissionDenied. Source: UK GDPR Art. 12 and 15.
    """
    if not ASKABLE.allows(by, Capability.ANSWER_REQUESTS, person):
        raise PermissionDenied
    due_on = answer_by(received_on, MONTHS, calendar_of(person.school).is_working_day)
    request = AccessRequest.objects.create(
        school=person.school,
        person=person,
        asked_by=asked_by,
        asked_as=asked_as,
        about=about,
        received_on=received_on,
        counted_from=received_on,
        due_on=due_on,
        entered_by=by,
        remind_on=remind_next(due_on, timezone.localdate()),
    )
    owe_all(Promise(REQUEST_CAME, request, user) for user in to_tell(request) if user != by)
    record(REQUEST_ENTERED, by=by, school=request.school, about=request, detail={"person": person.pk})
    return request


@transaction.atomic
def wait_for(
    *, asked: AccessRequest, what: WaitingFor, since: dt.date, version: int, by: User
) -> AccessRequest:
    """Enter that the school asked for something it needs; the clock stands still from that day.

    Raises PermissionDenied; NotNow when it waits already, for a day before the request, and when it was changed.
    """
    must(by, asked)
    if asked.waiting_for:
        raise NotNow("This request waits for something already. Enter first that it came.")
    if since < asked.received_on:
        raise NotNow("The day on which you asked must be on or after the day of the request.")
    changed = change(asked, version, waiting_for=what, waiting_since=since)
    record(REQUEST_PAUSED, by=by, school=changed.school, about=changed, detail={"what": what.value})
    return changed


@transaction.atomic
def go_on(*, asked: AccessRequest, came_on: dt.date, version: int, by: User) -> AccessRequest:
    """Enter that what was waited for came. Proof of identity begins the clock anew, clarification moves its end.

    Raises PermissionDenied; NotNow when nothing is waited for, for a day before it was asked for, when it was changed.
    """
    must(by, asked)
    if asked.waiting_since is None:
        raise NotNow("This request waits for nothing.")
    if came_on < asked.waiting_since:
        raise NotNow("The day on which it came must be on or after the day on which you asked for it.")
    working = calendar_of(asked.school).is_working_day
    if asked.waiting_for == WaitingFor.IDENTITY:
        counted_from = came_on
        months = MONTHS + (MORE_MONTHS if asked.extended_on else 0)
        due_on = answer_by(came_on, months, working)
    else:
        counted_from = asked.counted_from
        due_on = after_waiting(asked.due_on, (came_on - asked.waiting_since).days, working)
    told = {"waiting_for": "", "waiting_since": None, "counted_from": counted_from, "due_on": due_on}
    changed = change(asked, version, remind_on=remind_next(due_on, timezone.localdate()), **told)
    _due(REQUEST_RESUMED, changed, by)
    return changed


@transaction.atomic
def extend_request(
    *, asked: AccessRequest, told_on: dt.date, why: str, version: int, by: User
) -> AccessRequest:
    """Enter that whoever asked was told that it takes two months more, and why.

    Raises PermissionDenied; NotNow when it was extended before, when they were told after the last day, while something
    is waited for, and when it was changed. Source: UK GDPR Art. 12(3).
    """
    must(by, asked)
    if asked.extended_on:
        raise NotNow("This request was given more time before. The law allows it once.")
    if asked.waiting_for:
        raise NotNow("The clock stands still. Enter first that what you wait for came.")
    if not asked.received_on <= told_on <= asked.due_on:
        raise NotNow("They must be told between the day of the request and its last day.")
    due_on = answer_by(asked.counted_from, MONTHS + MORE_MONTHS, calendar_of(asked.school).is_working_day)
    due_on = max(due_on, asked.due_on)
    columns = {"extended_on": told_on, "extended_why": why, "due_on": due_on}
    changed = change(asked, version, remind_on=remind_next(due_on, timezone.localdate()), **columns)
    _due(REQUEST_EXTENDED, changed, by)
    return changed


@transaction.atomic
def end_request(
    *, asked: AccessRequest, state: RequestState, ended_on: dt.date, why: str, version: int, by: User
) -> AccessRequest:
    """Close a request: answered, refused or withdrawn. What others still prepare stays open to them.

    Raises PermissionDenied; NotNow for a refusal or withdrawal without a reason, for a day before the request, and when
    it was changed.
    """
    must(by, asked)
    if state != RequestState.ANSWERED and not why.strip():
        raise NotNow(
            "Say why: whoever asked must be told, and that they may complain to the Information Commissioner."
        )
    if ended_on < asked.received_on:
        raise NotNow("The day must be on or after the day of the request.")
    columns = {
        "state": state,
        "ended_on": ended_on,
        "ended_why": why,
        "waiting_for": "",
        "waiting_since": None,
    }
    changed = change(asked, version, **columns)
    record(REQUEST_ENDED, by=by, school=changed.school, about=changed, detail={"state": state.value})
    return changed


def _due(what: Event, request: AccessRequest, by: User) -> None:
    detail = {"due_on": request.due_on.isoformat()}
    record(what, by=by, school=request.school, about=request, detail=detail)
