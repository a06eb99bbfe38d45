"""The people room."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Registers the room."""

    name = "esafety.people"
    verbose_name = "People"
