"""Every address of the product, found by walking the URLconf: a page nobody thought of is tested too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver

from esafety.access import doors
from esafety.access.doors import Door


class Route(NamedTuple):
    """One address: its full name, its pattern, its view, the names of what it takes."""

    name: str
    pattern: str
    view: Callable[..., Any]
    takes: tuple[str, ...]

    @property
    def door(self) -> Door | None:
        """The door the view wears."""
        found = hung(self.view)
        return found[0] if found else None


def routes() -> list[Route]:
    """Every address, in the URLconf's order."""
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns: list[Any], path: str, space: str) -> Iterator[Route]:
    for one in patterns:
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from _walk(one.url_patterns, path + str(one.pattern), inner)
        else:
            assert isinstance(one, URLPattern)
            takes = tuple(one.pattern.regex.groupindex)
            yield Route(f"{space}{one.name or ''}", path + str(one.pattern), one.callback, takes)


def hung(view: Callable[..., Any]) -> list[Door]:
    """The doors on a view, outermost first: layers of `esafety.access.doors` found by following wrappers."""
    found, layer = [], view
    while layer is not None:
        if getattr(layer, "__code__", None) and layer.__code__.co_filename == doors.__file__:
            found.append(layer.door)  # type: ignore[attr-defined]
        layer = getattr(layer, "__wrapped__", None)  # type: ignore[assignment]
    return found
