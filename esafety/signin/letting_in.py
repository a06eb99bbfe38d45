"""Signing somebody in who has proved just now who they are, other than on the sign-in page."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse

from esafety.people.models import User


def let_in(
    request: HttpRequest, user: User, method: str, *, next_url: str | None = None, **proof: Any
) -> HttpResponse:
    """Sign an account in, and whoever was signed in in this browser out; on to the second step, or to a page.

    `method` and `proof` are noted in the session as allauth notes them.
    """
    if request.user.is_authenticated:
        get_adapter(request).logout(request)
    record_authentication(request, user, method, **proof)
    response: HttpResponse = perform_login(request, user, redirect_url=next_url)
    return response
