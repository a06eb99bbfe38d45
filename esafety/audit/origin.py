"""Where the present act comes from: set by the middleware at the door, read by the trail.

Actions know nothing of requests; the address is the one fact about a request that the trail needs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from typing import NamedTuple


class Origin(NamedTuple):
    """The connection's address (as text, empty for a task) and the request's id.

    `at` stands for the moment where the true one is not to be kept (`unseen`).
    """

    address: str = ""
    request_id: str = ""
    at: dt.datetime | None = None


_NOWHERE = Origin()
_here: ContextVar[Origin] = ContextVar("origin", default=_NOWHERE)


def here() -> Origin:
    """The origin of what is being done now; empty in a task or a command."""
    return _here.get()


@contextmanager
def arriving(origin: Origin) -> Iterator[None]:
    """Within the block, the trail notes `origin` beside every event."""
    token = _here.set(origin)
    try:
        yield
    finally:
        _here.reset(token)


def unseen(at: dt.datetime) -> AbstractContextManager[None]:
    """Within the block, the trail notes neither address nor request, and `at` for the moment; its order stays true."""
    return arriving(Origin(at=at))
