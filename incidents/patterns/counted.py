"""Counting patterns without a word about those that somebody may not see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When

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
    return rows.filter(Exists(mine), none_of(PATTERNS.visible_to(user, wider)))


def none_of(rows: QuerySet[Any]) -> Case:
    """A condition: of these rows, which speak of the outer one, there is none. Asked of each outer row by itself.

    As `~Exists` PostgreSQL may join all patterns with all, and did for a minute while it believed the table empty.
    """
    return Case(When(Exists(rows), then=Value(False)), default=Value(True))
