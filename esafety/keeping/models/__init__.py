"""Periods, due dates, reviews, holds, disposals and what is left of what was disposed of."""

from esafety.keeping.models.disposal import Disposal, DisposalItem, DisposalReader, DisposalRun
from esafety.keeping.models.due_date import DueDate, Sweep
from esafety.keeping.models.hold import Hold
from esafety.keeping.models.lot import Lot
from esafety.keeping.models.period import Period
from esafety.keeping.models.review import Review
from esafety.keeping.models.subject import Record, Subject
from esafety.keeping.models.tombstone import GoneRow, Tombstone

__all__ = [
    "Disposal",
    "DisposalItem",
    "DisposalReader",
    "DisposalRun",
    "DueDate",
    "GoneRow",
    "Hold",
    "Lot",
    "Period",
    "Record",
    "Review",
    "Subject",
    "Sweep",
    "Tombstone",
]
