"""Making the PDF of a finished letter, and keeping it with the incident."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.template.loader import render_to_string

from esafety.outbox.vocabulary import State
from esafety.papers import cabinet, pdf
from incidents.models import Letter, LetterPdf


def shown(letter: Letter) -> dict[str, Any]:
    """What the printed letter shows."""
    return {"letter": letter, "incident": letter.incident, "on": letter.approved_at or letter.written_at}


def make(row: LetterPdf) -> None:
    """Make one letter's PDF; called by `outbox.attempt`, which settles it. The file is sealed before the row is."""
    letter = row.letter
    frame = {"title": letter.subject, "school": letter.school, "stamp": f"Letter {letter.reference}"}
    made = pdf.render(render_to_string("papers/letter.html", {**shown(letter), **frame}))
    kept = cabinet.keep([made.content])
    with transaction.atomic():
        kept.save(force_insert=True)
        free = LetterPdf.objects.filter(pk=row.pk, state=State.OWED, file__isnull=True)
        if not free.update(file=kept, pages=made.pages):
            transaction.set_rollback(True)
