"""Mail to whoever handles cases when the roll says that somebody is close to them."""

from __future__ import annotations

from esafety.access.roles import ROLES_THAT_HANDLE, roles_in
from esafety.outbox.notices import Notice, declare_notice
from esafety.people.models import ExternalContact, School, User


def _handles_cases(about: School, to: User | ExternalContact) -> bool:
    return isinstance(to, User) and bool(roles_in(to, about.pk) & ROLES_THAT_HANDLE)


MADE_CLOSE = declare_notice(
    Notice(
        code="office.made_close",
        title="Somebody who handles cases was entered as close to somebody",
        subject="{school}: the school's lists say that somebody is close to you",
        body="A colleague entered in the school's lists that somebody is your child or close to you, or that you are "
        "in the lists twice. From now on you see nothing that is about them.\n\nIs it not so? Tell the head or the "
        "chair of governors today.\n\n{link}\n",
        may_receive=_handles_cases,
        path=lambda about: "/",
    )
)
