"""Where a person can go. Each room adds its own doors here, from its `apps.py`; this one knows none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from django.http import HttpRequest
from django.urls import reverse

Place = Literal["main", "account", "footer"]


def signed_in(request: HttpRequest) -> bool:
    """The usual condition: somebody signed in."""
    return bool(getattr(request, "user", None) and request.user.is_authenticated)


@dataclass(frozen=True)
class NavItem:
    """One link: `allowed` is asked for every page and must not be slow. Lower `order` comes first."""

    label: str
    url_name: str
    allowed: Callable[[HttpRequest], bool] = signed_in
    order: int = 100
    place: Place = "main"


@dataclass(frozen=True)
class Link:
    """A link as the page shows it."""

    label: str
    url: str
    current: bool


_items: list[NavItem] = []


def add(item: NavItem) -> None:
    """Register a link. Twice the same is once."""
    if item not in _items:
        _items.append(item)


def links(request: HttpRequest, place: Place) -> list[Link]:
    """The links of one place that this person may follow, the current one marked."""
    shown = [
        item
        for item in sorted(_items, key=lambda item: item.order)
        if item.place == place and item.allowed(request)
    ]
    urls = [reverse(item.url_name) for item in shown]
    within = [url for url in urls if request.path == url or (url != "/" and request.path.startswith(url))]
    current = max(within, key=len, default=None)
    return [Link(item.label, url, url == current) for item, url in zip(shown, urls, strict=True)]
