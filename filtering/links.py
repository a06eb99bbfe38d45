"""The link that a provider is mailed: worked out from a salt with the master key, kept nowhere."""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING

from esafety.papers import keys
from esafety.papers.models.document_link import fingerprint

if TYPE_CHECKING:
    from filtering.models import FilteringRequest


def new_link() -> dict[str, str]:
    """The columns of a link nobody has."""
    salt, key_id = secrets.token_hex(16), keys.present_key_id()
    return {"salt": salt, "key_id": key_id, "token_hash": fingerprint(_token(key_id, salt))}


def token_of(request: FilteringRequest) -> str:
    """The token in the mail about a request. Raises keys.UnknownKey."""
    return _token(request.key_id, request.salt)


def _token(key_id: str, salt: str) -> str:
    return urlsafe_b64encode(keys.sign_link(key_id, f"filtering/{salt}")).rstrip(b"=").decode()
