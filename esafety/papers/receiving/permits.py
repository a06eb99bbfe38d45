"""Leave to send a file: without one, no byte of a form is read.

Two kinds. The plain one is signed into the form's address for one account and an hour. The other is a row:
for one file, one account and one record, and spent before the first byte is read.
"""

from __future__ import annotations

import hashlib
from typing import Final

from django.core import signing
from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from esafety.papers.models import UploadPermit
from esafety.papers.receiving.kinds import Accepts

SECONDS: Final = 3600


def signed(request: HttpRequest, accepts: Accepts) -> str:
    """For this account, this use of the gate and an hour."""
    return signing.dumps(request.user.pk, salt=_salt(accepts))


def is_signed(request: HttpRequest, accepts: Accepts) -> bool:
    """Whether the form's address carries a plain permit of this account."""
    try:
        given = signing.loads(request.GET.get("permit", ""), salt=_salt(accepts), max_age=SECONDS)
    except signing.BadSignature:
        return False
    return bool(given == request.user.pk)


def spend(request: HttpRequest, accepts: Accepts, *, about: models.Model) -> UploadPermit | None:
    """Spend the permit in the form's address, if it is of this account and record. Of two at once, one gets it."""
    now = timezone.now()
    mine = UploadPermit.objects.filter(
        token_hash=fingerprint(request.GET.get("permit", "")),
        accepts=accepts.code,
        given_to_id=request.user.pk,
        about_label=about._meta.label_lower,
        about_id=about.pk,
    )
    spent = mine.filter(used_at__isnull=True, expires_at__gt=now).update(used_at=now)
    return mine.first() if spent else None


def give_back(permit: UploadPermit) -> None:
    """Nothing was kept, so the same form may be sent again."""
    UploadPermit.objects.filter(pk=permit.pk).update(used_at=None)


def fingerprint(token: str) -> str:
    """What the database keeps instead of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _salt(accepts: Accepts) -> str:
    return f"papers.uploads.{accepts.code}"
