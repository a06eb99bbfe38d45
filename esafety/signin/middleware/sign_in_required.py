"""Every page needs a sign-in unless its door says otherwise."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase

from esafety.signin.way_back import back_to_sign_in


class SignInRequired(LoginRequiredMiddleware):
    """Django's middleware; only the way to the sign-in page is ours."""

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseBase:
        """Send the person to sign in, and back to where they were."""
        return back_to_sign_in(request)
