"""A school and its settings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from itertools import count
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from esafety.access.refusals import NotNow
from esafety.audit import record
from esafety.audit.trail import Detail
from esafety.office.policy.settings import CODED, SETTABLE, why_not_clocks, why_not_quiet
from esafety.office.vocabulary import SCHOOL_ADDED, SETTINGS_CHANGED
from esafety.people.models import School, User
from esafety.walls import enter, every_school


@transaction.atomic
def add_school(
    *,
    name: str,
    by: User | None,
    address: str = "",
    telephone: str = "",
    email: str = "",
    nation: str = School.Nation.ENGLAND,
    copy_to_authority: str = School.CopyToAuthority.SERIOUS,
    went_live_at: dt.datetime | None = None,
) -> School:
    """Add a school to the installation. It goes live by `go_live`; only an invented school is added as live."""
    with every_school("a school is there before anybody is in it"):
        school = School.objects.create(
            name=name,
            slug=_free_slug(name),
            address=address,
            telephone=telephone,
            email=email,
            nation=nation,
            copy_to_authority=copy_to_authority,
            went_live_at=went_live_at,
        )
    enter(school.pk)
    record(SCHOOL_ADDED, by=by, school=school, about=school)
    return school


@transaction.atomic
def change_settings(*, school: School, changes: Mapping[str, Any], by: User) -> list[str]:
    """Change what a school sets for itself. Returns the names of the columns that differ now; none writes nothing.

    Clocks that run already, and messages that wait already, keep their moment. Raises NotNow for what lies outside
    the bounds, and for an address that another school has; ValueError for a column that no page sets.
    """
    if set(changes) - SETTABLE:
        raise ValueError(f"Not a setting: {sorted(set(changes) - SETTABLE)}")
    held = School.objects.select_for_update(no_key=True).get(pk=school.pk)
    _must_fit(held, changes)
    before = {name: getattr(held, name) for name, value in changes.items() if getattr(held, name) != value}
    if not before:
        return []
    School.objects.filter(pk=held.pk).update(**{name: changes[name] for name in before})
    told = {name: f"{_coded(old)} → {_coded(changes[name])}" for name, old in before.items() if name in CODED}
    detail: dict[str, Detail] = {**told, "changed": sorted(before)}
    record(SETTINGS_CHANGED, by=by, school=held, about=held, detail=detail)
    return sorted(before)


def _must_fit(school: School, changes: Mapping[str, Any]) -> None:
    starts = changes.get("quiet_from", school.quiet_from)
    ends = changes.get("quiet_until", school.quiet_until)
    taken = School.objects.filter(slug=changes.get("slug", school.slug)).exclude(pk=school.pk).exists()
    reasons = (
        why_not_quiet(starts, ends),
        why_not_clocks(changes.get("clocks", {})),
        "Another page has this address. Choose another" if taken else "",
    )
    for reason in filter(None, reasons):
        raise NotNow(reason)


def _coded(value: Any) -> str:
    """A value of a setting in the trail: a code, a time, yes or no; clocks as setting=clock."""
    if isinstance(value, dict):
        return " ".join(f"{setting}={name}" for setting, name in sorted(value.items())) or "as published"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.strftime("%H:%M") if isinstance(value, dt.time) else str(value or "none")


def _free_slug(name: str) -> str:
    """A name for addresses that no other school has: the school's own, with a number where it is taken."""
    wanted = slugify(name)[:50] or "school"
    taken = set(School.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    names = (f"{wanted}-{number}" for number in count(2))
    return wanted if wanted not in taken else next(one for one in names if one not in taken)
