"""The governance room."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """Registers what the ground floor must know."""

    name = "esafety.governance"
    verbose_name = "Governance"
