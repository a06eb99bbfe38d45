"""What this room keeps, one noun a file."""

from aup.models.edition import Edition
from aup.models.suggestion import Suggestion

__all__ = ["Edition", "Suggestion"]
