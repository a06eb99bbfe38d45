"""Requests and answers."""

from esafety.subject_access.models.answer import AccessAnswer, Withheld
from esafety.subject_access.models.file_decision import FileDecision
from esafety.subject_access.models.request import AccessRequest

__all__ = ["AccessAnswer", "AccessRequest", "FileDecision", "Withheld"]
