"""The room's tasks: shells that fetch, call and stop."""

from celery import shared_task


@shared_task(name="aup.work_on_round")
def work_on_round(pk: int) -> None:
    """Do a round of mails if it is due."""
    from aup.models import Round
    from aup.sending import work
    from esafety.outbox.models import attempt

    attempt(Round, pk, work)


@shared_task(name="aup.make_copy")
def make_copy(pk: int) -> None:
    """Make one signed copy if it is due."""
    from aup.copies import make
    from aup.models import SignedCopy
    from esafety.outbox.models import attempt

    attempt(SignedCopy, pk, make)


@shared_task(name="aup.begin_reminders")
def begin_reminders() -> None:
    """Each morning: reminders that are due."""
    from aup.actions import begin_reminders as begin

    begin()
