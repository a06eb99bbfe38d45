"""Something promised inside a transaction and done after it."""

from __future__ import annotations

import datetime as dt
import logging
import traceback
from collections.abc import Callable
from typing import Any, ClassVar, Self, TypeVar

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from esafety.outbox.models.trouble import Trouble
from esafety.outbox.patience import LEASE, Fault, NotDone, is_enough, wait_after
from esafety.outbox.vocabulary import State
from esafety.walls import every_school, within
from esafety.walls.plan import school_of

log = logging.getLogger(__name__)
Row = TypeVar("Row", bound="Owed", covariant=True)


class OwedQuerySet(models.QuerySet[Row]):
    """Filters with a name, and the one way to take a row up."""

    def due(self, now: dt.datetime | None = None) -> Self:
        """Rows that somebody should take up now, longest waiting first."""
        return self.filter(state=State.OWED, due_at__lte=now or timezone.now()).order_by("due_at", "pk")

    def claim(self, pk: int, lease: dt.timedelta | None = None) -> Row | None:
        """Take up one due row for the length of `lease` (default: the model's own), or None.

        One conditional update and no lock: of many who try at once, one gets the row. Whoever dies
        holding it loses it when the lease ends.
        """
        now = timezone.now()
        until = now + (lease or self.model.lease)
        taken = self.due(now).order_by().filter(pk=pk).update(due_at=until, attempts=F("attempts") + 1)
        if not taken:
            return None
        beside = self.model.taken_with or (None,)  # without a name it would follow every key
        return self.select_related(*beside).get(pk=pk)


class Owed(models.Model):
    """One row is one promise, written in the transaction of the act that made it.

    Whoever takes it up calls exactly one of `settle`, `withhold` and `fail`. The broker is only a
    bell: the relay finds every due row by itself.
    """

    lease: ClassVar[dt.timedelta] = LEASE
    """Must outlast the longest time the work takes."""
    taken_with: ClassVar[tuple[str, ...]] = ()
    """Rows beside it that the work reads every time: they come in the same query when it is taken up."""

    state = models.CharField(max_length=8, choices=State, default=State.OWED)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveIntegerField(default=0, help_text="How often it was taken up")
    failures = models.PositiveIntegerField(default=0, help_text="Tries that failed through the row itself")
    outages = models.PositiveIntegerField(
        default=0, help_text="Tries that failed because the other side was away"
    )
    last_error = models.CharField(max_length=200, blank=True, help_text="Kind and code only, never content")
    created_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = OwedQuerySet.as_manager()

    class Meta:
        abstract = True
        indexes = [
            models.Index(
                fields=("state", "due_at"),
                condition=Q(state=State.OWED),
                name="%(app_label)s_%(class)s_due",
            )
        ]

    @property
    def crashes(self) -> int:
        """How often whoever held it was never heard of again (the present holder not counted)."""
        return self.attempts - 1 - self.failures - self.outages

    @property
    def is_due_at(self) -> dt.datetime | None:
        """When it will be tried (again), if it will."""
        return self.due_at if self.state == State.OWED else None

    def settle(self) -> bool:
        """It is done. True unless somebody else had already ended it."""
        return self._end(State.DONE, last_error="")

    def withhold(self, why: str) -> bool:
        """It must not be done any more; `why` is a short code."""
        return self._end(State.WITHHELD, last_error=why)

    def fail(self, error: str, fault: Fault = Fault.OWN) -> bool:
        """It did not work this time: try again later, or park it and tell a person.

        `error` is a kind and a code, never content. Returns whether the row is parked now.
        """
        Trouble.met(self._meta.label_lower, fault.name.lower())
        counts = {
            "failures": self.failures + (fault is not Fault.AWAY),
            "outages": self.outages + (fault is Fault.AWAY),
        }
        if is_enough(counts["failures"], fault):
            return self.park(error, **counts)
        due_at = timezone.now() + wait_after(self.attempts, fault)
        self._still_mine(due_at=due_at, last_error=error[:200], **counts)
        return False

    def park(self, error: str, **counts: int) -> bool:
        """Stop trying and tell a person, in one transaction."""
        with transaction.atomic():
            parked = self._still_mine(state=State.PARKED, last_error=error[:200], **counts)
            if parked:
                self.tell_parked()
        return parked

    def tell_parked(self) -> None:
        """Called in the transaction that parks the row. A model says here who is told."""

    def again(self) -> bool:
        """Owe a parked row afresh, because a person asked for it. False when it is not parked."""
        fresh = {"state": State.OWED, "due_at": timezone.now(), "attempts": 0, "failures": 0, "outages": 0}
        parked = type(self)._default_manager.filter(state=State.PARKED)
        return self._change(parked, {**fresh, "last_error": ""})

    def _end(self, state: State, **fields: Any) -> bool:
        """End an owed row whoever holds it: what was done stays done even when the lease ran out."""
        owed = type(self)._default_manager.filter(state=State.OWED)
        return self._change(owed, {"state": state, "done_at": timezone.now(), **fields})

    def _still_mine(self, **fields: Any) -> bool:
        """Change the row only if nobody took it up after us: each taking-up has its own number."""
        mine = type(self)._default_manager.filter(state=State.OWED, attempts=self.attempts)
        return self._change(mine, fields)

    def _change(self, rows: models.QuerySet[Any], fields: dict[str, Any]) -> bool:
        changed = rows.filter(pk=self.pk).update(**fields) == 1
        if changed:
            for name, value in fields.items():
                setattr(self, name, value)
        return changed


def attempt(model: type[Row], pk: int, work: Callable[[Any], None]) -> None:
    """Take up row `pk` if it is due and do `work` on it: done when it returns, tried again when it raises.

    The work may itself call `withhold`. A row that keeps killing whoever takes it up is parked.
    Raises NotDone when the work failed, so that the log and the relay hear of it.
    """
    with every_school("a promise is found by its number alone"):
        row = model._default_manager.claim(pk)
        if row is None:
            return
        school = school_of(row)
    assert school is not None, "What is owed is owed by a school"
    with within(school):
        _keep(row, work)


def _keep(row: Any, work: Callable[[Any], None]) -> None:
    if is_enough(row.crashes):
        Trouble.met(row._meta.label_lower, "crash")
        row.park("stopped without an answer")
        return
    try:
        work(row)
    except NotDone as error:
        row.fail(str(error), error.fault)
        raise
    except Exception as error:
        log.debug("%s %s failed", type(row).__name__, row.pk, exc_info=True)
        row.fail(type(error).__name__)
        raise NotDone(_kind_and_place(error)) from None
    row.settle()


def _kind_and_place(error: Exception) -> str:
    """What broke and where, without the error's own words: they may hold what the log must not."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {frame.filename}:{frame.lineno}"
