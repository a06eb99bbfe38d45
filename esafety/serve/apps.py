"""The serve room."""

from django.apps import AppConfig


class ServeConfig(AppConfig):
    """Registers the checks of the building, and has Celery's processes heed them too."""

    name = "esafety.serve"
    verbose_name = "Serve"

    def ready(self) -> None:
        from celery.signals import beat_init, worker_init

        from esafety import checks

        for starting in (worker_init, beat_init):
            starting.connect(checks.refuse_unsafe_start, weak=False)
