"""The agreements room."""

from django.apps import AppConfig


class AupConfig(AppConfig):
    """Registers what the ground floor must know."""

    name = "aup"
    verbose_name = "Agreements"

    def ready(self) -> None:
        from aup import menu
        from esafety.ui import navigation

        for item in menu.LINKS:
            navigation.add(item)
