"""What is kept with an incident on pages of its own: each a line beside the account, with how many there are.

They are counted in the query that reads what stands beside the account (`beside.py`), however many drawers there are;
a drawer that a viewer may not open is not named.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from esafety.access.capabilities import Capability as C
from incidents.access import INCIDENTS
from incidents.models import ChronologyMark, DeviceReview, EvidenceItem, Incident, Item, Letter, Referral

if TYPE_CHECKING:
    from esafety.people.models import User


class Drawer(NamedTuple):
    """One page beside an incident. `rows` gives the records it holds, each with a column `incident`."""

    label: str
    url_name: str
    rows: Callable[[], QuerySet[Any]]
    capability: C = C.WORK


class Line(NamedTuple):
    """One line beside the account: `held` is how many the drawer holds."""

    label: str
    url: str
    held: int


DRAWERS: tuple[Drawer, ...] = (
    Drawer("Evidence", "incident_evidence", EvidenceItem.objects.all),
    Drawer("Items and devices", "incident_items", Item.objects.all),
    Drawer("Reviews and viewing", "incident_reviews", DeviceReview.objects.all),
    Drawer("Letters", "incident_letters", Letter.objects.all),
    Drawer("Referrals and advice", "referrals", lambda: Referral.objects.all()),
    Drawer("Chronology", "chronology", lambda: ChronologyMark.objects.filter(significant=True)),
)
"""In the order in which they are shown."""


def open_drawers(incident: Incident, user: User) -> list[Drawer]:
    """The drawers this viewer may open."""
    return [one for one in DRAWERS if INCIDENTS.allows(user, one.capability, incident)]


def lines(incident: Incident, drawers: Sequence[Drawer], held: Sequence[int]) -> list[Line]:
    """A line for each drawer, with how much is in it."""
    return [
        Line(one.label, reverse(one.url_name, args=[incident.reference]), many)
        for one, many in zip(drawers, held, strict=True)
    ]


def how_many(rows: QuerySet[Any]) -> Coalesce:
    """How many of a drawer's rows an incident has, as a part of a query over incidents."""
    held = rows.filter(incident=OuterRef("pk")).order_by().values("incident")
    return Coalesce(Subquery(held.annotate(many=Count("pk")).values("many"), output_field=IntegerField()), 0)
