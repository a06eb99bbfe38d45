"""The filtering room."""

from django.apps import AppConfig
from django.http import HttpRequest

from esafety.access.capabilities import Capability
from esafety.ui import navigation
from esafety.ui.navigation import NavItem


class FilteringConfig(AppConfig):
    """Registers what the ground floor must know: messages, documents, scheduled work, links in the menu."""

    name = "filtering"
    verbose_name = "Filtering"

    def ready(self) -> None:
        from esafety.outbox.registry import owed_by
        from esafety.outbox.schedule import every
        from filtering import notices, papers, tasks  # noqa: F401  # declared by being imported
        from filtering.models import FrozenReview

        owed_by(FrozenReview, tasks.freeze_review)
        every(60, tasks.keep_time)
        navigation.add(NavItem("Filtering", "filtering", _has_a_part, 45))


def _has_a_part(request: HttpRequest) -> bool:
    from esafety.access.roles import may

    school = getattr(request, "school", None) or None
    parts = (Capability.REQUEST_FILTERING, Capability.SEE_FILTERING_LOG, Capability.DECIDE_LOOKS)
    return any(may(request.user, one, school) for one in parts)
