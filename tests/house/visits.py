"""Everybody opens every page, and sends every form empty, too long, wrong, too late and as it should be.

What is sent is read off the page, as a browser would read it: a new page or a new field is tried without a
word here. Nothing that a form does outlives the visit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve

from tests.cast import PASSWORD
from tests.house.shapes import CONTROLS, Element, Shape

TOKEN = {"csrfmiddlewaretoken": "sent, and not asked for by this client"}
LONG = "Rhagwasanaethau" * 1_500


CLOSED = (400, 403, 404)
FORM_ONLY = 405
"""Answers that are the same page for every address: none is a page of the one that was asked for."""


class Visit(NamedTuple):
    """One answer: whose page of which route, what was done to get it and through which, what came back."""

    who: str
    route: str
    done: str
    via: str
    url: str
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def is_page(self) -> bool:
        """Whether it is a whole page for a person, and not a file, a fragment or a way to elsewhere."""
        return self.headers.get("Content-Type", "").startswith("text/html") and b"<html" in self.body[:200]

    @property
    def shows(self) -> set[str]:
        """The routes whose page this is: the one asked for, and the one whose form led here."""
        here = self.is_page and self.status not in (*CLOSED, FORM_ONLY)
        return {self.route, self.via} if here else set()

    @property
    def shape(self) -> Shape:
        """What the page is made of."""
        return _shape(self.body)

    def __str__(self) -> str:
        through = f", through {self.via}" if self.via != self.route else ""
        return f"{self.who}, {self.route} ({self.done}{through}) at {self.url[:200]}: {self.status}"


@lru_cache(maxsize=8)
def _shape(body: bytes) -> Shape:
    return Shape(body.decode())


class Visitor:
    """Somebody at a client."""

    def __init__(self, who: str, client: Client, ways: Ways | None = None) -> None:
        self.who, self.client, self.ways = who, client, ways or WAYS
        client.raise_request_exception = False  # a page that breaks is an answer too: 500

    def visit(self, url: str, forms_sent: set[tuple[str, ...]]) -> Iterator[Visit]:
        """Open a page; send each of its forms in every way, unless one like it was sent before."""
        there = self.ask("get", url, {}, "opened")
        yield there
        if there.is_page and there.status == 200:
            yield from self.send_forms(there, forms_sent)

    def send_forms(self, there: Visit, forms_sent: set[tuple[str, ...]]) -> Iterator[Visit]:
        """Send each form of a page in every way, and open the page that follows."""
        for form in forms_on(there):
            if form.kind not in forms_sent:
                forms_sent.add(form.kind)
                for how, fill in self.ways.items():
                    yield from self._send(form, fill(form), how)

    def _send(self, form: Form, sent: dict[str, Any] | None, how: str) -> Iterator[Visit]:
        if sent is None:
            return
        with undone(self.client):
            answer = self.ask(form.method, form.url, sent, how)
            yield answer
            if answer.status in (301, 302, 303):
                yield self.ask("get", answer.headers["Location"], {}, how, via=form.route)

    def ask(
        self, method: str, url: str, sent: dict[str, Any], done: str, via: str = "", **more: Any
    ) -> Visit:
        """One request, answered."""
        cache.clear()  # how often somebody tries is counted there
        answer = getattr(self.client, method)(url, sent, **more)
        body = b"" if answer.streaming else answer.content
        route = route_of(url)
        if method == "get" and sent:
            url = f"{url}?{urlencode(sent, doseq=True)}"
        return Visit(self.who, route, done, via or route, url, answer.status_code, dict(answer.headers), body)


class undone:  # noqa: N801  # reads as a word
    """What was sent changes neither the database nor the client's cookies."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def __enter__(self) -> None:
        self.cookies = self.client.cookies.copy()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    def __exit__(self, *problem: Any) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(*problem)
        self.client.cookies = self.cookies


# -- forms as a browser reads them ---------------------------------------------------------------------


class Field(NamedTuple):
    """One control of a form: its name, its kind, and the values it offers or holds."""

    name: str
    kind: str
    values: tuple[str, ...]


