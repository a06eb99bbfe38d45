"""What a school may set for itself, and within which bounds. What a published document requires is not among it.

Source: domain/routing.md (◇); domain/README.md ("Where the sources differ, the difference is a school setting").
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from esafety.schooldays.quiet import LONGEST, length
from incidents.policy.clocks import ADJUSTABLE

CODED = ("nation", "copy_to_authority", "word", "clocks", "quiet_from", "quiet_until", "slug", "help_is_public",
         "help_names_co_ordinator")  # fmt: skip
"""Columns whose old and new value stand in the trail."""
WORDS = ("name", "address", "telephone", "email", "help_how_to_reach", "help_for_pupils", "help_for_parents")
"""Columns of which the trail says only that they changed: somebody may have typed a name."""
SETTABLE = frozenset({*CODED, *WORDS})


def why_not_quiet(starts: dt.time | None, ends: dt.time | None) -> str:
    """Why these cannot be quiet hours, or ""."""
    if starts is None or ends is None:
        return "" if starts is ends else "Quiet hours need a beginning and an end"
    if starts == ends:
        return "Quiet hours must not begin and end at the same time"
    if length(starts, ends) > LONGEST:
        return "Quiet hours must be 14 hours or shorter"
    return ""


def why_not_clocks(clocks: Mapping[str, Any]) -> str:
    """Why these clocks cannot be set, or ""."""
    choices = {row.setting.value: {choice.name for choice in row.choices} for row in ADJUSTABLE}
    if all(name in choices.get(setting, ()) for setting, name in clocks.items()):
        return ""
    return "A clock must be one of its choices"
