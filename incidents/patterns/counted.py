"""Counting patterns without a word about those that somebody may not see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, QuerySet

from incidents.alert_access import PATTERNS
from incidents.models import Pattern, PatternEvidence

if TYPE_CHECKING:
    from esafety.people.models import User


def evidence() -> QuerySet[PatternEvidence]:
    """The incidents in which patterns were found."""
    return PatternEvidence.objects.filter(before=False)


def seen_by(user: User, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Evidence of patterns that the account sees: of the same found in several circles, the widest alone."""
    mine = PATTERNS.visible_to(user, Pattern.objects.filter(pk=OuterRef("pattern")))
    same = {name: OuterRef(f"pattern__{name}") for name in ("school", "rule", "about")}
    wider = Pattern.objects.filter(circle__gt=OuterRef("pattern__circle"), **same)
    return rows.filter(Exists(mine), ~Exists(PATTERNS.visible_to(user, wider)))
