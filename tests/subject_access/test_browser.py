"""In a real browser: a request is entered, gathered, read through, kept back in part, and given."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any

from esafety.outbox.relay import drain
from esafety.people.models import Guardianship, Person
from esafety.subject_access.actions import begin_answer
from esafety.subject_access.models import AccessAnswer, AccessRequest
from incidents.actions import file_evidence
from tests.cast import Cast, sign_in_browser
from tests.house.evidence_world import a_sealed_file
from tests.moving.moves import a_history
from tests.pressing import press
from tests.sound import is_sound
from tests.subject_access.asking import asked

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
    press(page, "button", name="Find")
    is_sound(page)
    page.get_by_role("link", name="Zoë Haddad").click()
    press(page, "button", name="Enter it")  # nothing filled in
    is_sound(page)
    assert "Enter who asks" in page.locator("body").inner_text()
    page.get_by_label("Who asks?").fill("Leila Haddad")
    page.get_by_label("Somebody with parental responsibility").check()
    press(page, "button", name="Enter it")
    is_sound(page)
    press(page, "button", name="Begin your answer")
    is_sound(page)
    assert "Marcus" not in page.locator("main").inner_text()
    note = page.locator("article", has_text="cried")
    note.get_by_role("link", name="Keep back").click()
    page.get_by_label("Which words are struck out?").fill("words that are not there")
    page.get_by_label("It tells about somebody else, who did not agree").check()
    page.get_by_label("Why does it apply here?").fill("The other family.")
    press(page, "button", name="Keep it back")
    is_sound(page)
    assert "do not stand in the entry" in page.locator("body").inner_text()
    assert page.get_by_label("Why does it apply here?").input_value() == "The other family."
    page.get_by_label("Which words are struck out?").fill("Child B laughed")
    press(page, "button", name="Keep it back")
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
    press(page, "button", name="Enter it")
    is_sound(page)
    page.get_by_role("link", name="The request").click()
    page.get_by_role("button", name="Close it").click()
    page.get_by_label("Answered", exact=True).check()
    press(page, "button", name="Close it")
    is_sound(page)
    assert AccessRequest.objects.get().state == "answered"


def test_a_lead_looks_through_a_file_decides_about_it_and_packs_the_answer(
    cast: Cast, page: Page, live_server: Any
) -> None:
    incident = a_history(cast)
    content = b"\x89PNG of a chat"
    sent = a_sealed_file("chat.png", content)
    file_evidence(incident=incident, sent=sent, description="The class chat", by=cast.dsl)
    answer = begin_answer(asked=asked(cast), by=cast.dsl)
    page.set_viewport_size({"width": 390, "height": 800})
    sign_in_browser(page, live_server, cast.dsl)
    page.goto(f"{live_server.url}{answer.get_absolute_url()}")
    press(page, "button", name="Pack it for giving by hand")
    is_sound(page)
    assert "Decide about each file first: 1 is left" in page.locator("body").inner_text()
    press(page, "link", name="Decide about files")
    is_sound(page)
    press(page, "link", name="Decide about File of evidence")
    is_sound(page)
    page.get_by_label("Hold it back").check()
    press(page, "button", name="Save")
    is_sound(page)
    assert "Select what allows it" in page.locator("body").inner_text()
    press(page, "link", name="Download it and look")
    is_sound(page)
    page.get_by_label("Why do you need a copy?").fill("To look through it.")
    press(page, "button", name="Download")  # not confirmed
    is_sound(page)
    assert page.get_by_label("Why do you need a copy?").input_value() == "To look through it."
    page.get_by_label("I know that this file was not checked").check()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download").click()
    assert saved.value.path().read_bytes() == content
    page.get_by_role("link", name="Back").click()
    page.get_by_label("Give it with the answer").check()
    press(page, "button", name="Save")  # nothing ticked
    is_sound(page)
    page.get_by_label("If it is given: I have looked through").check()
    page.get_by_label("If it is given: I know").check()
    press(page, "button", name="Save")
    is_sound(page)
    assert "Goes as file-1.png" in page.locator("main").inner_text()
    page.get_by_role("link", name="The answer").click()
    page.get_by_role("button", name="Pack it for giving by hand").click()
    page.wait_for_url("**/papers/**")
    drain()
    page.reload()
    is_sound(page)
    with page.expect_download() as packed:
        page.get_by_role("link", name="Download the ZIP").click()
    with zipfile.ZipFile(packed.value.path()) as archive:
        assert archive.read("file-1.png") == content
