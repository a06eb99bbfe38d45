"""What a school's public help page shows. Nothing about any record, and no name the school did not choose to show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import qrcode
from django.utils import timezone

from esafety.office.policy.where_to_turn import DANGER, EXIT, SERVICES
from esafety.office.queries.settings import help_address
from esafety.people.queries import holders
from esafety.people.vocabulary import Role
from esafety.people.words import in_our_words, speaking_for

if TYPE_CHECKING:
    from esafety.people.models import School

QUIET_ZONE = 4
"""Empty squares round a QR code, as its standard wants."""


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


def qr_code(text: str) -> dict[str, Any]:
    """A QR code as one path of squares, in units of one square."""
    made = qrcode.QRCode(border=QUIET_ZONE, error_correction=qrcode.constants.ERROR_CORRECT_M)
    made.add_data(text)
    made.make(fit=True)
    rows = made.get_matrix()
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark
    )
    return {"size": len(rows), "path": path}
