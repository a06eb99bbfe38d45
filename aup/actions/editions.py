"""Agreements: drafted, changed, approved by somebody else, brought into force, withdrawn.

Source: domain/agreements.md, "Versions, campaigns, signing"; A and B (approved by the governing body, minute).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from aup.access.editions import approvers
from aup.actions.guard import fresh, must, must_move, write
from aup.canonical import Consent, body_of, plain, sections_of
from aup.lifecycle import NO_APPROVER
from aup.models import Edition
from aup.notices import TO_APPROVE
from aup.texts import columns_of
from aup.vocabulary import DRAFTED, Audience, EditionStatus
from esafety.access.capabilities import Capability as C
from esafety.access.refusals import NotNow
from esafety.audit import record
from esafety.audit.trail import Detail
from esafety.outbox.owing import Promise, owe_all
from esafety.people.models import School
from esafety.people.words import speaking_for

if TYPE_CHECKING:
    from esafety.people.models import User

WORDS = ("title", "body", "consents", "declaration", "declaration_for_child")


@transaction.atomic
def draft_edition(*, school: School, audience: Audience, after: Edition | None, by: User) -> Edition:
    """Begin the next edition with the words of an earlier one, or with the suggested text.

    Raises PermissionDenied, LookupError for an edition of another school or audience, NotNow when a draft waits.
    """
    must(by, C.MANAGE_AGREEMENTS, school)
    if after and (after.school_id, after.audience) != (school.pk, audience):
        raise LookupError("That is an edition of another agreement")
    School.objects.select_for_update(no_key=True).get(pk=school.pk)
    others = Edition.objects.filter(school=school, audience=audience)
    if others.filter(status=EditionStatus.DRAFT).exists():
        raise NotNow("A draft of this agreement waits already. Change that one, or withdraw it first.")
    last = others.aggregate(last=Max("number"))["last"] or 0
    words = _words(school, audience, after)
    begun = Edition.objects.create(school=school, audience=audience, number=last + 1, drafted_by=by, **words)
    record(DRAFTED, by=by, school=school, about=begun, detail=_told(begun))
    return begun


@transaction.atomic
def change_draft(
    *,
    edition: Edition,
    version: int,
    title: str,
    body: str,
    consents: Sequence[Consent],
    declaration: str,
    declaration_for_child: str,
    by: User,
) -> Edition:
    """Write the words of a draft anew, in canonical form. Raises NotNow unless it is open to change, and Stale."""
    move = must_move(by, "change", edition)
    changed = write(
        edition,
        version=version,
        title=plain(title),
        body=body_of(sections_of(body)),
        consents=[{key: plain(words) for key, words in one._asdict().items()} for one in consents],
        declaration=plain(declaration),
        declaration_for_child=plain(declaration_for_child),
        changed_by=by,
        asked_at=None,
        rises=True,
    )
    record(move.event, by=by, school=changed.school, about=changed, detail=_told(changed))
    return changed


@transaction.atomic
def send_for_approval(*, edition: Edition, version: int, by: User) -> Edition:
    """Ask for the approval of these words: tell everybody who may give it and wrote none of them.

    Raises NotNow unless it is a draft that was not sent yet, and while nobody could approve it; Stale.
    """
    move = must_move(by, "send", edition)
    told = approvers(edition)
    if not told:
        raise NotNow(NO_APPROVER)
    sent = write(edition, version=version, asked_at=timezone.now())
    owe_all(Promise(TO_APPROVE, sent, user, f"v{sent.version}") for user in told)
    record(move.event, by=by, school=sent.school, about=sent, detail=_told(sent))
    return sent


@transaction.atomic
def approve_edition(
    *, edition: Edition, version: int, approved_on: dt.date, approving_body: str, minute: str, by: User
) -> Edition:
    """Enter that these words were approved: by whom, on which day, under which minute. They never change again.

    Raises NotNow unless it is a draft somebody else wrote, Stale when the words changed since they were seen.
    """
    move = must_move(by, "approve", edition)
    if approved_on > timezone.localdate():
        raise NotNow("The day of the approval must be today or in the past.")
    approved = write(
        edition,
        version=version,
        status=move.target,
        approved_by=by,
        approved_on=approved_on,
        approving_body=plain(approving_body),
        minute=plain(minute),
        fingerprint=fresh(edition).fingerprint_now(),
    )
    record(move.event, by=by, school=approved.school, about=approved, detail=_told(approved))
    return approved


@transaction.atomic
def bring_into_force(
    *, edition: Edition, in_force_from: dt.date, requires_new_signature: bool, by: User
) -> Edition:
    """Let an approved edition hold from a day on; the one before it ends on that day.

    Raises NotNow unless it is approved, for a past day, and while another waits for its first day.
    """
    move = must_move(by, "force", edition)
    if in_force_from < timezone.localdate():
        raise NotNow("The first day must be today or later: nobody agreed to these words before.")
    _end_the_one_before(edition, in_force_from)
    begun = write(
        edition,
        version=edition.version,
        status=move.target,
        in_force_from=in_force_from,
        requires_new_signature=requires_new_signature,
    )
    told = _told(begun) | {"from": in_force_from.isoformat(), "sign_again": requires_new_signature}
    record(move.event, by=by, school=begun.school, about=begun, detail=told)
    return begun


@transaction.atomic
def withdraw_edition(*, edition: Edition, version: int, by: User) -> Edition:
    """Take back an edition before its first day. The one that holds now goes on.

    Raises NotNow once it has been in force, and Stale.
    """
    move = must_move(by, "withdraw", edition)
    was_to_begin = edition.in_force_from
    taken = write(edition, version=version, status=move.target, superseded_on=was_to_begin)
    if was_to_begin:
        _others(edition).filter(status=EditionStatus.SUPERSEDED, superseded_on=was_to_begin).update(
            status=EditionStatus.IN_FORCE, superseded_on=None
        )
    record(move.event, by=by, school=taken.school, about=taken, detail=_told(taken))
    return taken


def _end_the_one_before(edition: Edition, day: dt.date) -> None:
    held = _others(edition).select_for_update(no_key=True).filter(status=EditionStatus.IN_FORCE).first()
    if held is None:
        return
    if held.in_force_from and held.in_force_from > timezone.localdate():
        raise NotNow(f"{held} waits for its first day. Withdraw it first, or let it begin.")
    Edition.objects.filter(pk=held.pk).update(status=EditionStatus.SUPERSEDED, superseded_on=day)


def _others(edition: Edition) -> Any:
    same = Edition.objects.filter(school=edition.school_id, audience=edition.audience)
    return same.exclude(pk=edition.pk)


def _words(school: School, audience: Audience, after: Edition | None) -> dict[str, Any]:
    if after:
        return {name: getattr(after, name) for name in WORDS}
    with speaking_for(school):
        return columns_of(audience)


def _told(edition: Edition) -> dict[str, Detail]:
    return {"audience": edition.audience, "number": edition.number}
