"""Why an act cannot be done now, in words for the person who tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from incidents.models import Incident


class NotNow(Exception):
    """The act is not open in the incident's present state. The message says why and what to do."""


class Stale(Exception):
    """Somebody else changed the incident since it was read. Nothing was written; what was typed is kept."""

    def __init__(self, incident: Incident) -> None:
        """Keep the incident as it was when the act was tried."""
        super().__init__(
            "Somebody else changed this incident while you were writing. Nothing was saved. "
            "Check what changed, then send yours again."
        )
        self.incident = incident
