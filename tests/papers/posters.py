"""A document about a school, for the tests of this room."""

from __future__ import annotations

from typing import Any

from esafety.papers.kinds import PaperKind, declare_paper
from esafety.people.models import Membership, School, User

CANARY = "Canary-7f3a: the child said so"


def _context(school: School, user: User) -> dict[str, Any]:
    return {"story": school.address or CANARY, "rows": range(1, 4)}


def _may(school: School, user: User) -> bool:
    return Membership.objects.current().filter(school=school, user=user).exists()


POSTER = declare_paper(
    PaperKind(
        code="tests.poster",
        title=lambda school: f"Poster {school.pk}",
        template="posters/poster.html",
        template_context=_context,
        may=_may,
        filename=lambda school: f"poster-{school.pk}.pdf",
    )
)
