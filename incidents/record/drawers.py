"""What is kept with an incident on pages of its own: each a line beside the account, with how many there are.

One query counts all of them, however many drawers there are; a drawer that a viewer may not open is not named.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from esafety.access.capabilities import Capability as C
from incidents.access import INCIDENTS
from incidents.models import DeviceReview, EvidenceItem, Incident, Item, Letter

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
)
"""In the order in which they are shown."""


def drawers(incident: Incident, user: User) -> list[Line]:
    """The drawers this viewer may open, with how much is in each."""
    open_to = [one for one in DRAWERS if INCIDENTS.allows(user, one.capability, incident)]
    if not open_to:
        return []
    counts = [_how_many(one.rows()) for one in open_to]
    found = Incident.objects.filter(pk=incident.pk).values_list(*counts).get()
    return [
        Line(one.label, reverse(one.url_name, args=[incident.reference]), held)
        for one, held in zip(open_to, found, strict=True)
    ]


def _how_many(rows: QuerySet[Any]) -> Coalesce:
    held = rows.filter(incident=OuterRef("pk")).order_by().values("incident")
    return Coalesce(Subquery(held.annotate(many=Count("pk")).values("many"), output_field=IntegerField()), 0)
