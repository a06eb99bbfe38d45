"""What the stories of this room stand on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    """Files and the ledger go to a scratch folder."""
    settings.MEDIA_ROOT = tmp_path / "papers"
    settings.DATA_DIR = tmp_path
