"""Opening the procedures that an incident's facts call for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from esafety.people.words import in_our_words, speaking_for
from incidents.actions.opening import Asked, row_for
from incidents.facts import due_as_set
from incidents.models import Incident, RoutingNote, Task
from incidents.policy.clocks import timed
from incidents.policy.procedures import EDITION, PROCEDURES, Procedure, Step, procedures
from incidents.policy.routing import Facts
from incidents.vocabulary import Status, TaskState

if TYPE_CHECKING:
    from esafety.schooldays.calendar import Calendar

OPENED = "do:"
"""How the note of an opened procedure begins; a procedure is opened once, whatever its edition."""


def open_procedures(
    incident: Incident, facts: Facts, *, noted: set[str], start: dt.datetime, calendar: Calendar
) -> list[Task]:
    """Open what the facts call for and is not open yet; gives the tasks that are new.

    Nothing opens before triage: a concern is not yet a matter. A step that is there already is not asked twice:
    it gains the procedure's name and source, and what is needed, quicker or explained there holds for it. What was
    done stays done; what was set aside as not needed is asked again when a further procedure needs it to close.
    `noted`: the rules on the incident already. Source: domain/procedures.md.
    """
    new = [row for row in procedures(facts) if OPENED + row.id not in noted]
    if not new or incident.status == Status.SUBMITTED:
        return []
    steps = _Steps(incident, start, calendar)
    for row in new:
        for place, step in enumerate(row.steps):
            steps.ask(row, step, place)
    RoutingNote.objects.bulk_create(_note(incident, row) for row in new)
    return steps.write()


def _note(incident: Incident, row: Procedure) -> RoutingNote:
    with speaking_for(incident.school):
        return RoutingNote(
            incident=incident,
            rule=OPENED + row.id,
            because=in_our_words(row.because),
            effect=in_our_words(f"Opens the procedure “{row.name}”, {len(row.steps)} steps"),
            source=row.source,
            edition=EDITION,
        )


class _Steps:
    """The tasks of one incident while procedures are merged into them; written at the end, in two queries."""

    def __init__(self, incident: Incident, start: dt.datetime, calendar: Calendar) -> None:
        self.incident, self.start, self.calendar = incident, start, calendar
        self.there = {task.code: task for task in incident.tasks.exclude(code="").order_by("pk")}
        self.new: dict[str, Task] = {}
        self.changed: dict[str, Task] = {}

    def ask(self, row: Procedure, step: Step, place: int) -> None:
        """One step: new, or merged into what is there."""
        known = self._standing(step.task.code)
        if known is None or known.state == TaskState.NOT_NEEDED and step.task.required:
            self._add(row, step, PROCEDURES.index(row) * 100 + place)
            return
        self._merge(known, row, step, PROCEDURES.index(row) * 100 + place)
        if known.pk:
            self.changed[known.code] = known

    def _standing(self, code: str) -> Task | None:
        """The task of this code that counts: one that is open or done before one that was set aside."""
        found = [task for task in self._all() if task.code == code or _numbered(task.code, code)]
        kept = [task for task in found if task.state != TaskState.NOT_NEEDED]
        found = kept or found
        return found[-1] if found else None

    def _all(self) -> Iterator[Task]:
        yield from self.there.values()
        yield from self.new.values()

    def _add(self, row: Procedure, step: Step, place: int) -> None:
        number = sum(
            task.code == step.task.code or _numbered(task.code, step.task.code) for task in self._all()
        )
        code = f"{step.task.code}_{number + 1}" if number else step.task.code
        with speaking_for(self.incident.school):
            name = in_our_words(row.name)
        asked = Asked(step.task, OPENED + row.id, step.source, EDITION, (name,), place)
        self.new[code] = row_for(self.incident, asked, self.start, self.calendar, code=code)

    def _merge(self, task: Task, row: Procedure, step: Step, place: int) -> None:
        with speaking_for(self.incident.school):
            name, guidance = in_our_words(row.name), in_our_words(step.task.guidance)
        task.asked_by = list(dict.fromkeys([*task.asked_by, name]))
        task.source = "; ".join(dict.fromkeys([*task.source.split("; "), step.source]))
        if task.state != TaskState.OPEN:
            return
        task.guidance, task.records = task.guidance or guidance, step.task.records
        task.required = task.required or step.task.required
        task.place = task.place or place
        if step.task.clock is not None and task.missed_at is None:
            run = timed(step.task.code, step.task.clock, "", self.incident.school.clocks)
            due_at = due_as_set(run, self.start, self.calendar)
            task.due_at = min(task.due_at or due_at, due_at)

    def write(self) -> list[Task]:
        """Write what changed and what is new; gives what is new."""
        columns = ("asked_by", "source", "guidance", "records", "required", "place", "due_at")
        Task.objects.bulk_update(self.changed.values(), columns)
        return Task.objects.bulk_create(self.new.values())


def _numbered(code: str, kind: str) -> bool:
    """Whether a code is that of the second, third … task of a kind."""
    return code.startswith(f"{kind}_") and code[len(kind) + 1 :].isdigit()


def first_of_each_post(tasks: Iterable[Task]) -> list[Task]:
    """The first task of each post: several opened together are one message."""
    kept: dict[str, Task] = {}
    for task in tasks:
        if task.role:
            kept.setdefault(task.role, task)
    return list(kept.values())
