"""A submission: the action, and bare Django writing the very same rows in one transaction."""

from __future__ import annotations

import copy
import uuid
from collections.abc import Callable
from itertools import count
from typing import Any

from django.db import connection, models, transaction

from benchmarks.archive import Archive
from benchmarks.counting import Counter
from esafety.access.roles import holder
from esafety.audit.models import AuditEvent
from esafety.outbox.models import Message
from incidents.actions import report
from incidents.models import (
    Incident,
    IncidentTag,
    Involvement,
    RoutingNote,
    SearchText,
    Statement,
    Task,
)
from incidents.models.task import new_key
from incidents.references import new_reference
from incidents.told import Account, Involved
from incidents.vocabulary import IncidentType, Part, PersonSort

BARE = 10**9
"""Chain of the trail that bare rows are written to."""
CHILDREN: tuple[type[models.Model], ...] = (
    Statement,
    Involvement,
    IncidentTag,
    SearchText,
    RoutingNote,
    Task,
)


def submit(archive: Archive) -> Incident:
    """A concern with two people, through the action."""
    told = Account(
        description="Messages were sent in the class chat after lunch. " * 8,
        types=[IncidentType.BULLYING],
        primary_type=IncidentType.BULLYING,
    )
    people = [
        Involved(part=part, sort=PersonSort.CHILD, person=person)
        for part, person in zip((Part.SUBJECT, Part.HARMED), archive.pupils, strict=False)
    ]
    teacher = holder(archive.teacher.pk)  # as every request brings the account
    assert teacher is not None
    return report(school=archive.school, account=told, people=people, by=teacher, key=uuid.uuid4())


def product(archive: Archive) -> Callable[[], int]:
    return lambda: _counting(lambda: submit(archive))


def floor(archive: Archive) -> Callable[[], int]:
    """Rows like those the action wrote, each table at once."""
    model = submit(archive)
    children = [list(table._default_manager.filter(incident=model)) for table in CHILDREN]
    messages = list(Message.objects.filter(about_label="incidents.incident", about_id=model.pk))
    events = list(AuditEvent.objects.filter(about_label="incidents.incident", about_id=model.pk))
    numbers = count(AuditEvent.objects.filter(school_id=BARE).count() + 1)

    @transaction.atomic
    def write() -> None:
        incident = _again(model, reference=new_reference(), submission_key=uuid.uuid4())
        incident.save(force_insert=True)
        for table, rows in zip(CHILDREN, children, strict=True):
            keys = {"key": new_key} if table is Task else {}
            table._default_manager.bulk_create(
                _again(row, incident_id=incident.pk, **{name: make() for name, make in keys.items()})
                for row in rows
            )
        Message.objects.bulk_create(
            _again(row, about_id=incident.pk, key=new_key(), reference=new_key(), message_id=new_key())
            for row in messages
        )
        AuditEvent.objects.bulk_create(
            _again(row, school_id=BARE, number=next(numbers), about_id=incident.pk) for row in events
        )

    return lambda: _counting(write)


def _again(row: Any, **columns: Any) -> Any:
    """A new row like this one."""
    made = copy.copy(row)
    made._state = copy.copy(row._state)
    made._state.adding = True
    if not isinstance(row, SearchText):
        made.pk = None
    for name, value in columns.items():
        setattr(made, name, value)
    return made


def _counting(act: Callable[[], object]) -> int:
    counter = Counter()
    with connection.execute_wrapper(counter):
        act()
    return counter.queries
