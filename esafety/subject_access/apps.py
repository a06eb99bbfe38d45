"""The room of requests to see what is held."""

from django.apps import AppConfig
from django.http import HttpRequest

from esafety.ui import navigation
from esafety.ui.navigation import NavItem


class SubjectAccessConfig(AppConfig):
    """Registers what the ground floor must know."""

    name = "esafety.subject_access"
    verbose_name = "Requests to see what is held"

    def ready(self) -> None:
        from celery.schedules import crontab

        from esafety.keeping.standing_holds import held_by
        from esafety.keeping.vocabulary import HoldKind
        from esafety.moving.models import Arrival
        from esafety.office.demo.rooms import furnished_by
        from esafety.outbox.schedule import every
        from esafety.people.models import Person
        from esafety.subject_access import notices, papers, tasks  # noqa: F401  # declared by being imported
        from esafety.subject_access.demo import furnish
        from esafety.subject_access.queries import due_here, held_back, people_held_back, received_held_back
        from incidents.lists.elsewhere import Room, also_due

        held_by(HoldKind.ACCESS_REQUEST, "subject_access", held_back)
        held_by(HoldKind.ACCESS_REQUEST, "subject_access", received_held_back, of=Arrival)
        held_by(HoldKind.ACCESS_REQUEST, "subject_access", people_held_back, of=Person)
        furnished_by(furnish)
        also_due(Room("Requests to see what is held", due_here))
        every(crontab(minute=10), tasks.remind)
        navigation.add(NavItem("Requests to see data", "access_requests", _answers, 58, "footer"))


def _answers(request: HttpRequest) -> bool:
    from esafety.access.capabilities import Capability
    from esafety.access.roles import may

    return may(request.user, Capability.ANSWER_REQUESTS, getattr(request, "school", None) or None)
