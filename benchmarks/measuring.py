"""Asking two servers by turns, so that a noisy machine is noisy for both."""

from __future__ import annotations

import gzip
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import NamedTuple

WARM_UP = 16
"""Requests before the clock starts: every thread has its connection, every template is compiled."""


class Quartiles(NamedTuple):
    """Of a ratio."""

    low: float
    median: float
    high: float


@dataclass
class Side:
    """What one side took, in milliseconds a request, and what its answers were like."""

    times: list[float] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)
    sql_ms: float = 0.0
    kilobytes: float = 0.0
    on_the_wire: float = 0.0

    @property
    def queries(self) -> int:
        """The usual number: every ten seconds one more notes that the session is in use."""
        return statistics.mode(self.asked)

    @property
    def p50(self) -> float:
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.times, n=20)[-1]


@dataclass
class Compared:
    """One line of the table."""

    what: str
    floor: Side
    product: Side

    @property
    def ratio(self) -> Quartiles:
        """A ratio for each round of four, so that a slow moment touches both sides."""
        rounds = [
            sum(self.product.times[at : at + 2]) / sum(self.floor.times[at : at + 2])
            for at in range(0, len(self.floor.times), 2)
        ]
        low, median, high = statistics.quantiles(rounds, n=4)
        return Quartiles(low, median, high)


class Server:
    """One of the two, asked over one kept connection."""

    def __init__(self, port: int, cookie: str) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=30)
        self.headers = {"Cookie": cookie, "Accept-Encoding": "identity", "Host": f"127.0.0.1:{port}"}

    def ask(self, path: str, side: Side) -> None:
        started = time.perf_counter()
        self.connection.request("GET", path, headers=self.headers)
        response = self.connection.getresponse()
        body = response.read()
        side.times.append((time.perf_counter() - started) * 1000)
        if response.status != 200:
            raise RuntimeError(f"{path} answered {response.status} {response.headers.get('Location', '')}")
        side.asked.append(int(response.headers["X-Queries"]))
        side.sql_ms = float(response.headers["X-SQL-ms"])
        side.kilobytes, side.on_the_wire = len(body) / 1000, len(gzip.compress(body, 6)) / 1000


def pages(what: str, floor: tuple[Server, str], product: tuple[Server, str], rounds: int) -> Compared:
    """Ask A B B A, so many times."""
    (bare, bare_path), (ours, our_path) = floor, product
    compared = Compared(what, Side(), Side())
    for _ in range(WARM_UP):
        bare.ask(bare_path, Side())
        ours.ask(our_path, Side())
    for _ in range(rounds):
        bare.ask(bare_path, compared.floor)
        ours.ask(our_path, compared.product)
        ours.ask(our_path, compared.product)
        bare.ask(bare_path, compared.floor)
    return compared


def acts(what: str, floor: Callable[[], int], product: Callable[[], int], rounds: int) -> Compared:
    """The same for two functions in this process; each says how many queries it made."""
    compared = Compared(what, Side(), Side())
    for _ in range(5):
        floor()
        product()
    for _ in range(rounds):
        for act, side in (
            (floor, compared.floor),
            (product, compared.product),
            (product, compared.product),
            (floor, compared.floor),
        ):
            started = time.perf_counter()
            queries = act()
            side.times.append((time.perf_counter() - started) * 1000)
            side.asked.append(queries)
    return compared
