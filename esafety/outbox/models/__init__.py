"""Promises: the abstract row, the message, and when scheduled jobs last ran."""

from esafety.outbox.models.message import Message
from esafety.outbox.models.owed import Owed, OwedQuerySet, attempt
from esafety.outbox.models.planned_run import PlannedRun

__all__ = ["Message", "Owed", "OwedQuerySet", "PlannedRun", "attempt"]
