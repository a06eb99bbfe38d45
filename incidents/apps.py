"""The incidents room."""

from celery.schedules import crontab
from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """Registers what the ground floor must know: messages, documents, scheduled work, links in the menu."""

    name = "incidents"
    verbose_name = "Incidents"

    def ready(self) -> None:
        from esafety.access.roles import opened_by_name
        from esafety.outbox.schedule import every
        from esafety.ui import navigation
        from incidents import (  # declared by being imported
            access,
            alert_notices,  # noqa: F401
            menu,
            notices,  # noqa: F401
            papers,  # noqa: F401
            tasks,
        )

        opened_by_name(access.was_opened_to)
        every(60, tasks.run_out_clocks)
        every(crontab(hour=3, minute=20), tasks.purge_drafts)
        every(60, tasks.run_out_alert_clocks)
        every(60, tasks.collect_alerts)
        every(60, tasks.find_patterns)
        every(crontab(hour=2, minute=40), tasks.find_all_patterns)
        for item in (*menu.LISTS, *menu.REPORTING, *menu.WATCHING):
            navigation.add(item)
