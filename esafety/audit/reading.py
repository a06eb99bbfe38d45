"""Reading the trail as sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from esafety.audit.models import AuditEvent
from esafety.people.models import User


class Line(NamedTuple):
    """One entry as it is shown: what happened, when, from which address (empty for the system)."""

    sentence: str
    at: dt.datetime
    address: str
    code: str


def lines(entries: Iterable[AuditEvent]) -> list[Line]:
    """The entries as sentences; accounts named by number in the detail get their names (one query)."""
    rows = list(entries)
    wanted = {row.detail["account"] for row in rows if "account" in row.detail}
    names = {pk: str(user) for pk, user in User.objects.in_bulk(wanted).items()} if wanted else {}
    for row in rows:
        if "account" in row.detail:
            row.detail = {**row.detail, "account": names.get(row.detail["account"], "somebody")}
    return [Line(row.sentence, row.at, row.address, row.code) for row in rows]
