"""What each rule finds. Pure functions over `Seen`: the same incidents always give the same patterns.

A group of incidents is looked at in the days up to its newest one. So an answer that was given stands until another
incident arrives, and a pattern nobody answered does not vanish because a month has passed. One incident is no
pattern, however many people are in it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import NamedTuple

from incidents.patterns.facts import HORIZON, Picture, Seen
from incidents.policy.patterns import BUSY, CIRCLES, RULES, TOO_COMMON, TWICE, Rule, least_of
from incidents.vocabulary.watching import RuleCode


class Found(NamedTuple):
    """A pattern: its rule, what it is about, the circle it was found in, its incidents, those of the term before."""

    rule: str
    about: str
    circle: int
    incidents: frozenset[int]
    before: frozenset[int] = frozenset()


_KEYS: dict[RuleCode, Callable[[Seen], Iterable[Hashable]]] = {
    RuleCode.PERSON: lambda seen: seen.persons,
    RuleCode.SITE: lambda seen: () if seen.by_accident else seen.sites,
    RuleCode.USERNAME: lambda seen: seen.usernames,
    RuleCode.PLACE: lambda seen: (seen.place,) if len(seen.place) > 2 else (),
    RuleCode.HOUR: lambda seen: () if seen.hour is None else (f"{seen.hour:02}",),
    RuleCode.LOW_LEVEL: lambda seen: seen.subjects if seen.low_level else (),
    RuleCode.FILTER: lambda seen: seen.sites if seen.by_accident else (),
}
"""By what the incidents of each rule are put together."""


def find(picture: Picture, chosen: Mapping[str, object]) -> list[Found]:
    """Every pattern in the picture, each circle by itself; what a circle only repeats is left out."""
    found: dict[tuple[str, str], list[Found]] = {}
    for circle in CIRCLES:
        for rule in RULES:
            for about, now, before in _by_rule(rule, picture, circle.lanes, least_of(rule, chosen)):
                one = Found(rule.code.value, about, circle.number, now, before)
                same = found.setdefault((one.rule, about), [])
                if not any((other.incidents, other.before) == (now, before) for other in same):
                    same.append(one)
    return [one for same in found.values() for one in same]


Group = tuple[str, frozenset[int], frozenset[int]]


def _by_rule(rule: Rule, picture: Picture, lanes: frozenset[str], least: int) -> list[Group]:
    if rule.code is RuleCode.RISING:
        return _rising(picture, lanes, least)
    rows = picture.low_level if rule.code is RuleCode.LOW_LEVEL else picture.recent
    groups: dict[Hashable, list[Seen]] = {}
    for seen in rows:
        if seen.lane in lanes:
            for key in _KEYS[rule.code](seen):
                groups.setdefault(key, []).append(seen)
    found: list[Group] = []
    for key, group in groups.items():
        window = _up_to_newest(group, rule.days, picture.today)
        if len(window) > 1 and _how_many(window, rule) >= least:
            found.append((str(key), frozenset(seen.pk for seen in window), frozenset()))
    return found


def _up_to_newest(group: list[Seen], days: int, today: dt.date) -> list[Seen]:
    """The incidents within so many days up to the newest; none when the newest is long ago."""
    newest = max(seen.day for seen in group)
    if newest < today - HORIZON:
        return []
    return [seen for seen in group if seen.day > newest - dt.timedelta(days=days)]


def _how_many(group: list[Seen], rule: Rule) -> int:
    if rule.counts == "incidents":
        return len(group)
    return len({one for seen in group for one in seen.people})


def _rising(picture: Picture, lanes: frozenset[str], least: int) -> list[Group]:
    """Kinds at least twice as frequent as in the same days of last term."""
    terms = picture.terms
    if terms is None or (terms.now.last - terms.now.first).days < BUSY:
        return []
    now: dict[str, set[int]] = {}
    before: dict[str, set[int]] = {}
    for seen in picture.of_terms:
        if seen.lane in lanes and seen.type not in TOO_COMMON:
            when = now if seen.day in terms.now else before
            when.setdefault(seen.type, set()).add(seen.pk)
    return [
        (type_, frozenset(these), frozenset(before.get(type_, ())))
        for type_, these in now.items()
        if len(these) >= max(least, TWICE * len(before.get(type_, ())))
    ]
