"""What the page about signing in shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esafety.access.capabilities import Capability
from esafety.access.roles import may
from esafety.office.access.sign_in import SIGN_IN_TIES, may_confirm_provider
from esafety.signin.models import SignInIdentity, SignInProvider
from esafety.signin.single_sign_on.addresses import reference_for, way_back
from esafety.signin.vocabulary import ProviderKind
from esafety.signin.without_password import missing_for_passwords_off

if TYPE_CHECKING:
    from esafety.people.models import School, User


def provider_of(school: School) -> SignInProvider | None:
    """Where the school's people have accounts, when it has said so."""
    return SignInProvider.objects.filter(school=school).first()


def sign_in_page(school: School, user: User) -> dict[str, Any]:
    """Everything the page says."""
    row = provider_of(school)
    context: dict[str, Any] = {
        "provider": row,
        "redirect_address": way_back(reference_for(school)),
        "may_manage": may(user, Capability.MANAGE_SCHOOL, school),
    }
    if row is None:
        return context
    ties = SIGN_IN_TIES.visible_to(user, SignInIdentity.objects.filter(provider=row))
    return context | {
        "redirect_address": way_back(row.reference),
        "facts": _facts(row),
        "may_confirm": may_confirm_provider(user, row),
        "missing": missing_for_passwords_off(row),
        "ties": ties.select_related("user").order_by("user__name", "pk"),
    }


def _facts(row: SignInProvider) -> list[dict[str, Any]]:
    by_kind = {
        ProviderKind.ENTRA: ("Directory (tenant) ID", row.tenant),
        ProviderKind.OTHER: ("Issuer", row.issuer),
    }
    said = [by_kind[ProviderKind(row.kind)]] if row.kind in by_kind else []
    found = [("Provider", row.label), *said, ("Application (client) ID", row.client_id)]
    facts: list[dict[str, Any]] = [{"label": label, "text": text} for label, text in found]
    return [
        *facts,
        {"label": "Client secret", "text": "Kept sealed, never shown"},
        {"label": "Email domains", "lines": row.domains},
        {"label": "Entered by", "text": str(row.entered_by)},
        {"label": "Confirmed by", "text": str(row.confirmed_by or ""), "empty": "Nobody yet"},
    ]


def waiting(school: School) -> str:
    """What a person is wanted for: a provider that was tested waits for a second person."""
    row = provider_of(school)
    is_waiting = row is not None and row.checked_at is not None and row.confirmed_by_id is None
    return "A second person must turn it on." if is_waiting else ""
