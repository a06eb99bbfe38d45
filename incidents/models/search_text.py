"""The words an incident is found by."""

from django.db import models

from incidents.models.incident import Incident


class SearchText(models.Model):
    """One row holds what everyone who can open an incident may search in: its account and open notes.

    The engine's own full-text index stands on it (see `search.py` and the migration that makes the index).
    """

    incident = models.OneToOneField(
        Incident, on_delete=models.PROTECT, primary_key=True, related_name="search_text"
    )
    body = models.TextField()

    def __str__(self) -> str:
        return f"Words of {self.incident}"
