"""Closing a file that may be illegal."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from esafety.audit import record
from esafety.papers.models import ReceivedFile
from esafety.papers.receiving.vocabulary import UPLOAD_SET_ASIDE
from esafety.people.models import User


@transaction.atomic
def set_aside(*, received: ReceivedFile, by: User) -> ReceivedFile:
    """Close a file for good: nobody opens it any more, and nobody destroys it before the police have said so.

    Pressed twice, it is closed once. Source: reference/security.md 5.2, 5.3.
    """
    still_open = ReceivedFile.objects.filter(pk=received.pk, set_aside_at__isnull=True)
    if still_open.update(set_aside_at=timezone.now(), set_aside_by=by):
        received.refresh_from_db()
        about, detail = received.record() or received, {"file": received.reference}
        record(UPLOAD_SET_ASIDE, by=by, school=received.school, about=about, detail=detail)
    return received
