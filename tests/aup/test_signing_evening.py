"""200 invitations, some 60 signatures with double clicks and Back. The full run: `python -m benchmarks.signing`."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from django.core import mail
from django.core.cache import cache

from aup.models import Invitation, Round
from esafety.outbox.models import Message
from esafety.people.models import Guardianship, Person
from esafety.people.queries import searched_by
from esafety.people.vocabulary import PersonKind
from tests.aup.evening import Evening, Tally
from tests.aup.signing import a_campaign
from tests.cast import Cast

pytestmark = pytest.mark.either_engine


def a_roll(cast: Cast, families: int) -> None:
    """Families of one, two and three children of Key Stage 2, as a file brings them in."""
    children, ties = [], []
    for number in range(families):
        parent = _person(cast, PersonKind.PARENT, f"Parent{number}", number, email=f"p{number}@home.example")
        for which in range(number % 3 + 1):
            child = _person(
                cast,
                PersonKind.PUPIL,
                f"{'ABC'[which]}child{number}",
                number,
                born_on=dt.date(2016, which + 1, number % 28 + 1),
                year_group="Year 5",
                class_name=f"5{'ABCD'[number % 4]}",
            )
            children.append((child, parent))
    people = {id(one): one for pair in children for one in pair}
    Person.objects.bulk_create(people.values())
    ties = [Guardianship(pupil=child, guardian=parent) for child, parent in children]
    Guardianship.objects.bulk_create(ties)


def _person(cast: Cast, kind: PersonKind, given: str, number: int, **more: object) -> Person:
    family = f"Family{number}"
    return Person(
        school=cast.school,
        kind=kind,
        given_name=given,
        family_name=family,
        search_text=searched_by(given, family),
        **more,  # type: ignore[arg-type]
    )


@pytest.fixture
def evening(signing: Cast) -> Evening:
    """Two hundred families with a link in their mail."""
    a_roll(signing, 200)
    mail.outbox.clear()
    a_campaign(signing)
    return Evening(random.Random(7))


def test_two_hundred_are_asked_once_each(evening: Evening) -> None:
    invited = Invitation.objects.filter(route="mail")
    assert invited.count() == 200
    assert Message.objects.filter(notice="agreement.invited", to_person__isnull=False).count() == 200
    to = [one.to[0] for one in mail.outbox if one.to[0].endswith("@home.example")]
    assert (len(to), len(set(to))) == (200, 200)
    assert Round.objects.get().done == Round.objects.get().total
    links = {line for one in mail.outbox for line in one.body.splitlines() if "/agreements/sign/" in line}
    assert len(links) == 200


def test_sixty_signatures_lose_nothing_and_double_nothing(evening: Evening) -> None:
    for invitation in Invitation.objects.filter(route="mail").select_related("signer", "school")[:20]:
        cache.clear()
        evening.sit_down(invitation)
    assert evening.sittings == 20
    assert len(evening.acknowledged) >= 58
    assert evening.tally() == Tally(lost=0, duplicated=0, unexpected=0)
