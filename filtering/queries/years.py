"""Yearly reviews: the list, one page, who signs as what."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

from esafety.access.capabilities import Capability as C
from esafety.access.roles import may, roles_in
from esafety.schooldays.years import SchoolYear, year_of
from filtering.models import FrozenReview, ReviewSignature, YearlyReview
from filtering.policy.signing import SIGNS
from filtering.queries.evidence import evidence_of
from filtering.vocabulary import ReviewStage, Signatory

if TYPE_CHECKING:
    from esafety.people.models import School, User


class YearPage(NamedTuple):
    """What the page shows."""

    stage: str
    evidence: dict[str, Any]
    signatures: list[ReviewSignature]
    missing: list[str]
    parts: list[dict[str, str]]
    may_write: bool
    may_take_back: bool
    may_sign: bool
    frozen: FrozenReview | None


def reviews(school: School) -> list[YearlyReview]:
    """Every year's review, the newest first."""
    return list(YearlyReview.objects.filter(school=school))


def to_begin(school: School, today: dt.date) -> list[SchoolYear]:
    """The present school year and the last, where nobody has begun a review."""
    there = set(YearlyReview.objects.filter(school=school).values_list("year", flat=True))
    this = year_of(today)
    return [one for one in (this, this.previous) if one.begins not in there]


def page_of(review: YearlyReview, user: User) -> YearPage:
    """One review for one reader. While it is written, the evidence is what the year shows so far."""
    draft, ready = review.stage == ReviewStage.DRAFT, review.stage == ReviewStage.READY
    signatures = list(review.signatures.filter(edition=review.edition))
    signed = {one.role for one in signatures}
    decides = may(user, C.DECIDE_FILTERING, review.school_id)
    by_me = any(one.by_id == user.pk for one in signatures)
    return YearPage(
        stage=ReviewStage(review.stage).label,
        evidence=evidence_of(review.school, review.school_year.span) if draft else review.evidence,
        signatures=signatures,
        missing=[] if draft else [str(one.label) for one in Signatory if one not in signed],
        parts=[{"label": label, "text": getattr(review, name)} for name, label in PARTS],
        may_write=draft and decides,
        may_take_back=ready and decides,
        may_sign=ready and not by_me and bool(roles_of(review, user, signed)),
        frozen=frozen_of(review),
    )


PARTS = (
    ("risk_profile", "The risks of our pupils"),
    ("blocked_why", "What is blocked, what is allowed, and why"),
    ("monitoring", "How use is monitored, and who acts on what is found"),
    ("actions", "What is to be done next year"),
)


def roles_of(review: YearlyReview, user: User, signed: set[str] | None = None) -> list[Signatory]:
    """As what somebody may sign what nobody has signed yet."""
    held = roles_in(user, review.school_id)
    if signed is None:
        signed = set(review.signatures.filter(edition=review.edition).values_list("role", flat=True))
    return [one for one, role in SIGNS.items() if role in held and one not in signed]


def frozen_of(review: YearlyReview) -> FrozenReview | None:
    """The document it became."""
    return FrozenReview.objects.filter(review=review).select_related("file").first()
