"""The backup room."""

from django.apps import AppConfig


class BackupConfig(AppConfig):
    """Registers the room."""

    name = "esafety.backup"
    verbose_name = "Backup"

    def ready(self) -> None:
        """Declare the events."""
        from esafety.backup import vocabulary  # noqa: F401
