"""A report is begun, counted and written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from esafety.access.capabilities import Capability as C
from esafety.access.refusals import NotNow
from esafety.audit import record
from esafety.governance.actions.guard import a_draft, change, must, must_move
from esafety.governance.counting.periods import Period
from esafety.governance.counting.sections import CODES
from esafety.governance.models import Comment, Report, ReportRun
from esafety.governance.queries.names import refuse_names
from esafety.governance.tasks import work_on_report
from esafety.governance.vocabulary import (
    REPORT_BEGUN,
    REPORT_COMMENTED,
    REPORT_COUNT_ASKED,
    REPORT_COUNTED,
    REPORT_RETRIED,
    Job,
    ReportKind,
    ReportStage,
)
from esafety.outbox.bell import ring

if TYPE_CHECKING:
    from esafety.governance.counting.shown import Drawn
    from esafety.people.models import School, User

_X = ReportStage.DISCARDED
THERE_IS_ONE = "There is a draft of this report already. Go on with that one."
ALREADY_PUBLISHED = (
    "This report is published already. To correct it, begin a new edition from its page; the "
    "figures stay as they are."
)


@transaction.atomic
def begin_report(
    *, school: School, kind: ReportKind, period: Period, by: User, replaces: Report | None = None
) -> Report:
    """Begin a report about a term or a year, or a new edition of one, and have its figures counted.

    Raises NotNow while there is a draft of it, when it is published already and this is no new edition of it, and for
    days that have not begun. Source: domain/governance.md.
    """
    must(by, C.WRITE_REPORTS, school)
    span = period.span
    same = Report.objects.filter(school=school, kind=kind, first_day=span.first, last_day=span.last)
    if span.first > timezone.localdate():
        raise NotNow(f"{period.name} has not begun yet.")
    if replaces is None and same.published().exists():
        raise NotNow(ALREADY_PUBLISHED)
    if replaces is not None and replaces.stage not in (ReportStage.PUBLISHED, ReportStage.WITHDRAWN):
        raise NotNow("Another edition has taken its place. Begin from that one.")
    report = Report(
        school=school,
        kind=kind,
        period=period.name,
        first_day=span.first,
        last_day=span.last,
        edition=1 + max(same.exclude(stage=_X).values_list("edition", flat=True), default=0),
        replaces=replaces,
        drafted_by=by,
        asks=replaces.asks if replaces else "",
    )
    try:
        with transaction.atomic():
            report.save(force_insert=True)
    except IntegrityError:
        raise NotNow(THERE_IS_ONE) from None
    _carry_over(report, by)
    _owe(report, Job.COUNT, by)
    record(REPORT_BEGUN, by=by, school=school, about=report, detail={"kind": kind.value})
    return report


def _carry_over(report: Report, by: User) -> None:
    """A new edition begins with the words of the one before; whoever begins it answers for them."""
    if report.replaces is not None:
        for one in report.replaces.comments.all():
            Comment.objects.create(report=report, section=one.section, text=one.text, written_by=by)


def _owe(report: Report, job: Job, by: User) -> None:
    run = ReportRun.objects.create(report=report, job=job, asked_by=by)
    ring(work_on_report, run.pk)


@transaction.atomic
def count_anew(*, report: Report, by: User) -> ReportRun:
    """Have the figures of a draft counted again. Raises NotNow when it is no draft, or while they are being counted."""
    must(by, C.WRITE_REPORTS, report.school)
    held = a_draft(report)
    if any(run.is_under_way for run in held.runs.filter(job=Job.COUNT)):
        raise NotNow("The figures are being counted.")
    _owe(held, Job.COUNT, by)
    record(REPORT_COUNT_ASKED, by=by, school=held.school, about=held)
    return held.runs.latest("pk")


@transaction.atomic
def retry_run(*, report: Report, by: User) -> None:
    """Have the last piece of background work tried again. Raises NotNow when it does not wait for a person."""
    must(by, C.WRITE_REPORTS, report.school)
    run = report.runs.order_by("-pk").first()
    if run is None or not run.again():
        raise NotNow("There is nothing to try again.")
    ring(work_on_report, run.pk)
    record(REPORT_RETRIED, by=by, school=report.school, about=report)


@transaction.atomic
def take_figures(*, report: Report, drawn: Drawn, sections: list[dict[str, Any]], by: None = None) -> Report:
    """Put counted figures into a draft. The background work does this; whoever asked for it stands in the run."""
    held = a_draft(report)
    held = change(
        held,
        version=held.version,
        count=drawn.counted,
        count_before=drawn.before,
        count_a_year_before=drawn.a_year_before,
        figures=sections,
    )
    record(REPORT_COUNTED, by=by, school=held.school, about=held)
    return held


@transaction.atomic
def comment(*, report: Report, section: str, text: str, version: int, by: User) -> Report:
    """Write beside one section of a draft; empty text takes it away again.

    Raises NotNow, showing word and sentence, for a name of somebody in the school; Stale.
    """
    must(by, C.WRITE_REPORTS, report.school)
    held = a_draft(report)
    if section not in CODES:
        raise NotNow("This report has no such section.")
    refuse_names(held.school, text)
    told = {"text": text.strip(), "written_by": by, "written_at": timezone.now()}
    held = change(held, version=version)
    Comment.objects.update_or_create(report=held, section=section, defaults=told)
    record(REPORT_COMMENTED, by=by, school=held.school, about=held, detail={"section": section})
    return held


@transaction.atomic
def ask_of_meeting(*, report: Report, asks: str, version: int, by: User) -> Report:
    """Write what the report asks of the meeting. Raises NotNow for a name of somebody in the school; Stale."""
    must(by, C.WRITE_REPORTS, report.school)
    held = a_draft(report)
    refuse_names(held.school, asks)
    held = change(held, version=version, asks=asks.strip())
    record(REPORT_COMMENTED, by=by, school=held.school, about=held, detail={"section": "asks"})
    return held


@transaction.atomic
def discard_report(*, report: Report, version: int, by: User) -> Report:
    """Give a draft up. It stays in the list as discarded. Raises NotNow, Stale."""
    move = must_move(by, "discard", report)
    report = change(report, version=version, stage=ReportStage.DISCARDED, replaces=None)
    record(move.event, by=by, school=report.school, about=report)
    return report
