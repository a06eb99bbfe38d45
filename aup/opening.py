"""Opening a personal link: one fact, told right, and a mark on the device for half an hour.

Nobody is named as acting in these entries of the trail: a date of birth proves what is known, not who types it.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core import signing
from django.db import transaction
from django.db.models import F

from aup.models import Invitation
from aup.models.invitation import WRONG_FACTS
from aup.vocabulary import LINK_OPENED, LINK_REFUSED
from esafety.audit import record
from esafety.people.models import Person
from esafety.people.vocabulary import PersonKind

if TYPE_CHECKING:
    from django.db.models import QuerySet

MARK_SECONDS = 30 * 60
_SALT = "aup.opened"


def children_of(signer: Person) -> QuerySet[Person]:
    """The children somebody may sign for now: no court order, still at the school. Source: security.md, AC-17."""
    allowed = signer.wards.filter(no_contact=False).exclude(parental_responsibility=False)
    there = Person.objects.filter(school=signer.school_id, kind=PersonKind.PUPIL, left_on__isnull=True)
    return there.filter(guardianships__in=allowed).order_by("family_name", "given_name", "pk")


def asked_about(signer: Person) -> Person | None:
    """The child whose date of birth opens the link: the first of theirs that has one."""
    return children_of(signer).filter(born_on__isnull=False).first()


def initials(person: Person) -> str:
    """All that is shown of a name before the fact: "Z. H."."""
    names = (person.known_as or person.given_name, person.known_as_family or person.family_name)
    return " ".join(f"{name[0].upper()}." for name in names if name)


def confirm(invitation: Invitation, told: dt.date) -> bool:
    """Whether the date is right. A try is spent before it is compared, so that guesses cannot race."""
    spent = Invitation.objects.live().filter(pk=invitation.pk).update(wrong_facts=F("wrong_facts") + 1)
    if not spent:
        invitation.refresh_from_db()
        return False
    right = told in _right_answers(invitation.signer)
    with transaction.atomic():
        if right:
            Invitation.objects.filter(pk=invitation.pk).update(wrong_facts=0)
        event = LINK_OPENED if right else LINK_REFUSED
        record(event, by=None, school=invitation.school, about=invitation)
    invitation.refresh_from_db()
    return right


def tries_left(invitation: Invitation) -> int:
    """How many wrong dates are left before the link is locked."""
    return WRONG_FACTS - invitation.wrong_facts


def mark_for(invitation: Invitation) -> str:
    """Proof, for half an hour on one device, that the fact was told."""
    return signing.dumps([invitation.pk, invitation.salt], salt=_SALT)


def admits(mark: str, invitation: Invitation) -> bool:
    """Whether a mark is for this link and still fresh."""
    try:
        told = signing.loads(mark, salt=_SALT, max_age=MARK_SECONDS)
    except signing.BadSignature:
        return False
    return bool(told == [invitation.pk, invitation.salt])


def _right_answers(signer: Person) -> set[dt.date]:
    """The asked child's date of birth, and that of any other child with the same initials: they look the same."""
    asked = asked_about(signer)
    if asked is None:
        return set()
    shown = initials(asked)
    return {child.born_on for child in children_of(signer) if child.born_on and initials(child) == shown}
