"""What the tests about the whole building stand on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from tests.house.world import world

__all__ = ["world"]


@pytest.fixture(autouse=True)
def _fresh(settings: Any, tmp_path: Path) -> None:
    """Files go to a scratch folder; nobody has asked too often yet."""
    settings.MEDIA_ROOT = tmp_path / "papers"
    cache.clear()
