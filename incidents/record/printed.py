"""The printed record: the Appendix 4 form in its own order, then what part B adds, then the chronology."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from esafety.access.vocabulary import INVITATION_ENDED, INVITED
from esafety.audit.models import AuditEvent
from esafety.audit.reading import lines
from esafety.people.queries import holders
from esafety.people.vocabulary import Role
from esafety.ui.templatetags.ui import clock
from incidents import vocabulary
from incidents.access import audiences_for
from incidents.addresses import defanged
from incidents.models import (
    Decision,
    Incident,
    Involvement,
    Note,
    PartEntry,
    ReferralEntry,
    Statement,
    Task,
)
from incidents.names import for_reading
from incidents.policy.routing import TaskCode
from incidents.record.answers import answers, when
from incidents.record.part import Decided, decisions_of, entries_of
from incidents.record.referred import text_of, title_of
from incidents.vocabulary import (
    APPENDIX_4_TYPES,
    Audience,
    ChildAction,
    ConsideredAs,
    FoundBy,
    IncidentType,
    Material,
    Nature,
    PersonSort,
    Place,
    ReporterKind,
    StaffAction,
    TaskState,
)
from incidents.vocabulary.speaking_up import CONFIDED

if TYPE_CHECKING:
    from django.db.models import TextChoices

    from esafety.people.models import User

_STEPS = (
    vocabulary.REPORTED,
    CONFIDED,
    vocabulary.TAKEN_UP,
    vocabulary.ASSIGNED,
    vocabulary.CLOCK_MISSED,
    vocabulary.CLOCK_PAUSED,
    vocabulary.CORRECTED,
    vocabulary.PERSON_ADDED,
    vocabulary.PERSON_WITHDRAWN,
    vocabulary.PERSON_IDENTIFIED,
    vocabulary.LINKED,
    vocabulary.COPY_SENT,
    vocabulary.COPY_DECLINED,
    INVITED,
    INVITATION_ENDED,
)
"""Steps of the case that are read from the trail; decisions, tasks and notes stand there with their own words."""
_ADDED = {
    "The child's own words",
    "Told to the writer by others",
    "The writer's opinion",
    "Web addresses",
    "App, site or game",
    "Device",
    "Immediate danger",
    "Safeguarding lead told in person",
}
"""Answers that the Appendix 4 form does not ask; they follow it."""


class Box(NamedTuple):
    """One option of the paper form and whether it is ticked."""

    label: str
    ticked: bool


class Step(NamedTuple):
    """One line of the chronology."""

    at: dt.datetime
    who: str
    what: str
    text: str
    half_day: bool = False
    """Whether no more of the moment is kept than the half of the day."""


def printed_record(incident: Incident, user: User) -> Mapping[str, Any]:
    """Everything `user` may read of the incident, for paper."""
    form = _form(incident)
    steps = chronology(incident, audiences_for(user, incident), agencies=True)
    return form | {"parts": _parts(form["involved"]), "chronology": steps}


def printed_copy(incident: Incident, user: User) -> Mapping[str, Any]:
    """What leaves the building: the form and the decisions, without the school's own notes and what agencies said."""
    return _form(incident) | {"chronology": chronology(incident, (), agencies=False)}


def _form(incident: Incident) -> dict[str, Any]:
    statement = incident.statements.order_by("-edition").select_related("made_by")[0]
    involved = list(Involvement.objects.standing().filter(incident=incident).select_related("person"))
    co_ordinators = holders(incident.school, [Role.CO_ORDINATOR])
    return {
        "incident": incident,
        "statement": statement,
        "school_lines": [line for line in (incident.school.address, incident.school.telephone) if line],
        "co_ordinator": str(co_ordinators[0].user) if co_ordinators else "",
        "contact": co_ordinators[0].user.email if co_ordinators else incident.school.email,
        "when": when(statement),
        "time": clock(statement.happened_time) or "Not known",
        "reporter": _reporter(incident),
        "identified": "" if statement.found_by == FoundBy.REPORTED else _identified(statement),
        "place": boxes(Place, [statement.place]),
        "who": _who(involved),
        "types": _types(statement),
        "deliberate": statement.nature == Nature.DELIBERATE,
        "nature": boxes(Nature, [statement.nature]),
        "material": boxes(Material, statement.material),
        "considered": boxes(ConsideredAs, statement.considered_as),
        "actions_staff": boxes(StaffAction, incident.actions_staff),
        "actions_child": boxes(ChildAction, incident.actions_child),
        "involved": involved,
        "added": _added(statement),
        "first": answers(first) if (first := incident.statements.earliest("edition")) != statement else [],
    }


class PersonPart(NamedTuple):
    """One person's own section: what is on record of their part and what was decided for them."""

    row: Involvement
    entries: list[PartEntry]
    decided: list[Decided]


def _parts(involved: list[Involvement]) -> list[PersonPart]:
    """A section for each person of whom something is on record; nobody's part stands in another's."""
    entries, decisions = entries_of(involved), decisions_of(involved)
    return [
        PersonPart(row, entries[row.pk], decisions[row.pk])
        for row in involved
        if entries[row.pk] or decisions[row.pk]
    ]


