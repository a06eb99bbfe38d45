"""What a provider says of itself, and what is wrong with it, in plain words.

Source: OpenID Connect Discovery 1.0, sections 4.2 and 4.3.
"""

from __future__ import annotations

import hashlib
from typing import Any, Final

import requests
from django.core.cache import cache

from esafety.signin.single_sign_on.keys import usable_keys
from esafety.signin.single_sign_on.outside import SECONDS, NotOutside, Outside, is_spoken
from esafety.signin.single_sign_on.refusals import Refused
from esafety.signin.vocabulary import Refusal

KEPT_FOR: Final = 600
"""Seconds. Nobody can make us ask a provider at every press of a button."""
_ADDRESSES: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class Wrong(Refused):
    """The provider cannot be used as it is. `words` say what to do."""

    def __init__(self, words: str) -> None:
        super().__init__(Refusal.SILENT)
        self.words = words


def of(issuer: str) -> dict[str, Any]:
    """What the provider says of itself, at most ten minutes old. Raises Wrong."""
    key = f"openid:{hashlib.sha256(issuer.encode()).hexdigest()}"
    kept: dict[str, Any] | None = cache.get(key)
    if kept is None:
        kept = _ask(issuer)
        cache.set(key, kept, KEPT_FOR)
    return kept


def check(issuer: str) -> None:
    """Ask the provider now, with its keys, as signing in would. Raises Wrong."""
    said = _ask(issuer)
    if not usable_keys(read(said["jwks_uri"])):
        raise Wrong("The provider answered, but publishes no key that can be used (RS256, PS256 or ES256).")


def read(url: str) -> dict[str, Any]:
    """A JSON object from a provider's server. Raises Wrong."""
    try:
        with Outside() as session:
            answer = session.get(url)
            answer.raise_for_status()
            said = answer.json()
    except requests.RequestException as error:
        raise Wrong(_in_words(error)) from error
    if not isinstance(said, dict):
        raise Wrong("The provider answered with something that is no description of itself.")
    return said


def _ask(issuer: str) -> dict[str, Any]:
    said = read(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    if said.get("issuer") != issuer:
        raise Wrong(
            "The provider at that address calls itself by another address. "
            "Copy the issuer from the provider's own pages, letter by letter."
        )
    for name in _ADDRESSES:
        if not is_spoken(said.get(name)):
            raise Wrong(f"The provider's description lacks a safe address ({name}). Check the issuer.")
    return said


def _in_words(error: requests.RequestException) -> str:
    """What to do, told by the kind of failure. The most special kinds come first: requests derives them."""
    return next(words for kind, words in _WORDS if isinstance(error, kind))


_WORDS: Final[tuple[tuple[type[Exception] | tuple[type[Exception], ...], str], ...]] = (
    (NotOutside, "That address is inside a private network. The provider must be on the internet."),
    (
        requests.Timeout,
        f"The provider did not answer within {SECONDS} seconds. Check the address, and that this server may "
        "reach the internet.",
    ),
    (requests.exceptions.SSLError, "The provider's certificate is not valid. Check the address."),
    (
        requests.HTTPError,
        "There is no provider at that address. Check the directory (tenant) ID or the issuer, letter by letter.",
    ),
    (requests.exceptions.JSONDecodeError, "There is a website at that address, but no sign-in provider."),
    (
        (requests.exceptions.InvalidSchema, requests.exceptions.MissingSchema),
        "The address must begin with https://",
    ),
    (requests.RequestException, "The provider could not be reached. Check the address."),
)
