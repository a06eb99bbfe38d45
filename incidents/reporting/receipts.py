"""What somebody who reported sees of their report afterwards: their words, a gentle word, messages to them.

Source: domain/people-and-roles.md, rule 3. Should they become somebody the record is about, nothing changes for
them from that moment on: what they could read stays, and nothing new comes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from esafety.access.conflict import conflicted_person_ids
from incidents.models import Incident, Involvement, Note, Task
from incidents.names import for_reading
from incidents.policy.routing import TaskCode
from incidents.record.page import account_rows
from incidents.vocabulary import Audience, Nature, Part, PersonSort, ReporterKind, Standing, Status

if TYPE_CHECKING:
    from esafety.people.models import User

RECEIVED = {"text": "Received", "tone": "blue"}
LOOKED_AT = {"text": "Being looked at", "tone": "purple"}
CLOSED = {"text": "Closed", "tone": "grey"}
_TOGETHER = dt.timedelta(minutes=1)
"""What was added this soon after the report came with it."""


def conflicts_since(incidents: Iterable[Incident], user: User) -> dict[int, dt.datetime]:
    """By incident: when the account's holder, or somebody close to them, became a subject of it."""
    barred = conflicted_person_ids(user)
    rows = Involvement.objects.subjects().filter(incident__in=list(incidents), person_id__in=barred)
    return dict(rows.order_by("-added_at").values_list("incident_id", "added_at"))


def gentle_status(incident: Incident, since: dt.datetime | None) -> dict[str, str]:
    """Three words for a life of six; one in conflict does not learn that it was closed."""
    if incident.status == Status.SUBMITTED:
        return RECEIVED
    if incident.status == Status.CLOSED and (
        since is None or (incident.closed_at and incident.closed_at < since)
    ):
        return CLOSED
    return LOOKED_AT


def messages(incident: Incident, user: User, since: dt.datetime | None) -> list[dict[str, Any]]:
    """What was written to the reporter, and what they added, in order."""
    notes = Note.objects.filter(incident=incident, audience=Audience.REPORTER).select_related("by")
    return [
        {
            "title": "You added" if note.addendum else "Message to you",
            "at": note.at,
            "by": "" if note.addendum else str(note.by),
            "text": for_reading(note.text),
            "tag": {"text": Standing(note.standing).label.split(":")[0], "tone": "grey"}
            if note.addendum
            else None,
        }
        for note in notes
        if (note.addendum and note.by_id == user.pk)
        or (not note.addendum and (since is None or note.at < since))
    ]


def own_words(incident: Incident) -> list[dict[str, Any]]:
    """The report as it was sent: the first edition, whatever was corrected since."""
    rows = account_rows(incident.statements.get(edition=1))
    said_by = ReporterKind(incident.reporter_kind).label
    if incident.reporter_name:
        said_by = f"{said_by}: {incident.reporter_name}"
    return [{"label": "Whose report", "text": said_by}, *people_named(incident), *rows]


def people_named(incident: Incident) -> list[dict[str, Any]]:
    """Everybody the report named, as it named them: who was found out later is not shown."""
    came_with_it = Involvement.objects.filter(
        incident=incident,
        added_by_id=incident.reported_by_id,
        added_at__lte=incident.reported_at + _TOGETHER,
    )
    rows = [_named(row) for row in came_with_it.select_related("person").order_by("pk")]
    return [{"label": "Who was involved", "lines": rows, "empty": "Nobody known yet"}]


def _named(row: Involvement) -> str:
    """A line such as “Ada Byrne: harmed”, as the reporter wrote it."""
    if row.sort == PersonSort.HEAD:
        name = row.name or str(PersonSort.HEAD.label)
    else:
        name = row.name or row.who
    nature = f", {row.get_nature_display().lower()}" if row.nature != Nature.NOT_KNOWN else ""
    return f"{name}: {Part(row.part).label.lower()}{nature}"


def nobody_looked(incident: Incident, since: dt.datetime | None) -> bool:
    """Whether the first look is late: the reporter is then shown how to refer directly (routing.md)."""
    if incident.status != Status.SUBMITTED or since is not None:
        return False
    looks = Task.objects.open().filter(incident=incident, code__startswith=TaskCode.FIRST_LOOK)
    late = Task.objects.filter(
        incident=incident, code__startswith=TaskCode.FIRST_LOOK, missed_at__isnull=False
    )
    return looks.exists() and late.exists()
