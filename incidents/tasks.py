"""Background work of this room: shells that call an action."""

from celery import shared_task
from django.conf import settings

from incidents import actions
from incidents.alerts.collecting import collect


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


@shared_task(name="incidents.make_letter")
def make_letter(pk: int) -> None:
    """Make the PDF of one finished letter if it is due."""
    from esafety.outbox.models import attempt
    from incidents.letters.making import make
    from incidents.models import LetterPdf

    attempt(LetterPdf, pk, make)


@shared_task(name="incidents.run_out_alert_clocks")
def run_out_alert_clocks() -> None:
    """Each minute: alerts that nobody read in time."""
    actions.run_out_alert_clocks()


@shared_task(name="incidents.collect_alerts")
def collect_alerts() -> None:
    """Each minute: what waits in the mailbox of alerts, where one is set up."""
    if settings.ALERTS_MAILBOX_URL:
        collect()


@shared_task(name="incidents.find_patterns")
def find_patterns() -> None:
    """Each minute: patterns of schools in which something has changed."""
    actions.find_patterns()


@shared_task(name="incidents.find_all_patterns")
def find_all_patterns() -> None:
    """Each night: patterns of every school, since days pass where nothing changes."""
    actions.find_patterns(every=True)
