"""The row for something to do: one way to make it, whatever asks for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from esafety.people.words import in_our_words, speaking_for
from esafety.schooldays.half_days import half_day
from incidents.facts import due_as_set, warned_at
from incidents.models import Incident, Task
from incidents.policy.clocks import Timed, timed
from incidents.policy.routing import (
    EDITION,
    RESTRICTED,
    Facts,
    TaskCode,
    TaskRule,
    first_look,
    first_look_setting,
)

if TYPE_CHECKING:
    from esafety.schooldays.calendar import Calendar


class Asked(NamedTuple):
    """A task that a rule asks for: which rule, its source and edition, and the procedures it is a step of."""

    task: TaskRule
    rule: str
    source: str
    edition: str
    by: Sequence[str] = ()
    place: int = 0


def row_for(
    incident: Incident,
    asked: Asked,
    start: dt.datetime,
    calendar: Calendar,
    *,
    code: str = "",
    detail: str = "",
) -> Task:
    """The task as the rule stands today, not yet saved; its clock starts at `start`, as the school has set it.

    Where even the existence of an incident is restricted, the task falls to the owner alone.
    """
    rule, source, due_at = asked.task, asked.source, None
    if rule.clock is not None:
        run = timed(rule.code, rule.clock, asked.source, incident.school.clocks)
        source, due_at = run.source, _due(incident, run, start, calendar)
    with speaking_for(incident.school):
        return Task(
            incident=incident,
            school=incident.school,
            code=code or rule.code,
            words=in_our_words(rule.words),
            guidance=in_our_words(rule.guidance),
            detail=detail,
            role="" if rule.role is None or incident.lane in RESTRICTED else rule.role,
            required=rule.required,
            records=rule.records,
            due_at=due_at,
            warn_at=warned_at(rule.clock, _known_start(incident, start), due_at),
            rule=asked.rule,
            edition=asked.edition,
            source=source,
            asked_by=list(asked.by),
            place=asked.place,
        )


def first_look_row(incident: Incident, facts: Facts, start: dt.datetime, calendar: Calendar) -> Task:
    """The first look at an incident, by when somebody must have had it, as the school has set it."""
    look = first_look_timed(incident, facts)
    due_at = _due(incident, look, start, calendar)
    return Task(
        incident=incident,
        school=incident.school,
        code=TaskCode.FIRST_LOOK,
        words="First look",
        required=True,
        due_at=due_at,
        warn_at=warned_at(look.clock, _known_start(incident, start), due_at),
        rule="first-look",
        edition=EDITION,
        source=look.source,
    )


def first_look_timed(incident: Incident, facts: Facts) -> Timed:
    """By when somebody must have looked, as the school has set it."""
    setting, chosen = first_look_setting(facts), incident.school.clocks
    return timed(setting, first_look(facts), "C 4.1, C 2.2.6, D flowchart", chosen)


def _due(incident: Incident, run: Timed, start: dt.datetime, calendar: Calendar) -> dt.datetime:
    """By when. Told in confidence it is reckoned from the half of the day, unless that is over already: a due moment
    so many hours after the telling would give it away."""
    due_at = due_as_set(run, start, calendar)
    early = due_as_set(run, half_day(start), calendar) if incident.in_confidence else due_at
    return early if early > start else due_at


def _known_start(incident: Incident, start: dt.datetime) -> dt.datetime:
    """Where a reminder is reckoned from: halving the time to a due moment must not give away what is not kept."""
    return min(start, incident.reported_at) if incident.in_confidence else start


def another(code: str, incident: Incident) -> str:
    """The code for one more task of a kind: the first has the plain code, the next ones a number."""
    number = incident.tasks.filter(code__startswith=code).count()
    return f"{code}_{number + 1}" if number else code
