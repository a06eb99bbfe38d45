"""Reminding of requests whose last day comes near."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from esafety.audit import record
from esafety.outbox.owing import Promise, owe_all
from esafety.subject_access.models import AccessRequest
from esafety.subject_access.notices import REQUEST_DUE
from esafety.subject_access.policy.clock import remind_next
from esafety.subject_access.queries import to_tell
from esafety.subject_access.vocabulary import REQUEST_REMINDED


def remind_of_requests(*, today: dt.date, by: None = None) -> int:
    """Remind those who answer of open requests ten and three days before the last day, on it, and each day after.
    Returns how many requests."""
    rows = AccessRequest.objects.to_remind(today).select_related("school", "person")
    return sum(_remind(request, today) for request in rows)


@transaction.atomic
def _remind(request: AccessRequest, today: dt.date) -> bool:
    mine = AccessRequest.objects.to_remind(today).filter(pk=request.pk)
    if not mine.update(remind_on=remind_next(request.due_on, today)):
        return False
    owe_all(Promise(REQUEST_DUE, request, user, key=today.isoformat()) for user in to_tell(request))
    detail = {"due_on": request.due_on.isoformat()}
    record(REQUEST_REMINDED, by=None, school=request.school, about=request, detail=detail)
    return True
