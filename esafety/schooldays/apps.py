"""The schooldays room."""

from django.apps import AppConfig


class SchooldaysConfig(AppConfig):
    """Registers the room."""

    name = "esafety.schooldays"
    verbose_name = "School days"
