"""The background work on a report: its figures are counted, its file is printed. Each run shows how far it has come."""

from __future__ import annotations

from esafety.access.capabilities import Capability
from esafety.access.refusals import NotNow
from esafety.access.roles import may
from esafety.governance import actions
from esafety.governance.counting import printing
from esafety.governance.counting.periods import Period, calendar_of
from esafety.governance.counting.sections import drawn_sections
from esafety.governance.counting.shown import Drawn
from esafety.governance.counting.tallying import tally
from esafety.governance.models import PeriodCount, Report, ReportRun
from esafety.governance.vocabulary import Job, ReportKind, ReportStage
from esafety.papers import cabinet, pdf
from esafety.people.models import User
from esafety.people.words import speaking_for

GONE_ON, RIGHT_ENDED = "gone on", "right ended"


def work(run: ReportRun) -> None:
    """Do one piece of work, in the name of whoever asked and with the right they hold now."""
    report = Report.objects.select_related("school", "count", "drafted_by", "approved_by").get(
        pk=run.report_id
    )
    stage, capability, act = _WORK[Job(run.job)]
    if report.stage != stage:
        run.withhold(GONE_ON)
    elif not may(User.objects.get(pk=run.asked_by_id), capability, report.school_id):
        run.park(RIGHT_ENDED)
    else:
        with speaking_for(report.school):
            act(run, report)


def _count(run: ReportRun, report: Report) -> None:
    try:
        drawn = _drawn(run, report)
        sections = drawn_sections(ReportKind(report.kind), drawn)
        actions.take_figures(report=report, drawn=drawn, sections=sections, by=None)
    except NotNow as reason:
        run.park(str(reason))


def _drawn(run: ReportRun, report: Report) -> Drawn:
    calendar = calendar_of(report.school)
    period = calendar.named(Period("", report.span).key)
    if period is None:
        raise NotNow("The dates of the term were changed. Discard this draft and begin the report anew.")
    beside = [calendar.before(period), calendar.a_year_before(period)]
    wanted = [period, *beside, *period.parts]
    found: list[PeriodCount | None] = []
    for at, one in enumerate(wanted):
        found.append(tally(report.school, one) if one else None)
        run.reach(at + 1, len(wanted) + 1)
    count = found[0]
    assert count is not None
    parts = tuple(one for one in found[3:] if one is not None)
    return Drawn(report.school, period, count, found[1], found[2], parts)


def _print(run: ReportRun, report: Report) -> None:
    """Make the file and lock it away. The right was used when it was approved; this only carries it out."""
    run.reach(0, 3)
    html = printing.html_of(report)
    run.reach(1, 3)
    made = pdf.render(html)
    run.reach(2, 3)
    kept = cabinet.keep([made.content])
    try:
        actions.publish(report=report, kept=kept, pages=made.pages, by=None)
    except NotNow:
        cabinet.drop(kept)
        run.withhold(GONE_ON)


_WORK = {
    Job.COUNT: (ReportStage.DRAFT, Capability.WRITE_REPORTS, _count),
    Job.PRINT: (ReportStage.APPROVED, Capability.APPROVE_REPORTS, _print),
}
