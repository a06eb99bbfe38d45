"""The walls' application."""

from django.apps import AppConfig


class WallsConfig(AppConfig):
    """Holds no model: it brings `manage.py migrate`, which raises the walls after the tables."""

    name = "esafety.walls"
