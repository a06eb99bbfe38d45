"""What the stories of this room stand on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cast import Cast
from tests.governance.terms import a_roll, a_year_behind


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    """Files go to a scratch folder."""
    settings.MEDIA_ROOT = tmp_path / "papers"


@pytest.fixture
def pupils(cast: Cast) -> list[Any]:
    """A school large enough to have figures, with a year behind it."""
    a_year_behind(cast.school)
    return a_roll(cast.school)