def boxes(enum: type[TextChoices], codes: Iterable[str]) -> list[Box]:
    """Every option of a list, as boxes."""
    chosen = set(codes)
    return [Box(str(member.label), member.value in chosen) for member in enum]


def _reporter(incident: Incident) -> str:
    if incident.reporter_kind == ReporterKind.WITHHELD:
        return "Withheld"
    if incident.reporter_kind == ReporterKind.NO_ACCOUNT:
        return "Without an account, in confidence"
    if incident.reporter_kind in {ReporterKind.ON_BEHALF, ReporterKind.ON_PAPER}:
        return f"{incident.reporter_name}, entered by {incident.reported_by}"
    return str(incident.reported_by)


def _identified(statement: Statement) -> str:
    words = statement.get_found_by_display()
    return f"{words}: {statement.found_by_other}" if statement.found_by_other else words


def _who(involved: list[Involvement]) -> list[Box]:
    """The form's own three boxes."""
    staff = {PersonSort.STAFF, PersonSort.HEAD, PersonSort.GOVERNOR}
    sorts = {PersonSort(row.sort) for row in involved}
    return [
        Box("Child or young person", PersonSort.CHILD in sorts),
        Box("Staff member", bool(sorts & staff)),
        Box("Other", bool(sorts - staff - {PersonSort.CHILD})),
    ]


def _types(statement: Statement) -> list[Box]:
    """The form's twelve types, then any other that was chosen."""
    chosen = {*statement.types, statement.primary_type}
    found = [
        Box(str(one.label), one.value in chosen) for one in APPENDIX_4_TYPES if one != IncidentType.OTHER
    ]
    found += [Box(str(one.label), True) for one in list(IncidentType)[12:] if one.value in chosen]
    other = IncidentType.OTHER.value in chosen
    return [*found, Box(f"Something else: {statement.other_type}" if other else "Something else", other)]


def _added(statement: Statement) -> list[dict[str, Any]]:
    rows = [row for row in answers(statement) if row["label"] in _ADDED]
    for row in rows:
        if row["label"] == "Web addresses":
            row["text"] = "\n".join(defanged(line) for line in statement.addresses.splitlines())
    return rows


def chronology(incident: Incident, audiences: Iterable[Audience], *, agencies: bool) -> list[Step]:
    """What was done, decided and written, oldest first; with what `agencies` answered, or without a word of it."""
    steps = [*_moves(incident), *_decisions(incident), *_tasks(incident, agencies=agencies)]
    steps += [*_notes(incident, audiences), *(_with_agencies(incident) if agencies else ())]
    return sorted(steps, key=lambda step: step.at)


def _moves(incident: Incident) -> list[Step]:
    entries = AuditEvent.objects.about(incident).filter(code__in=[step.code for step in _STEPS])
    return [Step(line.at, "", line.sentence, "", line.code == CONFIDED.code) for line in lines(entries)]


def _decisions(incident: Incident) -> list[Step]:
    found = Decision.objects.filter(incident=incident).select_related("by")
    return [
        Step(one.at, str(one.by), f"Decision: {one.get_kind_display()}", f"{one.words}\nReason: {one.reason}")
        for one in found
    ]


def _tasks(incident: Incident, *, agencies: bool) -> list[Step]:
    """Tasks that ended. What ended the task of a referral is in the agency's words."""
    found = Task.objects.filter(incident=incident, ended_at__isnull=False).exclude(state=TaskState.OPEN)
    return [
        Step(
            one.ended_at,
            str(one.ended_by or ""),
            f"{one.words}: {one.get_state_display().lower()}{' after its time' if one.missed_at else ''}",
            one.result if agencies or one.referral_id is None else "",
        )
        for one in found.select_related("ended_by")
        if one.ended_at and not one.code.startswith(TaskCode.FIRST_LOOK)
    ]


def _with_agencies(incident: Incident) -> list[Step]:
    """What happened with bodies outside after they were asked or told; that stands among the decisions."""
    found = ReferralEntry.objects.filter(referral__incident=incident).select_related("referral", "by")
    return [
        Step(
            one.happened_at,
            str(one.by),
            f"{one.referral.get_agency_display()}: {title_of(one)}",
            text_of(one),
        )
        for one in found
    ]


def _notes(incident: Incident, audiences: Iterable[Audience]) -> list[Step]:
    found = Note.objects.filter(incident=incident, audience__in=list(audiences)).select_related("by")
    return [
        Step(
            one.at,
            str(one.by or ""),
            f"{_note_title(one)} ({one.get_standing_display().split(':')[0].lower()})",
            for_reading(one.text),
            one.by is None,
        )
        for one in found
    ]


def _note_title(note: Note) -> str:
    if note.addendum:
        return "Added by the reporter"
    return "Message to the reporter" if note.audience == Audience.REPORTER else "Note"
