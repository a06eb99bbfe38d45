"""Reading the trail as sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from itertools import groupby
from typing import NamedTuple

from django.utils import timezone

from esafety.audit.models import AuditEvent
from esafety.people.models import User


class Line(NamedTuple):
    """What happened, when, from which addresses (empty for the system); how many `times`, first `since` then."""

    sentence: str
    at: dt.datetime
    address: str
    code: str
    times: int = 1
    since: dt.datetime | None = None


def lines(entries: Iterable[AuditEvent]) -> list[Line]:
    """Each entry as a sentence."""
    return [line_of([row]) for row in with_names(entries)]


def with_names(entries: Iterable[AuditEvent]) -> list[AuditEvent]:
    """The entries; accounts named by number in the detail get their names (one query)."""
    rows = list(entries)
    wanted = {row.detail["account"] for row in rows if "account" in row.detail}
    names = {pk: str(user) for pk, user in User.objects.in_bulk(wanted).items()} if wanted else {}
    for row in rows:
        if "account" in row.detail:
            row.detail = {**row.detail, "account": names.get(row.detail["account"], "somebody")}
    return rows


def gathered(entries: Iterable[AuditEvent], looks: Collection[str]) -> list[list[AuditEvent]]:
    """The entries in their order, those of one kind of look (event codes) that one person took on one day of
    the school's time zone, with nothing between them, as one.
    """

    def kind(row: AuditEvent) -> object:
        if row.code in looks:
            return row.code, row.actor_id, timezone.localdate(row.at)
        return row.pk

    return [list(run) for _, run in groupby(entries, key=kind)]


def line_of(run: list[AuditEvent]) -> Line:
    """Entries of one kind, newest first, as one line."""
    newest, oldest = run[0], run[-1]
    addresses = ", ".join(dict.fromkeys(row.address for row in run if row.address))
    return Line(newest.sentence, newest.at, addresses, newest.code, len(run), oldest.at)
