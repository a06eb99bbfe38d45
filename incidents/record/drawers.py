"""What is kept with an incident on pages of its own: each a line beside the account, with how many there are.

All of them are counted together with the account, in its query; a drawer that a viewer may not open is not named.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from esafety.access.capabilities import Capability as C
from incidents.access import INCIDENTS
from incidents.models import (
    Alert,
    ChronologyMark,
    DeviceReview,
    EvidenceItem,
    Incident,
    Item,
    Letter,
    Referral,
)
from incidents.patterns import counted

if TYPE_CHECKING:
    from esafety.people.models import User


class Drawer(NamedTuple):
    """One page beside an incident. `rows` gives the records it holds, each with a column `incident`; where not
    everybody who opens the drawer sees all of them, `seen_by` leaves out what the viewer may not count.
    """

    label: str
    url_name: str
    rows: Callable[[], QuerySet[Any]]
    capability: C = C.WORK
    seen_by: Callable[[User, QuerySet[Any]], QuerySet[Any]] | None = None


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
    Drawer("Referrals and advice", "referrals", Referral.objects.all),
    Drawer("Chronology", "chronology", lambda: ChronologyMark.objects.filter(significant=True)),
    Drawer("Monitoring alerts", "incident_alerts", Alert.objects.all),
    Drawer("Patterns", "incident_patterns", counted.evidence, seen_by=counted.seen_by),
)
"""In the order in which they are shown."""


def drawers(incident: Incident, user: User) -> tuple[Drawer, ...]:
    """The drawers this viewer may open."""
    return tuple(one for one in DRAWERS if INCIDENTS.allows(user, one.capability, incident))


def counts(open_to: Sequence[Drawer], user: User) -> dict[str, Coalesce]:
    """How much is in each, to be asked for beside rows with a column `incident`."""
    rows = [one.seen_by(user, one.rows()) if one.seen_by else one.rows() for one in open_to]
    return {f"held_{number}": _how_many(some) for number, some in enumerate(rows)}


def lines(incident: Incident, open_to: Sequence[Drawer], counted: Any) -> list[Line]:
    """The lines beside the account; `counted` is a row that was read with `counts`."""
    return [
        Line(one.label, reverse(one.url_name, args=[incident.reference]), getattr(counted, f"held_{number}"))
        for number, one in enumerate(open_to)
    ]


def _how_many(rows: QuerySet[Any]) -> Coalesce:
    held = rows.filter(incident=OuterRef("incident")).order_by().values("incident")
    return Coalesce(Subquery(held.annotate(many=Count("pk")).values("many"), output_field=IntegerField()), 0)