class Form(NamedTuple):
    """One form on a page."""

    route: str
    method: str
    url: str
    fields: tuple[Field, ...]

    @property
    def kind(self) -> tuple[str, ...]:
        """Forms of one kind lead to the same view and ask the same."""
        asked = sorted({f"{field.kind} {_stem(field.name)}" for field in self.fields})
        return (self.method, self.route, *asked)

    @property
    def asked(self) -> list[Field]:
        return [field for field in self.fields if field.kind not in ("hidden", "submit")]

    def hidden(self) -> dict[str, Any]:
        """What the page itself sends along: never nothing, since the token against forgery is always there."""
        return TOKEN | {field.name: field.values[0] for field in self.fields if field.kind == "hidden"}


def forms_on(visit: Visit) -> list[Form]:
    """The forms of a page, but not the one for signing out that stands in every header."""
    found = []
    for element in visit.shape.all("form"):
        url = element.attrs.get("action") or visit.url
        route = route_of(url)
        if route and (route != "account_logout" or visit.route == route):
            fields = _fields(element)
            found.append(Form(route, element.attrs.get("method", "get").lower(), url.split("?")[0], fields))
    return found


def _fields(form: Element) -> tuple[Field, ...]:
    offered: dict[tuple[str, str], list[str]] = {}
    for element in form.walk():
        name = element.attrs.get("name")
        if not name or name == "csrfmiddlewaretoken":
            continue
        if element.tag == "select":
            values = [one.attrs.get("value", one.text) for one in element.walk() if one.tag == "option"]
            offered.setdefault((name, "select"), []).extend(values)
        elif element.tag in CONTROLS | {"button"}:
            default = "submit" if element.tag == "button" else "text"
            kind = element.tag if element.tag == "textarea" else element.attrs.get("type", default)
            offered.setdefault((name, kind), []).append(element.attrs.get("value", ""))
    return tuple(Field(name, kind, tuple(values)) for (name, kind), values in offered.items())


def _stem(name: str) -> str:
    return name.rstrip("0123456789")


def route_of(url: str) -> str:
    """The name of the route of an address; none when it leads nowhere."""
    try:
        return resolve(urlsplit(url).path).view_name
    except Resolver404:
        return ""


# -- ways to fill one in ---------------------------------------------------------------------------------

CHOICES = ("radio", "checkbox", "select")


def nothing(form: Form) -> dict[str, Any]:
    """Not a word, not a tick: only what the page itself holds, and empty texts."""
    return form.hidden() | {field.name: "" for field in form.asked if field.kind not in ("radio", "checkbox")}


def too_long(form: Form) -> dict[str, Any]:
    """Every text without an end, every choice the last one."""
    return form.hidden() | {
        field.name: field.values[-1] if field.kind in CHOICES else LONG for field in form.asked
    }


def wrong(form: Form) -> dict[str, Any]:
    """What no list offers and no number, date, address or version is."""
    return TOKEN | {field.name: "\u2013 nonsense" for field in form.fields if field.kind != "submit"}


def plausible(form: Form) -> dict[str, Any]:
    """Every question answered with something of its kind."""
    return form.hidden() | {field.name: _plausible(field) for field in form.asked}


def too_late(form: Form) -> dict[str, Any] | None:
    """As it should be, but on a record that somebody changed meanwhile."""
    sent = plausible(form)
    return sent | {"version": int(sent["version"]) - 1} if sent.get("version", "").isdigit() else None


Ways = dict[str, Callable[[Form], dict[str, Any] | None]]
WAYS: Ways = {
    "empty": nothing,
    "too long": too_long,
    "wrong": wrong,
    "too late": too_late,
    "as it should be": plausible,
}


def _plausible(field: Field) -> str:
    if field.kind in CHOICES:
        return next((value for value in field.values if value), "")
    if field.kind == "password":
        return PASSWORD
    if field.kind == "email":
        return "somebody@harbour.example"
    dates = {"_0": "3", "_1": "9", "_2": "2026"}
    return dates.get(field.name[-2:], "Some words")
