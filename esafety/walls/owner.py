"""The owner of the tables: who migrates. The application itself never works as the owner."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection


def is_known() -> bool:
    """Whether this process was told of an owner besides the application's own role."""
    return connection.vendor == "postgresql" and bool(settings.DATABASE_OWNER)


@contextmanager
def as_owner() -> Iterator[None]:
    """Work as the owner until the block ends, by a connection of its own. Not inside a transaction."""
    if not is_known() or connection.settings_dict["USER"] == settings.DATABASE_OWNER["USER"]:
        yield
        return
    ours = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}
    sign_in(settings.DATABASE_OWNER)
    try:
        yield
    finally:
        sign_in(ours)


def sign_in(who: dict[str, str]) -> None:
    """Let the next connection be this role's."""
    connection.close()
    connection.settings_dict.update({name: who[name] for name in ("USER", "PASSWORD")})
