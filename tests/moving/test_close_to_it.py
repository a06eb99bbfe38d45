"""Whoever is close to somebody whom a file from another school names does not read it, however it writes the name."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from esafety.access.refusals import NotNow
from esafety.moving import actions
from esafety.moving.access import ARRIVALS
from esafety.moving.matching import pupils_like
from esafety.moving.models import Arrival
from esafety.people.models import Person
from tests.cast import Cast
from tests.moving.arriving import arrived, opened
from tests.moving.packages import WORDS, a_record, parts_of, sealed


def is_read(cast: Cast, household: str) -> bool:
    """Whether the lead, Idris Cole, reads a file with this name in its household."""
    parent = {
        "name": household, "relationship": "Father", "telephone": "", "parental_responsibility": True,
        "no_contact": False,
    }  # fmt: skip
    opened(cast, sealed(parts_of(a_record(household=[parent]))), WORDS)
    return ARRIVALS.visible_to(cast.other_dsl, Arrival.objects.all()).exists()


@pytest.mark.parametrize(
    "name",
    ["Idris Cole", "Mr Idris Cole", "Idris James Cole", "Cole, Idris", "COLE Idris (father)", "Mr. I. Cole", "Mr Cole",
     "Mr and Mrs Cole"],
)  # fmt: skip
def test_an_adult_of_the_household_who_works_here_does_not_read_it(cast: Cast, name: str) -> None:
    assert not is_read(cast, name)


@pytest.mark.parametrize("name", ["Nicole Idris", "Coleen Idrissa", "Mary Cole", "Mr J Cole", "Mr", ""])
def test_somebody_else_s_name_keeps_nobody_out(cast: Cast, name: str) -> None:
    assert is_read(cast, name)


@pytest.mark.parametrize(
    "told",
    [
        {"given_name": "Theodore", "known_as": "Theo", "born_on": None},
        {"family_name": "Sands-Marsh", "known_as_family": "Sands"},
        {"given_name": "T.", "family_name": "S.", "upn": " a123456789012 "},
    ],
)
def test_a_pupil_is_found_by_every_name_and_by_number(cast: Cast, told: dict[str, Any]) -> None:
    Person.objects.filter(pk=cast.other_pupil.pk).update(upn="A123456789012")
    said = a_record()["pupil"] | {"born_on": None} | told
    assert pupils_like(cast.other, said) == [cast.other_pupil]


def test_the_same_file_is_opened_once_whoever_opens_it_at_once(cast: Cast) -> None:
    """The second one asked whether it is new before the first had written: the database says no."""
    parts = parts_of(a_record())
    first, second = (arrived(cast, sealed(parts)) for _ in range(2))
    actions.open_arrival(arrival=first, words=WORDS, version=first.version, by=cast.other_dsl)
    known = Arrival.objects.get(pk=first.pk)
    same = {"sender_reference": known.sender_reference, "manifest_sha256": known.manifest_sha256}
    with pytest.raises(IntegrityError), transaction.atomic():
        Arrival.objects.filter(pk=second.pk).update(**same)
    with pytest.raises(NotNow, match="opened here before"):
        actions.open_arrival(arrival=second, words=WORDS, version=second.version, by=cast.other_dsl)
    known.refresh_from_db()
    actions.discard_arrival(arrival=known, why="By mistake", version=known.version, by=cast.other_dsl)
    actions.open_arrival(arrival=second, words=WORDS, version=second.version, by=cast.other_dsl)
