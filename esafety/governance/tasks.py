"""The room's tasks: shells that fetch, call and stop."""

from celery import shared_task


@shared_task(name="governance.work_on_report")
def work_on_report(pk: int) -> None:
    """Do one piece of work on a report if it is due."""
    from esafety.governance.counting.working import work
    from esafety.governance.models import ReportRun
    from esafety.outbox.models import attempt

    attempt(ReportRun, pk, work)
