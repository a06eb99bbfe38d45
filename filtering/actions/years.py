"""The yearly review: begun, written, put forward, signed by three, frozen. Source: field 4.4; domain/filtering.md."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from esafety.access.capabilities import Capability as C
from esafety.access.refusals import NotNow, Stale
from esafety.access.roles import roles_in
from esafety.access.versions import write_seen
from esafety.audit import record
from esafety.outbox.bell import ring
from esafety.people.models import School, User
from esafety.people.queries import holders
from esafety.schooldays.years import SchoolYear, year_of
from filtering.actions.guard import must
from filtering.models import FrozenReview, ReviewSignature, YearlyReview
from filtering.notices import YEAR_TO_SIGN
from filtering.policy.signing import SIGNS
from filtering.queries.evidence import evidence_of
from filtering.telling import tell
from filtering.vocabulary import (
    YEAR_BEGUN,
    YEAR_READY,
    YEAR_REOPENED,
    YEAR_SIGNED,
    YEAR_WRITTEN,
    ReviewStage,
    Signatory,
)


@transaction.atomic
def begin_year(*, school: School, year: SchoolYear, by: User) -> YearlyReview:
    """Begin the review of a school year. Raises NotNow for one that is there and for a year that has not begun."""
    must(by, school, C.DECIDE_FILTERING)
    if year.begins > year_of(timezone.localdate()).begins:
        raise NotNow("This school year has not begun.")
    School.objects.select_for_update(no_key=True).get(pk=school.pk)
    if YearlyReview.objects.filter(school=school, year=year.begins).exists():
        raise NotNow("The review of this year is there already.")
    made = YearlyReview.objects.create(school=school, year=year.begins, begun_by=by)
    record(YEAR_BEGUN, by=by, school=school, about=made, detail={"year": str(year)})
    return made


@transaction.atomic
def write_year(
    *,
    review: YearlyReview,
    risk_profile: str,
    blocked_why: str,
    monitoring: str,
    actions: str,
    version: int,
    by: User,
) -> YearlyReview:
    """Write what only people know: the risks, what is blocked and why, monitoring, what is to be done.

    Raises NotNow when it was put forward, Stale when somebody wrote meanwhile.
    """
    must(by, review.school, C.DECIDE_FILTERING)
    _must_stand_at(
        review, ReviewStage.DRAFT, "The review was put forward to be signed. Take it back to write in it."
    )
    told = {
        "risk_profile": risk_profile,
        "blocked_why": blocked_why,
        "monitoring": monitoring,
        "actions": actions,
    }
    made = _change(review, version, **told)
    record(YEAR_WRITTEN, by=by, school=made.school, about=made)
    return made


@transaction.atomic
def put_year_forward(*, review: YearlyReview, by: User) -> YearlyReview:
    """Copy what the year showed into the review and ask the three for their signatures.

    Raises NotNow while a part is empty or when it was put forward, and Stale.
    """
    must(by, review.school, C.DECIDE_FILTERING)
    _must_stand_at(review, ReviewStage.DRAFT, "The review was put forward already.")
    if not all((review.risk_profile, review.blocked_why, review.monitoring, review.actions)):
        raise NotNow(
            "Write every part first: the risks, what is blocked and why, monitoring, what is to be done."
        )
    evidence = evidence_of(review.school, review.school_year.span)
    made = _change(
        review, review.version, stage=ReviewStage.READY, evidence=evidence, ready_at=timezone.now()
    )
    tell(
        YEAR_TO_SIGN,
        made,
        [post.user for post in holders(made.school, SIGNS.values())],
        key=f"{made.edition}",
    )
    record(YEAR_READY, by=by, school=made.school, about=made)
    return made


@transaction.atomic
def take_year_back(*, review: YearlyReview, by: User) -> YearlyReview:
    """Take a review back to be written: signatures so far stay with the edition that was signed.

    Raises NotNow when it is signed off or being written, and Stale.
    """
    must(by, review.school, C.DECIDE_FILTERING)
    _must_stand_at(review, ReviewStage.READY, "Only a review that waits for signatures can be taken back.")
    made = _change(
        review,
        review.version,
        stage=ReviewStage.DRAFT,
        edition=review.edition + 1,
        ready_at=None,
        evidence={},
    )
    record(YEAR_REOPENED, by=by, school=made.school, about=made)
    return made


@transaction.atomic
def sign_year(*, review: YearlyReview, role: Signatory, edition: int, by: User) -> YearlyReview:
    """Sign one edition in one role; with the third signature the review is signed off and made into a document.

    Raises PermissionDenied for whoever does not hold the post, NotNow for an edition that was taken back, a role that
    was signed and a second signature of one person.
    """
    if SIGNS[role] not in roles_in(by, review.school_id):
        raise PermissionDenied
    held = (
        YearlyReview.objects.select_for_update(of=("self",), no_key=True)
        .select_related("school")
        .get(pk=review.pk)
    )
    if held.stage != ReviewStage.READY or held.edition != edition:
        raise NotNow("The review is not the one you read. Open it again, and sign what you read there.")
    try:
        with transaction.atomic():
            ReviewSignature.objects.create(review=held, edition=edition, role=role, by=by, by_name=str(by))
    except IntegrityError:
        raise NotNow("This is signed already: once for each of the three, by three people.") from None
    if held.signatures.filter(edition=edition).count() == len(Signatory):
        held = _change(held, held.version, stage=ReviewStage.SIGNED)
        _owe_document(held)
    record(YEAR_SIGNED, by=by, school=held.school, about=held, detail={"role": role.value})
    return held


def _owe_document(review: YearlyReview) -> None:
    from filtering.tasks import freeze_review  # tasks import actions

    ring(freeze_review, FrozenReview.objects.create(review=review).pk)


def _must_stand_at(review: YearlyReview, stage: ReviewStage, otherwise: str) -> None:
    if YearlyReview.objects.get(pk=review.pk).stage != stage:
        raise NotNow(otherwise)


def _change(review: YearlyReview, version: int, **columns: Any) -> YearlyReview:
    written = write_seen(YearlyReview.objects.filter(pk=review.pk), version, **columns)
    now = YearlyReview.objects.select_related("school").get(pk=review.pk)
    if not written:
        raise Stale(now)
    return now
