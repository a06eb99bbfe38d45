"""The keeping room."""

from celery.schedules import crontab
from django.apps import AppConfig
from django.http import HttpRequest

from esafety.ui import navigation
from esafety.ui.navigation import NavItem


class KeepingConfig(AppConfig):
    """Registers what the ground floor must know."""

    name = "esafety.keeping"
    verbose_name = "Keeping records"

    def ready(self) -> None:
        from esafety.keeping import notices, papers, tasks  # noqa: F401  # declared by being imported
        from esafety.keeping.demo import furnish
        from esafety.keeping.models import DisposalRun
        from esafety.keeping.policy.printed import chapter
        from esafety.keeping.standing_holds import held_by
        from esafety.keeping.vocabulary import HoldKind
        from esafety.moving.models import Arrival
        from esafety.moving.queries import going_on_with, on_their_way
        from esafety.office.demo.rooms import furnished_by
        from esafety.outbox.registry import owed_by
        from esafety.outbox.schedule import every
        from incidents.policy_book import add_chapter

        add_chapter(chapter)
        held_by(HoldKind.TRANSFER, "moving", on_their_way)
        held_by(HoldKind.TRANSFER, "moving", going_on_with, of=Arrival)
        furnished_by(furnish)
        owed_by(DisposalRun, tasks.carry_out)
        every(crontab(hour=3, minute=50), tasks.work_out_due_dates)
        navigation.add(NavItem("Records kept", "records_due", _keeps_records, 57, "footer"))


def _keeps_records(request: HttpRequest) -> bool:
    from esafety.access.capabilities import Capability
    from esafety.access.roles import may

    return may(request.user, Capability.KEEP_RECORDS, getattr(request, "school", None) or None)
