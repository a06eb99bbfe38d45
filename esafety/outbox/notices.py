"""What can be mailed: fixed texts, declared by the room whose event they tell of.

Email is not confidential (domain/routing.md, "Notifications"). A text may hold the school, the
random reference and a link, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from string import Formatter
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from esafety.people.models import User

IN_SUBJECT = frozenset({"school", "reference"})
IN_BODY = IN_SUBJECT | {"link"}


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One kind of message.

    `subject` and `body` are fixed texts with `{school}`, `{reference}` and (body only) `{link}`.
    `path(about)` gives the link's path; a link that stands for its reader is worked out there and kept
    nowhere. `may_receive(about, recipient)` is asked again at the moment of sending. The office sees a
    parked message only if `may_see(about, user)`; an account that may not see the record sees just its
    kind, and only if the room says with `is_hidden_from` who must not learn that the record exists. Left
    out, the first is `may_receive` and everybody else is taken for somebody who must not learn of it.
    `opens_account` says that it also goes to an account that cannot sign in yet: an invitation.
    `may_wait(about)` says that it is kept in the school's quiet hours; left out, it never waits.
    `joined` names rows beside the record that are read for each message: they come with it when it is sent.
    """

    code: str
    subject: str
    body: str
    may_receive: Callable[[Any, Any], bool]
    path: Callable[[Any], str]
    title: str = ""
    may_see: Callable[[Any, User], bool] | None = None
    is_hidden_from: Callable[[Any, User], bool] | None = None
    opens_account: bool = False
    may_wait: Callable[[Any], bool] | None = None
    joined: tuple[str, ...] = ()

    def waits(self, about: Any) -> bool:
        """Whether this message is kept until the school's quiet hours are over."""
        return self.may_wait is not None and self.may_wait(about)

    @property
    def name(self) -> str:
        """What the office calls this kind of message; reveals nothing of the matter."""
        return self.title or self.code

    def shows_to(self, about: Any, user: User) -> bool:
        """Whether `user` may be told which record this message is about."""
        return (self.may_see or self.may_receive)(about, user)

    def hides_from(self, about: Any, user: User) -> bool:
        """Whether `user` must not even learn that this message exists."""
        if self.is_hidden_from is None:
            return not self.shows_to(about, user)
        return self.is_hidden_from(about, user)


_declared: dict[str, Notice] = {}


def declare_notice(notice: Notice) -> Notice:
    """Add a kind of message. Raises ImproperlyConfigured when its code is taken or its text holds more
    than it may."""
    if notice.code in _declared:
        raise ImproperlyConfigured(f"The notice {notice.code!r} is declared twice")
    if "\n" in notice.subject:
        raise ImproperlyConfigured(f"The subject of {notice.code!r} is more than one line")
    _refuse_other_fields(notice.code, notice.subject, IN_SUBJECT)
    _refuse_other_fields(notice.code, notice.body, IN_BODY)
    _declared[notice.code] = notice
    return notice


def declared_notices() -> dict[str, Notice]:
    """Every kind of message declared so far, by code."""
    return dict(_declared)


def _refuse_other_fields(code: str, text: str, allowed: frozenset[str]) -> None:
    used = {field for _, field, _, _ in Formatter().parse(text) if field is not None}
    if used - allowed:
        extra = ", ".join(sorted(used - allowed))
        raise ImproperlyConfigured(f"The notice {code!r} may not hold: {extra}")
