"""The audit room."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Registers the room."""

    name = "esafety.audit"
    verbose_name = "Trail"
