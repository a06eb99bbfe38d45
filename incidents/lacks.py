"""What a record still lacks before it can be closed, in words. Source: domain/procedures.md, closing rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from incidents.models import Incident


def lacks(incident: Incident) -> list[str]:
    """What closing needs and is not there: required tasks still open."""
    return [f"“{task.words}” is still to do" for task in incident.tasks.open().filter(required=True)]
