"""A production that stands: for every test that needs one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.outbox.smtp import MailServer
from tests.production.installation import Installation, eventually
from tests.production.visitor import Visitor


@contextmanager
def standing(folder: Path, server_url: str, template: str = "") -> Iterator[Installation]:
    """Everything started and ready, with a mail server of its own; afterwards nothing of it is left."""
    mail = MailServer().start()
    here = Installation(folder, server_url, mail)
    try:
        here.start(template)
        eventually(lambda: is_ready(here), 120)
        yield here
    finally:
        here.end()
        mail.stop()


def is_ready(here: Installation) -> bool:
    """Whether it says so, through the proxy."""
    try:
        return Visitor(here).get("/health/ready").text == "ready"
    except OSError:
        return False
