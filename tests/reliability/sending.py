"""Sends what no browser would and looks where it led: an answer of 500 and a changed text are found. Keeps nothing."""

from __future__ import annotations

import json
import time
import traceback
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote_from_bytes

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import resolve

from esafety.ui.fields.text import NOT_KEPT
from tests.house.test_every_page_is_accessible import BROKEN, NEEDS_OUTSIDE, client_of
from tests.house.visits import undone
from tests.house.world import World
from tests.reliability.hostile import Marked, Pairs, arrived, encoded
from tests.reliability.targets import Target, user_of

AS_FORM = "application/x-www-form-urlencoded"
FRESH = 240
"""Seconds after which somebody comes with a new session: what is undone includes that they were there."""
REDIRECTS = (301, 302, 303)


class Sender:
    """Everybody's clients, and what was found wrong: one example of each fault, by where it arose."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.faults: dict[str, str] = {}
        self.counted: Counter[str] = Counter()
        self.written: list[str] = []
        self._clients: dict[str, tuple[float, Client]] = {}

    def query(self, target: Target, pairs: Pairs) -> None:
        """Ask a page with a query."""
        self._ask(target, "get", f"{target.url}?{encoded(pairs)}", None, pairs)

    def path(self, target: Target, which: int, value: str) -> None:
        """Ask a page whose address holds something else than it should."""
        held = resolve(target.url).kwargs
        if not held or not value:
            return
        name = sorted(held)[which % len(held)]
        hostile = quote_from_bytes(value.encode("utf-8", "surrogatepass"), safe="")
        url = target.url.replace(f"/{held[name]}", f"/{hostile}", 1)
        self._ask(target, target.method, url, "" if target.method == "post" else None, [(name, value)])

    def form(self, target: Target, pairs: Pairs, marked: list[Marked]) -> None:
        """Send a form, and look where it led."""
        self._ask(target, "post", target.url, encoded(pairs), pairs, marked)

    def files(self, target: Target, pairs: Pairs, name: str, content: bytes) -> None:
        """Send a form with a file under every name that takes one."""
        sent: dict[str, Any] = {}
        for key, value in pairs:
            sent.setdefault(arrived(key), []).append(arrived(value))
        for key in target.files:
            sent[key] = SimpleUploadedFile("a.bin", content)
            sent[key]._name = arrived(name).replace("\r", "").replace("\n", "")  # as a header can carry it
        self._ask(target, "post", target.url, sent, [*pairs, ("file", f"{name!r} {content[:60]!r}")])

    def json(self, target: Target, body: str, headers: dict[str, str]) -> None:
        """Send what a machine would send."""
        self._ask(target, "post", target.url, body, [("", body)], headers=headers)

    def _ask(
        self,
        target: Target,
        method: str,
        url: str,
        body: Any,
        pairs: Pairs,
        marked: list[Marked] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        client = self._client(target.who)
        self.counted[f"{method} {target.route}"] += 1
        self.written = []
        cache.clear()
        more: dict[str, Any] = {"headers": headers or {}}
        if isinstance(body, str):
            more |= {"data": body, "content_type": "application/json" if headers else AS_FORM}
        elif body is not None:
            more |= {"data": body}
        with undone(client), connection.execute_wrapper(self._watch):
            answer = getattr(client, method)(url, **more)
            self._look(target, answer, url, pairs)
            if answer.status_code in REDIRECTS and answer["Location"].startswith("/"):
                self.counted["done"] += method == "post"
                self._look(
                    target, client.get(answer["Location"]), f"{url} and then {answer['Location']}", pairs
                )
        for text in marked or []:
            self._compare(target, text)

    def _look(self, target: Target, answer: Any, url: str, pairs: Pairs) -> None:
        if answer.streaming:
            b"".join(answer)
        if answer.status_code < BROKEN or (target.route in NEEDS_OUTSIDE and answer.status_code == 503):
            return
        info = getattr(answer, "exc_info", None)
        where = traceback.extract_tb(info[2])[-1] if info else None
        error = f"{info[0].__name__} {str(info[1])[:100]}" if info else str(answer.status_code)
        ours = (
            [frame for frame in traceback.extract_tb(info[2]) if "site-packages" not in frame.filename]
            if info
            else []
        )
        last = ours[-1] if ours else where
        key = (
            f"{target.route} {error[:40]} {last.filename.split('/')[-1]}:{last.lineno}"
            if last
            else f"{target.route} {error}"
        )
        self.faults.setdefault(key, f"{target.who} {url[:300]!r} {_short(pairs)}: {error}")

    def _compare(self, target: Target, typed: Marked) -> None:
        """What is kept of a typed text is kept whole, somewhere in what was written."""
        held = [text for text in self.written if typed.begin in text]
        if not held or NOT_KEPT.search(typed.text):
            return
        self.counted["kept texts"] += 1
        if not any(_seen(typed.text) in _seen(text) for text in held):
            self.faults.setdefault(
                f"{target.route} changed {typed.name}", f"{typed.text[:200]!r} became {held[0][:300]!r}"
            )

    def _watch(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip()[:6].upper() in ("INSERT", "UPDATE"):
            self.written += _texts(params)
        return execute(sql, params, many, context)

    def _client(self, who: str) -> Client:
        at, client = self._clients.get(who, (0.0, Client()))
        if time.monotonic() - at > FRESH or who not in self._clients:
            client = client_of(user_of(self.world, who))
            client.raise_request_exception = False
            self._clients[who] = (time.monotonic(), client)
        return client


def _seen(text: str) -> str:
    """As it is seen: signs that show nothing are blanks, as in what is signed (`aup/canonical.py`)."""
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(sign if sign.isprintable() else " " for sign in composed).split())


def _texts(found: Any) -> Iterator[str]:
    """Every text among the values that are written, those inside JSON too."""
    if isinstance(found, dict):
        found = [*found, *found.values()]
    if isinstance(found, list | tuple):
        for one in found:
            yield from _texts(one)
    elif isinstance(found, str):
        yield found
        if found[:1] in ("{", "[", '"'):
            try:
                inside = json.loads(found)
            except (ValueError, RecursionError):
                return
            if not isinstance(inside, str):
                yield from _texts(inside)


def _short(pairs: Pairs) -> str:
    return str([(name[:40], value[:60]) for name, value in pairs[:40]])
