"""The governance room."""

from celery.schedules import crontab
from django.apps import AppConfig
from django.http import HttpRequest

from esafety.ui import navigation
from esafety.ui.navigation import NavItem


class GovernanceConfig(AppConfig):
    """Registers what the ground floor must know."""

    name = "esafety.governance"
    verbose_name = "Governance"

    def ready(self) -> None:
        from esafety.governance import notices as _notices  # noqa: F401  # declared by being imported
        from esafety.governance import tasks
        from esafety.governance.demo.furnishing import furnish
        from esafety.governance.models import ReportRun
        from esafety.governance.queries.training import evidence
        from esafety.office.demo.rooms import furnished_by
        from esafety.outbox.registry import owed_by
        from esafety.outbox.schedule import every
        from filtering.evidence import Topic, give_evidence

        furnished_by(furnish)
        give_evidence(Topic.TRAINING, evidence)
        owed_by(ReportRun, tasks.work_on_report)
        every(crontab(hour=6, minute=50), tasks.remind)
        navigation.add(NavItem("Governance", "governance", _has_something_here, 55))


def _has_something_here(request: HttpRequest) -> bool:
    from esafety.access.roles import may
    from esafety.governance.queries.entrance import OPENED_BY

    school = getattr(request, "school", None) or None
    return any(may(request.user, capability, school) for capability in OPENED_BY)
