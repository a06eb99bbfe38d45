"""Accounts and beginnings in a real browser: every page and every error state at three widths."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from esafety.office import actions
from esafety.office.actions.invitations import Invitee
from esafety.office.models import AccountChange, AccountInvitation
from esafety.people.models import School
from esafety.people.vocabulary import PersonKind, Role
from tests.cast import Cast, sign_in_browser
from tests.office.test_accounts import person_of
from tests.pressing import press
from tests.sound import is_sound

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)
SHOTS = os.environ.get("SHOTS", "")


def look(page: Page, name: str) -> None:
    """Sound at every width; with SHOTS, a picture on a phone and on a desk."""
    is_sound(page)
    if SHOTS:
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 844})
            page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)


def test_from_an_invitation_to_a_role_that_another_confirmed(
    cast: Cast, page: Page, live_server: object
) -> None:
    actions.add_person(
        school=cast.school,
        kind=PersonKind.STAFF,
        given_name="Nell",
        family_name="Archer",
        email="nell@h.example",
        by=None,
    )
    url = live_server.url  # type: ignore[attr-defined]
    sign_in_browser(page, live_server, cast.school_admin)
    page.goto(url + reverse("office"))
    look(page, "office")
    press(page, "link", name="Accounts", exact=True)
    look(page, "accounts")
    page.get_by_role("button", name="Invite somebody").click()
    press(page, "button", name="Send the invitation")
    look(page, "invite-refused")
    page.get_by_label("Are they in the school’s lists?").fill("archer")
    page.get_by_label("Nell Archer").check()
    page.get_by_label("Email address").fill("nell@harbour.example")
    page.get_by_label("Special educational needs co-ordinator").check()
    page.get_by_role("button", name="Send the invitation").click()
    assert page.get_by_text("The invitation goes to nell@harbour.example").is_visible()
    look(page, "account-invited")
    page.goto(url + reverse("account_invite_staff"))
    look(page, "invite-staff")

    page.goto(url + reverse("account_page", args=[person_of(cast, "deputy").pk]))
    look(page, "account")
    page.get_by_role("button", name="Give a role").click()
    press(page, "button", name="Give the role")
    look(page, "role-refused")
    page.goto(url + reverse("account_leaving", args=[person_of(cast, "deputy").pk]))
    page.get_by_label("Now").check()
    page.get_by_role("button", name="End access").click()
    assert page.get_by_text("Waiting for confirmation by: Head of school").is_visible()
    for name in ("account_reset", "account_address"):
        page.goto(url + reverse(name, args=[person_of(cast, "senco").pk]))
        look(page, name)

    sign_in_browser(page, live_server, cast.head)
    page.goto(url + reverse("account_changes"))
    look(page, "changes")
    press(page, "link", name="Tom Bellamy")
    look(page, "change-leave")
    page.goto(url + AccountChange.objects.get(kind="give").get_absolute_url())
    look(page, "change")
    page.get_by_role("button", name="Confirm").click()
    assert page.get_by_text("Confirmed.").is_visible()


def test_taking_an_account_up_and_what_a_dead_link_says(cast: Cast, page: Page, live_server: object) -> None:
    invitee = Invitee("Nell", "Archer", "nell@harbour.example")
    actions.invite_account(school=cast.school, invitee=invitee, roles=[Role.STAFF], by=cast.school_admin)
    path = live_server.url + AccountInvitation.objects.get().path  # type: ignore[attr-defined]
    page.goto(path)
    look(page, "welcome")
    page.get_by_label("Choose a password").fill("nellarcher12")
    press(page, "button", name="Save the password")
    look(page, "welcome-refused")
    page.get_by_label("Choose a password").fill("violin puddle cathedral")
    page.get_by_role("button", name="Save the password").click()
    assert page.get_by_text("Your password is saved").is_visible()
    page.goto(path)
    look(page, "link-over")
    change = actions.ask_for_reset(user=cast.dsl, school=cast.school, by=cast.school_admin)
    page.goto(live_server.url + change.stop_path)  # type: ignore[attr-defined]
    look(page, "stop")
    press(page, "button", name="Stop it")
    look(page, "stopped")


def test_before_going_live_and_several_schools(cast: Cast, page: Page, live_server: object) -> None:
    School.objects.filter(pk=cast.school.pk).update(went_live_at=None)
    url = live_server.url  # type: ignore[attr-defined]
    sign_in_browser(page, live_server, cast.head)
    page.goto(url + reverse("set_up"))
    look(page, "set-up")
    page.get_by_role("button", name="Send me a message").click()
    assert page.get_by_text("A message is on its way").is_visible()
    page.goto(url + reverse("report"))
    look(page, "report-not-live")
    sign_in_browser(page, live_server, cast.trust_admin)
    page.goto(url + reverse("schools"))
    look(page, "schools")
    page.get_by_role("button", name="Add a school").click()
    press(page, "button", name="Add the school")
    look(page, "school-refused")
    page.goto(url + reverse("my_schools"))
    look(page, "my-schools")
    page.get_by_role("button", name="Change to Mill Lane Academy").click()
    assert page.locator(".app-header__school").inner_text() == "Mill Lane Academy"
