"""Links in mails that stand for their reader: worked out from a salt with the master key, kept nowhere.

The database holds the salt and the SHA-256 of the link's token. Without the master key neither gives the link. The
token is 256 bits, written in 43 letters (reference/security.md, AC-17).
"""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64encode
from typing import NamedTuple

from esafety.papers import keys
from esafety.papers.models.document_link import fingerprint

LETTERS = 43
"""How long a token is: 256 bits in base64 without padding."""


class Secret(NamedTuple):
    """The columns of a new link."""

    salt: str
    key_id: str
    token_hash: str


def new_secret(purpose: str) -> Secret:
    """A link nobody has, for one purpose."""
    salt, key_id = secrets.token_hex(16), keys.present_key_id()
    return Secret(salt, key_id, fingerprint(token_of(purpose, key_id, salt)))


def token_of(purpose: str, key_id: str, salt: str) -> str:
    """The 256 bits that only a holder of the master key can work out. Raises keys.UnknownKey."""
    return urlsafe_b64encode(keys.sign_link(key_id, f"aup/{purpose}/{salt}")).rstrip(b"=").decode()
