"""Meetings of the co-ordinator and the online safety governor. Source: B governors."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from esafety.access.capabilities import Capability as C
from esafety.access.refusals import NotNow
from esafety.audit import record
from esafety.governance.actions.guard import must
from esafety.governance.models import Meeting
from esafety.governance.queries.agenda import agenda
from esafety.governance.queries.names import refuse_names
from esafety.governance.vocabulary import MEETING_HELD, MEETING_PLANNED

if TYPE_CHECKING:
    from esafety.people.models import School, User


@transaction.atomic
def plan_meeting(*, school: School, held_on: dt.date, by: User) -> Meeting:
    """Plan a meeting; its agenda is drawn from the logs as they stand now, and stays."""
    must(by, C.KEEP_REGISTERS, school)
    meeting = Meeting.objects.create(school=school, held_on=held_on, agenda=agenda(school), planned_by=by)
    record(MEETING_PLANNED, by=by, school=school, about=meeting)
    return meeting


@transaction.atomic
def hold_meeting(*, meeting: Meeting, present: str, minutes: str, by: User) -> Meeting:
    """Enter what a meeting came to, once. Raises NotNow when that is entered, and for a name: governors read it."""
    must(by, C.KEEP_REGISTERS, meeting.school)
    refuse_names(meeting.school, minutes, present)
    waiting = Meeting.objects.filter(pk=meeting.pk, minuted_at=None)
    if not waiting.update(present=present, minutes=minutes, minuted_at=timezone.now()):
        raise NotNow("What this meeting came to is entered already.")
    record(MEETING_HELD, by=by, school=meeting.school, about=meeting)
    meeting.refresh_from_db()
    return meeting
