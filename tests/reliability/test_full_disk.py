"""R11: on a full disk there is no row without its file, no file without its row, and what was typed is given back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from esafety.papers.models import ReceivedFile, StoredFile
from incidents.models import EvidenceItem
from tests.backup.standing import no_file_larger_than
from tests.builders import a_concern, holder
from tests.cast import Cast, sign_in
from tests.incidents.evidence_acts import WORDS, send_file
from tests.papers.hostile import png

pytestmark = pytest.mark.either_engine
LARGEST = 16 * 1024 * 1024
"""More than the test's own database has, less than the file that is sent."""


def test_a_file_that_does_not_fit_leaves_neither_row_nor_file(
    cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "papers"
    incident = a_concern(cast)
    client = sign_in(Client(), holder(incident))
    large = png(30, 40, body=b"x" * (LARGEST + 1_000_000))
    with no_file_larger_than(LARGEST):
        answer = send_file(client, incident, large)
    assert answer.status_code == 422
    assert "no room for it here" in answer.content.decode()
    assert WORDS in answer.content.decode()
    counted = (EvidenceItem.objects.count(), ReceivedFile.objects.count(), StoredFile.objects.count())
    assert counted == (0, 0, 0)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    assert send_file(client, incident, large).status_code == 302  # it was the disk
