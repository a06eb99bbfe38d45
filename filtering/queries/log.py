"""The change-control log: filtered, a page at a time, as a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from esafety.access.roles import roles_in
from esafety.papers.spreadsheet import line
from esafety.people.vocabulary import Role
from esafety.schooldays.calendar import LONDON
from filtering.access import LOG
from filtering.models import LogLine, LogReview
from filtering.vocabulary import Entry

if TYPE_CHECKING:
    from esafety.people.models import School, User

A_PAGE = 50
BOM = "\ufeff"
HEADINGS = ("When", "What happened", "Reference", "What", "For whom", "By whom", "Why", "Until")


class Sought(NamedTuple):
    """Which lines are asked for."""

    entry: Entry | None = None
    from_on: dt.date | None = None
    until_on: dt.date | None = None
    words: str = ""


class Page(NamedTuple):
    """Lines of one page, and the marks that lead to its neighbours."""

    lines: list[LogLine]
    newer: str
    older: str


def lines(school: School, user: User, sought: Sought = Sought()) -> QuerySet[LogLine]:  # noqa: B008  # a value
    """The lines that somebody may read, the newest first."""
    rows = LOG.visible_to(user, LogLine.objects.filter(school=school))
    if sought.entry is not None:
        rows = rows.filter(entry=sought.entry)
    if sought.from_on is not None:
        rows = rows.filter(at__gte=dt.datetime.combine(sought.from_on, dt.time.min, LONDON))
    if sought.until_on is not None:
        after = sought.until_on + dt.timedelta(days=1)
        rows = rows.filter(at__lt=dt.datetime.combine(after, dt.time.min, LONDON))
    for word in sought.words.split()[:5]:
        rows = rows.filter(what__icontains=word) | rows.filter(reference__iexact=word)
    return rows.order_by("-pk")


def page(school: School, user: User, sought: Sought, *, before: str = "", after: str = "") -> Page:
    """One page: the newest, those older than a mark, or those newer than one. A mark nobody has is the first page."""
    rows, size = lines(school, user, sought), A_PAGE + 1
    mark = lines(school, user).filter(mark=before or after).values_list("pk", flat=True).first()
    if mark is not None and after:
        found = list(rows.filter(pk__gt=mark).order_by("pk")[:size])
        shown = found[:A_PAGE][::-1]
        return Page(shown, shown[0].mark if len(found) == size else "", shown[-1].mark if shown else "")
    found = list(rows.filter(pk__lt=mark)[:size] if mark is not None else rows[:size])
    shown = found[:A_PAGE]
    return Page(
        shown,
        shown[0].mark if shown and mark is not None else "",
        shown[-1].mark if len(found) == size else "",
    )


def export_lines(school: School, user: User, sought: Sought) -> Iterator[str]:
    """Headings, then a line for each line. No spreadsheet takes one for a formula."""
    yield BOM + line(HEADINGS)
    for one in lines(school, user, sought).iterator(500):
        yield line(cells(one))


def cells(one: LogLine) -> list[str]:
    """One line of the log, as a table has it."""
    return [
        f"{timezone.localtime(one.at):%Y-%m-%d %H:%M}",
        one.get_entry_display(),
        one.reference,
        one.what,
        one.get_for_group_display() if one.for_group else "",
        one.by_name or "Safekeep",
        one.why,
        one.until_on.isoformat() if one.until_on else "",
    ]


def next_review(school: School, user: User) -> dict[str, Any]:
    """What the next review begins with: today, the days since the last, and the two of the last or whoever asks."""
    today, last = timezone.localdate(), LogReview.objects.filter(school=school).first()
    posts = roles_in(user, school.pk)
    found: dict[str, Any] = {"held_on": today, "until_on": today}
    if last is not None:
        found |= {
            "from_on": last.until_on,
            "governor": last.governor_id,
            "co_ordinator": last.co_ordinator_id,
        }
    if Role.SAFETY_GOVERNOR in posts:
        found["governor"] = user.pk
    elif Role.CO_ORDINATOR in posts:
        found["co_ordinator"] = user.pk
    return found


def reviews(school: School) -> list[LogReview]:
    """The reviews of the log, the newest first."""
    return list(LogReview.objects.filter(school=school).select_related("co_ordinator", "governor")[:60])
