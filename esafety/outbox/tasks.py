"""The room's tasks: shells that fetch, call and stop."""

from celery import shared_task

from esafety.outbox.patience import NotDone


@shared_task(name="outbox.deliver", throws=(NotDone,))
def deliver(pk: int) -> None:
    """Send one message if it is due."""
    from esafety.outbox.delivery import deliver as send

    send(pk)


@shared_task(name="outbox.run_planned")
def run_planned(name: str) -> None:
    """Run one scheduled job if it is due."""
    from esafety.outbox.schedule import run_if_due

    run_if_due(name)
