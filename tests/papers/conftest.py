"""A school, people, a place to keep files, and what the relay would do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from esafety.papers.actions import Sent, send_document, want
from esafety.papers.models import Paper
from esafety.papers.tasks import make
from esafety.people.models import ExternalContact, Membership, School, User
from esafety.people.vocabulary import ContactKind, Role
from tests.papers.posters import POSTER


@pytest.fixture(autouse=True)
def _this_room(settings: Any, tmp_path: Path) -> None:
    """The room alone; the second step of signing in has tests of its own."""
    settings.DEMO = True
    settings.ROOT_URLCONF = "tests.papers.urls"
    settings.MEDIA_ROOT = tmp_path / "papers"
    settings.TEMPLATES = [
        {
            **settings.TEMPLATES[0],
            "DIRS": [*settings.TEMPLATES[0]["DIRS"], Path(__file__).parent / "templates"],
        }
    ]
    cache.clear()


@pytest.fixture
def school(db: None) -> School:
    return School.objects.create(name="Marsh Lane Primary")


def member(school: School, role: Role, email: str, name: str) -> User:
    user = User.objects.create_user(email, name=name)
    Membership.objects.create(user=user, school=school, role=role, from_date=dt.date(2026, 1, 1))
    return user


@pytest.fixture
def dsl(school: School) -> User:
    return member(school, Role.DSL, "dsl@marsh.example", "Ada Byrne")


@pytest.fixture
def head(school: School) -> User:
    return member(school, Role.HEAD, "head@marsh.example", "Hugo Stone")


@pytest.fixture
def officer(school: School) -> ExternalContact:
    return ExternalContact.objects.create(
        school=school, kind=ContactKind.AUTHORITY_OFFICER, name="County desk", telephone="01632 960001"
    )


@pytest.fixture
def paper(school: School, dsl: User) -> Paper:
    return want(POSTER, about=school, by=dsl)


@pytest.fixture
def made(paper: Paper) -> Paper:
    return run(paper)


@pytest.fixture
def sent(school: School, officer: ExternalContact, dsl: User) -> Sent:
    done = send_document(POSTER, about=school, contact=officer, by=dsl)
    run(done.link.paper)
    done.link.refresh_from_db()
    return done


def run(paper: Paper) -> Paper:
    """What the relay does with a paper that is owed."""
    make(paper.pk)
    return Paper.objects.get(pk=paper.pk)


def end_post(user: User) -> None:
    Membership.objects.filter(user=user).update(until=timezone.localdate() - dt.timedelta(days=1))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def read_pdf(response: Any) -> PdfReader:
    return PdfReader(BytesIO(body(response)))


def text_of(reader: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def trail(school: School) -> list[str]:
    from esafety.audit.models import AuditEvent

    return list(AuditEvent.objects.filter(school_id=school.pk).values_list("code", flat=True))


Break = Callable[[bytes], bytes]


def kept_files(settings: Any) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
