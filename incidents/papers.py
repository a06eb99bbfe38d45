"""The documents of this room: the printed record, and the blank form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esafety.access.capabilities import Capability
from esafety.papers.kinds import PaperKind, declare_paper
from incidents.access import INCIDENTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from esafety.people.models import User
    from incidents.models import Incident


def _context(about: Incident, user: User) -> Mapping[str, Any]:
    from incidents.printed import printed_record

    return printed_record(about, user)


INCIDENT_RECORD = declare_paper(
    PaperKind(
        code="incident.record",
        title=lambda about: f"Incident record {about.reference}",
        template="papers/incident_record.html",
        template_context=_context,
        may=lambda about, user: INCIDENTS.allows(user, Capability.PRINT, about),
        filename=lambda about: f"incident-{about.reference}",
    )
)
