"""The room's tasks: shells that fetch, call and stop."""

from celery import shared_task


@shared_task(name="moving.follow")
def follow() -> None:
    """Each minute: receipts that came by a link, reminders whose moment has come."""
    from django.utils import timezone

    from esafety.moving import actions

    actions.take_receipts()
    actions.remind_of_transfers(now=timezone.now())
