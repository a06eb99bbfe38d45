"""The outbox room."""

from django.apps import AppConfig
from django.http import HttpRequest

from esafety.access.capabilities import Capability
from esafety.ui import navigation
from esafety.ui.navigation import NavItem


class OutboxConfig(AppConfig):
    """Registers the table of messages with the relay."""

    name = "esafety.outbox"
    verbose_name = "Outbox"

    def ready(self) -> None:
        from esafety.outbox import alarm, post, registry, tasks  # noqa: F401  (alarm declares its notice)
        from esafety.outbox.models import Message

        registry.owed_by(Message, tasks.deliver, around=post.line)
        navigation.add(NavItem("Undelivered messages", "parked_messages", _looks_after_mail, 90, "footer"))


def _looks_after_mail(request: HttpRequest) -> bool:
    from esafety.access.roles import may

    school = getattr(request, "school", None)
    return may(request.user, Capability.SEE_PARKED_MESSAGES, school.pk if school else None)
