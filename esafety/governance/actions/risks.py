"""The risk assessment: entered, looked at, closed. Source: A 2 (yearly, four areas), D 2.47 (new technology)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from esafety.access.capabilities import Capability as C
from esafety.access.refusals import NotNow
from esafety.audit import record
from esafety.governance.actions.guard import must
from esafety.governance.models import Risk, RiskReview
from esafety.governance.queries.names import refuse_names
from esafety.governance.vocabulary import RISK_ADDED, RISK_CLOSED, RISK_REVIEWED, Level, RiskKind

if TYPE_CHECKING:
    from esafety.people.models import School, User

CLOSED_ALREADY = "This risk is closed."


@transaction.atomic
def add_risk(
    *,
    school: School,
    kind: RiskKind,
    words: str,
    likelihood: Level,
    impact: Level,
    controls: str,
    owner: str,
    review_due: dt.date,
    by: User,
) -> Risk:
    """Enter a risk. Raises NotNow for one that is there, and for a name: reports carry its words to governors."""
    must(by, C.KEEP_REGISTERS, school)
    refuse_names(school, words, owner)
    risk = Risk(
        school=school,
        kind=kind,
        words=words,
        likelihood=likelihood,
        impact=impact,
        controls=controls,
        owner=owner,
        review_due=review_due,
    )
    try:
        with transaction.atomic():
            risk.save(force_insert=True)
    except IntegrityError:
        raise NotNow("The register has this risk. Look at it again instead.") from None
    record(RISK_ADDED, by=by, school=school, about=risk, detail={"kind": kind.value})
    return risk


@transaction.atomic
def review_risk(
    *, risk: Risk, likelihood: Level, impact: Level, controls: str, words: str, review_due: dt.date, by: User
) -> RiskReview:
    """Look at a risk again: how it stands, what it came to, when next. Raises NotNow for one that is closed."""
    must(by, C.KEEP_REGISTERS, risk.school)
    standing = Risk.objects.standing().filter(pk=risk.pk)
    told = {"likelihood": likelihood, "impact": impact, "controls": controls, "review_due": review_due}
    if not standing.update(**told):
        raise NotNow(CLOSED_ALREADY)
    review = RiskReview.objects.create(
        risk=risk, on=timezone.localdate(), likelihood=likelihood, impact=impact, words=words, by=by
    )
    record(RISK_REVIEWED, by=by, school=risk.school, about=risk, detail={"kind": risk.kind})
    return review


@transaction.atomic
def close_risk(*, risk: Risk, by: User) -> Risk:
    """Take a risk out of the assessment; its history stays. Raises NotNow for one that is closed."""
    must(by, C.KEEP_REGISTERS, risk.school)
    if not Risk.objects.standing().filter(pk=risk.pk).update(closed_at=timezone.now()):
        raise NotNow(CLOSED_ALREADY)
    record(RISK_CLOSED, by=by, school=risk.school, about=risk, detail={"kind": risk.kind})
    risk.refresh_from_db()
    return risk
