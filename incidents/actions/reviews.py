"""Looking through devices and sites by two people, deciding about viewing, searches, the investigation's computer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from esafety.access.capabilities import Capability
from esafety.access.refusals import NotNow
from esafety.access.roles import roles_in
from esafety.audit import record
from esafety.audit.trail import Detail
from incidents.access import INCIDENTS
from incidents.actions.guard import must, must_be_open
from incidents.models import DesignatedComputer, DeviceReview, Incident, Item, SearchRecord, ViewingDecision
from incidents.policy.viewing import AN_ADULT, CONDITIONS, NEVER, NOT_ALL, NOT_BY_YOU, VIEWERS
from incidents.vocabulary.evidence import (
    COMPUTER_NAMED,
    REVIEW_RECORDED,
    REVIEW_SIGNED,
    SEARCH_RECORDED,
    VIEWING_DECIDED,
    Reviewed,
    Viewing,
)

if TYPE_CHECKING:
    from esafety.people.models import User

_FUTURE = "This moment lies in the future. Check the day and the time."


@transaction.atomic
def name_computer(*, incident: Incident, name: str, place: str, access: str, by: User) -> DesignatedComputer:
    """Name the one computer that the investigation uses throughout. Raises PermissionDenied, NotNow when closed.

    Source: B misuse steps.
    """
    must(by, Capability.WORK, incident)
    must_be_open(incident)
    made = DesignatedComputer.objects.create(incident=incident, name=name, place=place, access=access, by=by)
    record(COMPUTER_NAMED, by=by, school=incident.school, about=incident, detail={"computer": made.pk})
    return made


@transaction.atomic
def record_review(
    *,
    incident: Incident,
    what: Reviewed,
    subject: str,
    item: Item | None,
    reviewed_at: dt.datetime,
    computer: str,
    reason: str,
    seen: str,
    conclusion: str,
    action: str,
    first_position: str,
    second: User,
    second_position: str,
    by: User,
) -> DeviceReview:
    """Record that two senior people looked through a device or a site; the second signs it afterwards.

    Raises PermissionDenied; NotNow when the second is `by` or does not work on the incident, when the device may
    hold something illegal, and for a moment in the future. Source: B misuse steps; reference/field.md c3.
    """
    must(by, Capability.WORK, incident)
    must_be_open(incident)
    if second == by or not INCIDENTS.allows(second, Capability.WORK, incident):
        raise NotNow(
            "The second person must be a colleague who works on this incident, and somebody else than you."
        )
    if item is not None and (item.incident_id != incident.pk or item.may_be_illegal):
        raise NotNow("This device may hold something illegal: only the police look through it.")
    if reviewed_at > timezone.now():
        raise NotNow(_FUTURE)
    made = DeviceReview.objects.create(
        incident=incident,
        what=what,
        subject=subject,
        item=item,
        reviewed_at=reviewed_at,
        computer=computer,
        reason=reason,
        seen=seen,
        conclusion=conclusion,
        action=action,
        first=by,
        first_position=first_position,
        second=second,
        second_position=second_position,
    )
    record(REVIEW_RECORDED, by=by, school=incident.school, about=incident, detail={"review": made.pk})
    return made


@transaction.atomic
def sign_review(*, review: DeviceReview, by: User) -> DeviceReview:
    """Sign a review as its second person. Raises PermissionDenied for anybody else; NotNow when it is signed."""
    must(by, Capability.WORK, review.incident)
    if by.pk != review.second_id:
        raise PermissionDenied
    unsigned = DeviceReview.objects.filter(pk=review.pk, signed_at__isnull=True)
    if not unsigned.update(signed_at=timezone.now()):
        raise NotNow("You have signed this already.")
    review.refresh_from_db()
    incident = review.incident
    record(REVIEW_SIGNED, by=by, school=incident.school, about=incident, detail={"review": review.pk})
    return review


@transaction.atomic
def decide_viewing(
    *,
    incident: Incident,
    outcome: Viewing,
    at: dt.datetime,
    reason: str,
    conditions: Sequence[str] = (),
    viewer: str = "",
    viewer_sex: str = "",
    present: str = "",
    place: str = "",
    head_told: str = "",
    done: str = "",
    by: User,
) -> ViewingDecision:
    """Record whether a picture that may show a child was looked at, by whom, who was there and why.

    Raises PermissionDenied; NotNow when a viewing is recorded that the advice does not allow (policy/viewing.py).
    Source: UKCIS, as reference/field.md 4.3 and c13 have it.
    """
    must(by, Capability.WORK, incident)
    if at > timezone.now():
        raise NotNow(_FUTURE)
    if outcome is Viewing.VIEWED and (why := why_not_view(incident, conditions, by)):
        raise NotNow(why)
    made = ViewingDecision.objects.create(
        incident=incident,
        outcome=outcome,
        at=at,
        reason=reason,
        conditions=list(conditions) if outcome is Viewing.VIEWED else [],
        viewer=viewer,
        viewer_sex=viewer_sex,
        present=present,
        place=place,
        head_told=head_told,
        done=done,
        by=by,
    )
    detail: dict[str, Detail] = {"viewing": made.pk, "outcome": outcome.value}
    record(VIEWING_DECIDED, by=by, school=incident.school, about=incident, detail=detail)
    return made


def why_not_view(incident: Incident, conditions: Sequence[str], by: User) -> str | None:
    """Why nobody may look, in a sentence, or None."""
    if not VIEWERS & set(roles_in(by, incident.school_id)):
        return NOT_BY_YOU
    if incident.tags.filter(type__in=NEVER).exists():
        return AN_ADULT
    return None if {one.code for one in CONDITIONS} <= set(conditions) else NOT_ALL


@transaction.atomic
def record_search(
    *,
    incident: Incident,
    at: dt.datetime,
    place: str,
    searched: str,
    searched_by: str,
    witness: str,
    grounds: str,
    looked_for: str,
    found: str,
    disposal: str,
    risk: str,
    parents: str,
    lead_told_at: dt.datetime | None,
    by: User,
) -> SearchRecord:
    """Record a search. Raises PermissionDenied, NotNow for a moment in the future. Source: field.md 4.6, c14."""
    must(by, Capability.WORK, incident)
    if at > timezone.now():
        raise NotNow(_FUTURE)
    made = SearchRecord.objects.create(
        incident=incident,
        at=at,
        place=place,
        searched=searched,
        searched_by=searched_by,
        witness=witness,
        grounds=grounds,
        looked_for=looked_for,
        found=found,
        disposal=disposal,
        risk=risk,
        parents=parents,
        lead_told_at=lead_told_at,
        by=by,
    )
    record(SEARCH_RECORDED, by=by, school=incident.school, about=incident, detail={"search": made.pk})
    return made
