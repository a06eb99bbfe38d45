"""A school, two people with accounts, and pages to sign in to."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from esafety.people.models import Membership, School, User
from esafety.people.vocabulary import Role
from esafety.ui import navigation

PASSWORD = "otter lantern gravel"


@pytest.fixture(autouse=True)
def site(settings, monkeypatch) -> None:
    """Only this room and a few plain pages: what other rooms list in the menu is not there."""
    settings.ROOT_URLCONF = "tests.signin.site"
    ours = [item for item in navigation._items if item.url_name in ("mfa_index", "usersessions_list")]
    monkeypatch.setattr(navigation, "_items", ours)
    cache.clear()  # tries are counted there


@pytest.fixture
def school(db) -> School:
    return School.objects.create(name="Elm Lane")


@pytest.fixture
def teacher(school) -> User:
    """Sees no cases, so a password is enough."""
    return account(school, "t.ahmed@elmlane.example", "Tariq Ahmed", Role.STAFF)


@pytest.fixture
def dsl(school) -> User:
    """Sees cases, so a password is not enough."""
    return account(school, "d.lead@elmlane.example", "Dora Lead", Role.DSL)


def account(school: School, email: str, name: str, role: Role) -> User:
    user = User.objects.create_user(email, PASSWORD, name=name)
    Membership.objects.create(user=user, school=school, role=role)
    return user
