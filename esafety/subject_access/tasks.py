"""The room's tasks: shells that fetch, call and stop."""

from celery import shared_task


@shared_task(name="subject_access.remind")
def remind() -> None:
    """Each hour: reminders of requests whose day has come."""
    from django.utils import timezone

    from esafety.subject_access import actions

    actions.remind_of_requests(today=timezone.localdate())
