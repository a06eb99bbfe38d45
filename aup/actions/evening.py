"""Asking for a link at a parents' evening."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from aup.actions.campaigns import send_link_again
from aup.models import CampaignClass
from aup.queries.progress import allowed_adults
from aup.vocabulary import LINK_ASKED_FOR, InvitationRoute
from esafety.audit import record
from esafety.people.models import Person
from esafety.people.queries import folded
from esafety.people.vocabulary import PersonKind

if TYPE_CHECKING:
    from esafety.people.models import User


@transaction.atomic
def ask_for_links(*, row: CampaignClass, name: str, born_on: dt.date, by: User | None) -> int:
    """Mail their links to the parents and carers of a child of this class, once in an hour each.

    Returns how many; whoever asked is told the same in any case.
    """
    told = set(folded(name).split())
    pupils = Person.objects.filter(
        school=row.school_id,
        kind=PersonKind.PUPIL,
        class_name=row.class_name,
        born_on=born_on,
        left_on__isnull=True,
    )
    found = [one.pk for one in pupils if told and told <= set(one.search_text.split())]
    adults = (
        {adult.pk for one in allowed_adults(found).values() for adult in one} if len(found) == 1 else set()
    )
    asked = row.campaign.invitations.exclude(route=InvitationRoute.PAPER)
    mailed = list(asked.filter(signer__in=adults, replaced_at__isnull=True))
    hour = f"evening/{timezone.now():%Y-%m-%dT%H}"
    for invitation in mailed:
        send_link_again(invitation=invitation, by=by, hour=hour)
    record(LINK_ASKED_FOR, by=by, school=row.school, about=row, detail={"count": len(mailed)})
    return len(mailed)
