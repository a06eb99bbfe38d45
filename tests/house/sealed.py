"""A scanned paper as the door hands it to a form."""

from __future__ import annotations

from esafety.papers import cabinet
from esafety.papers.receiving.kinds import KIND, SCAN
from esafety.papers.uploads import SealedUpload
from tests.papers.hostile import pdf


def a_scan(name: str) -> SealedUpload:
    """One PDF, sealed."""
    content = pdf()
    arriving = cabinet.Arriving()
    arriving.write(content)
    return SealedUpload(name, len(content), arriving, KIND["pdf"], SCAN)
