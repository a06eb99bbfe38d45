"""Who is in, who signed for the year, who signed on a day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from aup.models import Edition, Reception, Visit
from aup.vocabulary import Audience
from esafety.people.queries import folded

if TYPE_CHECKING:
    from esafety.people.models import School

MOST_REGULARS = 200


class AtReception(NamedTuple):
    """What reception sees: who is in, who left today, who need not sign again, the tablet."""

    here: list[Visit]
    left: list[Visit]
    regulars: list[Visit]
    tablet: Reception | None
    edition: Edition | None


def at_reception(school: School) -> AtReception:
    """Today’s visitors. Four queries."""
    today = timezone.localdate()
    came = Visit.objects.filter(school=school, came_on=today).select_related("signature__edition")
    visits = list(came.order_by("came_at"))
    edition = Edition.objects.in_force(school, Audience.VISITOR)
    here = [one for one in visits if one.left_at is None]
    inside = {one.signature_id for one in here}
    return AtReception(
        here,
        [one for one in visits if one.left_at is not None],
        [one for one in _regulars(school, today) if one.signature_id not in inside],
        Reception.objects.open().filter(school=school).select_related("opened_by").first(),
        edition,
    )


def _regulars(school: School, today: dt.date) -> list[Visit]:
    """Those who signed for the year, the first visit of each signature, as long as no edition asks them again."""
    asks = Edition.objects.filter(
        school=school, audience=Audience.VISITOR, requires_new_signature=True, in_force_from__lte=today
    )
    since = Coalesce(Subquery(asks.order_by("-number").values("number")[:1]), 0)
    found = Visit.objects.covering(today).filter(school=school, came_on__lt=today)
    found = found.exclude(signature__edition__number__lt=since)
    by_signature = {one.signature_id: one for one in found.order_by("-came_at")[: MOST_REGULARS * 3]}
    return sorted(by_signature.values(), key=lambda one: folded(one.name))[:MOST_REGULARS]


def visitors_signed(school: School, day: dt.date) -> dict[str, dt.date]:
    """When visitors whose signature covers a day signed, by their folded names. Asked by the office. One query."""
    rows = Visit.objects.covering(day).filter(school=school).order_by("came_at")
    return {folded(name): on for name, on in rows.values_list("name", "signature__signed_on")}
