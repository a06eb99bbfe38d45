"""Giving leave to send one file."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import models, transaction
from django.utils import timezone

from esafety.audit import record
from esafety.papers.actions.want import school_of
from esafety.papers.models import UploadPermit
from esafety.papers.receiving.kinds import Accepts
from esafety.papers.receiving.permits import SECONDS, fingerprint
from esafety.papers.receiving.vocabulary import UPLOAD_ALLOWED
from esafety.people.models import User


@transaction.atomic
def allow_upload(*, accepts: Accepts, about: models.Model, by: User) -> str:
    """Let `by` send one file to a record within the hour, after they said that nothing in it is illegal.

    Gives the token for the form's address, which is kept nowhere. The caller's door has asked whether they may
    (reference/security.md 5.2: a single-use permit).
    """
    token = secrets.token_urlsafe(32)
    permit = UploadPermit.objects.create(
        token_hash=fingerprint(token),
        accepts=accepts.code,
        school=school_of(about),
        about_label=about._meta.label_lower,
        about_id=about.pk,
        given_to=by,
        expires_at=timezone.now() + dt.timedelta(seconds=SECONDS),
    )
    record(UPLOAD_ALLOWED, by=by, school=permit.school, about=about, detail={"use": accepts.code})
    return token
