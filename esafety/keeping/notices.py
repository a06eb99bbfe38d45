"""A disposal, or the lifting of a hold, waits for a second person. No name, no narrative, no count of records."""

from __future__ import annotations

from django.urls import reverse

from esafety.keeping.access import DISPOSALS, HOLDS, KEEP
from esafety.keeping.models import Disposal, Hold
from esafety.keeping.vocabulary import Stage
from esafety.outbox.notices import Notice, declare_notice
from esafety.people.models import ExternalContact, User


def _may_approve(disposal: Disposal, to: User | ExternalContact) -> bool:
    waits = disposal.stage == Stage.PROPOSED
    return isinstance(to, User) and waits and DISPOSALS.allows(to, KEEP, disposal)


def _may_agree(hold: Hold, to: User | ExternalContact) -> bool:
    waits = hold.lifted_at is None and hold.lift_asked_by_id not in (None, to.pk)
    return isinstance(to, User) and waits and HOLDS.allows(to, KEEP, hold)


TO_APPROVE = declare_notice(
    Notice(
        code="keeping.to_approve",
        title="A disposal of records waits for approval",
        subject="{school}: a disposal of records waits for a second person",
        body="A colleague reviewed records whose time is over and asks a second person to approve their disposal.\n\n"
        "Please sign in and look at the list:\n{link}",
        may_receive=_may_approve,
        path=lambda disposal: disposal.get_absolute_url(),
        may_wait=lambda disposal: True,
    )
)

TO_LIFT = declare_notice(
    Notice(
        code="keeping.to_lift",
        title="The lifting of a hold waits for a second person",
        subject="{school}: a colleague asks to lift a hold on records",
        body="A colleague asks to lift a hold on records. Until a second person agrees it stands.\n\n"
        "Please sign in and look at the holds:\n{link}",
        may_receive=_may_agree,
        path=lambda hold: reverse("holds"),
        may_wait=lambda hold: True,
    )
)
