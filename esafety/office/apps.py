"""The office room."""

from celery.schedules import crontab
from django.apps import AppConfig
from django.http import HttpRequest

from esafety.access.capabilities import Capability
from esafety.ui import navigation
from esafety.ui.navigation import NavItem


class OfficeConfig(AppConfig):
    """Registers the room's links."""

    name = "esafety.office"
    verbose_name = "Office"

    def ready(self) -> None:
        from esafety.office import papers as _papers  # noqa: F401  # declared by being imported
        from esafety.office import tasks
        from esafety.office.models import ImportRun
        from esafety.office.notices import accounts as _accounts  # noqa: F401  # declared by being imported
        from esafety.office.notices import calendar as _calendar  # noqa: F401
        from esafety.office.notices import contacts as _contacts  # noqa: F401
        from esafety.outbox.registry import owed_by
        from esafety.outbox.schedule import every

        owed_by(ImportRun, tasks.work_on_import)
        every(3600, tasks.purge_imports)
        every(60, tasks.carry_out_changes)
        every(crontab(hour=0, minute=5), tasks.pass_on_ended_posts)
        every(crontab(hour=6, minute=40), tasks.chase_schools)
        navigation.add(NavItem("Your schools", "my_schools", _has_several_schools, 25, "account"))
        navigation.add(NavItem("Office", "office", _has_office_work, 60))
        navigation.add(NavItem("Who is on duty", "duty", _sets_duty, 30, "account"))
        navigation.add(NavItem("Contacts outside the school", "contacts", _sees_incidents, 40, "account"))


def _has_office_work(request: HttpRequest) -> bool:
    from esafety.office.queries.entrance import OPENED_BY

    return any(_holds(request, capability) for capability in OPENED_BY)


def _holds(request: HttpRequest, capability: Capability) -> bool:
    from esafety.access.roles import may

    return may(request.user, capability, getattr(request, "school", None) or None)


def _has_several_schools(request: HttpRequest) -> bool:
    from esafety.access.roles import schools_of

    return len(schools_of(request.user)) > 1


def _sets_duty(request: HttpRequest) -> bool:
    return _holds(request, Capability.SET_DUTY)


def _sees_incidents(request: HttpRequest) -> bool:
    return _holds(request, Capability.SEE_INCIDENTS)
