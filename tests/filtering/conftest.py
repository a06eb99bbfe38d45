"""What the tests of filtering stand on."""

from __future__ import annotations

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _no_tries_before() -> None:
    """The provider's and the searcher's tries are counted in the cache, which outlives a test."""
    cache.clear()
