"""The invented school sends a pupil's file to the next school and waits for the receipt."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from esafety.moving import actions
from esafety.moving.access import MOVERS
from esafety.office.actions import add_contact
from esafety.people.models import Person, User
from esafety.people.vocabulary import ContactKind

if TYPE_CHECKING:
    from esafety.office.demo.founding import Roster


def furnish(roster: Roster) -> str:
    """One file that was sent today. Gives a line for the command to say."""
    lead, today = User.objects.get(pk=roster.users["dsl"].pk), timezone.localdate()
    contact = add_contact(
        school=roster.school,
        kind=ContactKind.NEXT_SCHOOL,
        name="Moira Lindqvist, Eastbrook Academy",
        email="safeguarding@eastbrook.example",
        telephone="01632 960221",
        verified_on=today - dt.timedelta(days=3),
        by=lead,
    )
    pupil = MOVERS.visible_to(lead, Person.objects.all()).order_by("pk").first()
    if pupil is None:
        return "No pupil's file moves."
    made = actions.begin_transfer(pupil=pupil, contact=contact, starts_on=today, by=lead)
    actions.send_transfer(transfer=made, version=made.version, by=lead)
    return "One pupil's file waits for a receipt."
