"""What is on record of one person's part in an incident. Nobody else's part is read for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.urls import reverse

from incidents.forms.parts import FORMS
from incidents.models import Involvement, PartEntry, Sanction
from incidents.policy.sanctions import ladder
from incidents.record.ladder import Weighed, weigh
from incidents.vocabulary import PARENTS, Measure, Part, PartKind, PersonSort, TaskState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from esafety.people.models import User


class Ask(NamedTuple):
    """Something that can be recorded, and where."""

    label: str
    url: str


@dataclass(frozen=True)
class Decided:
    """A decision as it is read: the category, what follows, the days without access and whether it was given back."""

    row: Sanction
    rung: str
    measures: list[str]
    access: str


def part_page(row: Involvement, user: User) -> dict[str, Any]:
    """Everything the person's page shows."""
    sanctions = list(row.sanctions.select_related("decided_by", "restore_task__ended_by"))
    weighed = weigh(row, user) if row.part == Part.SUBJECT else None
    return {
        "row": row,
        "entries": list(
            PartEntry.objects.filter(involvement=row).select_related("by").order_by("-at", "-pk")
        ),
        "decided": [decided(one) for one in reversed(sanctions)],
        "asks": _asks(row),
        "decide_url": _address(row, "incident_person_decide") if weighed else "",
        "weighed": weighed,
        "earlier": earlier_words(weighed),
    }


def _asks(row: Involvement) -> list[Ask]:
    kinds = [PartKind(kind) for kind in FORMS]
    if row.sort != PersonSort.CHILD:
        kinds = [kind for kind in kinds if kind not in PARENTS]
    return [Ask(kind.label, _address(row, "incident_person_record", kind.value)) for kind in kinds]


def _address(row: Involvement, name: str, *more: str) -> str:
    return reverse(name, args=[row.incident.reference, row.pk, *more])


def earlier_words(weighed: Weighed | None) -> list[str]:
    """What was decided before for the same person, as far as the viewer may know."""
    found = weighed.earlier if weighed else []
    return [f"{one.rung}, decided {one.decided_at:%d %B %Y}" for one in found]


def decided(row: Sanction) -> Decided:
    """One decision in words."""
    rung = ladder(row.ladder).rung(row.rung)
    return Decided(
        row=row,
        rung=f"{rung.code}: {rung.conduct}" if rung else "Support, no sanction",
        measures=[str(Measure(one).label) for one in row.measures],
        access=_access(row),
    )


def _access(row: Sanction) -> str:
    if row.loss_from is None or row.loss_until is None or row.restore_task is None:
        return ""
    days = f"No access from {row.loss_from:%d %B %Y} to {row.loss_until:%d %B %Y}"
    task = row.restore_task
    if task.state == TaskState.OPEN:
        return f"{days}; not given back yet"
    return f"{days}; {'given back' if task.state == TaskState.DONE else 'closed'} {task.ended_at:%d %B %Y}"


def entries_of(involved: Iterable[Involvement]) -> dict[int, list[PartEntry]]:
    """What is on record of each part, oldest first, in one query."""
    found: dict[int, list[PartEntry]] = {row.pk: [] for row in involved}
    for entry in PartEntry.objects.filter(involvement__in=found).select_related("by"):
        found[entry.involvement_id].append(entry)
    return found


def decisions_of(involved: Iterable[Involvement]) -> dict[int, list[Decided]]:
    """What was decided for each, oldest first, in one query."""
    found: dict[int, list[Decided]] = {row.pk: [] for row in involved}
    rows = Sanction.objects.filter(involvement__in=found).select_related("decided_by", "restore_task")
    for row in rows:
        found[row.involvement_id].append(decided(row))
    return found
