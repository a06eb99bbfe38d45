"""In a real browser, on a phone and a desk: a device seized and handed over, a file sent and downloaded, a letter."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from pypdf import PdfReader

from esafety.papers.models import Paper
from esafety.papers.tasks import make as make_paper
from incidents.models import EvidenceItem, Incident, Item, LetterPdf
from incidents.tasks import make_letter
from incidents.vocabulary import Status
from tests import pressing
from tests.builders import a_concern, advance
from tests.cast import Cast, sign_in_browser
from tests.papers.hostile import png
from tests.sound import is_sound

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _kept_here(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "papers"


def an_open_one(cast: Cast) -> Incident:
    return advance(a_concern(cast, about="pupil", harmed="second_pupil"), to=Status.IN_PROGRESS)


def moment(page: Page) -> None:
    """Yesterday at ten."""
    day = timezone.localdate() - dt.timedelta(days=1)
    for number, part in enumerate((day.day, day.month, day.year)):
        page.fill(f'[name="on_{number}"]', str(part))
    page.fill('[name="clock"]', "10:00am")


def press(page: Page, name: str) -> None:
    pressing.press(page, "button", name=name, exact=True)


def test_a_device_is_seized_sealed_and_handed_over(cast: Cast, page: Page, live_server: Any) -> None:
    incident = an_open_one(cast)
    sign_in_browser(page, live_server, cast.dsl)
    page.goto(f"{live_server.url}/incidents/{incident.reference}/")
    pressing.press(page, "link", name="Items and devices")
    is_sound(page)
    page.get_by_role("button", name="Record an item").click()
    press(page, "Save")
    is_sound(page)  # every error leads to its field
    page.get_by_label("Mobile phone").check()
    page.fill('[name="description"]', "Black phone, cracked corner")
    page.select_option('[name="owner"]', label=cast.pupil.described)
    page.fill('[name="why"]', "Two pupils said that it holds the messages.")
    page.get_by_role("group", name="Could it hold something").get_by_label("No").check()
    moment(page)
    page.fill('[name="place"]', "Safe in the head’s office")
    press(page, "Save")
    pressing.press(page, "link", name="Black phone, cracked corner")
    is_sound(page)
    page.get_by_role("button", name="Seal it").click()
    moment(page)
    page.fill('[name="place"]', "Safe in the head’s office")
    press(page, "Enter")
    is_sound(page)
    page.fill('[name="seal"]', "A-00981")
    page.fill('[name="witness"]', "Mr Rashid")
    press(page, "Enter")
    page.get_by_role("button", name="Hand it to the police").click()
    moment(page)
    page.fill('[name="place"]', "School office")
    page.fill('[name="other"]', "PC 4471, Shire Police")
    page.fill('[name="receipt"]', "PP-118")
    press(page, "Enter")
    assert page.get_by_text("With the police").is_visible()
    assert page.get_by_role("button", name="Return it").count() == 0
    is_sound(page)
    press(page, "Print the continuity sheet")
    make_paper(Paper.objects.get().pk)
    page.reload()
    with page.expect_download() as coming:
        page.get_by_role("link", name="Download").click()
    text = "".join(one.extract_text() for one in PdfReader(coming.value.path()).pages)
    assert "A-00981" in text
    assert Item.objects.get().entries.count() == 3


def test_a_file_is_sent_through_the_gate_and_downloaded_with_a_reason(
    cast: Cast, page: Page, live_server: Any, tmp_path: Path
) -> None:
    incident = an_open_one(cast)
    shot = tmp_path / "shot.png"
    shot.write_bytes(png(20, 20))
    sign_in_browser(page, live_server, cast.dsl)
    page.goto(f"{live_server.url}/incidents/{incident.reference}/evidence/")
    is_sound(page)
    page.get_by_role("button", name="Send a file").click()
    assert page.locator('input[type="file"]').count() == 0
    is_sound(page)
    page.get_by_label("Not sure").check()
    press(page, "Continue")
    assert page.locator('input[type="file"]').count() == 0
    is_sound(page)
    page.goto(f"{live_server.url}/incidents/{incident.reference}/evidence/gate/")
    page.get_by_label("No", exact=True).check()
    press(page, "Continue")
    press(page, "Send")
    is_sound(page)
    page.set_input_files('input[type="file"]', str(shot))
    page.fill('[name="description"]', "Screenshot that her mother printed")
    page.get_by_label("I know what this file shows").check()
    press(page, "Send")
    is_sound(page)
    page.get_by_role("link", name="Download").click()
    press(page, "Download")
    is_sound(page)
    page.fill('[name="reason"]', "For the meeting with the police")
    page.get_by_label("I know that this file was not checked").check()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Download", exact=True).click()
    assert Path(coming.value.path()).read_bytes() == png(20, 20)
    assert coming.value.suggested_filename.startswith(f"evidence-{incident.reference}-")
    page.goto(f"{live_server.url}/incidents/{incident.reference}/evidence/")
    pressing.press(page, "link", name="This file may be illegal")
    is_sound(page)
    press(page, "Close it for good")
    assert page.get_by_text("Closed for good").is_visible()
    assert page.get_by_role("link", name="Download").count() == 0
    assert EvidenceItem.objects.get().openings.count() == 1


def test_a_letter_is_written_approved_and_becomes_a_pdf(cast: Cast, page: Page, live_server: Any) -> None:
    incident = an_open_one(cast)
    sign_in_browser(page, live_server, cast.co_ordinator)
    page.goto(f"{live_server.url}/incidents/{incident.reference}/letters/")
    is_sound(page)
    page.get_by_role("link", name="After a response of category C or D").click()
    press(page, "Write the letter")
    is_sound(page)
    page.get_by_label("Leila Haddad").check()
    page.fill('[name="what"]', "In the class chat others were hurt. Marcus was one of them.")
    for name, day in (("starts", 1), ("ends", 4)):
        for number, part in enumerate((day, 12, 2026)):
            page.fill(f'[name="{name}_{number}"]', str(part))
    page.fill('[name="meeting"]', "Thursday 3 December at 3:30pm")
    press(page, "Write the letter")
    is_sound(page)
    press(page, "Finish, and ask for approval")
    assert page.get_by_text("The letter names somebody else").is_visible()
    pressing.press(page, "button", name="Change it")
    is_sound(page)
    text = page.input_value('[name="text"]')
    page.fill('[name="text"]', text.replace(" Marcus was one of them.", ""))
    press(page, "Save")
    press(page, "Finish, and ask for approval")
    is_sound(page)
    address = page.url
    sign_in_browser(page, live_server, cast.head)
    page.goto(address)
    press(page, "Approve")
    make_letter(LetterPdf.objects.get().pk)
    page.reload()
    is_sound(page)
    with page.expect_download() as coming:
        page.get_by_role("link", name="Download the letter (PDF)").click()
    read = PdfReader(BytesIO(Path(coming.value.path()).read_bytes())).pages[0].extract_text()
    assert "Dear Leila Haddad" in read
    pressing.press(page, "button", name="It left by post or by hand")
    is_sound(page)
    page.get_by_label("By post").check()
    press(page, "Save")
    assert page.get_by_text("By post", exact=False).first.is_visible()
    for end in ("texts/", "texts/meeting/"):
        page.goto(f"{live_server.url}/letters/{end}")
        is_sound(page)
