"""Certificates kept with a check. Source: field 4.4 (keep a record of checks)."""

from __future__ import annotations

from django.db import transaction

from esafety.access.capabilities import Capability as C
from esafety.audit import record
from esafety.papers.receiving.taking_in import take_in
from esafety.papers.uploads import SealedUpload
from esafety.people.models import User
from filtering.actions.guard import must
from filtering.models import Certificate, Check
from filtering.vocabulary import CERTIFICATE_ADDED


@transaction.atomic
def add_certificate(*, check: Check, title: str, sent: SealedUpload, by: User) -> Certificate:
    """Keep a certificate with a check; it is in quarantine until it was looked at for viruses."""
    must(by, check.school, C.RUN_FILTERING, C.DECIDE_FILTERING)
    received = take_in(sent, about=check, by=by)
    made = Certificate.objects.create(check_done=check, received=received, title=title, added_by=by)
    record(CERTIFICATE_ADDED, by=by, school=check.school, about=check)
    return made
