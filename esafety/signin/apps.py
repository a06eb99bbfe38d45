"""The signin room."""

from django.apps import AppConfig


class SigninConfig(AppConfig):
    """Registers the room."""

    name = "esafety.signin"
    verbose_name = "Sign-in"

    def ready(self) -> None:
        """Hear what allauth has to say, and list the account's page."""
        from esafety.signin import listeners
        from esafety.ui.navigation import NavItem, add

        listeners.listen()
        add(NavItem("Your sign-in", "mfa_index", order=10, place="account"))
        add(NavItem("Where you are signed in", "usersessions_list", order=20, place="account"))
