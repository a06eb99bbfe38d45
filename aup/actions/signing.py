"""Signing, and changing what one allows. Source: domain/agreements.md, "Signing online", "Consents"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from aup.models import ConsentAnswer, Edition, Invitation, Signature, SignedCopy, Suggestion, Wanted
from aup.notices import COPY_READY
from aup.opening import children_of
from aup.policy.audiences import rule_for, takes_mark
from aup.rules import audience_for
from aup.sending import recipient
from aup.tasks import make_copy
from aup.told import Origin, Place, Told
from aup.vocabulary import CONSENTS_CHANGED, SIGNED, Capacity, InvitationRoute, Route
from esafety.access.refusals import NotNow
from esafety.audit import record
from esafety.audit.trail import Detail
from esafety.outbox.bell import ring
from esafety.outbox.owing import owe
from esafety.people.models import Person

if TYPE_CHECKING:
    from esafety.people.models import User

NO_LONGER = (
    "The school no longer has you as a parent or carer who signs for this child, so nothing was signed. "
    "If that is a mistake, ring the school office."
)


class OtherWords(Exception):
    """The words in force are not the ones that were read: another edition took their place, or none did."""

    def __init__(self, edition: Edition | None) -> None:
        """Keep the edition that holds now."""
        super().__init__("The agreement changed while it was being read. Nothing was signed.")
        self.edition = edition


@transaction.atomic
def sign(*, place: Place, signer: Person, told: Told, origin: Origin, by: User | None) -> Signature:
    """Enter one signature, what it allows, and what the campaigns waited for; owe the signed copy and word of it.

    Sent twice it is one: the second gets the first's. Raises NotNow for somebody who may not sign here or left a
    question open, and OtherWords when the edition shown no longer holds.
    """
    Person.objects.select_for_update(no_key=True).get(pk=signer.pk)
    must_sign(signer, place)
    last = last_signature(signer, place)
    if last is not None and last.pk != told.previous:
        return last
    edition = Edition.objects.in_force(signer.school, place.audience)
    if edition is None or edition.fingerprint != told.seen:
        raise OtherWords(edition)
    made = _enter(place, signer, told, origin, edition)
    _answer(made, signer)
    _suggest(made, told)
    _settle(made)
    ring(make_copy, SignedCopy.objects.create(school=made.school, signature=made).pk)
    _tell(made)
    detail = {"audience": made.audience, "capacity": made.capacity, "route": made.route}
    record(SIGNED, by=by, school=made.school, about=made, detail=detail)
    return made


def must_sign(signer: Person, place: Place) -> None:
    """Raise NotNow unless somebody may sign this today, whatever was so when they were asked."""
    about, capacity = place.about, place.capacity
    if about.school_id != signer.school_id or about.left_on is not None or signer.left_on is not None:
        raise NotNow(NO_LONGER)
    if capacity == Capacity.GUARDIAN and not children_of(signer).filter(pk=about.pk).exists():
        raise NotNow(NO_LONGER)
    if capacity == Capacity.SELF and about != signer:
        raise NotNow("You can sign this only for yourself.")
    if place.audience != audience_for(about) or capacity not in rule_for(place.audience).needed:
        raise NotNow(
            "These are no longer the rules for this person. Go back to the list and open the new ones."
        )


def last_signature(signer: Person, place: Place) -> Signature | None:
    """The last signature of one person under these rules about one person."""
    mine = Signature.objects.filter(signer=signer, about=place.about)
    found: Signature | None = (
        mine.filter(audience=place.audience, capacity=place.capacity).order_by("-pk").first()
    )
    return found


@transaction.atomic
def change_consents(
    *, child: Person, answers: Mapping[str, bool], signer: Person, origin: Origin, by: User | None
) -> list[ConsentAnswer]:
    """Answer anew what a parent allows, with effect at once; what stays as it was is not written again.

    Raises NotNow for somebody who may not sign for the child, or when nothing was asked.
    """
    Person.objects.select_for_update(no_key=True).get(pk=signer.pk)
    if not children_of(signer).filter(pk=child.pk).exists():
        raise NotNow(NO_LONGER)
    audience = audience_for(child)
    edition = Edition.objects.in_force(child.school, audience) if audience else None
    asked = {one.code: one.words for one in edition.consents_asked} if edition else {}
    now = dict(
        ConsentAnswer.objects.filter(child=child, answered_by=signer).standing().values_list("code", "given")
    )
    changed = [code for code in asked if code in answers and answers[code] != now.get(code)]
    rows = [
        ConsentAnswer(
            school=child.school,
            child=child,
            code=code,
            words=asked[code],
            given=answers[code],
            answered_by=signer,
            entered_by=origin.entered_by,
            route=origin.route,
        )
        for code in changed
    ]
    if rows:
        ConsentAnswer.objects.bulk_create(rows)
        told = [f"{code}: {'yes' if answers[code] else 'no'}" for code in changed]
        detail: dict[str, Detail] = {"changed": told, "by_person": signer.pk}
        record(CONSENTS_CHANGED, by=by, school=child.school, about=child, detail=detail)
    return rows


def _enter(place: Place, signer: Person, told: Told, origin: Origin, edition: Edition) -> Signature:
    wanted = Wanted.objects.filter(about=place.about, audience=place.audience, capacity=place.capacity)
    made = Signature(
        school=signer.school,
        signer=signer,
        about=place.about,
        typed_name=told.name,
        relationship=told.relationship,
        mark=told.mark if takes_mark(place) else "",
        capacity=place.capacity,
        audience=place.audience,
        edition=edition,
        edition_fingerprint=edition.fingerprint,
        words=edition.declaration_as(place.capacity),
        consents=_consents(place, told, edition),
        at=timezone.now(),
        signed_on=origin.signed_on or timezone.localdate(),
        route=origin.route,
        address=origin.address,
        browser=origin.browser[:300],
        entered_by=origin.entered_by,
        wanted=wanted.filter(campaign__state="running").order_by("-pk").first(),
        previous=told.previous,
    )
    made.seal = made.seal_now()
    made.save(force_insert=True)
    return made


def _consents(place: Place, told: Told, edition: Edition) -> list[dict[str, object]]:
    """Each question as it was asked, with its answer. Raises NotNow when one was left open."""
    if place.capacity != Capacity.GUARDIAN or not rule_for(place.audience).asks_consents:
        return []
    asked = edition.consents_asked
    if any(one.code not in told.consents for one in asked):
        raise NotNow("Answer yes or no to each question about what you allow.")
    return [{"code": one.code, "words": one.words, "given": told.consents[one.code]} for one in asked]


def _answer(made: Signature, signer: Person) -> None:
    ConsentAnswer.objects.bulk_create(
        ConsentAnswer(
            school=made.school,
            child=made.about,
            code=one["code"],
            words=one["words"],
            given=one["given"],
            answered_by=signer,
            entered_by=made.entered_by,
            route=made.route,
            signature=made,
        )
        for one in made.consents
    )


def _suggest(made: Signature, told: Told) -> None:
    if told.suggestion.strip():
        Suggestion.objects.create(
            edition=made.edition, person=made.signer, words=told.suggestion.strip()[:2000]
        )


def _settle(made: Signature) -> None:
    """The first signature about somebody is what every campaign waited for."""
    waiting = Wanted.objects.filter(about=made.about, audience=made.audience, capacity=made.capacity)
    waiting.filter(signed_at__isnull=True).update(signed_at=made.at)


def _tell(made: Signature) -> None:
    """Word of the signed copy, at most once a day, to whoever has a way to it by mail."""
    if made.route not in (Route.ONLINE, Route.ACCOUNT):
        return
    asked = Invitation.objects.filter(signer=made.signer, replaced_at__isnull=True)
    mailed = asked.exclude(route=InvitationRoute.PAPER).select_related("signer__account", "school")
    if (invitation := mailed.order_by("-pk").first()) is not None:
        owe(COPY_READY, about=invitation, to=recipient(invitation), key=f"{made.signed_on:%Y-%m-%d}")
