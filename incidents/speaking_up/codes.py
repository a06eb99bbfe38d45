"""The code to come back with: eighty random bits that only whoever reported has.

It follows from a number that the form brings and from the words that were sent: sending twice gives one report and the
same code, and changed words are another report. The database holds neither the number nor the code, only keyed hashes;
without the signing key they cannot be tried out.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.utils.crypto import salted_hmac

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's: no letter that is read as another."""
GROUPS, IN_A_GROUP = 4, 4
_SALT = "incidents.speaking_up"
_READ_AS = str.maketrans({"o": "0", "i": "1", "l": "1", "u": "v"})


def code_for(key: uuid.UUID, words: str) -> str:
    """The code of what was sent with this number: "k7qf 2mhx 9trw 4p0c"."""
    number = int.from_bytes(_sealed("code", f"{key.hex}/{words}", settings.SECRET_KEY))
    figures = []
    for _ in range(GROUPS * IN_A_GROUP):
        number, figure = divmod(number, len(ALPHABET))
        figures.append(ALPHABET[figure])
    plain = "".join(figures)
    return " ".join(plain[at : at + IN_A_GROUP] for at in range(0, len(plain), IN_A_GROUP))


def submission_key(key: uuid.UUID, words: str) -> uuid.UUID:
    """What the incident keeps so that the same words sent twice make one: the code does not follow from it."""
    return uuid.UUID(bytes=_sealed("sent", f"{key.hex}/{words}", settings.SECRET_KEY)[:16])


def hash_of(code: str) -> str:
    """What is kept of a code."""
    return _hash(code, settings.SECRET_KEY)


def hashes_of(code: str) -> list[str]:
    """What may be kept of a code, under the present signing key and those before it."""
    return [_hash(code, secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def as_typed(code: str) -> str:
    """A code as somebody types it, with the letters that are taken for others put right."""
    return "".join(letter for letter in code.lower().translate(_READ_AS) if letter in ALPHABET)


def _hash(code: str, secret: str) -> str:
    return _sealed("kept", as_typed(code), secret).hex()


def _sealed(what: str, value: str, secret: str) -> bytes:
    return salted_hmac(f"{_SALT}.{what}", value, secret=secret, algorithm="sha256").digest()
