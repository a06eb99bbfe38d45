"""Who may see and do what with the records of this room: one policy for each kind."""

from esafety.governance.access.registers import (
    ACTION_POINTS,
    COURSES,
    MEETINGS,
    NEWCOMERS,
    POLICIES_KEPT,
    POLICIES_TO_READ,
    RISKS,
)
from esafety.governance.access.reports import REPORTS

__all__ = [
    "COURSES",
    "MEETINGS",
    "NEWCOMERS",
    "ACTION_POINTS",
    "POLICIES_KEPT",
    "POLICIES_TO_READ",
    "REPORTS",
    "RISKS",
]
