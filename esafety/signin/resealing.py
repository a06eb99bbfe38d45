"""After a change of key: every second factor is sealed again, so that the old key can be forgotten."""

from __future__ import annotations

from typing import Final

from allauth.mfa.models import Authenticator
from django.db import transaction

from esafety.signin.sealing import seal, unseal

_SEALED: Final = ("secret", "seed")


def reseal_all() -> int:
    """Seal every second factor with the present key, each on its own. Gives how many there are.

    May be stopped and run again: what was sealed twice opens all the same. Raises BrokenSealError.
    """
    keys = Authenticator.objects.order_by("pk").values_list("pk", flat=True)
    return sum(_reseal(pk) for pk in keys)


@transaction.atomic
def _reseal(pk: int) -> bool:
    row = Authenticator.objects.select_for_update().get(pk=pk)
    held = [name for name in _SEALED if name in row.data]
    row.data |= {name: seal(unseal(row.data[name])) for name in held}
    row.save(update_fields=["data"])
    return bool(held)
