"""Who can be the second person of a letter. In a matter that one post alone works on there is nobody."""

from __future__ import annotations

from esafety.access.capabilities import Capability
from esafety.access.role_tables import CAPABILITIES
from esafety.people.queries import holders
from incidents.access import INCIDENTS
from incidents.models import Letter


def has_a_second(letter: Letter) -> bool:
    """Whether anybody but its writer works on the incident and could approve it: today, or after an absence."""
    roles = [role for role, held in CAPABILITIES.items() if Capability.WORK in held]
    users = {post.user_id: post.user for post in holders(letter.incident.school, roles)}
    users.pop(letter.written_by_id, None)
    return any(INCIDENTS.allows(user, Capability.WORK, letter.incident) for user in users.values())
