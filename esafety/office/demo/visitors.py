"""Whom the invented school lets use what is its own."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from esafety.office import actions
from esafety.office.vocabulary import VisitorUse as U

if TYPE_CHECKING:
    from esafety.office.demo.founding import Roster


class Guest(NamedTuple):
    """A visitor: since how many days, until in how many, what for, and how many days ago they signed (None: not)."""

    name: str
    organisation: str
    uses: dict[U, str]
    since: int
    until: int
    permitted_by: str
    signed: int | None


# fmt: off
GUESTS: tuple[Guest, ...] = (
    Guest("Bea Lindqvist",   "Shire Music Service", {U.GUEST_NETWORK: ""}, 70, 28, "head", 70),
    Guest("Cal Rowntree",    "Larder Catering", {U.SYSTEM: "canteen tills", U.GUEST_NETWORK: ""}, 30, 120, "dsl", 30),
    Guest("Dr Ife Oyelaran", "Shire Psychology", {U.GUEST_NETWORK: "", U.DEVICE: "LAP-0107"}, 0, 0, "senco", None),
    Guest("Wes Tarrant",     "Quiet Cabling Ltd", {U.NETWORK: ""}, 12, -3, "network_manager", 12),
)
# fmt: on


def let_visitors_in(roster: Roster, today: dt.date) -> None:
    """Enter everybody who visits, or did."""
    for one in GUESTS:
        actions.let_visitor_in(
            school=roster.school,
            name=one.name,
            organisation=one.organisation,
            uses=one.uses,
            from_date=today - dt.timedelta(days=one.since),
            until=today + dt.timedelta(days=one.until),
            permitted_by=roster.users[one.permitted_by],
            agreed_on=None if one.signed is None else today - dt.timedelta(days=one.signed),
            agreement_note="" if one.signed is None else "Paper, visitors’ file",
            by=roster.users["network_manager"],
        )
