"""May the site be used? `manage.py serve` asks; containers do with `python -m esafety.serve.health`."""

import http.client
import os
import sys
from urllib.parse import urlsplit

from django.conf import settings

SECONDS = 5.0


def answers() -> bool:
    """True when `/health/ready` on our own port says that the site has everything it needs."""
    # The site answers to its own name only, so we ask for it by that name.
    name = urlsplit(settings.BASE_URL).netloc
    here = "127.0.0.1" if settings.HOST in ("0.0.0.0", "") else settings.HOST  # noqa: S104 (compared)
    connection = http.client.HTTPConnection(here, settings.PORT, timeout=SECONDS)
    try:
        connection.request("GET", "/health/ready", headers={"Host": name})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "esafety.settings")
    sys.exit(0 if answers() else 1)
