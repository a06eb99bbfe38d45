"""What a record still lacks before it is closed, in words. Source: domain/procedures.md, closing rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incidents.facts import met_harm_test
from incidents.models import PartEntry
from incidents.vocabulary import PARENTS, ChildAction, DecisionKind, Nature, Part, PartKind, PersonSort

if TYPE_CHECKING:
    from incidents.models import Incident, Involvement


def lacks(incident: Incident) -> list[str]:
    """What closing needs and is not there: required tasks still open, how an allegation ended."""
    to_do = [f"“{task.words}” is still to do" for task in incident.tasks.open().filter(required=True)]
    return to_do + [f"the outcome of the allegation against {row.who}" for row in not_ended(incident)]


def not_ended(incident: Incident) -> list[Involvement]:
    """The adults for whom the harm test may be met and no outcome is recorded (KCSIE)."""
    if not met_harm_test(incident):
        return []
    adults = incident.involvements.subjects().exclude(sort=PersonSort.CHILD)
    return list(adults.filter(allegation_outcomes=None).select_related("person"))


def worth_adding(incident: Incident) -> list[str]:
    """What a reader of the record will miss. It does not stop anybody from closing."""
    people = list(incident.involvements.standing().select_related("person"))
    found = [f"who “{row.name}” is" for row in people if row.person is None]
    if not people:
        found.append("who was involved")
    if incident.happened_on is None:
        found.append("when it happened")
    if incident.nature == Nature.NOT_KNOWN:
        found.append("whether it was deliberate or accidental")
    children = [row for row in people if row.sort == PersonSort.CHILD]
    entries = set(PartEntry.objects.filter(incident=incident).values_list("involvement", "kind"))
    told = {part for part, kind in entries if kind in PARENTS}
    if children and not _parents_decided(incident):
        untold = [row.who for row in children if row.part in _CONCERNED and row.pk not in told]
        if not told:
            found.append("whether parents were told, by whom, or why not")
        elif untold:
            found.append(f"whether the parents of {' and '.join(untold)} were told, by whom, or why not")
    harmed = [row for row in children if row.part == Part.HARMED]
    if any((row.pk, PartKind.SUPPORT) not in entries for row in harmed) and not _debriefed(incident):
        found.append("what support the harmed child was given")
    return found


_CONCERNED = {Part.SUBJECT, Part.HARMED}


def _parents_decided(incident: Incident) -> bool:
    kinds = (DecisionKind.PARENTS_TOLD, DecisionKind.PARENTS_NOT_TOLD)
    return ChildAction.PARENTS in incident.actions_child or incident.decisions.filter(kind__in=kinds).exists()


def _debriefed(incident: Incident) -> bool:
    told = ChildAction.DEBRIEFED in incident.actions_child
    return told or incident.decisions.filter(kind=DecisionKind.PROTECT).exists()
