"""In a real browser: a request is entered, gathered, read through, kept back in part, and given."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from esafety.outbox.relay import drain
from esafety.people.models import Guardianship, Person
from esafety.subject_access.models import AccessAnswer, AccessRequest
from tests.cast import Cast, sign_in_browser
from tests.moving.moves import a_history
from tests.sound import is_sound

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_a_lead_answers_a_mother_from_the_request_to_the_sealed_link(
    cast: Cast, page: Page, live_server: Any
) -> None:
    a_history(cast)
    mother = cast.person_of(cast.parent)
    Person.objects.filter(pk=mother.pk).update(email="mother@home.example")
    Guardianship.objects.filter(guardian=mother).update(parental_responsibility=True)
    page.set_viewport_size({"width": 390, "height": 800})
    sign_in_browser(page, live_server, cast.dsl)
    page.goto(f"{live_server.url}/requests/")
    page.get_by_role("button", name="Enter a request").click()
    page.get_by_label("Whose data do they ask to see?").fill("Zoë")
    page.get_by_role("button", name="Find").click()
    is_sound(page)
    page.get_by_role("link", name="Zoë Haddad").click()
    page.get_by_role("button", name="Enter it").click()  # nothing filled in
    is_sound(page)
    assert "Enter who asks" in page.locator("body").inner_text()
    page.get_by_label("Who asks?").fill("Leila Haddad")
    page.get_by_label("Somebody with parental responsibility").check()
    page.get_by_role("button", name="Enter it").click()
    is_sound(page)
    page.get_by_role("button", name="Begin your answer").click()
    is_sound(page)
    assert "Marcus" not in page.locator("main").inner_text()
    note = page.locator("article", has_text="cried")
    note.get_by_role("link", name="Keep back").click()
    page.get_by_label("Which words are struck out?").fill("words that are not there")
    page.get_by_label("It tells about somebody else, who did not agree").check()
    page.get_by_label("Why does it apply here?").fill("The other family.")
    page.get_by_role("button", name="Keep it back").click()
    is_sound(page)
    assert "do not stand in the entry" in page.locator("body").inner_text()
    assert page.get_by_label("Why does it apply here?").input_value() == "The other family."
    page.get_by_label("Which words are struck out?").fill("Child B laughed")
    page.get_by_role("button", name="Keep it back").click()
    is_sound(page)
    assert "[struck out]" in page.locator("article", has_text="cried").inner_text()
    page.get_by_role("button", name="Send it by a link").click()
    page.get_by_label("Leila Haddad, mother@home.example").check()
    page.get_by_role("button", name="Send it").click()
    words = page.locator(".govuk-inset-text").inner_text().strip()
    assert len(words.split()) == 6
    drain()
    answer = AccessAnswer.objects.get()
    page.goto(f"{live_server.url}{answer.get_absolute_url()}")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Data for a machine").click()
    told = json.loads(saved.value.path().read_bytes())
    assert any("[struck out]" in entry["text"] for entry in told["entries"])
    page.get_by_role("button", name="Enter that it was given").click()
    page.get_by_label("By a link that opens with words told by telephone").check()
    page.get_by_role("button", name="Enter it").click()
    is_sound(page)
    page.get_by_role("link", name="The request").click()
    page.get_by_role("button", name="Close it").click()
    page.get_by_label("Answered", exact=True).check()
    page.get_by_role("button", name="Close it").click()
    is_sound(page)
    assert AccessRequest.objects.get().state == "answered"
