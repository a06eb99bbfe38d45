"""A disposal waits for a second person; records became due. No name, no narrative, no count of anybody's records."""

from __future__ import annotations

from esafety.keeping.access import DISPOSALS, KEEP
from esafety.keeping.models import Disposal
from esafety.keeping.vocabulary import Stage
from esafety.outbox.notices import Notice, declare_notice
from esafety.people.models import ExternalContact, User


def _may_approve(disposal: Disposal, to: User | ExternalContact) -> bool:
    waits = disposal.stage == Stage.PROPOSED
    return isinstance(to, User) and waits and DISPOSALS.allows(to, KEEP, disposal)


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
