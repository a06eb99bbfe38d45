"""A provider to sign in with, and what people do there. `from tests.signin.school_accounts import …`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from esafety.office.actions import note_provider_checked, set_sign_in_provider, turn_provider_on
from esafety.people.models import Membership, School, User
from esafety.people.vocabulary import Role
from esafety.signin.models import SignInProvider
from esafety.signin.vocabulary import ProviderKind

ROOT = Path(__file__).resolve().parents[2]
CLIENT, SECRET = "safekeep", "a client secret nobody guesses"
TENANT = "5f2c1d5e-0000-4000-8000-0123456789ab"


class Desk:
    """The provider's process, seen from a test."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"

    def issuer(self, name: str = "school") -> str:
        return f"{self.url}/{name}"

    def says(self, *, claims: dict[str, Any] | None = None, **behaviour: Any) -> None:
        """Who sits at the keyboard, and how the provider misbehaves; everything else as usual."""
        body = json.dumps({"claims": claims or {}, **behaviour}).encode()
        with build_opener().open(Request(f"{self.url}/control", body)):
            pass


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


def location(url: str) -> str:
    """Where a redirect leads."""
    from urllib.error import HTTPError

    try:
        build_opener(_Stay).open(url)
    except HTTPError as answer:
        with answer:
            return str(answer.headers["Location"])
    raise AssertionError("No redirect")


@pytest.fixture(scope="session")
def _desk() -> Iterator[Desk]:
    """One process for the whole run."""
    command = [sys.executable, "-m", "tests.signin.provider"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield Desk(int(process.stdout.readline()))
        process.terminate()


@pytest.fixture
def desk(_desk: Desk, settings: Any) -> Desk:
    """The provider, well behaved, on this machine."""
    settings.SIGN_IN_PROVIDERS_INSIDE = True
    cache.clear()
    _desk.says()
    return _desk


def office_of(school: School) -> tuple[User, User]:
    """Two people of a school: one who manages it, one who confirms."""
    return (
        _somebody(school, f"office-{school.pk}@people.example", Role.SCHOOL_ADMIN),
        _somebody(school, f"head-{school.pk}@people.example", Role.HEAD),
    )


def _somebody(school: School, email: str, role: Role) -> User:
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, name=role.label)
    Membership.objects.get_or_create(user=user, school=school, role=role)
    return User.objects.get(pk=user.pk)


def a_provider(
    school: School, desk: Desk, *, kind: ProviderKind = ProviderKind.OTHER, **facts: Any
) -> SignInProvider:
    """A school's provider, entered by one person, tested, and turned on by another."""
    told: dict[str, Any] = {
        "label": "Clearway",
        "issuer": desk.issuer(),
        "tenant": TENANT if kind == ProviderKind.ENTRA else "",
        "client_id": CLIENT,
        "secret": SECRET,
        "domains": ["elmlane.example"],
    }
    manager, head = office_of(school)
    row = set_sign_in_provider(school=school, kind=kind, by=manager, **told | facts)
    note_provider_checked(provider=row, works=True, by=manager)
    turn_provider_on(provider=row, by=head)
    row.refresh_from_db()
    return row


def go(client: Client, row: SignInProvider, **sent: str) -> str:
    """Press the button. The address at the provider that the page goes on to."""
    page = client.post(reverse("sign_in_with", args=[row.reference]), sent)
    assert page.status_code == 200, page.content
    text = page.content.decode()
    return unescape(text.split('content="0;url=')[1].split('"')[0])


def come_back(client: Client, url: str) -> HttpResponse:
    """Sign in at the provider and be sent back."""
    back = location(url)
    return client.get(
        urlsplit(back).path, {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}
    )


def sign_in_there(client: Client, row: SignInProvider, **sent: str) -> HttpResponse:
    """Press the button, sign in at the provider, come back."""
    return come_back(client, go(client, row, **sent))
