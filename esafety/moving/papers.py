"""The documents of this room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esafety.access.capabilities import Capability
from esafety.moving.access import TRANSFERS
from esafety.moving.contents import contents_of, files_that_go, going
from esafety.moving.going_on import described
from esafety.moving.package import parts_of_package
from esafety.papers.kinds import PaperKind, declare_paper

if TYPE_CHECKING:
    from esafety.moving.models import Transfer
    from esafety.people.models import User


def _pages(transfer: Transfer, user: User) -> dict[str, Any]:
    contents = contents_of(transfer, user)
    entries = going(transfer, contents)
    return {
        "transfer": transfer,
        "pupil": transfer.pupil,
        "household": contents.household,
        "parts": contents.found.parts,
        "rows": entries,
        "left_out": len(contents.found.entries) - len(entries),
        "files": files_that_go(transfer),
        "received": described(transfer),
    }


PUPIL_FILE = declare_paper(
    PaperKind(
        code="moving.pupil_file",
        title=lambda transfer: f"Safeguarding file {transfer.reference}",  # no name: seen outside the record
        template="papers/pupil_file.html",
        template_context=_pages,
        may=lambda transfer, user: (
            transfer.is_standing and TRANSFERS.allows(user, Capability.MOVE_FILES, transfer)
        ),
        filename=lambda transfer: f"safeguarding-file-{transfer.reference}.pdf",
        parts=parts_of_package,
    )
)
