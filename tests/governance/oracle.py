"""Reading casework a second time, row by row and in plain loops, to hold against what a report counted of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from django.utils import timezone

from esafety.governance.models import Report
from incidents.models import Incident

Cells = dict[str, tuple[int, int]]

BODIES = {
    "social_care": {"social_care"},
    "health": {"early_help", "health"},
    "police": {"police", "police_now"},
    "online": {"ceop", "iwf"},
    "site": {"platform"},
    "other": {"lado", "channel", "authority", "hr", "regulator", "helpline"},
}
ORDER = ("A", "B", "C", "D")
"""The rungs of the ladder that a school has unless it chooses another, the heaviest last."""


def counting(report: Report) -> list[Incident]:
    """The cases of the report's days that are told of each term, one by one."""
    found = []
    for one in Incident.objects.filter(school=report.school):
        day = timezone.localdate(one.reported_at)
        if not report.first_day <= day <= report.last_day or one.merged_into_id:
            continue
        if one.status == "closed" and not one.accepted_as:
            continue
        if one.lane not in ("online_safety", "safeguarding"):
            continue
        found.append(one)
    return found


def children(cases: Iterable[Incident]) -> set[int]:
    """The pupils behind some cases."""
    return {
        row.person_id
        for one in cases
        for row in one.involvements.all()
        if row.person_id
        and row.withdrawn_at is None
        and row.sort == "child"
        and row.part in ("subject", "harmed")
    }


def agencies(report: Report) -> Cells:
    """Cases and children by body outside, from the register of referrals."""
    found: Cells = {}
    for cell, bodies in BODIES.items():
        cases = [
            one
            for one in counting(report)
            if any(row.agency in bodies and row.approach != "not_referred" for row in one.referrals.all())
        ]
        found[cell] = (len(cases), len(children(cases)))
    return found


def sanctions(report: Report) -> Cells:
    """Cases and children by the heaviest category decided last for a child."""
    by_rung: dict[str, list[Incident]] = {"none": [], **{f"c-5-1/{rung}": [] for rung in ORDER}}
    for one in counting(report):
        last: Mapping[int, str] = {
            row.involvement_id: row.rung for row in one.sanctions.order_by("decided_at", "pk")
        }
        rungs = sorted((rung for rung in last.values() if rung), key=ORDER.index)
        by_rung[f"c-5-1/{rungs[-1]}" if rungs else "none"].append(one)
    return {rung: (len(cases), len(children(cases))) for rung, cases in by_rung.items()}


def clocks(report: Report) -> tuple[int, int]:
    """How many time limits were kept, and how many ran out."""
    kept = out = 0
    for one in counting(report):
        for task in one.tasks.all():
            if task.due_at is None:
                continue
            late = task.missed_at or (task.ended_at and task.ended_at > task.due_at)
            if late:
                out += 1
            elif task.state == "done":
                kept += 1
    return kept, out


def an_hour_after(incident: Incident) -> dt.datetime:
    """The moment an hour after a case was reported."""
    return incident.reported_at + dt.timedelta(hours=1)
