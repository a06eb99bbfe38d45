"""The online safety governor goes through the log with the co-ordinator. Source: B; domain/filtering.md."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from esafety.access.capabilities import Capability as C
from esafety.access.refusals import NotNow
from esafety.access.roles import roles_in
from esafety.audit import record
from esafety.people.models import School, User
from esafety.people.vocabulary import Role
from filtering.actions.guard import must
from filtering.models import LogExtract, LogReview
from filtering.queries.log import Sought
from filtering.vocabulary import LOG_PRINTED, LOG_REVIEWED


@transaction.atomic
def record_log_review(
    *,
    school: School,
    held_on: dt.date,
    from_on: dt.date,
    until_on: dt.date,
    co_ordinator: User,
    governor: User,
    seen: str,
    actions: str,
    by: User,
) -> LogReview:
    """Record a review of the change-control log: when, both names, what was seen, what is to be done.

    Raises NotNow for a day in the future, days that end before they begin, somebody who does not hold the post, and a
    review alone.
    """
    must(by, school, C.DECIDE_FILTERING, C.RUN_FILTERING, C.SIGN_FILTERING_YEAR)
    if held_on > timezone.localdate() or until_on > held_on:
        raise NotNow("The review and the days it went through must be today or in the past.")
    if until_on < from_on:
        raise NotNow("The last day that was gone through is before the first day.")
    if Role.SAFETY_GOVERNOR not in roles_in(governor, school.pk):
        raise NotNow("Choose somebody who is online safety governor of this school.")
    if co_ordinator == governor:
        raise NotNow("Two people review the log together.")
    made = LogReview.objects.create(
        school=school,
        held_on=held_on,
        from_on=from_on,
        until_on=until_on,
        co_ordinator=co_ordinator,
        governor=governor,
        seen=seen,
        actions=actions,
        recorded_by=by,
    )
    record(LOG_REVIEWED, by=by, school=school, about=made)
    return made


@transaction.atomic
def extract_log(*, school: School, sought: Sought, by: User) -> LogExtract:
    """Name a part of the log, to be made into a document."""
    must(by, school, C.SEE_FILTERING_LOG)
    made = LogExtract.objects.create(
        school=school,
        entry=sought.entry or "",
        words=sought.words,
        from_on=sought.from_on,
        until_on=sought.until_on,
        asked_by=by,
    )
    record(LOG_PRINTED, by=by, school=school, about=made)
    return made
