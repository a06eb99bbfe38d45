"""The demonstration's past: for a while, "now" is another moment.

Only `seed_demo` uses it, and only inside its own process. `timezone.now` itself cannot be exchanged, since
models hold it as their default; what it asks for the time can.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch


@contextmanager
def at(moment: dt.datetime) -> Iterator[None]:
    """Within, Django's clock stands at `moment` (aware)."""

    class Then(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
            return moment.astimezone(tz)

    with patch("django.utils.timezone.datetime", Then):
        yield
