"""Who is told first, and who is away."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from esafety.access.roles import posts_of
from esafety.audit import record
from esafety.office.vocabulary import ABSENCE_ADDED, ABSENCE_ENDED, DUTY_ORDERED
from esafety.people.models import Absence, Membership, School, User
from esafety.people.vocabulary import Role

OWN_ABSENCES_ONLY = (Role.HEAD, Role.CHAIR, Role.VICE_CHAIR)
"""Matters about others come to these, and matters about each of them go to another: nobody else sends them away."""


@transaction.atomic
def order_duty(*, school: School, posts: list[Membership], by: User) -> None:
    """Set the order in which holders of the given posts are told: first in the list, first told.

    Posts of another school are left as they are.
    """
    for place, post in enumerate(posts, start=1):
        Membership.objects.filter(pk=post.pk, school=school).update(duty_order=place)
    record(DUTY_ORDERED, by=by, school=school, detail={"posts": [post.pk for post in posts]})


@transaction.atomic
def add_absence(
    *, user: User, school: School, from_at: dt.datetime, until_at: dt.datetime, by: User
) -> Absence:
    """Enter that somebody is away and is passed over.

    Nobody is sent away by somebody whose conduct they might have to judge: the head, the chair and the
    vice-chair enter their own absences only. Raises PermissionError for them, LookupError for an account
    without a post in the school, IntegrityError for an end before the start.
    """
    if not Membership.objects.current().filter(user=user, school=school).exists():
        raise LookupError(f"{user} holds no post in {school}")
    if user.pk != by.pk and any(role in OWN_ABSENCES_ONLY for _, role in posts_of(user)):
        raise PermissionError(f"{user} enters their own absences")
    absence = Absence.objects.create(user=user, from_at=from_at, until_at=until_at)
    record(ABSENCE_ADDED, by=by, school=school, about=absence, detail={"account": user.pk})
    return absence


@transaction.atomic
def end_absence(*, absence: Absence, school: School, by: User) -> None:
    """End an absence now: its holder is back."""
    absence.until_at = max(timezone.now(), absence.from_at + dt.timedelta(seconds=1))
    absence.save(update_fields=["until_at"])
    record(ABSENCE_ENDED, by=by, school=school, about=absence, detail={"account": absence.user_id})
