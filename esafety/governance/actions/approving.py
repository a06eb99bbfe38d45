"""A report is sent for approval, approved by somebody else, frozen, and perhaps withdrawn.

What freezes is everything that was printed: the file with its fingerprint, the figures as data, and the counts of the
period and of those it was set beside, so that no later report can count the same days another way
(docs/decisions/0030).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from esafety.access.refusals import NotNow
from esafety.audit import record
from esafety.governance.actions.guard import change, must_move
from esafety.governance.counting.year_sections import with_serious
from esafety.governance.models import PeriodCount, Report, ReportRun
from esafety.governance.notices import REPORT_READY, REPORT_TO_APPROVE
from esafety.governance.queries.names import refuse_names
from esafety.governance.queries.readers import approvers, readers
from esafety.governance.tasks import work_on_report
from esafety.governance.vocabulary import REPORT_PUBLISHED, REPORT_REPLACED, Job, ReportStage
from esafety.outbox.bell import ring
from esafety.outbox.owing import Promise, owe_all

if TYPE_CHECKING:
    from esafety.papers.models import StoredFile
    from esafety.people.models import User

NOT_COUNTED = "The figures have not been counted yet."
TOO_EARLY = (
    "These figures were counted before the last day was over. Count them again after it, then send the "
    "report for approval."
)
COUNTED_SINCE = (
    "Some of these figures were counted again for another report. Count them anew, so that both say the same."
)


@transaction.atomic
def submit_report(*, report: Report, version: int, by: User) -> Report:
    """Send a draft for approval. Tells those who can approve it and had no hand in it.

    Raises NotNow while figures are missing or were counted before the last day was over, and for a name of somebody in
    the school in anything written; Stale.
    """
    move = must_move(by, "submit", report)
    _must_be_counted(report)
    refuse_names(report.school, report.asks, *report.comments.values_list("text", flat=True))
    refuse_names(report.school, *report.points.values_list("words", flat=True))
    report = change(report, version=version, stage=move.target, said_back="")
    told = [user for user in approvers(report) if user != by]
    owe_all(Promise(REPORT_TO_APPROVE, report, user, f"v{report.version}") for user in told)
    record(move.event, by=by, school=report.school, about=report)
    return report


def _must_be_counted(report: Report) -> None:
    if report.count is None:
        raise NotNow(NOT_COUNTED)
    if any(run.is_under_way for run in report.runs.filter(job=Job.COUNT)):
        raise NotNow("The figures are being counted. Wait until they are there.")
    if not report.count.is_whole:
        raise NotNow(TOO_EARLY)


@transaction.atomic
def send_back(*, report: Report, reason: str, version: int, by: User) -> Report:
    """Send a report back to those who write it, with the reason. Raises NotNow, Stale."""
    move = must_move(by, "send-back", report)
    report = change(report, version=version, stage=move.target, said_back=reason)
    record(move.event, by=by, school=report.school, about=report)
    return report


@transaction.atomic
def approve_report(*, report: Report, version: int, by: User) -> Report:
    """Approve a report, freeze every figure it prints, and have its file made.

    Raises NotNow for whoever drafted it or wrote in it, and when its figures were counted again since; Stale.
    """
    move = must_move(by, "approve", report)
    counts = _freeze(report)
    report = change(
        report,
        version=version,
        stage=move.target,
        approved_by=by,
        approved_at=timezone.now(),
        figures=with_serious(report.figures, counts[0]),
    )
    run = ReportRun.objects.create(report=report, job=Job.PRINT, asked_by=by)
    ring(work_on_report, run.pk)
    record(move.event, by=by, school=report.school, about=report)
    return report


def _freeze(report: Report) -> list[PeriodCount]:
    """The counts that the report prints, frozen. Whatever counts them later takes these rows."""
    ids = [report.count_id, report.count_before_id, report.count_a_year_before_id]
    held = PeriodCount.objects.select_for_update(no_key=True).in_bulk([pk for pk in ids if pk])
    counted_by = report.runs.filter(job=Job.COUNT).order_by("-pk").values_list("done_at", flat=True).first()
    for count in held.values():
        if count.frozen_at is None and counted_by and count.counted_at > counted_by:
            raise NotNow(COUNTED_SINCE)
    PeriodCount.objects.filter(pk__in=held, frozen_at=None).update(frozen_at=timezone.now())
    if report.is_annual:
        _freeze_terms(report)
    return [held[pk] for pk in ids if pk]


def _freeze_terms(report: Report) -> None:
    """The terms of a year are printed beside it, so they stay as well."""
    inside = PeriodCount.objects.filter(
        school=report.school, first_day__gte=report.first_day, last_day__lte=report.last_day, frozen_at=None
    )
    inside.update(frozen_at=timezone.now())


@transaction.atomic
def publish(*, report: Report, kept: StoredFile, pages: int, by: None = None) -> Report:
    """Give an approved report its file, for ever, and tell those who read reports. Replaces the edition before.

    Raises NotNow when it is not waiting for its file any more.
    """
    if not Report.objects.filter(pk=report.pk, stage=ReportStage.APPROVED).exists():
        raise NotNow("This report is not waiting to be printed.")
    kept.save(force_insert=True)
    if report.replaces_id:
        old = Report.objects.get(pk=report.replaces_id)
        if old.stage == ReportStage.PUBLISHED:
            change(old, version=old.version, stage=ReportStage.REPLACED)
    report = change(
        report,
        version=report.version,
        stage=ReportStage.PUBLISHED,
        file=kept,
        fingerprint=kept.sha256,
        pages=pages,
    )
    owe_all(Promise(REPORT_READY, report, user) for user in readers(report.school))
    if report.replaces_id:
        record(REPORT_REPLACED, by=by, school=report.school, about=report.replaces)
    record(REPORT_PUBLISHED, by=by, school=report.school, about=report, detail={"fingerprint": kept.sha256})
    return report


@transaction.atomic
def withdraw_report(*, report: Report, reason: str, version: int, by: User) -> Report:
    """Take a published edition back, with the reason. It stays in the list, marked. Raises NotNow, Stale."""
    move = must_move(by, "withdraw", report)
    refuse_names(report.school, reason)
    report = change(
        report,
        version=version,
        stage=move.target,
        withdrawn_by=by,
        withdrawn_at=timezone.now(),
        withdrawn_reason=reason,
    )
    record(move.event, by=by, school=report.school, about=report)
    return report
