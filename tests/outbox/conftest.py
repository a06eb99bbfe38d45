"""A school with people to mail, a real mail server, and real processes on the test's database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from esafety.outbox.models import Message
from esafety.outbox.owing import owe
from esafety.people.models import ExternalContact, Membership, Person, School, User
from esafety.people.vocabulary import ContactKind, PersonKind, Role
from tests.outbox.doorbell import RANG
from tests.outbox.smtp import mail_server

__all__ = ["mail_server"]

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def school(db: None) -> School:
    return School.objects.create(name="Marsh Lane Primary")


@pytest.fixture
def dsl(school: School) -> User:
    return member(school, Role.DSL, "dsl@marsh.example", "Ada Byrne")


@pytest.fixture
def head(school: School) -> User:
    return member(school, Role.HEAD, "head@marsh.example", "Hugo Stone")


@pytest.fixture
def office(school: School) -> User:
    return member(school, Role.SCHOOL_ADMIN, "office@marsh.example", "Olive Penn")


@pytest.fixture
def teacher(school: School) -> User:
    return member(school, Role.STAFF, "teacher@marsh.example", "Tom Field")


@pytest.fixture
def officer(school: School) -> ExternalContact:
    return ExternalContact.objects.create(
        school=school, kind=ContactKind.AUTHORITY_OFFICER, name="County desk", email="desk@county.example"
    )


@pytest.fixture
def parent(school: School) -> Person:
    """On the roll, with an address and no account."""
    return Person.objects.create(
        school=school,
        kind=PersonKind.PARENT,
        given_name="Leila",
        family_name="Haddad",
        email="leila@home.example",
    )


def member(school: School, role: Role, email: str, name: str) -> User:
    user = User.objects.create_user(email, name=name)
    Membership.objects.create(user=user, school=school, role=role)
    return user


def promise(
    to: User | ExternalContact | Person, school: School, *, key: str = "", notice: Any = RANG
) -> Message:
    """What an action does: owe inside a transaction."""
    with transaction.atomic():
        return owe(notice, about=school, to=to, key=key)


def make_due(**which: Any) -> int:
    """Time passes: whatever waits for its next try, or for a lease to end, is due now."""
    from django.utils import timezone

    return Message.objects.filter(state="owed", **which).update(due_at=timezone.now())


Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(transactional_db: None, tmp_path: Path) -> Iterator[Start]:
    """`start("manage.py", "relay", EMAIL_URL=…)`: a real process on the test's own database."""
    running: list[subprocess.Popen[str]] = []

    def start_one(*command: str, **environment: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env={**_environment(tmp_path), **environment},
            stdout=(log := (tmp_path / f"starting-{len(running)}.log").open("w")),
            stderr=subprocess.STDOUT,
            text=True,
        )
        log.close()
        Path(log.name).rename(tmp_path / f"{process.pid}.log")
        running.append(process)
        return process

    yield start_one
    for process in running:
        _end(process)


def _environment(tmp_path: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "TMPDIR"}}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "tests.outbox.child_settings",
        "ENV_FILE": os.devnull,
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": database_url(),
        "DATA_DIR": str(tmp_path / "var"),
    }


def database_url() -> str:
    """The test database as an address."""
    here = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{here['NAME']}"
    return f"postgres://{here['USER']}:{here['PASSWORD']}@{here['HOST']}:{here['PORT']}/{here['NAME']}"


def _end(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGKILL)
    process.wait(10)


def eventually(check: Callable[[], object], seconds: float = 15.0) -> None:
    """Until `check()` is true."""
    until = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < until, "It did not come true in time"
        time.sleep(0.05)
