"""Settings of child processes that tests start: the product's own, with the test's room."""

from esafety.settings import *  # noqa: F403
from esafety.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.outbox.doorbell.DoorbellConfig"]
EMAIL_TIMEOUT = 3
