"""What a production writes to its log: one line of JSON for each thing, and nothing about anybody.

A log is read by more people than a record is, is copied to other machines and is kept for as long as they like. So the
words of a line are only those that were written in our source. What is put into them is shown when it cannot be about
anybody: numbers, and in our own sentences also the codes we name ourselves. What others' libraries put into theirs
(an address with a reference, a host name typed by a stranger, a row the database refused) is left out, and of an error
only its kind and the places in the source.

This file needs neither Django nor our packages: the web server's parent process reads it by its path, so that nothing
of the product is in its memory when it starts workers with a new version.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Any

from pythonjsonlogger.json import JsonFormatter

OURS = ("esafety", "incidents", "aup", "filtering")
HIDDEN = "…"
PLAIN_SPEAKING = ("gunicorn", "celery", "kombu", "django")
"""Libraries whose ready-made sentences are about processes; whatever looks like an address is left out all the same."""
_PLACE = re.compile(r"%%|%(\([^)]*\))?[-#0 +]*(\*|\d+)?(\.(\*|\d+))?[hlL]?[diouxXeEfFgGcrsa]")
"""Where something is put into a message: every such place becomes %s (a written %% stays)."""

Error = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Lines(JsonFormatter):
    """One line of JSON: when, how bad, who says it, what, and in which request or task."""

    def __init__(self) -> None:
        super().__init__(json_ensure_ascii=True)

    def format(self, record: logging.LogRecord) -> str:
        """The line. Nothing but what is named here gets in, whatever the record carries."""
        line: dict[str, Any] = {
            "at": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "message": said(record),
            "process": record.process,
            **getattr(record, "facts", {}),
            **_where(record),
        }
        if record.exc_info:
            line["error"] = kind_of(record.exc_info)
            line["places"] = places_of(record.exc_info)
        return self.jsonify_log_record(line)

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 (logging's)
        """The moment in UTC, to the millisecond."""
        import datetime as dt

        return dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds")


def said(record: logging.LogRecord) -> str:
    """The message without anything that could be about somebody."""
    template = str(record.msg)
    speaker = record.name.split(".")[0]
    if not isinstance(record.msg, str):
        return HIDDEN
    if speaker in OURS:
        return _filled(template, record.args, _named_by_us)
    if record.args:
        return _filled(template, record.args, _a_number)
    return template if speaker in PLAIN_SPEAKING and not re.search(r"[@/'\"]|\d{4}", template) else HIDDEN


def _filled(template: str, args: Any, shown: Callable[[object], object]) -> str:
    """The message with what is harmless put in."""
    if not args:
        return template
    if isinstance(args, dict):
        values: Any = {name: shown(value) for name, value in args.items()}
        plain = _PLACE.sub(lambda place: "%%" if place[0] == "%%" else f"%{place[1] or ''}s", template)
    else:
        values = tuple(shown(value) for value in (args if isinstance(args, tuple) else (args,)))
        plain = _PLACE.sub(lambda place: "%%" if place[0] == "%%" else "%s", template)
    try:
        return plain % values
    except (TypeError, ValueError, KeyError):
        return HIDDEN


def _a_number(value: object) -> object:
    return value if isinstance(value, int | float | bool) else HIDDEN


def _named_by_us(value: object) -> object:
    """In our own sentences: codes as they are; of an error only its kind, unless it is one of ours."""
    if isinstance(value, BaseException) and type(value).__module__.split(".")[0] not in OURS:
        return type(value).__name__
    return value


def kind_of(error: Error | Any) -> str:
    """The kinds of an error and of what led to it, the latest first."""
    kinds: list[str] = []
    found = error[1] if isinstance(error, tuple) else error
    while found is not None and len(kinds) < 5:
        kinds.append(f"{type(found).__module__}.{type(found).__qualname__}".removeprefix("builtins."))
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)
    return " < ".join(kinds)


def places_of(error: Error | Any) -> list[str]:
    """Where it happened: files, lines and functions, the innermost last; never the error's own words."""
    frames = traceback.extract_tb(error[2]) if isinstance(error, tuple) else []
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-12:]]


def _where(record: logging.LogRecord) -> dict[str, str]:
    """The request or the task in which it was said. Asked for only where the product is loaded."""
    found = {}
    origin = sys.modules.get("esafety.audit.origin")
    if origin is not None and origin.here().request_id:
        found["request_id"] = origin.here().request_id
    celery = sys.modules.get("celery._state")
    task = celery.get_current_task() if celery is not None else None
    if task is not None:
        found["task"] = task.name
        if task.request.id:
            found["task_id"] = task.request.id
    return found


def logging_of(*, as_json: bool, level: str) -> dict[str, Any]:
    """The configuration of Python's logging for every process of ours."""
    quiet = {name: {"level": "ERROR"} for name in ("weasyprint", "fontTools")}
    if not as_json:
        quiet |= {"esafety.serve.middleware": {"level": "WARNING"}}
    else:
        # Every answer has its line from serve.middleware, with the name of its route instead of its address.
        quiet |= {name: {"level": "ERROR"} for name in ("django.request", "django.security.csrf")}
        quiet |= {
            "django.security.DisallowedHost": {"level": "CRITICAL"}
        }  # what every scanner of networks does
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
            "json": {"()": Lines},
        },
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "json" if as_json else "plain"}
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            **quiet,
            # Django gives these a handler of their own, in another shape.
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
            "gunicorn.error": {"handlers": [], "propagate": True},
            "gunicorn.access": {"handlers": [], "propagate": False},
        },
    }
