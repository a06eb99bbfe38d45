"""In a real browser: from a pupil's chronology to the words, opened at the other school, received."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from pypdf import PdfReader

from esafety.moving import actions
from esafety.moving.models import Transfer
from esafety.moving.vocabulary import TransferState
from esafety.outbox.relay import drain
from esafety.papers.models import DocumentLink
from tests.cast import Cast, sign_in_browser
from tests.moving.moves import a_history, a_receiver
from tests.pressing import press
from tests.sound import is_sound

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_a_lead_sends_a_file_and_the_next_lead_opens_it(cast: Cast, page: Page, live_server: Any) -> None:
    a_history(cast)
    a_receiver(cast)
    sign_in_browser(page, live_server, cast.dsl)
    page.goto(f"{live_server.url}/children/{cast.pupil.pk}/chronology/")
    page.get_by_role("link", name="Send the file to another school").click()
    press(page, "button", name="Go on to what goes")  # nothing filled in
    is_sound(page)
    assert "Select the safeguarding lead of the next school" in page.locator("body").inner_text()
    page.get_by_label("Safeguarding lead of the next school").select_option(index=1)
    for name, value in (("Day", "9"), ("Month", "11"), ("Year", "2026")):
        page.get_by_label(name, exact=True).fill(value)
    press(page, "button", name="Go on to what goes")
    is_sound(page)
    page.locator('input[name="entries"]').first.uncheck()
    press(page, "button", name="Save")  # no reason given
    is_sound(page)
    assert "Say why entries are left out" in page.locator("body").inner_text()
    page.get_by_label("Why are entries left out?").fill("The same stands in a later note.")
    press(page, "button", name="Save")
    is_sound(page)
    press(page, "button", name="Send it")
    is_sound(page)
    page.get_by_role("button", name="Send it").click()
    words = page.locator(".govuk-inset-text").inner_text().strip()
    assert len(words.split()) == 6
    drain()
    link = DocumentLink.objects.get()
    page.context.clear_cookies()
    page.goto(f"{live_server.url}{link.path}")
    page.get_by_label("Passphrase").fill(words)
    press(page, "button", name="Continue")
    is_sound(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download the PDF").click()
    reader = PdfReader(io.BytesIO(saved.value.path().read_bytes()))
    assert reader.decrypt(words)
    assert "Safeguarding file" in reader.pages[0].extract_text()
    page.get_by_role("button", name="I have received the document").click()
    assert actions.take_receipts() == 1
    assert Transfer.objects.get().state == TransferState.RECEIVED
