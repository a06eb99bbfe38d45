"""A scan put to a signature that came on paper. Source: domain/agreements.md ("record by staff with a scan")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from aup.actions.guard import must
from aup.models import PaperScan, Signature
from aup.vocabulary import SCAN_ADDED, Route
from esafety.access.capabilities import Capability as C
from esafety.access.refusals import NotNow
from esafety.audit import record
from esafety.papers.receiving.taking_in import take_in

if TYPE_CHECKING:
    from esafety.papers.uploads import SealedUpload
    from esafety.people.models import User


@transaction.atomic
def add_scan(*, signature: Signature, sent: SealedUpload, by: User) -> PaperScan:
    """Keep the scan of a signed paper. Raises PermissionDenied, NotNow for a signature that came otherwise."""
    must(by, C.MANAGE_AGREEMENTS, signature.school)
    if signature.route != Route.PAPER:
        raise NotNow("This was not signed on paper, so there is no paper to scan.")
    received = take_in(sent, about=signature, by=by)
    made = PaperScan.objects.create(signature=signature, received=received, added_by=by)
    record(SCAN_ADDED, by=by, school=signature.school, about=signature, detail={"file": received.reference})
    return made
