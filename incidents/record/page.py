"""What one incident's page shows. A fixed number of queries, however long its history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.urls import reverse

from esafety.access.capabilities import Capability
from incidents.access import INCIDENTS, audiences_for
from incidents.addresses import defanged
from incidents.lifecycle import Move, moves_open_to
from incidents.models import (
    Decision,
    Incident,
    Involvement,
    Link,
    Note,
    Statement,
    Task,
    WayBack,
    WebAddress,
)
from incidents.names import for_reading
from incidents.record import drawers, places
from incidents.record.answers import answers
from incidents.record.beside import beside
from incidents.record.namesakes import namesakes
from incidents.record.todo import to_do
from incidents.record.tones import TONES
from incidents.vocabulary import Audience, DecisionKind, Lane, Part, PersonSort, Standing, Status, TaskState

if TYPE_CHECKING:
    from esafety.people.models import User

ENTRIES = 20
"""Notes and decisions on one page of the chronology."""
MOST_RELATED = 6

_USUAL = {"triage", "take-up", "resume", "close", "reopen"}
_NOT_KNOWN = {"", "Not known yet", "Not known", "None yet"}


@dataclass(frozen=True)
class Related:
    """Another incident that the viewer may see, and why it is shown."""

    reference: str
    url: str
    why: str
    status: str
    tone: str


def latest(incident: Incident, **counted: Any) -> list[Statement]:
    """Every edition of the account, newest first, and what is `counted` beside it."""
    return list(incident.statements.select_related("made_by").annotate(**counted).order_by("-edition"))


def chronology(incident: Incident, user: User, *, before: str = "") -> tuple[list[dict[str, Any]], str]:
    """Notes the viewer may read and decisions, newest first, one page; and where the next page starts.

    `before` is that place as an address has it (incidents/record/places.py).
    """
    notes = Note.objects.filter(incident=incident, audience__in=audiences_for(user, incident))
    decisions = Decision.objects.filter(incident=incident)
    place = places.read(before)
    if place:
        notes, decisions = notes.filter(at__lte=place.moment), decisions.filter(at__lte=place.moment)
    rows = _rows(notes, "note", "text", "standing", "audience").union(
        _rows(decisions, "decision", "words", "kind", "reason"), all=True
    )
    start = place.shown if place else 0
    found = list(rows.order_by("-moment", "what", "-number")[start : start + ENTRIES + 1])
    page = found[:ENTRIES]
    older = places.written([row["moment"] for row in page], place) if len(found) > ENTRIES else ""
    return [_entry(row) for row in page], older


def _rows(records: QuerySet[Any], what: str, words: str, first: str, second: str) -> QuerySet[Any]:
    addendum = F("addendum") if what == "note" else Value(False)
    return records.order_by().values(
        what=Value(what, output_field=CharField()),
        number=F("pk"),
        moment=F("at"),
        author=F("by__name"),
        words_=F(words),
        first=F(first),
        second=F(second),
        addendum_=addendum,
    )


def _entry(row: dict[str, Any]) -> dict[str, Any]:
    """One row of the chronology as the timeline component wants it."""
    if row["what"] == "decision":
        kind = DecisionKind(row["first"]).label
        return {
            "title": f"Decision: {kind}",
            "at": row["moment"],
            "by": row["author"],
            "text": f"{row['words_']}\n\nReason: {row['second']}",
        }
    audience = Audience(row["second"])
    title = "Added by the reporter" if row["addendum_"] else _NOTE_TITLES[audience]
    return {
        "title": title,
        "at": row["moment"],
        "half_day": row["author"] is None,
        "by": row["author"],
        "text": for_reading(row["words_"]),
        "tag": {"text": Standing(row["first"]).label.split(":")[0], "tone": "grey"}
        if row["author"]
        else None,
    }


_NOTE_TITLES = {
    Audience.EVERYONE: "Note",
    Audience.LEADS: "Note for the owner and safeguarding leads only",
    Audience.REPORTER: "Message to the reporter",
}


def related(incident: Incident, user: User, people: Iterable[int]) -> list[Related]:
    """Incidents the viewer may see that are linked, merged, or know one of the people or web addresses.

    `people` are the ids of the persons in this one.
    """
    links = Link.objects.filter(incident=incident).order_by().values("other")
    links_back = Link.objects.filter(other=incident).order_by().values("incident")
    merged = Incident.objects.filter(merged_into=incident).order_by().values("pk")
    merged_into = Incident.objects.filter(merged_from=incident).order_by().values("pk")
    same_person = Involvement.objects.standing().filter(person__in=people).order_by().values("incident")
    sites = WebAddress.objects.filter(incident=incident).exclude(site="").values("site")
    same_site = WebAddress.objects.filter(site__in=sites).order_by().values("incident")
    near = merged.union(merged_into, links, links_back, same_person, same_site)
    here, linked = OuterRef("pk"), Q(incident=incident, other=OuterRef("pk"))
    rows = (
        INCIDENTS.visible_to(user, Incident.objects.filter(school_id=incident.school_id, pk__in=near))
        .exclude(pk=incident.pk)
        .annotate(
            linked=Exists(Link.objects.filter(linked | Q(other=incident, incident=here))),
            same_person=Exists(same_person.filter(incident=here)),
            same_site=Exists(same_site.filter(incident=here)),
        )
        .order_by("-reported_at")
        .values_list("pk", "reference", "status", "merged_into_id", "linked", "same_person", "same_site")
    )
    return [_related(incident, *row) for row in rows[:MOST_RELATED]]


def _related(
    incident: Incident,
    pk: int,
    reference: str,
    status: str,
    merged_into: int | None,
    linked: bool,
    same_person: bool,
    same_site: bool,
) -> Related:
    why = {
        "merged": merged_into == incident.pk or incident.merged_into_id == pk,
        "linked": linked,
        "same person": same_person,
        "same web address": same_site,
    }
    words = ", ".join(word for word, holds in why.items() if holds)
    url = reverse("incident", kwargs={"reference": reference})
    return Related(reference, url, words, Status(status).label, TONES[Status(status)])


def incident_page(incident: Incident, user: User, *, before: str = "") -> dict[str, Any]:
    """Everything the page shows to this viewer."""
    open_to = drawers.drawers(incident, user)
    statements = latest(incident, **drawers.counts(open_to, user))
    involved = list(
        Involvement.objects.standing().filter(incident=incident).select_related("person").order_by("pk")
    )
    tasks = list(Task.objects.filter(incident=incident).select_related("assigned_to", "ended_by"))
    entries, older = chronology(incident, user, before=before)
    rules, invited = beside(incident)
    moves = moves_open_to(user, incident)
    return {
        "incident": incident,
        "facts": key_facts(incident, tasks),
        "statement": statements[0],
        "account": account_rows(statements[0]),
        "earlier": statements[1:],
        "involved": involved,
        "unidentified": [row for row in involved if row.person is None],
        "namesakes": namesakes(involved) if INCIDENTS.allows(user, Capability.TRIAGE, incident) else [],
        "conflict_unknown": incident.is_open
        and any(row.person is None and row.part == Part.SUBJECT for row in involved),
        "todo": to_do(incident, user, tasks),
        "entries": entries,
        "older": older,
        "rules": rules,
        "invited": invited,
        "related": related(incident, user, [row.person_id for row in involved if row.person_id]),
        "drawers": drawers.lines(incident, open_to, statements[0]),
        "moves": moves,
        "primary": primary_move(moves),
        "is_allegation": is_allegation(incident, involved),
        "way_back": WayBack.objects.filter(incident=incident).first() if incident.in_confidence else None,
    }


def is_allegation(incident: Incident, involved: Iterable[Involvement]) -> bool:
    """Whether it is about an adult of the school, or the harm test may be met: then it has an outcome of its own."""
    ours = {PersonSort.STAFF, PersonSort.HEAD, PersonSort.GOVERNOR}
    return incident.harm_test or any(row.part == Part.SUBJECT and row.sort in ours for row in involved)


def primary_move(moves: list[Move]) -> Move | None:
    """The step that usually comes next; the others stand beside it."""
    return next((move for move in moves if move.name in _USUAL), None)


def key_facts(incident: Incident, tasks: list[Task]) -> list[dict[str, Any]]:
    """The band under the heading."""
    status = Status(incident.status)
    facts: list[dict[str, Any]] = [
        {"label": "Status", "tag": {"text": status.label, "tone": TONES[status]}},
        {"label": "Held as", "text": Lane(incident.lane).label},
        {"label": "Area of risk", "text": incident.get_risk_area_display()},
        {"label": "Owner", "text": incident.get_owner_role_display()},
        {
            "label": "Worked on by",
            "text": str(incident.assigned_to) if incident.assigned_to else "Nobody yet",
        },
    ]
    due = [task for task in tasks if task.state == TaskState.OPEN and task.due_at]
    if any(task.is_overdue for task in due):
        facts.append({"label": "Clock", "tag": {"text": "Overdue", "tone": "overdue"}})
    return facts


_AS_A_GAP = {"The material was": "What became of the material"}
"""What the form calls a row, as it is called where nothing was answered."""


def account_rows(statement: Statement) -> list[dict[str, Any]]:
    """The account for reading: what happened first, then what is known, then what is not, in one line."""
    rows = answers(statement)
    for row in rows:
        if row["label"] == "Web addresses":
            row["lines"] = [defanged(line) for line in statement.addresses.splitlines() if line.strip()]
    known = [row for row in rows if row.get("lines") or row.get("text", "") not in _NOT_KNOWN]
    known.sort(key=lambda row: row["label"] != "What happened")
    missing = [_AS_A_GAP.get(row["label"], row["label"]) for row in rows if row not in known]
    return [*known, {"label": "Not known or not said", "lines": missing}] if missing else known
