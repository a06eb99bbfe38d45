"""Is this building safe to open? Asked by every `manage.py` command, the web server and the workers.

With `PRODUCTION=1` each row of `RULES` that does not hold refuses the start, and says what to do.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError, connection

from esafety.serve import libraries
from esafety.walls import standing

SHORTEST_SECRET = 50
SHORTEST_FILES_KEY = 32
SHORTEST_TOKEN = 32
HOSTS_OF_THIS_MACHINE = {"127.0.0.1", "localhost", "[::1]"}
MAIL_THAT_REACHES_NOBODY = ("filebased", "console", "dummy", "locmem")
CACHES_OF_ONE_PROCESS = ("dummy", "locmem")


class Rule(NamedTuple):
    """One thing that must hold before real data may come in."""

    code: str
    holds: Callable[[], bool]
    says: str
    hint: str


def _database(key: str) -> Any:
    return settings.DATABASES["default"].get(key)


def _on_sqlite() -> bool:
    return str(_database("ENGINE")).endswith("sqlite3")


def _strong(secret: str, shortest: int) -> bool:
    return len(secret) >= shortest and len(set(secret)) >= 10 and not secret.startswith("django-insecure")


def _mail_leaves() -> bool:
    return not any(kind in settings.EMAIL_BACKEND for kind in MAIL_THAT_REACHES_NOBODY)


def _cache_is_shared() -> bool:
    return not any(kind in settings.CACHES["default"]["BACKEND"] for kind in CACHES_OF_ONE_PROCESS)


def _hosts_are_ours() -> bool:
    hosts = set(settings.ALLOWED_HOSTS)
    return urlsplit(settings.BASE_URL).hostname in hosts and not any(host.startswith("*") for host in hosts)


def _is_a_socket(address: str) -> bool:
    host, _, port = address.rpartition(":")
    return not address or address.startswith("/") or bool(host and port.isdecimal())


RULES = (
    Rule(
        "E001",
        lambda: not settings.DEMO,
        "DEMO is on: no second sign-in step is asked, and invented accounts are printed.",
        "Remove DEMO from the environment.",
    ),
    Rule(
        "E002",
        lambda: not settings.DEBUG,
        "DEBUG is on: an error would show settings and data to whoever meets it.",
        "Remove DEBUG from the environment.",
    ),
    Rule(
        "E003",
        lambda: _strong(settings.SECRET_KEY, SHORTEST_SECRET),
        "SECRET_KEY can be guessed: sessions and links could be forged.",
        f"Set SECRET_KEY to {SHORTEST_SECRET} or more random characters: openssl rand -base64 48",
    ),
    Rule(
        "E004",
        lambda: _strong(settings.FILES_KEY, SHORTEST_FILES_KEY) and settings.FILES_KEY != settings.SECRET_KEY,
        "FILES_KEY is missing, can be guessed or is the same as SECRET_KEY.",
        f"Set FILES_KEY to {SHORTEST_FILES_KEY} or more random characters of its own "
        "(openssl rand -base64 32) and keep a copy away from the backups.",
    ),
    Rule(
        "E005",
        lambda: settings.BASE_URL.startswith("https://"),
        "BASE_URL is not https: passwords and records would cross the network in clear.",
        "Set BASE_URL to the address people type, such as https://safe.example.sch.uk",
    ),
    Rule(
        "E006",
        lambda: settings.TRUSTED_PROXIES >= 1,
        "TRUSTED_PROXIES is 0: no proxy brings https, so every page would redirect for ever.",
        "Put a proxy that ends https in front, and set TRUSTED_PROXIES to how many there are (usually 1).",
    ),
    Rule(
        "E007",
        lambda: not _on_sqlite(),
        "The database is SQLite, which is for trying the product on one machine.",
        "Set DATABASE_URL to a PostgreSQL: postgres://user:password@host:5432/name",
    ),
    Rule(
        "E008",
        _hosts_are_ours,
        "ALLOWED_HOSTS has a wildcard or lacks the host of BASE_URL: links in mails could be forged.",
        "Set ALLOWED_HOSTS to the host names of this site, such as safe.example.sch.uk",
    ),
    Rule(
        "E009",
        lambda: not set(settings.ALLOWED_HOSTS) & HOSTS_OF_THIS_MACHINE,
        "ALLOWED_HOSTS still names this machine itself.",
        "Leave 127.0.0.1 and localhost out of ALLOWED_HOSTS; the checks of health do not need them.",
    ),
    Rule(
        "E010",
        _mail_leaves,
        "Mail is kept in a file or shown on a screen: nobody would be told of a concern.",
        "Set EMAIL_URL to the school's mail server: smtp+tls://user:password@host:587",
    ),
    Rule(
        "E011",
        lambda: ".invalid" not in settings.DEFAULT_FROM_EMAIL,
        "Mail would come from an address that does not exist.",
        "Set MAIL_FROM, such as: Safekeep <no-reply@example.sch.uk>",
    ),
    Rule(
        "E012",
        _cache_is_shared,
        "The cache is not shared between processes: sign-in limits and used codes would be forgotten.",
        "Set REDIS_URL: redis://host:6379/0",
    ),
    Rule(
        "E013",
        lambda: _is_a_socket(settings.CLAMAV_ADDRESS),
        "CLAMAV_ADDRESS is neither a path nor host:port: no file that was sent could ever be opened.",
        "Set CLAMAV_ADDRESS to /run/clamav/clamd.ctl or clamav:3310, or leave it empty.",
    ),
    Rule(
        "E014",
        lambda: not settings.ALERTS_MAILBOX_URL or settings.ALERTS_MAILBOX_URL.startswith("imaps://"),
        "ALERTS_MAILBOX_URL is not encrypted: alerts about children and a password would travel in clear.",
        "Begin it with imaps://, or leave it empty.",
    ),
    Rule(
        "E015",
        lambda: not settings.METRICS_TOKEN or _strong(settings.METRICS_TOKEN, SHORTEST_TOKEN),
        "METRICS_TOKEN can be guessed: strangers could read how much is reported, and when.",
        f"Set METRICS_TOKEN to {SHORTEST_TOKEN} or more random characters (openssl rand -base64 32), "
        "or leave it empty.",
    ),
    Rule(
        "E016",
        lambda: settings.LOG_FORMAT == "json",
        "LOG_FORMAT is not json: the log would hold addresses with references, and words of errors.",
        "Leave LOG_FORMAT empty.",
    ),
)


@register(Tags.security)
def production(app_configs: object = None, **kwargs: object) -> list[CheckMessage]:
    """Every rule that does not hold, when this is production."""
    if not settings.PRODUCTION:
        return []
    return [Error(rule.says, rule.hint, id=f"esafety.{rule.code}") for rule in RULES if not rule.holds()]


@register(Tags.database)
def no_long_write_locks(app_configs: object = None, **kwargs: object) -> list[CheckMessage]:
    """ATOMIC_REQUESTS on SQLite makes every page a writer, and writers queue."""
    if not (_on_sqlite() and _database("ATOMIC_REQUESTS")):
        return []
    says = "ATOMIC_REQUESTS on SQLite: every page would wait for every other."
    return [Error(says, "Remove ATOMIC_REQUESTS; actions open their own transactions.", id="esafety.E020")]


@register(Tags.security, deploy=True)
def walls_bind(app_configs: object = None, **kwargs: object) -> list[CheckMessage]:
    """`check --deploy`: the role of DATABASE_URL is one that the walls bind. Asked where the database answers."""
    if _on_sqlite() or connection.settings_dict["USER"] != settings.DATABASE_ROLE:
        return []
    try:
        if standing.binds():
            return []
    except DatabaseError:
        return []  # /health/ready asks again
    says = "The role in DATABASE_URL owns tables, or may bypass row-level security: schools would not be walled off."
    return [
        Error(
            says, "Make a role of its own for the product: docs/running.md, “Two roles”.", id="esafety.E017"
        )
    ]


@register(Tags.compatibility)
def libraries_for_pdfs(app_configs: object = None, **kwargs: object) -> list[CheckMessage]:
    """WeasyPrint's libraries; the site runs without them."""
    absent = libraries.missing()
    if not absent:
        return []
    return [Warning(f"PDFs cannot be made: {', '.join(absent)} not found.", libraries.HOW, id="esafety.W001")]


def refuse_unsafe_start(**kwargs: object) -> None:
    """For processes that Django does not check by itself: end with the reasons, or return."""
    broken = production()
    if broken:
        reasons = "\n".join(f"- {found.msg}\n  {found.hint}" for found in broken)
        sys.exit(f"This production set-up is not safe to start:\n{reasons}")
