"""What stands beside an account: the rules that brought it here, and the colleagues it is open to by name."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import CharField, F, QuerySet, Value

from incidents.models import Incident, IncidentInvitation
from incidents.record.drawers import how_many

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incidents.record.drawers import Drawer


class Rule(NamedTuple):
    """A routing rule that fitted, as it stood then."""

    because: str
    effect: str
    source: str
    edition: str


class Invited(NamedTuple):
    """A colleague the incident is open to by name, until when, by whom and why."""

    name: str
    given_by: str
    reason: str
    until: dt.datetime | None
    pk: int


def beside(incident: Incident, drawers: Sequence[Drawer]) -> tuple[list[Rule], list[Invited], list[int]]:
    """Both lists, oldest first, and how much each drawer holds, in one query: every page of an incident shows them."""
    rules = incident.routing_notes.order_by().values_list(
        Value("rule", CharField()), "pk", "at", "because", "effect", "source", F("edition")
    )
    invited = IncidentInvitation.objects.current().filter(content_object=incident).order_by()
    people = invited.values_list(
        Value("invited", CharField()), "pk", "until", "user__name", "given_by__name", "reason", Value("")
    )
    rows = list(rules.union(people, *_held(incident, drawers), all=True).order_by("pk"))
    return (
        [Rule(*words) for what, _, _, *words in rows if what == "rule"],
        [
            Invited(name, by, reason, until, pk)
            for what, pk, until, name, by, reason, _ in rows
            if what == "invited"
        ],
        [
            many
            for _, many in sorted((int(place), many) for what, many, _, place, *_ in rows if what == "held")
        ],
    )


def _held(incident: Incident, drawers: Sequence[Drawer]) -> list[QuerySet[Incident, Any]]:
    """A row for each drawer: its place, and how much it holds where the others have their number."""
    return [
        Incident.objects.filter(pk=incident.pk)
        .order_by()
        .values_list(
            Value("held", CharField()),
            how_many(drawer.rows()),
            F("reported_at"),
            Value(str(place), CharField()),
            Value("", CharField()),
            Value("", CharField()),
            Value("", CharField()),
        )
        for place, drawer in enumerate(drawers)
    ]
