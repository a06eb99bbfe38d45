"""The papers room."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """Registers the room: what it owes, and its hourly clearing out."""

    name = "esafety.papers"
    verbose_name = "Papers"

    def ready(self) -> None:
        """Let the relay make papers and clear out."""
        from esafety.outbox.registry import owed_by
        from esafety.outbox.schedule import every
        from esafety.papers import tasks, vocabulary  # noqa: F401  (declares the events)
        from esafety.papers.models import Paper, ReceivedFile
        from esafety.papers.receiving import vocabulary as received  # noqa: F401  (declares the events)

        owed_by(Paper, tasks.make)
        owed_by(ReceivedFile, tasks.scan)
        every(3600, tasks.purge)
        every(600, tasks.scan_what_was_left)
