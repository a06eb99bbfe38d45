"""The room's tasks: shells that fetch, call and stop."""

from celery import shared_task


@shared_task(name="keeping.work_out_due_dates")
def work_out_due_dates() -> None:
    """Each night: which records are due for review."""
    from esafety.keeping.working import work_out
    from esafety.people.models import School
    from esafety.walls import within

    for school in School.objects.all():
        with within(school.pk):
            work_out(school)


@shared_task(name="keeping.carry_out")
def carry_out(pk: int) -> None:
    """Carry out one approved disposal if it is due."""
    from esafety.keeping.carrying import carry
    from esafety.keeping.models import DisposalRun
    from esafety.outbox.models import attempt

    attempt(DisposalRun, pk, carry)
