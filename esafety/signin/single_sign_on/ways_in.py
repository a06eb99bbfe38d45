"""Which providers the sign-in page offers. Neither answer says anything about an account."""

from __future__ import annotations

from typing import Any, Final

from esafety.signin.models import SignInProvider
from esafety.walls import every_school

BEFORE: Final = "nobody is signed in before they sign in: labels of providers, for all schools"
MOST_BUTTONS: Final = 3
"""With more, the person types their address first."""


@every_school(BEFORE)
def ways_in() -> dict[str, Any]:
    """What the sign-in page shows: a button for each provider, or one link when there are many."""
    found = list(SignInProvider.objects.on().order_by("label", "pk")[: MOST_BUTTONS + 1])
    many = len(found) > MOST_BUTTONS
    return {"providers": [] if many else found, "many_providers": many}


@every_school(BEFORE)
def providers_for(email: str) -> list[SignInProvider]:
    """The providers of the schools whose domain an address is in."""
    return [row for row in SignInProvider.objects.on().order_by("label", "pk") if row.has_domain_of(email)]
