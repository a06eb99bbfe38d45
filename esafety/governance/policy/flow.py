"""Counts as a flow through a network: by how much can one of them rise or fall while all others stay in their bounds?

Pure. A flow with whole bounds has whole extremes, so the answers are exact. Each arrow carries a count; `Room` says by
how much that could fall and rise.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import NamedTuple

Node = tuple[str, int]
Arrow = tuple[Node, Node]
Left = dict[Node, dict[Node, int]]
"""What can still be sent from a node to its neighbours."""


class Room(NamedTuple):
    """By how much the count of an arrow could fall and rise."""

    falls: int
    rises: int


def moves(network: Mapping[Arrow, Room], arrow: Arrow) -> Room:
    """By how much the count of one arrow can change in a world that fits all bounds.

    It can be larger by what can be sent round it from its head back to its tail, and smaller by what can be sent past
    it from its tail to its head.
    """
    tail, head = arrow
    own = network[arrow]
    past = {other: room for other, room in network.items() if other != arrow}
    return Room(send(_left(past), tail, head, own.falls), send(_left(past), head, tail, own.rises))


def send(left: Left, start: Node, goal: Node, enough: int) -> int:
    """How much, up to `enough`, goes from start to goal; `left` is changed to what can be sent after that."""
    sent = 0
    while sent < enough and (path := _path(left, start, goal)):
        by = min(enough - sent, *(left[tail][head] for tail, head in path))
        for tail, head in path:
            left[tail][head] -= by
            left[head][tail] = left[head].get(tail, 0) + by
        sent += by
    return sent


def _left(network: Mapping[Arrow, Room]) -> Left:
    """Along arrows that can rise, and against arrows that can fall."""
    left: Left = {}
    for (tail, head), room in network.items():
        left.setdefault(tail, {})[head] = room.rises
        left.setdefault(head, {})[tail] = room.falls
    return left


def _path(left: Mapping[Node, Mapping[Node, int]], start: Node, goal: Node) -> list[Arrow]:
    """The shortest way with room left, or nothing."""
    came: dict[Node, Node] = {start: start}
    waiting = deque([start])
    while waiting and goal not in came:
        here = waiting.popleft()
        for there, room in left.get(here, {}).items():
            if room > 0 and there not in came:
                came[there] = here
                waiting.append(there)
    path, here = [], goal
    while here != start:
        if here not in came:
            return []
        path.append((came[here], here))
        here = came[here]
    return path
