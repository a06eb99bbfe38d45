"""Which wall stands around which table, read off the models.

A table with a school is walled by it. A table without is walled by the row it belongs to: the first of its ties that
cannot be empty and leads to a walled table. Whatever is left must stand in `OUTSIDE`, with the reason.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from django.apps import apps
from django.db import models

SCHOOL = "people.School"

_ACCOUNT = "an account may serve several schools, and whoever signs in is found before any school is known"
_FRAMEWORK = "Django's own list of tables and rights; says nothing of anybody"
_EMPTY = "a library's table that the product leaves empty"
OUTSIDE = {
    "auth.Group": _EMPTY,
    "auth.Group_permissions": _EMPTY,
    "auth.Permission": _FRAMEWORK,
    "contenttypes.ContentType": _FRAMEWORK,
    "people.User": _ACCOUNT,
    "people.User_groups": _EMPTY,
    "people.User_user_permissions": _EMPTY,
    "people.Absence": "when an account's holder is away; " + _ACCOUNT,
    "sessions.Session": "found by its cookie; holds who signed in, and that as an account's number",
    "usersessions.UserSession": _ACCOUNT,
    "mfa.Authenticator": _ACCOUNT + "; sealed with FILES_KEY",
    "account.EmailAddress": _EMPTY,
    "account.EmailConfirmation": _EMPTY,
    "socialaccount.SocialApp": _EMPTY,
    "socialaccount.SocialAccount": _EMPTY,
    "socialaccount.SocialToken": _EMPTY,
    "guardian.UserObjectPermission": _EMPTY,
    "guardian.GroupObjectPermission": _EMPTY,
    "incidents.CalendarFeed": "the hash of an account's private address, for every school of its own",
    "outbox.PlannedRun": "when a job for all schools last ran",
    "outbox.Trouble": "how often work failed, summed over all schools",
    "papers.StoredFile": "the name and the wrapped key of sealed bytes, unreadable without FILES_KEY; what says whose "
    "file it is, and every way to it, is walled",
}
"""Tables around which no wall stands, and why."""


class Wall(NamedTuple):
    """The tie of a table to its school: its own column, or a column that leads to a walled table."""

    column: str
    name: str
    leads_to: type[models.Model] | None = None


@cache
def wall_of(model: type[models.Model]) -> Wall | None:
    """The wall around a model's table, or None where there is none."""
    if model._meta.label in OUTSIDE:
        return None
    if model._meta.label == SCHOOL:
        return Wall("id", "pk")
    ties = {field.name: field for field in model._meta.concrete_fields}
    own = ties.get("school") or ties.get("school_id")  # the trail has the number only: no tie may bind it
    if own is not None and isinstance(own, models.ForeignKey | models.IntegerField):  # not a school's name
        return Wall(str(own.column), own.attname)
    for field in ties.values():
        to = field.related_model
        if field.null or not isinstance(to, type) or to in (model, apps.get_model(SCHOOL)):
            continue
        if wall_of(to):
            return Wall(str(field.column), field.name, to)
    return None


def tables() -> list[type[models.Model]]:
    """Every model with a table of its own."""
    return [one for one in apps.get_models(include_auto_created=True) if one._meta.managed]


def unclassified() -> list[str]:
    """Tables with neither a wall nor a reason: there must be none."""
    return [one._meta.label for one in tables() if not wall_of(one) and one._meta.label not in OUTSIDE]


def school_of(row: models.Model) -> int | None:
    """The id of the school a row belongs to, by the same way as its wall; None around which there is none."""
    wall = wall_of(type(row))
    if wall is None:
        return None
    held = getattr(row, wall.name)
    return school_of(held) if wall.leads_to else int(held)
