"""Making a paper that is owed: the right is asked again, the pages are drawn, the file is locked away."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from esafety.audit import record as enter
from esafety.papers import archive, cabinet, pdf, sealed_pdf
from esafety.papers.kinds import PaperKind, kind_of
from esafety.papers.models import DocumentLink, Paper
from esafety.papers.vocabulary import PAPER_MADE, PAPER_WITHHELD, Stage, Step, Why
from esafety.people.words import speaking_for
from esafety.ui.templatetags.ui import moment

log = logging.getLogger(__name__)
PATIENCE = 3
"""After so many tries the requester is told instead of being kept waiting. Errors are logged by kind
only: their words may hold what the document holds."""


class Stamp(NamedTuple):
    """What stands at the foot of every page: for whom this copy is, when it was made, its reference."""

    printed_by: str
    at: str
    reference: str
    recipient: str

    def __str__(self) -> str:
        if self.recipient:
            return f"Copy for {self.recipient}, sent by {self.printed_by} on {self.at} · {self.reference}"
        return f"Printed by {self.printed_by} on {self.at} · {self.reference}"


def make(paper: Paper) -> None:
    """Make one paper that was just taken up; called by `outbox.attempt`, which settles it."""
    if paper.attempts > PATIENCE:
        paper.park(Why.BROKEN)
        return
    record = paper.record()
    why = _why_not(paper, record)
    if why:
        _withhold(paper, record, why)
        return
    try:
        made_from = _made_from(paper, record)  # first: what changes meanwhile makes it one that does not open
        made = pdf.render(_html(paper, record), paper.reach)
        _file_away(paper, record, made.pages, _whole(paper, record, made.content), made_from)
    except pdf.LibrariesMissing as error:
        log.error("PDFs cannot be made on this machine: %s", error)
        paper.park(Why.NO_LIBRARIES)
    except Exception as error:
        if paper.attempts < PATIENCE:
            raise
        log.error("The paper %s cannot be made: %s", paper.reference, type(error).__name__)
        paper.park(Why.BROKEN)


def may_still(paper: Paper, record: Any | None) -> bool:
    """Whether the requester of a paper still has the right to it."""
    wants = paper.requested_by
    return record is not None and wants.is_active and kind_of(paper.kind).may(record, wants)


def is_overtaken(paper: Paper, record: Any) -> bool:
    """Whether a paper that is ready was made from something else than what is there now."""
    return paper.stage == Stage.READY and paper.made_from != _made_from(paper, record)


def _made_from(paper: Paper, record: Any) -> str:
    asks = kind_of(paper.kind).made_from
    return asks(record, paper.requested_by) if asks else ""


def _why_not(paper: Paper, record: Any | None) -> Why | None:
    if paper.expires_at <= timezone.now():
        return Why.TOO_LATE
    if paper.is_for_another and not DocumentLink.objects.alive().filter(paper=paper).exists():
        return Why.LINK_CLOSED
    if not may_still(paper, record):
        return Why.RIGHT_ENDED
    return Why.CHANGED if _is_not_what_was_decided(paper, record) else None


def _is_not_what_was_decided(paper: Paper, record: Any) -> bool:
    decided = kind_of(paper.kind).decided
    return decided is not None and decided(record, paper.requested_by) != paper.made_from


def _withhold(paper: Paper, record: Any | None, why: Why) -> None:
    with transaction.atomic():
        if paper.withhold(why):
            about, detail = record or paper, {"why": why.value}
            enter(PAPER_WITHHELD, by=None, school=paper.school, about=about, detail=detail)


def _html(paper: Paper, record: Any) -> str:
    paper.reach(Step.COLLECTING)
    kind: PaperKind = kind_of(paper.kind)
    with speaking_for(paper.school):
        given = kind.template_context(record, paper.requested_by)
        frame = {"title": paper.title, "school": paper.school, "stamp": _stamp(paper)}
        frame["school_word"] = paper.school.get_word_display()
        return render_to_string(kind.template, {**given, **frame})


def _whole(paper: Paper, record: Any, pages: bytes) -> Iterable[bytes]:
    """The document in pieces: with what travels inside it, sealed with the words of its link; as a ZIP; or as it is."""
    kind, by = kind_of(paper.kind), paper.requested_by
    if kind.parts is None:
        return [pages]
    inside = kind.parts(record, by, pages)
    files = kind.files(record, by) if kind.files else []
    if kind.packed:
        return archive.pack({kind.filename(record): pages, **inside}, files)
    words = DocumentLink.objects.get(paper=paper).sealing_words
    return sealed_pdf.seal_with(pages, inside, words, files)


def _stamp(paper: Paper) -> Stamp:
    return Stamp(
        printed_by=str(paper.requested_by),
        at=moment(timezone.now()),
        reference=paper.reference,
        recipient=str(paper.recipient.name if paper.recipient else paper.to_person or ""),
    )


def _file_away(paper: Paper, record: Any, pages: int, whole: Iterable[bytes], made_from: str) -> None:
    """Lock the document away and settle the paper. The file is written before the transaction begins."""
    paper.reach(Step.LOCKING)
    kept = cabinet.keep(whole)
    if _is_not_what_was_decided(paper, record):  # while it was drawn
        _withhold(paper, record, Why.CHANGED)
        return
    with transaction.atomic():
        kept.save(force_insert=True)
        if paper.file_away(kept, pages, made_from):
            detail = {"paper": paper.reference}
            enter(PAPER_MADE, by=paper.requested_by, school=paper.school, about=record, detail=detail)
        else:
            transaction.set_rollback(True)
