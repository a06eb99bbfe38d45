"""In the invented school a parent has asked to see what is held about their child."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from esafety.moving.access import MOVERS
from esafety.people.models import Person, User
from esafety.subject_access import actions
from esafety.subject_access.vocabulary import AskedAs

if TYPE_CHECKING:
    from esafety.office.demo.founding import Roster


def furnish(roster: Roster) -> str:
    """One open request, a week old. Gives a line for the command to say."""
    lead = User.objects.get(pk=roster.users["dsl"].pk)
    here = Person.objects.filter(left_on=None)
    pupil = MOVERS.visible_to(lead, here).order_by("pk").last()
    if pupil is None:
        return "Nobody asks to see what is held."
    actions.enter_request(
        person=pupil,
        asked_by="Their mother, by email",
        asked_as=AskedAs.PARENT,
        about="Everything since September.",
        received_on=timezone.localdate() - dt.timedelta(days=7),
        by=lead,
    )
    return "One request to see what is held is open."
