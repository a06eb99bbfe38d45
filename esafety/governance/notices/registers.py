"""A policy to be read; the leaders' digest."""

from __future__ import annotations

from django.urls import reverse

from esafety.access.capabilities import Capability as C
from esafety.access.roles import may
from esafety.outbox.notices import Notice, declare_notice
from esafety.people.models import ExternalContact, School, User


def _reads(about: School, to: User | ExternalContact) -> bool:
    from esafety.governance.queries.policies import to_read

    return isinstance(to, User) and may(to, C.READ_POLICIES, about) and bool(to_read(to, about))


def _leads(about: School, to: User | ExternalContact) -> bool:
    return isinstance(to, User) and may(to, C.SEE_FIGURES, about)


POLICIES_TO_READ = declare_notice(
    Notice(
        code="governance.policies_to_read",
        title="Policies to read",
        subject="{school}: there is a policy for you to read",
        body="There is a policy of the school that you have not said to have read.\n\nPlease sign in, read it and say "
        "so:\n{link}",
        may_receive=_reads,
        path=lambda about: reverse("policies_to_read"),
        may_wait=lambda about: True,
    )
)

DIGEST = declare_notice(
    Notice(
        code="governance.digest",
        title="The leaders’ digest",
        subject="{school}: your digest is there",
        body="The figures of the past fortnight are there for you to look at.\n\n"
        "They are not sent by email. Please sign in:\n{link}",
        may_receive=_leads,
        path=lambda about: reverse("figures"),
        may_wait=lambda about: True,
    )
)
