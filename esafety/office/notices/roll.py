"""Mail to whoever handles cases when the roll says something else of them than before."""

from __future__ import annotations

from esafety.access.roles import ROLES_THAT_HANDLE, roles_in
from esafety.outbox.notices import Notice, declare_notice
from esafety.people.models import ExternalContact, School, User


def _handles_cases(about: School, to: User | ExternalContact) -> bool:
    return isinstance(to, User) and bool(roles_in(to, about.pk) & ROLES_THAT_HANDLE)


MADE_CLOSE = declare_notice(
    Notice(
        code="office.made_close",
        title="What the lists say of somebody who handles cases was changed",
        subject="{school}: what the school's lists say of you was changed",
        body="A colleague changed what the school's lists say of you: your family name, who is your child or close to "
        "you, or that you are in the lists twice. It decides what you may see.\n\nIs it not as it should be? Tell "
        "the head or the chair of governors today.\n\n{link}\n",
        may_receive=_handles_cases,
        path=lambda about: "/",
    )
)
