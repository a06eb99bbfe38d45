"""What a signer tells, and from where it comes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from aup.vocabulary import Audience, Capacity, Route
from esafety.people.models import Person, User


class Place(NamedTuple):
    """One thing that somebody signs: about whom, under which rules, as what."""

    about: Person
    audience: Audience
    capacity: Capacity


@dataclass(frozen=True)
class Told:
    """What was typed and chosen. `seen` is the fingerprint of the words that were shown, `previous` the number of
    the signature of theirs that was the last one then: both are compared with what holds now.
    `mark` is what a young child wrote beside a parent's name."""

    name: str
    relationship: str
    seen: str
    previous: int = 0
    consents: Mapping[str, bool] = field(default_factory=dict)
    suggestion: str = ""
    mark: str = ""

    def after(self, previous: int) -> Told:
        """The same, following a signature that is known otherwise than from the form."""
        return replace(self, previous=previous)


class Origin(NamedTuple):
    """By which way it came, from which address and browser; who entered it; the day on a paper."""

    route: Route
    address: str = ""
    browser: str = ""
    entered_by: User | None = None
    signed_on: dt.date | None = None


@dataclass(frozen=True)
class Chosen:
    """What is chosen of a campaign before it is sent. No year group and no class named: all of them."""

    title: str
    sign_by: dt.date
    to_families: bool = True
    to_staff: bool = False
    to_governors: bool = False
    year_groups: list[str] = field(default_factory=list)
    class_names: list[str] = field(default_factory=list)
    only_missing: bool = True
    remind_every: int | None = 7
