"""Telling leaders that their digest is there."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from esafety.audit import record
from esafety.governance.notices import DIGEST
from esafety.governance.vocabulary import DIGEST_SENT
from esafety.office.queries.reminders import keepers, was_reminded
from esafety.outbox.owing import Promise, owe_all
from esafety.schooldays.queries import calendar_of

if TYPE_CHECKING:
    from esafety.people.models import School

EVERY = dt.timedelta(days=13)
"""A fortnight, told on a school day. Source: A, E 4.3 (fortnightly or monthly)."""


@transaction.atomic
def send_digest(*, school: School, today: dt.date, by: None = None) -> int:
    """Tell head, leads and senior leaders that the figures are there; once a fortnight, on school days.

    Returns how many were told.
    """
    if not calendar_of(school).is_school_day(today) or was_reminded(
        school, DIGEST, within=EVERY, today=today
    ):
        return 0
    told = keepers(school, DIGEST)
    if told:
        owe_all(Promise(DIGEST, school, user, today.isoformat()) for user in told)
        record(DIGEST_SENT, by=by, school=school, about=school, detail={"count": len(told)})
    return len(told)
