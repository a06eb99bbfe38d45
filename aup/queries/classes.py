"""Classes whose pupils sign for themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count, Q

from aup.models import CampaignClass, ClassSession, Wanted
from aup.vocabulary import Capacity

if TYPE_CHECKING:
    from esafety.people.models import School


class Signing(NamedTuple):
    """A class, and how many of its pupils have signed for themselves."""

    row: CampaignClass
    wanted: int
    signed: int


def classes_that_sign(school: School) -> list[Signing]:
    """Classes of running campaigns in which pupils sign for themselves. Two queries."""
    own = Wanted.objects.filter(
        school=school, campaign__state="running", capacity=Capacity.SELF, about__kind="pupil"
    )
    counted = (
        own.order_by().values("campaign", "class_name").annotate(n=Count("pk"), signed=Count("signed_at"))
    )
    rows = CampaignClass.objects.filter(school=school, campaign__state="running").select_related("campaign")
    by_key = {(row.campaign_id, row.class_name): row for row in rows.order_by("class_name", "pk")}
    found = {(one["campaign"], one["class_name"]): one for one in counted}
    return [
        Signing(row, found[key]["n"], found[key]["signed"]) for key, row in by_key.items() if key in found
    ]


def signers_of(session: ClassSession) -> list[Wanted]:
    """The pupils who sign for themselves in a class, those still to sign first."""
    own = Wanted.objects.filter(
        Q(about__left_on__isnull=True),
        campaign=session.campaign_id,
        class_name=session.class_name,
        capacity=Capacity.SELF,
        about__kind="pupil",
    )
    rows = own.select_related("about").order_by("about__family_name", "about__given_name", "pk")
    return sorted(rows, key=lambda one: one.signed_at is not None)
