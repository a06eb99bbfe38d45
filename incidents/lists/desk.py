"""What the first page shows: what needs this person now, as few numbers as will do. Every count asks the policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Count, Q
from django.urls import reverse

from esafety.people.models import School
from filtering.queries.requests import to_decide, to_do
from incidents.access import RECEIPTS
from incidents.alerts import listing as alert_list
from incidents.lists import my_tasks
from incidents.lists.filters import ME, Filters
from incidents.lists.listing import MOST_COUNTED, conditions, counted, found
from incidents.lists.rows import day
from incidents.models import Draft, Incident
from incidents.patterns.shown import widest
from incidents.vocabulary import Status
from incidents.vocabulary.watching import PatternState

if TYPE_CHECKING:
    from django.db.models import Exists, QuerySet

    from esafety.people.models import User

MOST_SHOWN = 5


class Figure(NamedTuple):
    """A number worth seeing first, and where it leads."""

    number: str
    label: str
    url: str
    attention: bool = False


def figures(user: User, school: School, *, triages: bool) -> list[Figure]:
    """The counts. Who does not triage sees how much was shared with them; their tasks are listed below.

    Only open incidents are counted, so the cost follows the work there is, not the archive.
    """
    kinds = _LEADING if triages else _OTHERS
    row = found(user, school, Filters()).aggregate(
        **{
            name: Count("pk", filter=all_of(conditions(user, filters)))
            for name, (_, filters, _) in kinds.items()
        }
    )
    url = reverse("incidents")
    shown = [
        Figure(_number(row[name]), label, f"{url}?{filters.encoded(user)}", urgent and row[name] > 0)
        for name, (label, filters, urgent) in kinds.items()
        if row[name] or (triages and name not in _WHEN_SOME)
    ]
    return shown + _besides(user, school, triages=triages)


def _besides(user: User, school: School, *, triages: bool) -> list[Figure]:
    """What other lists hold for this person, where there is any: tasks, alerts, patterns, the filter. One query."""
    others: list[tuple[QuerySet, str, str, bool]] = []
    if triages:
        waiting = alert_list.found(user, school, alert_list.Asked()).filter(unread=True)
        asking = widest(user, school).filter(state=PatternState.OPEN)
        others = [
            (my_tasks.mine(user, school), "My tasks", "tasks", False),
            (waiting, "Alerts to read", "alerts", True),
            (asking, "Patterns to answer", "patterns", False),
        ]
    others += [
        (to_decide(school, user), "Filter requests to decide", "filtering", False),
        (to_do(school, user), "On today’s filter list", "filtering_today", False),
    ]
    others = [other for other in others if not other[0].query.is_empty()]
    if not others:
        return []
    rows = School.objects.filter(pk=school.pk).order_by()
    counts = rows.values_list(*(counted(found) for found, *_ in others)).get()
    return [
        Figure(_number(count), label, reverse(url), attention)
        for count, (_, label, url, attention) in zip(counts, others, strict=True)
        if count or url == "tasks"
    ]


def all_of(wanted: list[Q | Exists]) -> Q:
    """The conditions as one."""
    every = Q()
    for one in wanted:
        every &= Q(one)
    return every


def _number(count: int) -> str:
    return f"{MOST_COUNTED:,}+" if count > MOST_COUNTED else f"{count:,}"


_LEADING: dict[str, tuple[str, Filters, bool]] = {
    "new": ("New concerns", Filters(status=Status.SUBMITTED), False),
    "overdue": ("Past their time", Filters(overdue=True), True),
    "assigned": ("Assigned to me", Filters(owner=ME), False),
    "letters": ("Letters to approve", Filters(letters=True), False),
}
_WHEN_SOME = {"letters"}
"""Shown only when there is one: letters that somebody else wrote and that wait for a second person."""
_OTHERS: dict[str, tuple[str, Filters, bool]] = {"shared": ("Shared with me", Filters(), False)}


def latest_reports(user: User) -> list[dict[str, Any]]:
    """What the person reported last: references and days, nothing of what became of them."""
    rows = RECEIPTS.visible_to(user, Incident.objects.all()).order_by("-reported_at", "-pk")
    return [
        {
            "title": reference,
            "url": reverse("receipt", kwargs={"reference": reference}),
            "meta": f"Sent {day(reported_at)}",
        }
        for reference, reported_at in rows.values_list("reference", "reported_at")[:MOST_SHOWN]
    ]


def has_draft(user: User) -> bool:
    """Whether the person has begun a report and not sent it."""
    return Draft.objects.filter(user=user).exists()
