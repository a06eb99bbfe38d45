"""Who signs in, and who is there at every request after."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend

from esafety.access.roles import holder
from esafety.people.models import User


class Accounts(AuthenticationBackend):
    """allauth's way to sign in. At every request after it, the account comes with its posts: one query for both."""

    def get_user(self, user_id: int) -> User | None:
        """The account a session names; None when it was closed."""
        return holder(user_id) or super().get_user(user_id)
