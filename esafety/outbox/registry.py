"""Which tables hold promises, and which task keeps them: each room registers its own in `apps.py`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, NamedTuple

from celery import Task

if TYPE_CHECKING:
    from esafety.outbox.models import Owed


class Promise(NamedTuple):
    """A table of promises: `task(pk)` keeps one of them, inside `around()` for a batch."""

    model: type[Owed]
    task: Task
    around: Callable[[], AbstractContextManager[object]]


_promises: dict[type, Promise] = {}


def owed_by(
    model: type[Owed], task: Task, *, around: Callable[[], AbstractContextManager[object]] = nullcontext
) -> None:
    """Let the relay hand the due rows of `model` to `task(pk)`; a batch of them runs inside `around()`."""
    _promises[model] = Promise(model, task, around)


def promises() -> list[Promise]:
    """Every table of promises, in the order of registration."""
    return list(_promises.values())
