"""The agreements room in use: something of every kind that has a page, in every state a page can show.

`furnish` makes it, through the actions; `keys` says which of it the addresses of a route are filled with.
"""

from __future__ import annotations

from typing import Any

from tests.cast import Cast
from tests.house.routes import Route


def furnish(cast: Cast) -> None:
    """Fill the room."""


def keys(route: Route, cast: Cast) -> list[dict[str, Any]] | None:
    """What an address of the room takes, one entry for each address; none when the route is no page of it."""
    return None
