"""What a restore says in the trail, and why somebody may go behind it."""

from __future__ import annotations

from django.db.models import TextChoices

from esafety.audit import event


class Why(TextChoices):
    """Why newer records are given up."""

    LOST = "lost", "What was newer is lost"
    DAMAGED = "damaged", "What was newer is damaged"
    REHEARSAL = "rehearsal", "Rehearsal"


RESTORED = event(
    "backup.restored",
    "{actor} restored the backup of {made_at}",
)
RESTORED_BEHIND = event(
    "backup.restored_behind",
    "{actor} restored the backup of {made_at}, which is older than what was known: {why}",
    why=Why,
)
