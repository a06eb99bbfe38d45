"""The Celery application: workers and beat load it; the relay runs the same tasks without a broker."""

import os

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "esafety.settings")

app = Celery("esafety")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def _log_as_the_settings_say(**kwargs: object) -> None:
    """Being connected is enough: Celery then sets up no log of its own, which would print what tasks were given."""
