"""A signed review becomes a document that is kept as long as the review."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.template.loader import render_to_string

from esafety.audit import record
from esafety.papers import cabinet, pdf
from esafety.papers.making import Stamp
from esafety.people.words import speaking_for
from esafety.ui.templatetags.ui import moment
from filtering.models import FrozenReview, YearlyReview
from filtering.vocabulary import YEAR_FROZEN


def freeze(frozen: FrozenReview) -> None:
    """Make the document and lock it away; called by `outbox.attempt`, which settles the row."""
    review = frozen.review
    with speaking_for(review.school):
        made = pdf.render(
            render_to_string("papers/filtering_year.html", frozen_context(review, frozen.reference))
        )
    kept = cabinet.keep([made.content])
    with transaction.atomic():
        kept.save(force_insert=True)
        if not FrozenReview.objects.filter(pk=frozen.pk, file__isnull=True).update(file=kept):
            transaction.set_rollback(True)
            return
        record(YEAR_FROZEN, by=None, school=review.school, about=review)


def frozen_context(review: YearlyReview, reference: str) -> dict[str, Any]:
    """What the document shows: the texts, the evidence as it was put forward, who signed and when."""
    signatures = list(review.signatures.filter(edition=review.edition))
    last = signatures[-1]
    return {
        "title": str(review),
        "school": review.school,
        "school_word": review.school.get_word_display(),
        "review": review,
        "evidence": review.evidence,
        "signatures": signatures,
        "stamp": Stamp(printed_by=last.by_name, at=moment(last.at), reference=reference, recipient=""),
    }
