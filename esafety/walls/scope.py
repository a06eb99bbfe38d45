"""The scope: the schools whose rows the work in hand may read and write. Unless somebody says so, none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

NOTHING = ""
EVERY = "*"
_scope: ContextVar[str] = ContextVar("walls", default=NOTHING)
P = ParamSpec("P")
Row = TypeVar("Row")


def now() -> str:
    """The scope as the database is told it: nothing, `{1,2}`, or `*`."""
    return _scope.get()


@contextmanager
def within(*schools: int) -> Iterator[None]:
    """Only these schools, by id, and nothing else until the block ends; without any, nothing at all."""
    with _set(_told(set(schools))):
        yield


@contextmanager
def every_school(why: str) -> Iterator[None]:
    """All schools, and why: a look that cannot know the school before it has looked, or work for all of them."""
    assert why
    with _set(EVERY):
        yield


def enter(*schools: int) -> None:
    """These schools too, until the block around it ends: for a request, its end (`middleware.Closed`)."""
    if now() != EVERY:
        _scope.set(_told(_schools_now() | set(schools)))


def by_secret(find: Callable[P, Row]) -> Callable[P, Row]:
    """For a function that finds a row by a secret somebody was sent: it looks everywhere, then enters that school."""

    @wraps(find)
    def looking(*args: P.args, **kwargs: P.kwargs) -> Row:
        with every_school("a secret link names no school"):
            found: Any = find(*args, **kwargs)
        if found is not None:
            enter(found.school_id)
        return found

    return looking


def kept_open(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The parts of a streamed answer, each made within the scope of now: they are made when the request is over."""
    return _each_within(now(), iter(parts))


def _each_within(scope: str, ahead: Iterator[bytes]) -> Iterator[bytes]:
    while True:
        with _set(scope):
            part = next(ahead, None)
        if part is None:
            return
        yield part


@contextmanager
def _set(scope: str) -> Iterator[None]:
    before = _scope.set(scope)
    try:
        yield
    finally:
        _scope.reset(before)


def _told(schools: set[int]) -> str:
    return "{" + ",".join(map(str, sorted(schools))) + "}" if schools else NOTHING


def _schools_now() -> set[int]:
    return {int(one) for one in now().strip("{}").split(",") if one}
