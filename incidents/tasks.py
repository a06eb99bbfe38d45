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


@shared_task(name="incidents.make_letter")
def make_letter(pk: int) -> None:
    """Make the PDF of one finished letter if it is due."""
    from esafety.outbox.models import attempt
    from incidents.letters.making import make
    from incidents.models import LetterPdf

    attempt(LetterPdf, pk, make)
