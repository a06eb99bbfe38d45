"""The room's tasks: shells that fetch, call and stop."""

from celery import shared_task


@shared_task(name="office.work_on_import")
def work_on_import(pk: int) -> None:
    """Do one piece of work on an import if it is due."""
    from esafety.office.models import ImportRun
    from esafety.office.roll.working import work
    from esafety.outbox.models import attempt

    attempt(ImportRun, pk, work)


@shared_task(name="office.purge_imports")
def purge_imports() -> None:
    """Forget what was kept of imports only for a while."""
    from esafety.office.roll.purging import purge

    purge()


@shared_task(name="office.chase_schools")
def chase_schools() -> None:
    """Each morning: a school year without terms, contacts nobody has checked."""
    from django.utils import timezone

    from esafety.office import actions
    from esafety.people.models import School
    from esafety.walls import within

    for school in School.objects.all():
        with within(school.pk):
            actions.chase_calendar(school=school, today=timezone.localdate())
            actions.chase_contacts(school=school, today=timezone.localdate())


@shared_task(name="office.carry_out_changes")
def carry_out_changes() -> None:
    """Each minute: changes to accounts whose moment has come."""
    from esafety.office import actions

    actions.carry_out_changes()


@shared_task(name="office.pass_on_ended_posts")
def pass_on_ended_posts() -> None:
    """Each night: what somebody owned by a post that ended yesterday."""
    from esafety.office import actions

    actions.pass_on_ended_posts()
