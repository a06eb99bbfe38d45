"""Throwing away what was kept only for a while."""

from __future__ import annotations

from django.db import transaction

from esafety.papers import cabinet
from esafety.papers.models import Paper


def purge() -> int:
    """Destroy the files of papers whose time is over and of links that were closed. Returns how many.

    The rows stay: who asked for what, when, and the hash of what they got.
    """
    outdated = list(Paper.objects.outdated().select_related("file"))
    for paper in outdated:
        _destroy(paper)
    cabinet.sweep()
    return len(outdated)


def _destroy(paper: Paper) -> None:
    assert paper.file is not None  # the query asks for it
    with transaction.atomic():
        cabinet.destroy(paper.file)
