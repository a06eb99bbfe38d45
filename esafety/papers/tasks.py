"""The room's tasks: shells that fetch, call and stop."""

from celery import shared_task


@shared_task(name="papers.make")
def make(pk: int) -> None:
    """Make one paper if it is due."""
    from esafety.outbox.models import attempt
    from esafety.papers.making import make as make_paper
    from esafety.papers.models import Paper

    attempt(Paper, pk, make_paper)


@shared_task(name="papers.purge")
def purge() -> None:
    """Throw away the files whose time is over."""
    from esafety.papers.purging import purge as purge_papers

    purge_papers()


@shared_task(name="papers.scan")
def scan(pk: int) -> None:
    """Have one received file looked at by the virus scanner if it is due."""
    from esafety.outbox.models import attempt
    from esafety.papers.models import ReceivedFile
    from esafety.papers.receiving.scanning import scan as scan_file

    attempt(ReceivedFile, pk, scan_file)


@shared_task(name="papers.scan_what_was_left")
def scan_what_was_left() -> None:
    """Have looked at what was taken while there was no scanner."""
    from esafety.papers.receiving.scanning import scan_what_was_left as owe_afresh

    owe_afresh()
