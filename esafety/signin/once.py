"""A code from an authenticator app is good once (ASVS 5.0 V6.5.1), whichever process or restart lies between.

allauth remembers used codes in the cache for one step of thirty seconds; a phone whose clock is a step
off would be accepted twice. So the last step used is kept beside the secret, in the database.
"""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    compare_user_code,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from django.db import transaction

_LAST_STEP = "last_step"


@transaction.atomic
def spend(authenticator: Authenticator, code: str) -> bool:
    """Use a code up. False when it, or a later one, was used before."""
    row = Authenticator.objects.select_for_update(no_key=True).get(pk=authenticator.pk)
    step = _step_of(decrypt(row.data["secret"]), code)
    if step is None or step <= row.data.get(_LAST_STEP, -1):
        return False
    row.data[_LAST_STEP] = authenticator.data[_LAST_STEP] = step
    row.save(update_fields=["data"])
    return True


def _step_of(secret: str, code: str) -> int | None:
    """Which of the steps accepted now (half minutes since 1970) a code belongs to."""
    for step in yield_hotp_counters_from_time():
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step))):
            return int(step)
    return None
