"""Asking for a document."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from esafety.audit import record
from esafety.outbox.bell import ring
from esafety.outbox.vocabulary import State
from esafety.papers.kinds import PaperKind
from esafety.papers.models import Paper
from esafety.papers.tasks import make
from esafety.papers.vocabulary import PAPER_REQUESTED
from esafety.people.models import School, User


@transaction.atomic
def want(kind: PaperKind, *, about: models.Model, by: User) -> Paper:
    """Promise a document about a record to the person who asks; it is made in the background.

    Asked twice while the first is being made, there is one. Raises PermissionDenied.
    """
    if not kind.may(about, by):
        raise PermissionDenied
    waiting = Paper.objects.about(about).filter(
        kind=kind.code, requested_by=by, recipient=None, to_person=None, state=State.OWED
    )
    return waiting.first() or _new_paper(kind, about, by)


def _new_paper(kind: PaperKind, about: models.Model, by: User) -> Paper:
    paper = Paper.objects.create(
        school=school_of(about),
        kind=kind.code,
        about_label=about._meta.label_lower,
        about_id=about.pk,
        title=kind.title(about)[:200],
        requested_by=by,
    )
    ring(make, paper.pk)
    detail = {"paper": paper.reference, "kind": kind.code}
    record(PAPER_REQUESTED, by=by, school=paper.school, about=about, detail=detail)
    return paper


def school_of(about: models.Model) -> School:
    """The school a record belongs to."""
    found: School = about if isinstance(about, School) else about.school  # type: ignore[attr-defined]
    return found
