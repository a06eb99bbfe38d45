"""Keeping what was sent."""

from __future__ import annotations

from django.db import connection, models

from esafety.outbox.bell import ring
from esafety.outbox.vocabulary import State
from esafety.papers.actions.want import school_of
from esafety.papers.models import ReceivedFile
from esafety.papers.receiving import scanner
from esafety.papers.receiving.vocabulary import Verdict
from esafety.papers.tasks import scan
from esafety.papers.uploads import SealedUpload
from esafety.people.models import User


def take_in(sent: SealedUpload, *, about: models.Model, by: User) -> ReceivedFile:
    """Keep a file that a form took, in the transaction of the act, which writes the trail. It is in quarantine.

    With a scanner it stays there until it was looked at; without one, whoever opens it is asked to confirm.
    Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A file is kept inside the transaction of the act that it belongs to")
    kept = sent.keep()
    kept.save(force_insert=True)
    waits = scanner.is_set_up()
    received = ReceivedFile.objects.create(
        file=kept,
        school=school_of(about),
        about_label=about._meta.label_lower,
        about_id=about.pk,
        name=(sent.name or "")[:200],
        kind=sent.kind.code,
        received_by=by,
        verdict=Verdict.WAITING if waits else Verdict.UNSCANNED,
        state=State.OWED if waits else State.DONE,
    )
    if waits:
        ring(scan, received.pk)
    return received
