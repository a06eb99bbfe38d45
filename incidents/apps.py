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
        from filtering.evidence import Topic, give_evidence
        from incidents import access, menu, notices, papers, tasks  # noqa: F401  # declared by being imported
        from incidents.filter_weakness import filter_weakness

        give_evidence(Topic.INCIDENTS, filter_weakness)
        opened_by_name(access.was_opened_to)
        every(60, tasks.run_out_clocks)
        every(crontab(hour=3, minute=20), tasks.purge_drafts)
        for item in (*menu.LISTS, *menu.REPORTING):
            navigation.add(item)
