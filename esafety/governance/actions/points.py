"""Actions agreed at a meeting or asked for by a report, until they are done."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from esafety.access.capabilities import Capability as C
from esafety.access.refusals import NotNow
from esafety.audit import record
from esafety.governance.actions.guard import a_draft, must
from esafety.governance.models import Meeting, Point, Report
from esafety.governance.queries.names import refuse_names
from esafety.governance.vocabulary import POINT_ADDED, POINT_DONE

if TYPE_CHECKING:
    from esafety.people.models import School, User


@transaction.atomic
def add_point(
    *,
    school: School,
    words: str,
    owner: str,
    due_on: dt.date | None,
    by: User,
    meeting: Meeting | None = None,
    report: Report | None = None,
) -> Point:
    """Enter something to be followed up: from a meeting, or for governors in a report that is a draft.

    Raises NotNow for a name of somebody in the school: an action belongs to a post, and reports carry it.
    """
    must(by, C.WRITE_REPORTS if report else C.KEEP_REGISTERS, school)
    if report is not None:
        a_draft(report)
    refuse_names(school, words, owner)
    point = Point.objects.create(
        school=school, meeting=meeting, report=report, words=words, owner=owner, due_on=due_on, added_by=by
    )
    record(POINT_ADDED, by=by, school=school, about=report or meeting or point, detail={"point": point.pk})
    return point


@transaction.atomic
def finish_point(*, point: Point, result: str, by: User) -> Point:
    """Enter an action as done, with what came of it. Raises NotNow when it is done already, and for a name."""
    must(by, C.KEEP_REGISTERS, point.school)
    refuse_names(point.school, result)
    done = Point.objects.open().filter(pk=point.pk)
    if not done.update(done_at=timezone.now(), done_by=by, result=result):
        raise NotNow("This action is entered as done already.")
    record(POINT_DONE, by=by, school=point.school, about=point)
    point.refresh_from_db()
    return point
