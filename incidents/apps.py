"""The incidents room."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """Registers the room."""

    name = "incidents"
    verbose_name = "Incidents"
