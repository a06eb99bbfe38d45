"""Keeps whoever may see cases outside until their second step is taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from esafety.signin.second_factor import has_one, is_required, taken
from esafety.signin.way_back import send_to

_OPEN_WITHOUT: Final = frozenset(
    {
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "health_live",
        "health_ready",
        "metrics",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "second_factor_needed",
        "session_state",
        "stay_signed_in",
    }
)
"""Names of the only pages such a person reaches."""


class SecondFactor:
    """Sends a person to set a second step up, or to take it, before anything else opens."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do before the view is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        """Let the request in, or send the person where the second step is."""
        match, user = request.resolver_match, request.user
        open_anyway = match is not None and match.view_name in _OPEN_WITHOUT
        if open_anyway or not user.is_authenticated or taken(request.session, user) or not is_required(user):
            return None
        return send_to(request, "mfa_reauthenticate" if has_one(user) else "second_factor_needed")
