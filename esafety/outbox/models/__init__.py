"""Promises: the abstract row, the message; when scheduled jobs last ran; how often work failed."""

from esafety.outbox.models.message import Message
from esafety.outbox.models.owed import Owed, OwedQuerySet, attempt
from esafety.outbox.models.planned_run import PlannedRun
from esafety.outbox.models.trouble import Trouble

__all__ = ["Message", "Owed", "OwedQuerySet", "PlannedRun", "Trouble", "attempt"]
