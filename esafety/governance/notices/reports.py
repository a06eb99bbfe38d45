"""A report waits for approval; a report is there to be read."""

from __future__ import annotations

from esafety.access.capabilities import Capability as C
from esafety.access.roles import may
from esafety.governance.models import Report
from esafety.governance.vocabulary import ReportStage
from esafety.outbox.notices import Notice, declare_notice
from esafety.people.models import ExternalContact, User


def _reads(report: Report, to: User | ExternalContact) -> bool:
    return isinstance(to, User) and report.is_with_governors and may(to, C.READ_REPORTS, report.school_id)


def _approves(report: Report, to: User | ExternalContact) -> bool:
    waits = report.stage == ReportStage.SUBMITTED
    return isinstance(to, User) and waits and may(to, C.APPROVE_REPORTS, report.school_id)


REPORT_TO_APPROVE = declare_notice(
    Notice(
        code="governance.report_to_approve",
        title="A report to governors waits for approval",
        subject="{school}: a report to governors waits for approval",
        body="A report to governors is written and waits for somebody who had no hand in it to approve it.\n\n"
        "Please sign in and read it:\n{link}",
        may_receive=_approves,
        path=lambda report: report.get_absolute_url(),
        may_wait=lambda report: True,
    )
)

REPORT_READY = declare_notice(
    Notice(
        code="governance.report_ready",
        title="A report to governors is ready",
        subject="{school}: a report to governors is ready",
        body=(
            "A report to governors is ready to read.\n\nPlease sign in to download it; it is not sent by "
            "email:\n{link}"
        ),
        may_receive=_reads,
        path=lambda report: report.get_absolute_url(),
        may_wait=lambda report: True,
    )
)
