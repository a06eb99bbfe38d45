"""The school's agreements at a glance, and the history of one."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count, Q
from django.utils import timezone

from aup.access.editions import EDITIONS
from aup.models import Edition, Suggestion
from aup.policy.audiences import RULES, Rule
from aup.vocabulary import Audience, EditionStatus, SuggestionStatus

if TYPE_CHECKING:
    from esafety.people.models import School, User


class Standing(NamedTuple):
    """How one agreement of the school stands today."""

    rule: Rule
    label: str
    now: Edition | None
    coming: Edition | None
    approved: Edition | None
    draft: Edition | None
    suggestions: int


def standings(school: School, user: User, on: dt.date | None = None) -> list[Standing]:
    """Every audience of the table with its editions, in two queries."""
    day = on or timezone.localdate()
    seen = EDITIONS.visible_to(user, Edition.objects.filter(school=school).exclude(status="withdrawn"))
    waiting = ~Q(status=SuggestionStatus.ANSWERED)
    counts = dict(
        Suggestion.objects.filter(waiting, edition__school=school)
        .order_by()
        .values_list("edition__audience")
        .annotate(many=Count("pk"))
    )
    by_audience: dict[str, list[Edition]] = {}
    for edition in seen.order_by("number"):
        by_audience.setdefault(edition.audience, []).append(edition)
    return [_standing(rule, by_audience.get(rule.audience, []), counts, day) for rule in RULES]


def _standing(rule: Rule, editions: list[Edition], counts: dict[str, int], day: dt.date) -> Standing:
    def last(status: EditionStatus) -> Edition | None:
        return next((one for one in reversed(editions) if one.status == status), None)

    held = next((one for one in reversed(editions) if one.holds_on(day)), None)
    latest = last(EditionStatus.IN_FORCE)
    return Standing(
        rule,
        Audience(rule.audience).label,
        held,
        latest if latest != held else None,
        last(EditionStatus.APPROVED),
        last(EditionStatus.DRAFT),
        counts.get(rule.audience, 0),
    )


def history(school: School, audience: str, user: User) -> list[Edition]:
    """Every edition of one agreement that the account sees, the newest first."""
    seen = EDITIONS.visible_to(user, Edition.objects.filter(school=school, audience=audience))
    return list(seen.select_related("drafted_by", "approved_by").order_by("-number"))
