"""The office's pages in a real browser: a move by a press. axe: tests/house/test_every_page_is_accessible.py."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from esafety.office.actions import add_account, add_person, give_post
from esafety.people.vocabulary import PersonKind, Role
from tests.cast import Cast, sign_in_browser

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def office(cast: Cast, page: Page, live_server: Any) -> Page:
    """Two leads."""
    user = add_account(email="second@harbour.example", name="Ola Second", by=None)
    add_person(
        school=cast.school,
        kind=PersonKind.STAFF,
        given_name="Ola",
        family_name="Second",
        account=user,
        by=None,
    )
    give_post(user=user, school=cast.school, role=Role.DSL, duty_order=200, by=None)
    return sign_in_browser(page, live_server, cast.head)


def test_a_head_moves_a_lead_up(office: Page, live_server: Any) -> None:
    office.goto(live_server.url + reverse("duty"))
    office.get_by_role("button", name=re.compile("Earlier.*Ola Second")).click()
    assert office.get_by_text("Ola Second is now number 1").is_visible()
