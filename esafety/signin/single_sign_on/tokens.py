"""Is this identity token from the school's provider, for us, now?

Source: OpenID Connect Core 1.0, section 3.1.3.7. The signature is verified although the token comes
directly from the provider: what is not checked is believed.
"""

from __future__ import annotations

from typing import Any, Final

import jwt

from esafety.signin.single_sign_on.keys import ALGORITHMS, usable_keys
from esafety.signin.single_sign_on.refusals import Refused
from esafety.signin.vocabulary import Refusal

LEEWAY: Final = 60
"""Seconds by which the provider's clock and ours may differ."""
_NEEDED: Final = ["iss", "sub", "aud", "exp", "iat", "nonce"]


def read(token: object, *, issuer: str, client_id: str, published: dict[str, Any]) -> dict[str, Any]:
    """What the token says, once it is found to be true. Raises Refused."""
    try:
        key = usable_keys(published)[jwt.get_unverified_header(str(token))["kid"]]
        said: dict[str, Any] = jwt.decode(
            str(token),
            key,
            algorithms=[key.algorithm_name] if key.algorithm_name in ALGORITHMS else [],
            issuer=issuer,
            audience=client_id,
            leeway=LEEWAY,
            options={"require": _NEEDED},
        )
    except (jwt.PyJWTError, LookupError, TypeError, ValueError) as error:
        raise Refused(Refusal.BAD_TOKEN) from error
    if said.get("azp", client_id) != client_id or not said["sub"]:
        raise Refused(Refusal.BAD_TOKEN)
    return said
