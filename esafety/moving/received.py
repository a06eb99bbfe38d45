"""What a pupil's chronology shows of files that other schools sent."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from esafety.moving.models import Arrival, ArrivalEntry
from esafety.moving.queries_arrivals import entries_in, received_of
from esafety.moving.vocabulary import Others
from esafety.schooldays.calendar import LONDON
from incidents.record.received import Received

if TYPE_CHECKING:
    from esafety.people.models import Person, User


def entries_of_child(child: Person, user: User) -> list[Received]:
    """Every entry, and a line for each file that has none because it is an ordinary document. Two queries."""
    files = received_of(child, user)
    documents = [_document(one) for one in files if not one.is_sealed]
    return documents + [_entry(one) for one in entries_in(files)]


def _entry(row: ArrivalEntry) -> Received:
    return Received(
        at=row.at,
        school=row.school or row.arrival.sender,
        url=row.arrival.get_absolute_url(),
        title=row.headline or row.title,
        text=row.text,
        impact=row.impact,
        significant=row.significant,
        by=row.written_by,
        letters=row.arrival.others == Others.LETTERS,
    )


def _document(arrival: Arrival) -> Received:
    return Received(
        at=_begin_of(arrival),
        school=arrival.sender,
        url=arrival.get_absolute_url(),
        title="A document from another school",
        text="It is kept as it came. Open it on the page of the file.",
        impact="",
        significant=False,
        by=arrival.sent_by,
        letters=False,
    )


def _begin_of(arrival: Arrival) -> dt.datetime:
    assert arrival.sent_on is not None
    return dt.datetime.combine(arrival.sent_on, dt.time(9), LONDON)
