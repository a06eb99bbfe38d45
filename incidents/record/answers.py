"""An account as questions and answers: one order for the page, the receipt and the printed record.

Source: C App. 4, in the form's own order; domain/incident-record.md, part B.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esafety.ui.templatetags.ui import clock, day
from incidents.vocabulary import (
    ChildAction,
    ConsideredAs,
    FoundBy,
    IncidentType,
    Material,
    StaffAction,
    WhenKnown,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import TextChoices

    from incidents.models import Statement


def labels(enum: type[TextChoices], codes: Iterable[str]) -> list[str]:
    """The labels of stored codes, in the form's order."""
    chosen = set(codes)
    return [str(member.label) for member in enum if member.value in chosen]


def when(statement: Statement) -> str:
    """When it happened, as far as is known: "3 November 2026", "3 to 5 November 2026", "Not known yet"."""
    if statement.when_known == WhenKnown.NOT_KNOWN or statement.happened_on is None:
        return "Not known yet"
    if statement.happened_until and statement.happened_until != statement.happened_on:
        return f"{day(statement.happened_on)} to {day(statement.happened_until)}"
    return day(statement.happened_on)


def answers(statement: Statement) -> list[dict[str, Any]]:
    """Each question of the form with its answer: `label` and `text` or `lines`. Unanswered additions are left out."""
    found_by = statement.get_found_by_display()
    if statement.found_by == FoundBy.OTHER and statement.found_by_other:
        found_by = f"{found_by}: {statement.found_by_other}"
    place = statement.get_place_display()
    rows: list[dict[str, Any]] = [
        {"label": "Date it happened", "text": when(statement)},
        {"label": "Time", "text": clock(statement.happened_time) or "Not known"},
        {"label": "How it came to light", "text": found_by},
        {"label": "Where", "text": f"{place}. {statement.place_detail}" if statement.place_detail else place},
        {"label": "Type of incident", "lines": _types(statement)},
        {"label": "What happened", "text": statement.description},
        {"label": "The child's own words", "text": statement.child_words, "extra": True},
        {"label": "Told to the writer by others", "text": statement.hearsay, "extra": True},
        {"label": "The writer's opinion", "text": statement.opinion, "extra": True},
        {"label": "Nature", "text": statement.get_nature_display()},
        {"label": "The material was", "lines": labels(Material, statement.material), "empty": "Not said"},
        {
            "label": "Could be considered",
            "lines": labels(ConsideredAs, statement.considered_as),
            "extra": True,
        },
        {"label": "Web addresses", "text": statement.addresses, "extra": True},
        {"label": "App, site or game", "text": statement.platform, "extra": True},
        {"label": "Device", "text": _device(statement)},
        {"label": "Immediate danger", "text": "Yes" if statement.danger else "No"},
        {
            "label": "Safeguarding lead told in person",
            "text": statement.get_told_lead_display(),
            "extra": True,
        },
        {
            "label": "Action taken, staff",
            "lines": labels(StaffAction, statement.actions_staff),
            "empty": "None yet",
        },
        {
            "label": "Action taken, child or young person",
            "lines": labels(ChildAction, statement.actions_child),
            "empty": "None yet",
        },
        {"label": "Specific action", "text": statement.specific_action, "extra": True},
    ]
    return [row for row in rows if not row.pop("extra", False) or row.get("text") or row.get("lines")]


def _types(statement: Statement) -> list[str]:
    found = labels(IncidentType, [*statement.types, statement.primary_type])
    if statement.other_type:
        found = [
            f"{label}: {statement.other_type}" if label == IncidentType.OTHER.label else label
            for label in found
        ]
    return found


def _device(statement: Statement) -> str:
    device = statement.get_device_display()
    return f"{device}, {statement.asset_tag}" if statement.asset_tag else device
