"""What the way in shows: a card for each theme, to those whose capability opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.urls import reverse

from esafety.access.capabilities import Capability as C
from esafety.access.roles import may

if TYPE_CHECKING:
    from esafety.people.models import School, User


class Theme(NamedTuple):
    """One card."""

    title: str
    url_name: str
    opened_by: tuple[C, ...]
    text: str


# fmt: off
THEMES: tuple[Theme, ...] = (
    Theme("Reports to governors", "reports_to_governors", (C.READ_REPORTS, C.WRITE_REPORTS),
          "Every term and every year, without a name in them."),
    Theme("Figures today", "figures", (C.SEE_FIGURES,), "Open, late, by kind: what you may open, counted now."),
    Theme("Policies", "policies", (C.READ_REGISTERS, C.KEEP_REGISTERS), "Approval, review, who has read them."),
    Theme("Policies for you to read", "policies_to_read", (C.READ_POLICIES,), "Read what you must know, and say so."),
    Theme("Training", "training", (C.READ_REGISTERS, C.KEEP_REGISTERS), "Courses, needs, inductions."),
    Theme("My training needs", "training_need", (C.READ_POLICIES,), "Once a year: how sure are you?"),
    Theme("Risk assessment", "risks", (C.READ_REGISTERS, C.KEEP_REGISTERS),
          "The four areas of online risk, and new technology."),
    Theme("Meetings", "meetings", (C.READ_REGISTERS, C.KEEP_REGISTERS),
          "Co-ordinator and governor: agenda, minutes, actions."),
    Theme("The rules in force", "rules", (C.READ_REGISTERS, C.KEEP_REGISTERS), "Printed from the program itself."),
    Theme("Schools side by side", "schools_compared", (C.COMPARE_SCHOOLS,), "Published figures of several schools."),
)
# fmt: on

OPENED_BY = tuple(dict.fromkeys(one for theme in THEMES for one in theme.opened_by))
"""Whoever holds any of these has something to do here."""


def cards(school: School, user: User) -> list[dict[str, Any]]:
    """The cards of one account, in the table's order."""
    return [
        {"title": theme.title, "url": reverse(theme.url_name), "text": theme.text}
        for theme in THEMES
        if any(may(user, one, school) for one in theme.opened_by)
    ]
