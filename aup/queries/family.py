"""What one person signs: for themselves and for each child; what is signed, what is allowed."""

from __future__ import annotations

from typing import NamedTuple

from django.utils import timezone

from aup.canonical import Consent
from aup.models import ConsentAnswer, Edition, Signature, Wanted
from aup.opening import children_of
from aup.policy.audiences import rule_for
from aup.queries.standing import standing
from aup.rules import audience_for
from aup.told import Place
from aup.vocabulary import Capacity
from esafety.people.models import Person


class Item(NamedTuple):
    """One thing to sign: its words, whether it waits, the signer's own last signature, whether another one signed."""

    place: Place
    edition: Edition
    is_due: bool
    mine: Signature | None
    by_another: bool

    @property
    def is_own(self) -> bool:
        """Whether it is signed for oneself."""
        return self.place.capacity == Capacity.SELF

    @property
    def child_signs_too(self) -> bool:
        """Whether these are rules that the child signs as well, in school."""
        return not self.is_own and Capacity.SELF in rule_for(self.place.audience).needed


class ToSign(NamedTuple):
    """One agreement that somebody may sign now: its words, and their own last signature under these rules."""

    place: Place
    edition: Edition
    mine: Signature | None


class Allowed(NamedTuple):
    """One thing asked about a child: the signer's answer, and what holds (one no is enough)."""

    consent: Consent
    answer: bool | None
    holds: bool


class Child(NamedTuple):
    """A child and what is allowed for them."""

    person: Person
    allowed: list[Allowed]

    @property
    def is_answered(self) -> bool:
        """Whether the signer has answered anything about them."""
        return any(one.answer is not None for one in self.allowed)


class Family(NamedTuple):
    """Everything on one person's page."""

    items: list[Item]
    children: list[Child]
    signatures: list[Signature]

    @property
    def due(self) -> list[Item]:
        """What waits for a signature."""
        return [item for item in self.items if item.is_due]


def family_of(signer: Person) -> Family:
    """What one person has before them. The same number of queries for one child and for many."""
    children = list(children_of(signer))
    held = {one.audience: one for one in Edition.objects.holding().filter(school=signer.school_id)}
    places = [place for place in places_of(signer, children) if place.audience in held]
    mine = _signatures(signer)
    counted = standing(
        signer.school, timezone.localdate(), people=[signer.pk, *(child.pk for child in children)]
    )
    waiting = _waiting(signer)
    items = []
    for place in places:
        last = next((one for one in mine if _is_about(one, place)), None)
        key = (place.about.pk, place.audience, place.capacity)
        is_due = key in waiting or key not in counted
        items.append(Item(place, held[place.audience], is_due, last, not is_due and last is None))
    answers = _answers(children)
    found = [Child(child, _allowed(child, signer, held, answers)) for child in children]
    return Family(items, found, mine)


def to_sign(signer: Person, audience: str, about: int) -> ToSign | None:
    """One agreement by whom it is about: a few queries, however much else is theirs."""
    children = [] if about == signer.pk else list(children_of(signer).filter(pk=about))
    sought = (audience, about)
    place = next((one for one in places_of(signer, children) if (one.audience, one.about.pk) == sought), None)
    edition = Edition.objects.in_force(signer.school, audience) if place else None
    if place is None or edition is None:
        return None
    mine = Signature.objects.filter(signer=signer, about=about, audience=audience, capacity=place.capacity)
    return ToSign(place, edition, mine.order_by("-pk").first())


def typed_before(signer: Person) -> dict[str, str]:
    """The name and the relationship that somebody typed last, for whoever signs for another child a moment later."""
    typed = (
        Signature.objects.filter(signer=signer).order_by("-pk").values_list("typed_name", "relationship")[:20]
    )
    found = {"name": typed[0][0], "relationship": ""} if typed else {}
    for _, relationship in typed:
        found["relationship"] = found["relationship"] or relationship
    return found


def places_of(signer: Person, children: list[Person]) -> list[Place]:
    """What somebody signs at all: first for themselves, then for each child."""
    own = audience_for(signer)
    found = [Place(signer, own, Capacity.SELF)] if own and Capacity.SELF in rule_for(own).needed else []
    for child in children:
        audience = audience_for(child)
        if audience and Capacity.GUARDIAN in rule_for(audience).needed:
            found.append(Place(child, audience, Capacity.GUARDIAN))
    return found


def _signatures(signer: Person) -> list[Signature]:
    """Their own signatures, newest first, and those for which they have the copy in hand."""
    mine = Signature.objects.filter(signer=signer).select_related("about", "edition", "copy")
    return list(mine.order_by("-pk"))


def _is_about(one: Signature, place: Place) -> bool:
    return (one.about_id, one.audience, one.capacity) == (place.about.pk, place.audience, place.capacity)


def _waiting(signer: Person) -> set[tuple[int, str, str]]:
    wanted = Wanted.objects.of_signer(signer).outstanding().filter(campaign__state="running")
    return set(wanted.values_list("about", "audience", "capacity"))


def _answers(children: list[Person]) -> list[ConsentAnswer]:
    return list(ConsentAnswer.objects.filter(child__in=children).standing())


def _allowed(
    child: Person, signer: Person, held: dict[str, Edition], answers: list[ConsentAnswer]
) -> list[Allowed]:
    edition = held.get(audience_for(child) or "")
    found = []
    for consent in edition.consents_asked if edition else []:
        given = {
            one.answered_by_id: one.given
            for one in answers
            if (one.child_id, one.code) == (child.pk, consent.code)
        }
        found.append(Allowed(consent, given.get(signer.pk), bool(given) and all(given.values())))
    return found


def history_of(child: Person) -> list[ConsentAnswer]:
    """Every answer for a child, newest first."""
    return list(ConsentAnswer.objects.filter(child=child).select_related("answered_by").order_by("-pk")[:200])
