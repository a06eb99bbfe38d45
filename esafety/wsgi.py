"""The web server's entrance; it stays shut while the production set-up is unsafe."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "esafety.settings")
application = get_wsgi_application()

from esafety.checks import refuse_unsafe_start  # noqa: E402 (needs the settings)

refuse_unsafe_start()
