"""Requests for tests, made and moved only by the actions: no test stands on an impossible case."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from filtering import actions
from filtering.actions.guard import fresh
from filtering.addresses import read_all, read_email
from filtering.models import FilteringRequest
from filtering.told import Asked
from filtering.vocabulary import Category, Kind, Stage, UserGroup
from tests.cast import Cast


def today() -> dt.date:
    return timezone.localdate()


def boxes(name: str, day: dt.date) -> dict[str, str]:
    return {f"{name}_0": str(day.day), f"{name}_1": str(day.month), f"{name}_2": str(day.year)}


def asked(kind: Kind = Kind.UNBLOCK, addresses: str = "history.example/vikings", **more: Any) -> Asked:
    told: dict[str, Any] = {"kind": kind, "purpose": "Sources about the Vikings", "for_group": UserGroup.KS2}
    if kind != Kind.TECHNOLOGY:
        told["addresses"] = tuple(read_all(addresses, read_email if kind == Kind.EMAIL else None))
    if kind in (Kind.UNBLOCK, Kind.SOCIAL, Kind.EMAIL):
        told |= {"from_on": today(), "until_on": today() + dt.timedelta(days=4), "lesson": "History, 6L"}
        told |= {"supervised_by": "Jamal Rashid"}
    if kind == Kind.UNBLOCK:
        told["category"] = Category.VIDEO
    if kind == Kind.TECHNOLOGY:
        told |= {"risk_note": "Pupils could chat: turned off.", "data_note": "Keeps no names."}
    return Asked(**{**told, **more})


def ask(cast: Cast, kind: Kind = Kind.UNBLOCK, by: str = "teacher", **more: Any) -> FilteringRequest:
    return actions.ask(school=cast.school, told=asked(kind, **more), by=cast.user(by))


def agree(cast: Cast, request: FilteringRequest, by: str = "co_ordinator") -> FilteringRequest:
    now = fresh(request)
    return actions.agree(asked=now, reason="Fits the lesson.", version=now.version, by=cast.user(by))


def advance(cast: Cast, request: FilteringRequest, to: Stage) -> FilteringRequest:
    """Lead a request to a stage by the usual people."""
    steps: dict[Stage, Any] = {
        Stage.SENT: lambda: agree(cast, request),
        Stage.OPEN: lambda: actions.mark_opened(asked=fresh(request), by=cast.technician),
        Stage.CLOSING: lambda: actions.say_not_needed(asked=fresh(request), by=request.asked_by),
        Stage.CLOSED: lambda: actions.confirm_closed(asked=fresh(request), by=cast.technician),
        Stage.DONE: lambda: actions.check_shut(asked=fresh(request), still_open=False, by=cast.co_ordinator),
    }
    order = [Stage.ASKED, *steps]
    here = fresh(request).stage
    for stage in order[order.index(Stage(here)) + 1 : order.index(to) + 1]:
        steps[stage]()
    return fresh(request)
