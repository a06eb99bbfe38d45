"""What a school's public help page shows. Nothing about any record, and no name the school did not choose to show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from esafety.office.policy.where_to_turn import DANGER, EXIT, SERVICES
from esafety.office.queries.settings import help_address
from esafety.people.queries import holders
from esafety.people.vocabulary import Role
from esafety.people.words import in_our_words, speaking_for
from esafety.ui.squares import qr_code

if TYPE_CHECKING:
    from esafety.people.models import School


def help_page(school: School) -> dict[str, Any]:
    """The context of the page."""
    address = help_address(school)
    with speaking_for(school):
        post = in_our_words("online safety co-ordinator")
    return {
        "school": school,
        "post": post,
        "co_ordinator": co_ordinator(school),
        "danger": DANGER,
        "services": SERVICES,
        "exit_url": EXIT,
        "address": address,
        "qr": qr_code(address),
    }


def co_ordinator(school: School) -> str:
    """The name of the first co-ordinator on duty, where the school says it."""
    if not school.help_names_co_ordinator:
        return ""
    posts = holders(school, [Role.CO_ORDINATOR], present_at=timezone.now()) or holders(
        school, [Role.CO_ORDINATOR]
    )
    return str(posts[0].user) if posts else ""
