"""The agreements room."""

from django.apps import AppConfig


class AupConfig(AppConfig):
    """Registers what the ground floor must know."""

    name = "aup"
    verbose_name = "Agreements"
