"""The room's tasks: shells that fetch, call and stop."""

from celery import shared_task


@shared_task(name="governance.work_on_report")
def work_on_report(pk: int) -> None:
    """Do one piece of work on a report if it is due."""
    from esafety.governance.counting.working import work
    from esafety.governance.models import ReportRun
    from esafety.outbox.models import attempt

    attempt(ReportRun, pk, work)


@shared_task(name="governance.remind")
def remind() -> None:
    """Each morning: policies to read, the leaders' digest."""
    from django.utils import timezone

    from esafety.governance import actions
    from esafety.people.models import School
    from esafety.walls import within

    for school in School.objects.all():
        with within(school.pk):
            actions.chase_policies(school=school, today=timezone.localdate())
            actions.send_digest(school=school, today=timezone.localdate())
