"""Each morning: what the schools have to keep up and have not."""

from celery import shared_task
from django.utils import timezone

from esafety.office import actions
from esafety.people.models import School


@shared_task(name="office.chase_calendars")
def chase_calendars() -> None:
    """School years without terms."""
    for school in School.objects.all():
        actions.chase_calendar(school=school, today=timezone.localdate())
