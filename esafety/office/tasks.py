"""The room's tasks: shells that fetch, call and stop."""

from celery import shared_task


@shared_task(name="office.chase_calendars")
def chase_calendars() -> None:
    """Each morning: schools with a school year without terms."""
    from django.utils import timezone

    from esafety.office import actions
    from esafety.people.models import School

    for school in School.objects.all():
        actions.chase_calendar(school=school, today=timezone.localdate())
