"""R1's data, filled once for everything that is measured on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.reliability.trust_of import Trust, trust


@pytest.fixture(scope="session")
def filled() -> Iterator[Trust]:
    with trust() as there:
        yield there
