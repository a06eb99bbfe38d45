"""What stands beside an account: the rules that brought it here, and the colleagues it is open to by name."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import CharField, F, Value

from incidents.models import IncidentInvitation

if TYPE_CHECKING:
    from incidents.models import Incident


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


def beside(incident: Incident) -> tuple[list[Rule], list[Invited]]:
    """Both lists, oldest first, in one query: both are short, and every page of an incident shows both."""
    rules = incident.routing_notes.order_by().values_list(
        Value("rule", CharField()), "pk", "at", "because", "effect", "source", F("edition")
    )
    invited = IncidentInvitation.objects.current().filter(content_object=incident).order_by()
    people = invited.values_list(
        Value("invited", CharField()), "pk", "until", "user__name", "given_by__name", "reason", Value("")
    )
    rows = list(rules.union(people, all=True).order_by("pk"))
    return (
        [Rule(*words) for what, _, _, *words in rows if what == "rule"],
        [
            Invited(name, by, reason, until, pk)
            for what, pk, until, name, by, reason, _ in rows
            if what == "invited"
        ],
    )
