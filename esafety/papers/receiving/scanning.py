"""Having what came looked at: the promise that a received file is."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from esafety.audit import record as enter
from esafety.outbox.patience import NotDone
from esafety.outbox.vocabulary import State
from esafety.papers import cabinet
from esafety.papers.models import ReceivedFile
from esafety.papers.receiving import scanner
from esafety.papers.receiving.vocabulary import UPLOAD_CLEAN, UPLOAD_INFECTED, Verdict


def scan(received: ReceivedFile) -> None:
    """Have one file judged; called by `outbox.attempt`, which settles it. Raises NotDone while it cannot be."""
    if not scanner.is_set_up():
        raise NotDone("no scanner")
    found = scanner.scan(cabinet.read(received.file))
    verdict, event = (Verdict.INFECTED, UPLOAD_INFECTED) if found else (Verdict.CLEAN, UPLOAD_CLEAN)
    with transaction.atomic():
        ReceivedFile.objects.filter(pk=received.pk).update(verdict=verdict, found=found)
        about = received.record() or received
        enter(event, by=None, school=received.school, about=about, detail={"file": received.reference})


def scan_what_was_left() -> int:
    """Owe afresh what was taken while there was no scanner, or given up. Returns how many."""
    if not scanner.is_set_up():
        return 0
    unscanned = ReceivedFile.objects.filter(verdict=Verdict.UNSCANNED, file__destroyed_at=None)
    given_up = ReceivedFile.objects.filter(verdict=Verdict.WAITING, state=State.PARKED)
    fresh = {"state": State.OWED, "due_at": timezone.now(), "attempts": 0, "failures": 0, "outages": 0}
    return int(unscanned.update(verdict=Verdict.WAITING, **fresh) + given_up.update(**fresh))
