"""The agreements room."""

from celery.schedules import crontab
from django.apps import AppConfig


class AupConfig(AppConfig):
    """Registers what the ground floor must know."""

    name = "aup"
    verbose_name = "Agreements"

    def ready(self) -> None:
        """Let the relay send rounds and make signed copies, remind each morning, and stand in the menu."""
        from aup import campaign_papers as _campaign_papers  # noqa: F401  # declared by being imported
        from aup import menu, tasks
        from aup import notices as _notices  # noqa: F401  # declared by being imported
        from aup import papers as _papers  # noqa: F401
        from aup.models import Round, SignedCopy
        from esafety.outbox.registry import owed_by
        from esafety.outbox.schedule import every
        from esafety.ui import navigation

        owed_by(Round, tasks.work_on_round)
        owed_by(SignedCopy, tasks.make_copy)
        every(crontab(hour=7, minute=15), tasks.begin_reminders)
        for item in menu.LINKS:
            navigation.add(item)
