"""The sections that tell of the registers: policies, training, risks, and what was agreed to be done."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from esafety.governance.counting.shown import Drawn, section, table
from esafety.governance.models import Point, Policy, Risk
from esafety.governance.queries import training
from esafety.governance.queries.policies import readers_and_read
from esafety.ui.templatetags.ui import day

MOST = 12
"""Rows of one register in a report; the register itself has the rest."""


def policies(drawn: Drawn) -> dict[str, Any] | None:
    """Which policies there are, when they are looked at again, how many have read them."""
    found = list(Policy.objects.in_use().filter(school=drawn.school).prefetch_related("editions")[:MOST])
    if not found:
        return None
    read = readers_and_read(drawn.school, found)
    rows = [
        [
            policy.title,
            _approved(policy),
            f"{day(policy.review_due)}{' (due)' if policy.is_due else ''}",
            read[policy.pk].in_words,
        ]
        for policy in found
    ]
    columns = ["Policy", "Approved", "Review due", "Read by those who must"]
    return section("policies", "Policies", tables=[table("Policies in use", columns, rows, is_wide=True)])


def _approved(policy: Policy) -> str:
    edition = next(iter(policy.editions.all()), None)
    if edition is None:
        return "Not yet"
    minute = f", minute {edition.minute}" if edition.minute else ""
    return f"{day(edition.approved_on)}, {edition.approved_by}{minute}"


def training_done(drawn: Drawn) -> dict[str, Any] | None:
    """How much of the training that everybody takes is in date, staff and governors apart."""
    rows = [list(one) for one in training.in_date(drawn.school)]
    needs = training.needs(drawn.school, timezone.localdate())
    tables = [table("Training in date", ["Course", "Staff", "Governors"], rows)] if rows else []
    if needs.asked:
        tables.append(table("The yearly audit of needs", ["", "Answers"], [list(one) for one in needs.rows]))
    return section("training", "Training", tables=tables) if tables else None


def risks(drawn: Drawn) -> dict[str, Any] | None:
    """The risk assessment over the four areas, and new technology."""
    found = list(Risk.objects.standing().filter(school=drawn.school))
    if not found:
        return None
    highest = sorted(found, key=lambda one: (-one.score, one.kind, one.pk))[:MOST]
    rows = [
        [
            one.words,
            one.get_kind_display().split(",")[0],
            f"{one.get_likelihood_display()}, {one.get_impact_display().lower()}",
            one.owner,
            f"{day(one.review_due)}{' (due)' if one.is_due else ''}",
        ]
        for one in highest
    ]
    shown = table(
        "Risks, the highest first",
        ["Risk", "Area", "Likelihood, impact", "Owner", "Review"],
        rows,
        is_wide=True,
        note="" if len(found) <= MOST else f"{MOST} of {len(found)}; the register has the rest.",
    )
    return section("assessment", "The risk assessment", tables=[shown])


def points(drawn: Drawn) -> dict[str, Any] | None:
    """What was agreed before and is still to be done, and what was done in these days."""
    school, span = drawn.school, drawn.period.span
    still = list(Point.objects.open().filter(school=school)[:MOST])
    done = list(
        Point.objects.filter(school=school, done_at__date__gte=span.first, done_at__date__lte=span.last)[
            :MOST
        ]
    )
    if not still and not done:
        return None
    rows = [[one.words, one.owner, _until(one)] for one in still]
    rows += [[one.words, one.owner, f"Done {day(one.done_at)}"] for one in done]
    shown = table("Agreed before, and how it stands", ["Action", "Owner", "When"], rows, is_wide=True)
    return section("points", "Actions carried forward", tables=[shown])


def _until(point: Point) -> str:
    if point.due_on is None:
        return "Open"
    return f"By {day(point.due_on)}{' (overdue)' if point.is_overdue else ''}"
