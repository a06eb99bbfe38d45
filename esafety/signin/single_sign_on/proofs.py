"""What a true token proves: that somebody is of the school, which address is theirs, how they signed in.

Sources: Microsoft, "ID token claims reference" and "Migrate away from using email claims for user
identification or authorization" (nOAuth); Google, "OpenID Connect", "An ID token's payload"; OpenID Connect
Core 1.0, 5.1; RFC 8176 (amr); OpenID Connect EAP ACR Values 1.0 (phr, phrh).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from esafety.signin.models import SignInProvider
from esafety.signin.single_sign_on.refusals import Refused
from esafety.signin.vocabulary import ProviderKind, Refusal

Claims = dict[str, Any]
_SEVERAL_FACTORS: Final = frozenset({"mfa"})
_STRONG_CONTEXTS: Final = frozenset(
    {
        "phr",
        "phrh",
        "http://schemas.openid.net/pape/policies/2007/06/multi-factor",
        "https://refeds.org/profile/mfa",
    }
)


class Proof(NamedTuple):
    """How one kind of provider says who somebody is."""

    subject: str
    is_of_school: Callable[[SignInProvider, Claims], bool]
    address: Callable[[Claims], object]


def _of_entra(provider: SignInProvider, claims: Claims) -> bool:
    """Of the school's own directory, and no guest in it: a guest's address is another organisation's word."""
    home = claims.get("idp", claims["iss"])
    return (
        claims.get("tid") == provider.tenant and home == claims["iss"] and claims.get("acct", 0) in (0, "0")
    )


def _at_entra(claims: Claims) -> object:
    """The mail claim can be any text a tenant's administrator types, unless Microsoft says that its domain was
    proved to be the tenant's (xmsedov). The sign-in name's domain always was."""
    is_proved = claims.get("xms_edov") in (True, 1, "1", "true")
    return claims.get("email") if is_proved else claims.get("preferred_username")


def _of_google(provider: SignInProvider, claims: Claims) -> bool:
    """A Workspace account of one of the school's domains: a private one has no `hd`, whatever its address."""
    return str(claims.get("hd", "")).lower() in provider.domains


def _verified(claims: Claims) -> object:
    """True and nothing that looks like it: "true" is a word that some providers let people type."""
    return claims.get("email") if claims.get("email_verified") is True else None


PROOFS: Final[dict[str, Proof]] = {
    ProviderKind.ENTRA: Proof("oid", _of_entra, _at_entra),
    ProviderKind.GOOGLE: Proof("sub", _of_google, _verified),
    ProviderKind.OTHER: Proof("sub", lambda provider, claims: True, _verified),
}


def subject_of(provider: SignInProvider, claims: Claims) -> str:
    """What never changes about somebody at this provider. Raises Refused for somebody not of the school."""
    proof = PROOFS[provider.kind]
    subject = claims.get(proof.subject)
    if not proof.is_of_school(provider, claims):
        raise Refused(Refusal.OTHER_ORGANISATION)
    if not isinstance(subject, str) or not 0 < len(subject) <= 255 or not subject.isprintable():
        raise Refused(Refusal.BAD_TOKEN)
    return subject


def address_of(provider: SignInProvider, claims: Claims) -> str:
    """The address the provider vouches for, in lower case. Raises Refused when there is none."""
    address = PROOFS[provider.kind].address(claims)
    if not isinstance(address, str) or not address.isascii() or not provider.has_domain_of(address):
        raise Refused(Refusal.UNVERIFIED_EMAIL)
    return address.strip().lower()


def second_step_proved(provider: SignInProvider, claims: Claims) -> bool:
    """Whether the school lets the provider ask for the second step, and the token says that it did."""
    methods = claims.get("amr")
    used = set(map(str, methods)) if isinstance(methods, list) else set()
    strong = bool(used & _SEVERAL_FACTORS) or str(claims.get("acr")) in _STRONG_CONTEXTS
    return provider.proves_second_step and strong
