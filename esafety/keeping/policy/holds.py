"""What holds a record: a pure rule over records, their links and the people in them.

Source: reference/security.md 7 ("Holds that stop any purge") and AC-09.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from esafety.keeping.vocabulary import HoldKind as H
from esafety.keeping.vocabulary import RecordKind as K


class Standing(NamedTuple):
    """One record as far as its keeping goes. A merged duplicate is part of the record it was merged into.

    `unknown`: what must be known before it can be due. `laid`: holds laid by people or found in other rooms.
    `people`: everybody in it. `linked`: the records it is linked to.
    """

    kind: K
    is_open: bool
    due_on: dt.date | None
    unknown: H | None = None
    laid: frozenset[H] = frozenset()
    people: frozenset[int] = frozenset()
    linked: frozenset[int] = frozenset()


def judge(records: Mapping[int, Standing], today: dt.date) -> dict[int, frozenset[H]]:
    """What holds each record today; nothing holds those that may go.

    A linked record that must be kept holds the whole chain of links it stands in, so that no story is left
    with a part missing. A link to a record that is not among `records` holds too: it was not looked at.
    """
    about = _open_about(records)
    own = {key: _own(key, record, about, today) for key, record in records.items()}
    held: dict[int, frozenset[H]] = {}
    for chain in _chains(records):
        kept = {key for key in chain if key not in own or own[key]}
        for key in chain:
            if key in own:
                held[key] = own[key] | ({H.LINKED} if kept - {key} else set())
    return held


def _own(key: int, record: Standing, about: Mapping[int, set[int]], today: dt.date) -> frozenset[H]:
    found = set(record.laid)
    if record.kind == K.SEXUAL_ABUSE:
        found.add(H.SEXUAL_ABUSE)
    if record.is_open or any(about[person] - {key} for person in record.people):
        found.add(H.OPEN_CASE)
    if record.unknown is not None:
        found.add(record.unknown)
    elif record.due_on is None or record.due_on > today:
        found.add(H.NOT_DUE)
    return frozenset(found)


def _open_about(records: Mapping[int, Standing]) -> Mapping[int, set[int]]:
    about: dict[int, set[int]] = defaultdict(set)
    for key, record in records.items():
        if record.is_open:
            for person in record.people:
                about[person].add(key)
    return about


def _chains(records: Mapping[int, Standing]) -> Iterable[set[int]]:
    """Records that hang together by links, whichever of two says so."""
    beside: dict[int, set[int]] = {key: set(record.linked) for key, record in records.items()}
    for key, record in records.items():
        for other in record.linked:
            beside.setdefault(other, set()).add(key)
    seen: set[int] = set()
    for start in records:
        if start in seen:
            continue
        chain, ahead = set(), [start]
        while ahead:
            one = ahead.pop()
            if one not in chain:
                chain.add(one)
                ahead.extend(beside[one] - chain)
        seen |= chain
        yield chain
