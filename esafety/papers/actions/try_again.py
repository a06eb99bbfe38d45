"""Asking once more for a document that could not be made."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from esafety.audit import record
from esafety.outbox.bell import ring
from esafety.papers.making import may_still
from esafety.papers.models import Paper
from esafety.papers.tasks import make
from esafety.papers.vocabulary import PAPER_RETRIED
from esafety.people.models import User


@transaction.atomic
def try_again(*, paper: Paper, by: User) -> Paper:
    """Owe a paper afresh that could not be made. Does nothing to one that is not given up.

    Raises PermissionDenied when `by` did not ask for it or has lost the right to its record.
    """
    about = paper.record()
    if by != paper.requested_by or not may_still(paper, about):
        raise PermissionDenied
    if paper.again():
        ring(make, paper.pk)
        record(PAPER_RETRIED, by=by, school=paper.school, about=about, detail={"paper": paper.reference})
    return paper
