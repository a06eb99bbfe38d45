"""Writing lines of the change-control log: one for every request, decision, change and check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filtering.models import LogLine
from filtering.vocabulary import Entry

if TYPE_CHECKING:
    from esafety.people.models import User
    from filtering.models import Authorisation, Check, FilteringRequest


def enter_request(entry: Entry, request: FilteringRequest, *, by: User | None, why: str = "") -> LogLine:
    """A line about a request: its kind and addresses as they are, for whom, until when."""
    shown = "\n".join(one.shown for one in request.addresses.all())
    return LogLine.objects.create(
        school=request.school,
        entry=entry,
        request=request,
        reference=request.reference,
        what=f"{request.get_kind_display()}\n{shown}".strip(),
        for_group=request.for_group,
        by=by,
        by_name=str(by) if by else "",
        why=why,
        until_on=request.until_on,
    )


def enter_check(entry: Entry, check: Check, *, by: User, what: str, why: str = "") -> LogLine:
    """A line about a check or a fault it found."""
    return LogLine.objects.create(
        school=check.school,
        entry=entry,
        check_done=check,
        reference=check.reference,
        what=what,
        by=by,
        by_name=str(by),
        why=why,
    )


def enter_look(entry: Entry, look: Authorisation, *, by: User | None) -> LogLine:
    """A line about a look into somebody's activity: its reference and dates, never whom it concerns or why."""
    return LogLine.objects.create(
        school=look.school,
        entry=entry,
        authorisation=look,
        reference=look.reference,
        what="A look into one person's activity",
        by=by,
        by_name=str(by) if by else "",
        until_on=look.carry_out_until,
    )
