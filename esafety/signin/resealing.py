"""After a change of key: second factors and secrets of providers are sealed again, so that the old key can be
forgotten."""

from __future__ import annotations

from typing import Final

from allauth.mfa.models import Authenticator
from django.db import transaction

from esafety.signin.models import SignInProvider
from esafety.signin.sealing import seal, unseal

_SEALED: Final = ("secret", "seed")


def reseal_all() -> int:
    """Seal everything that is sealed with the present key, each on its own. Gives how many there are.

    May be stopped and run again: what was sealed twice opens all the same. Raises BrokenSealError.
    """
    keys = Authenticator.objects.order_by("pk").values_list("pk", flat=True)
    providers = SignInProvider.objects.order_by("pk").values_list("pk", flat=True)
    return sum(_reseal(pk) for pk in keys) + sum(_reseal_provider(pk) for pk in providers)


@transaction.atomic
def _reseal(pk: int) -> bool:
    row = Authenticator.objects.select_for_update(no_key=True).get(pk=pk)
    held = [name for name in _SEALED if name in row.data]
    row.data |= {name: seal(unseal(row.data[name])) for name in held}
    row.save(update_fields=["data"])
    return bool(held)


@transaction.atomic
def _reseal_provider(pk: int) -> bool:
    row = SignInProvider.objects.select_for_update(no_key=True).get(pk=pk)
    row.secret = row.secret  # opened with whichever key, sealed with the present one
    row.save(update_fields=["sealed_secret"])
    return True
