"""A class signs in a lesson. Source: domain/agreements.md, "KS3/4 rules" (the pupil signs too)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from aup.links import new_secret
from aup.models import Campaign, ClassSession, Wanted
from aup.models.class_session import OPEN_FOR
from aup.vocabulary import CLASS_CLOSED, CLASS_OPENED, CLASS_REFUSED, Capacity
from esafety.access.refusals import NotNow
from esafety.audit import record

if TYPE_CHECKING:
    from esafety.people.models import User


@transaction.atomic
def open_class_session(*, campaign: Campaign, class_name: str, by: User) -> ClassSession:
    """Let the pupils of a class sign for an hour on shared devices. An earlier session of the class ends.

    Raises NotNow when the campaign does not run, or no pupil of the class signs for themselves.
    """
    if not campaign.is_running:
        raise NotNow("This campaign is not running, so nobody is asked to sign now.")
    wanted = Wanted.objects.filter(
        campaign=campaign, class_name=class_name, capacity=Capacity.SELF, about__kind="pupil"
    )
    if not class_name or not wanted.exists():
        raise NotNow("No pupil of this class signs for themselves: their parents or carers sign for them.")
    now = timezone.now()
    earlier = ClassSession.objects.open().filter(campaign=campaign, class_name=class_name)
    earlier.update(closed_at=now)
    salt, key_id, token_hash = new_secret("class")
    made = ClassSession.objects.create(
        school=campaign.school,
        campaign=campaign,
        class_name=class_name,
        opened_by=by,
        opened_at=now,
        closes_at=now + OPEN_FOR,
        salt=salt,
        key_id=key_id,
        token_hash=token_hash,
    )
    record(CLASS_OPENED, by=by, school=made.school, about=made)
    return made


@transaction.atomic
def close_class_session(*, session: ClassSession, by: User) -> ClassSession:
    """End a class's signing before its hour is over. Raises NotNow when it has ended."""
    if not ClassSession.objects.open().filter(pk=session.pk).update(closed_at=timezone.now()):
        raise NotNow("This lesson's signing has ended already.")
    record(CLASS_CLOSED, by=by, school=session.school, about=session)
    session.refresh_from_db()
    return session


@transaction.atomic
def confirm_pupil(*, session: ClassSession, wanted: Wanted, told: dt.date, by: None = None) -> bool:
    """Whether a pupil's date of birth is right. Too many wrong ones end the session."""
    if told == wanted.about.born_on:
        return True
    ClassSession.objects.open().filter(pk=session.pk).update(wrong_facts=F("wrong_facts") + 1)
    record(CLASS_REFUSED, by=by, school=session.school, about=session)
    return False
