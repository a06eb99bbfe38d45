"""Which closed incidents the authority's officer is sent. Source: C 4.1, C App. 4; the school chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esafety.people.models import School
from incidents.policy.types import AT_RISK, ILLEGAL, POLICE_REQUIRED
from incidents.vocabulary import AcceptedAs, Lane

if TYPE_CHECKING:
    from incidents.models import Incident

SERIOUS_TYPES = AT_RISK | ILLEGAL | POLICE_REQUIRED


def is_serious(incident: Incident) -> bool:
    """A safeguarding matter, a matter about an adult of the school, or a type that may harm a child."""
    return (
        incident.lane != Lane.ONLINE_SAFETY
        or incident.accepted_as == AcceptedAs.SAFEGUARDING
        or incident.primary_type in SERIOUS_TYPES
    )


def owes_copy(incident: Incident) -> bool:
    """Whether the school's setting asks for a copy of this incident."""
    setting = incident.school.copy_to_authority
    if setting == School.CopyToAuthority.SERIOUS:
        return is_serious(incident)
    return setting == School.CopyToAuthority.EVERY
