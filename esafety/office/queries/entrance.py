"""What the office's entrance shows: a card for each theme, to those whose capability opens it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from django.urls import reverse

from esafety.access.capabilities import Capability as C
from esafety.access.roles import may
from esafety.office.queries import calendar, contacts, devices, readiness, sign_in

if TYPE_CHECKING:
    from esafety.people.models import School, User


def _nothing(school: School) -> str:
    return ""


class Theme(NamedTuple):
    """One card: `wants(school)` is a sentence when something there needs a person, else empty."""

    title: str
    url_name: str
    opened_by: tuple[C, ...]
    text: str
    wants: Callable[[School], str] = _nothing


# fmt: off
THEMES: tuple[Theme, ...] = (
    Theme("Is everything in place?", "set_up", (C.MANAGE_SCHOOL, C.CONFIRM_ACCOUNTS),
          "What a school needs before a concern can safely be reported.", readiness.wanted),
    Theme("People", "people", (C.MANAGE_ROLL,), "Pupils, staff, parents: bring them in from a file, or by hand."),
    Theme("Accounts", "accounts", (C.MANAGE_ACCOUNTS,), "Who can sign in, with which roles, until when."),
    Theme("Changes to accounts", "account_changes", (C.CONFIRM_ACCOUNTS, C.MANAGE_ACCOUNTS),
          "What a second person must confirm."),
    Theme("Schools", "schools", (C.FOUND_SCHOOLS,), "Which are live, and who administers them."),
    Theme("Who is on duty", "duty", (C.SET_DUTY,), "Who is told first, and who is away."),
    Theme("Calendar", "calendar", (C.MANAGE_SCHOOL,), "Terms, half-terms, INSET days, closures.", calendar.wanting),
    Theme("Contacts outside the school", "contacts", (C.MANAGE_CONTACTS,), "Whom to ring, and when it was checked.",
          contacts.wanting),
    Theme("Register of access", "register", (C.SEE_REGISTER,),
          "Who has access to what, today and on a past day. Visitors too."),
    Theme("Devices", "devices", (C.MANAGE_DEVICES,), "School equipment, signed out and in.", devices.overdue),
    Theme("Settings", "settings", (C.MANAGE_SCHOOL,), "Clocks, quiet hours, the help page, the school’s particulars."),
    Theme("Signing in with school accounts", "sign_in_settings", (C.MANAGE_SCHOOL, C.CONFIRM_ACCOUNTS),
          "Microsoft or Google accounts instead of passwords.", sign_in.waiting),
)
# fmt: on

OPENED_BY = tuple(dict.fromkeys(one for theme in THEMES for one in theme.opened_by))
"""Whoever holds any of these has something to do in the office."""


def cards(school: School, user: User) -> list[dict[str, Any]]:
    """The cards of one account, in the table's order."""
    return [
        {
            "title": theme.title,
            "url": reverse(theme.url_name),
            "text": theme.text,
            "meta": wanted,
            "tag": {"text": "Needs you", "tone": "orange"} if wanted else None,
        }
        for theme in THEMES
        if any(may(user, one, school) for one in theme.opened_by)
        for wanted in (theme.wants(school),)
    ]
