"""The reminder that a school year has no terms."""

from __future__ import annotations

from django.urls import reverse

from esafety.access.capabilities import Capability
from esafety.access.roles import may
from esafety.outbox.notices import Notice, declare_notice
from esafety.people.models import ExternalContact, School, User


def _keeps_the_calendar(about: School, to: User | ExternalContact) -> bool:
    return isinstance(to, User) and may(to, Capability.MANAGE_SCHOOL, about)


CALENDAR_MISSING = declare_notice(
    Notice(
        code="office.calendar_missing",
        title="A school year has no terms",
        subject="{school}: please enter the term dates",
        body="A school year has no term dates yet. Without them every weekday counts as a school day, and a clock "
        "can run in the holidays.\n\nEnter them here, or copy the year before:\n{link}",
        may_receive=_keeps_the_calendar,
        path=lambda about: reverse("calendar"),
        may_wait=lambda about: True,
    )
)
