"""The incidents room."""

from celery.schedules import crontab
from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """Registers what the ground floor must know: messages, documents, scheduled work, links in the menu."""

    name = "incidents"
    verbose_name = "Incidents"

    def ready(self) -> None:
        from esafety.access.roles import opened_by_name
        from esafety.outbox.registry import owed_by
        from esafety.outbox.schedule import every
        from esafety.ui import navigation
        from filtering.evidence import Topic, give_evidence
        from incidents import (  # noqa: F401  # declared by being imported  # declared by being imported
            access,
            alert_notices,
            menu,
            notices,
            papers,
            tasks,
        )
        from incidents.filter_weakness import filter_weakness

        give_evidence(Topic.INCIDENTS, filter_weakness)
        from incidents.models import LetterPdf

        owed_by(LetterPdf, tasks.make_letter)
        opened_by_name(access.was_opened_to)
        every(60, tasks.run_out_clocks)
        every(60, tasks.warn_of_clocks)
        every(crontab(hour=3, minute=20), tasks.purge_drafts)
        every(60, tasks.run_out_alert_clocks)
        every(60, tasks.collect_alerts)
        every(60, tasks.find_patterns)
        every(crontab(hour=2, minute=40), tasks.find_all_patterns)
        for item in (*menu.LISTS, *menu.REPORTING, *menu.WATCHING, *menu.KEEPING):
            navigation.add(item)
