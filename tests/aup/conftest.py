"""What the tests of signing stand on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from tests.aup.signing import Okafors, a_campaign, everything_in_force
from tests.cast import Cast


@pytest.fixture
def signing(cast: Cast, settings: Any, tmp_path: Path) -> Cast:
    """A school whose agreements are in force; nobody has been asked."""
    cache.clear()  # tries are counted there
    settings.MEDIA_ROOT = tmp_path
    everything_in_force(cast)
    return cast


@pytest.fixture
def family(signing: Cast) -> Okafors:
    """Three children, and a mother with a link in her mail."""
    found = Okafors(signing.school)
    a_campaign(signing)
    return found
