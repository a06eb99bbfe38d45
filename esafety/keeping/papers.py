"""The certificate of destruction: what went, by kind and school year, when, and who decided. Nobody in it is named."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from esafety.keeping.access import DISPOSALS, KEEP
from esafety.keeping.models import Disposal, Tombstone
from esafety.keeping.vocabulary import RecordKind, Stage
from esafety.papers.kinds import PaperKind, declare_paper

if TYPE_CHECKING:
    from esafety.people.models import User


def certified(disposal: Disposal) -> dict[str, Any]:
    """What the certificate says, from the ledger alone."""
    lines = list(Tombstone.objects.filter(disposal=disposal).order_by("pk"))
    by_kind = Counter((RecordKind(one.kind).label, one.school_year) for one in lines)
    return {
        "title": f"Certificate of destruction {disposal.reference}",
        "disposal": disposal,
        "school": disposal.school,
        "lines": lines,
        "kinds": [(kind, year, count) for (kind, year), count in sorted(by_kind.items())],
        "rows": sum(one.rows for one in lines),
        "files": sum(one.files for one in lines),
        "kept": sum(disposal.kept.values()),
    }


CERTIFICATE = declare_paper(
    PaperKind(
        code="keeping.certificate",
        title=lambda disposal: f"Certificate of destruction {disposal.reference}",
        template="papers/certificate.html",
        template_context=lambda disposal, user: certified(disposal),
        may=lambda disposal, user: _may(disposal, user),
        filename=lambda disposal: f"certificate-{disposal.reference}.pdf",
    )
)


def _may(disposal: Disposal, user: User) -> bool:
    return disposal.stage == Stage.DONE and DISPOSALS.allows(user, KEEP, disposal)
