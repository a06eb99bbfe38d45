"""What a story is: a concern as somebody told it, and what was done about it afterwards."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from incidents.told import Account, Reporter
from incidents.vocabulary import Nature, Part, PersonSort


@dataclass(frozen=True)
class Who:
    """One person in a story: `@key` is somebody of `people.py`, anything else a name as typed."""

    part: Part
    who: str
    sort: PersonSort
    nature: Nature = Nature.NOT_KNOWN


@dataclass(frozen=True)
class Step:
    """One thing done: so many school days after the report, at a time of day, by whom, and its words.

    In a story of today, `minutes` after the report instead.
    """

    by: str
    verb: str
    words: dict[str, Any]
    day: int = 0
    at: dt.time | None = None
    minutes: int = 0


@dataclass(frozen=True, kw_only=True)
class Story:
    """A concern and what came of it.

    `ago` counts school days back from today, with the time of day `at`; without it the concern came
    `minutes` ago. `happened` counts days back from the report: one day, or first and last.
    """

    slug: str
    by: str
    account: Account
    people: tuple[Who, ...] = ()
    ago: int = 0
    at: dt.time = dt.time(15, 40)
    minutes: int = 0
    happened: int | tuple[int, int] | None = None
    reporter: Reporter = Reporter()
    then: tuple[Step, ...] = ()


def on(day: int, at: str, by: str, verb: str, **words: Any) -> Step:
    """A step: `on(1, "9:40", "dsl", "take_up")` is the next school day at twenty to ten."""
    hour, minute = at.split(":")
    return Step(by=by, verb=verb, words=words, day=day, at=dt.time(int(hour), int(minute)))


def after(minutes: int, by: str, verb: str, **words: Any) -> Step:
    """A step of today, so many minutes after the report."""
    return Step(by=by, verb=verb, words=words, minutes=minutes)


def subject(who: str, sort: PersonSort = PersonSort.CHILD, nature: Nature = Nature.NOT_KNOWN) -> Who:
    """Somebody who is said to have done it."""
    return Who(Part.SUBJECT, who, sort, nature)


def harmed(who: str, sort: PersonSort = PersonSort.CHILD) -> Who:
    """Somebody it was done to."""
    return Who(Part.HARMED, who, sort)


def witness(who: str, sort: PersonSort = PersonSort.CHILD) -> Who:
    """Somebody who saw or heard it."""
    return Who(Part.WITNESS, who, sort)


def other(who: str, sort: PersonSort = PersonSort.OTHER) -> Who:
    """Somebody with another part."""
    return Who(Part.OTHER, who, sort)
