"""A room for tests: it mails members of a school that somebody rang at the door.

Loaded into child processes as an application (tests/outbox/child_settings.py), imported by tests.
"""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.utils import timezone

from esafety.outbox import Notice, declare_notice
from esafety.people.vocabulary import Role


def _is_member(school: Any, recipient: Any) -> bool:
    """Contacts always; accounts while they hold a post in the school."""
    if not hasattr(recipient, "memberships"):
        return True
    return recipient.memberships.current(timezone.localdate()).filter(school=school).exists()


def _has(role: Role) -> Any:
    return lambda school, user: user.memberships.current().filter(school=school, role=role).exists()


RANG = declare_notice(
    Notice(
        code="doorbell.rang",
        title="Somebody at the door",
        subject="{school}: something needs you {reference}",
        body="Something needs you. Please sign in and look:\n{link}",
        may_receive=_is_member,
        path=lambda school: f"/doors/{school.pk}/",
        may_see=_has(Role.DSL),
        is_hidden_from=_has(Role.HEAD),
    )
)


def _broken(school: Any) -> str:
    raise ZeroDivisionError(f"Secret of {school.name}")


BROKEN = declare_notice(
    Notice(
        code="doorbell.broken",
        subject="{school}: broken",
        body="{link}",
        may_receive=_is_member,
        path=_broken,
    )
)


class DoorbellConfig(AppConfig):
    name = "tests.outbox"
    label = "doorbell"
    default = True

    def ready(self) -> None:
        """Importing this module has declared the notices."""
