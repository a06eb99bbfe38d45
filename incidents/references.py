"""References: short, speakable, never in sequence, so that a gap reveals nothing."""

from __future__ import annotations

import secrets
from itertools import count

from django.utils import timezone

from incidents.models.incident import Incident

LETTERS = "23456789BCDFGHJKMNPQRSTVWXYZ"
"""No vowels (no words), nothing that reads like something else."""


def new_reference() -> str:
    """A reference nobody has, for example "26-K7QF": the year, then four random characters (five when crowded)."""
    year = timezone.localdate().strftime("%y")
    for attempt in count():
        length = 4 if attempt < 8 else 5
        reference = f"{year}-" + "".join(secrets.choice(LETTERS) for _ in range(length))
        if not Incident.objects.filter(reference=reference).exists():
            return reference
    raise AssertionError("unreachable")
