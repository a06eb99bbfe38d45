"""Background work of this room: shells that call an action."""

from celery import shared_task

from incidents import actions


@shared_task(name="incidents.run_out_clocks")
def run_out_clocks() -> None:
    """Each minute: clocks that ran out."""
    actions.run_out_clocks()


@shared_task(name="incidents.warn_of_clocks")
def warn_of_clocks() -> None:
    """Each minute: clocks that run out soon."""
    actions.warn_of_clocks()


@shared_task(name="incidents.purge_drafts")
def purge_drafts() -> None:
    """Each night: drafts past their time."""
    actions.purge_drafts()
