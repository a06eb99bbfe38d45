"""The page of a report as it is printed. The same report gives the same bytes whenever it is asked for."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from esafety.governance.counting.charts import chart
from esafety.governance.models import Point, Report
from esafety.governance.policy.disclosure import RULE
from esafety.people.words import in_our_words

TEMPLATE = "papers/governors_report.html"
ON_ONE_PAGE, WIDE_ON_ONE_PAGE = 9, 4
"""A table of so many rows is not broken over two pages; one with words in its cells has longer rows."""


def html_of(report: Report) -> str:
    """The finished page: nothing in it depends on who asks, or when."""
    return render_to_string(TEMPLATE, shown(report))


def shown(report: Report) -> dict[str, Any]:
    """What the template shows; screen and paper alike."""
    said = {one.section: one.text for one in report.comments.all() if one.text}
    return {
        "title": str(report),
        "report": report,
        "school": report.school,
        "school_word": in_our_words("online safety"),
        "rule": RULE,
        "sections": [_with_charts(one, said.get(one["code"], "")) for one in report.figures],
        "points": _points(report),
    }


def _points(report: Report) -> list[Point]:
    """The actions for governors of this edition and of those whose place it takes."""
    editions: list[Report] = [report]
    while editions[-1].replaces is not None:
        editions.append(editions[-1].replaces)
    return list(Point.objects.filter(report__in=editions).order_by("pk"))


def _with_charts(section: dict[str, Any], said: str) -> dict[str, Any]:
    return {**section, "tables": [_drawn(one) for one in section["tables"]], "said": said}


def _drawn(table: dict[str, Any]) -> dict[str, Any]:
    """A table with each cell beside the head of its column, and its drawing if it has one."""
    heads, rows = table["columns"], table["rows"]
    cells = [[{"head": head, "text": text} for head, text in zip(heads, row, strict=True)] for row in rows]
    return {
        **table,
        "cells": cells,
        "is_whole": len(rows) <= (WIDE_ON_ONE_PAGE if table.get("is_wide") else ON_ONE_PAGE),
        "drawn": chart(table["caption"], heads, rows) if table["chart"] else None,
    }
