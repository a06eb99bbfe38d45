"""Looking into somebody's activity: only in writing, for a purpose, with a second person present. Source: E 9."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from esafety.access.capabilities import Capability as C
from esafety.access.conflict import conflicted_person_ids
from esafety.access.refusals import NotNow, Stale
from esafety.access.roles import may
from esafety.access.versions import write_seen
from esafety.audit import record
from esafety.people.models import Person, School, User
from esafety.people.queries import holders
from esafety.people.vocabulary import Role
from filtering.access import LOOKS
from filtering.actions.guard import must
from filtering.entering import enter_look
from filtering.models import Authorisation
from filtering.notices import LOOK_DECIDED, LOOK_TO_DECIDE, LOOK_TO_DO
from filtering.notices import LOOK_DONE as CARRIED_OUT
from filtering.policy.clocks import end_of
from filtering.telling import tell
from filtering.vocabulary import (
    LOOK_ASKED,
    LOOK_AUTHORISED,
    LOOK_DECLINED,
    LOOK_DONE,
    Entry,
    LookStage,
    Source,
)

DECIDERS = (Role.HEAD, Role.CHAIR, Role.VICE_CHAIR)
"""Who decides: the head; the chair when the head asked or is concerned, then the vice-chair."""


class Look(NamedTuple):
    """What is to be looked into, when, by whom, and who is with them."""

    purpose: str
    scope: Sequence[Source]
    period_from: dt.date
    period_until: dt.date
    carry_out_from: dt.date
    carry_out_until: dt.date
    technician: User
    second_person: User


@transaction.atomic
def ask_for_look(*, school: School, concerns: Person, look: Look, by: User) -> Authorisation:
    """Ask for an authorisation to look into one person's activity, and tell whoever decides it.

    Raises PermissionDenied for whoever may not ask, or is concerned or close; NotNow for somebody who cannot carry it
    out or be present, for days that cannot be, and when nobody can decide it.
    """
    must(by, school, C.ASK_LOOKS)
    if concerns.school_id != school.pk or concerns.pk in conflicted_person_ids(by):
        raise PermissionDenied
    _must_be_possible(school, concerns, look)
    decider, people = _decided_by(school, concerns, by)
    made = Authorisation.objects.create(
        school=school,
        concerns=concerns,
        purpose=look.purpose,
        scope=[one.value for one in look.scope],
        period_from=look.period_from,
        period_until=look.period_until,
        carry_out_from=look.carry_out_from,
        carry_out_until=look.carry_out_until,
        lapses_at=end_of(look.carry_out_until),
        technician=look.technician,
        second_person=look.second_person,
        asked_by=by,
        decider=decider,
    )
    tell(LOOK_TO_DECIDE, made, people)
    enter_look(Entry.LOOK_ASKED, made, by=by)
    record(LOOK_ASKED, by=by, school=school, about=made)
    return made


@transaction.atomic
def authorise_look(*, look: Authorisation, reason: str, version: int, by: User) -> Authorisation:
    """Authorise a look in writing, and give it to the technician named in it.

    Raises PermissionDenied for any other post, NotNow for one's own or when it is decided, Stale.
    """
    made = _decide(look, LookStage.AUTHORISED, reason, version, by)
    tell(LOOK_TO_DO, made, [made.technician])
    tell(LOOK_DECIDED, made, [made.asked_by])
    enter_look(Entry.LOOK_AUTHORISED, made, by=by)
    record(LOOK_AUTHORISED, by=by, school=made.school, about=made)
    return made


@transaction.atomic
def decline_look(*, look: Authorisation, reason: str, version: int, by: User) -> Authorisation:
    """Decline a look. Raises as `authorise_look`."""
    made = _decide(look, LookStage.DECLINED, reason, version, by)
    tell(LOOK_DECIDED, made, [made.asked_by])
    enter_look(Entry.LOOK_DECLINED, made, by=by)
    record(LOOK_DECLINED, by=by, school=made.school, about=made)
    return made


@transaction.atomic
def carry_out_look(
    *, look: Authorisation, done_on: dt.date, handed_to: str, version: int, by: User
) -> Authorisation:
    """Enter that the look was carried out with the second person present, and who was given what was found.

    Nothing of what was found is kept here. Raises PermissionDenied for anybody but the technician named, NotNow
    outside its days, Stale.
    """
    if not LOOKS.allows(by, C.RUN_FILTERING, look):
        raise PermissionDenied
    if look.stage != LookStage.AUTHORISED:
        raise NotNow("This authorisation opens nothing any more.")
    if not look.carry_out_from <= done_on <= min(look.carry_out_until, timezone.localdate()):
        raise NotNow("The day must be one of those that the authorisation names, and not in the future.")
    made = _change(
        look, version, stage=LookStage.DONE, done_on=done_on, done_at=timezone.now(), handed_to=handed_to
    )
    tell(CARRIED_OUT, made, [made.asked_by])
    enter_look(Entry.LOOK_CARRIED_OUT, made, by=by)
    record(LOOK_DONE, by=by, school=made.school, about=made)
    return made


def _must_be_possible(school: School, concerns: Person, look: Look) -> None:
    if look.technician == look.second_person:
        raise NotNow("The second person must be somebody else than the technician: nobody looks alone.")
    if not may(look.technician, C.RUN_FILTERING, school):
        raise NotNow("Choose a technician or the co-ordinator to carry it out.")
    if any(concerns.pk in conflicted_person_ids(one) for one in (look.technician, look.second_person)):
        raise NotNow(
            "Neither the technician nor the second person may be concerned or close. Choose somebody else."
        )
    if look.period_until < look.period_from or look.carry_out_until < look.carry_out_from:
        raise NotNow("A last day is before its first day.")
    if look.carry_out_until < timezone.localdate():
        raise NotNow("The last day on which it may be done is past.")


def _decided_by(school: School, concerns: Person, by: User) -> tuple[Role, list[User]]:
    """The post that decides: the first with a holder who neither asked nor is concerned."""
    for role in DECIDERS:
        posts = [post.user for post in holders(school, [role])]
        free = [one for one in posts if one.pk != by.pk and concerns.pk not in conflicted_person_ids(one)]
        if free:
            return role, free
    raise NotNow("Nobody in the school can decide this. Ring the authority’s online safety officer.")


def _decide(look: Authorisation, stage: LookStage, reason: str, version: int, by: User) -> Authorisation:
    if not LOOKS.allows(by, C.DECIDE_LOOKS, look):
        raise PermissionDenied
    if look.asked_by_id == by.pk:
        raise NotNow("Nobody decides their own request.")
    if look.stage != LookStage.ASKED:
        raise NotNow("This was decided already.")
    return _change(look, version, stage=stage, reason=reason, decided_by=by, decided_at=timezone.now())


def _change(look: Authorisation, version: int, **columns: object) -> Authorisation:
    written = write_seen(Authorisation.objects.filter(pk=look.pk), version, **columns)
    now = Authorisation.objects.select_related("school", "asked_by", "technician").get(pk=look.pk)
    if not written:
        raise Stale(now)
    return now
