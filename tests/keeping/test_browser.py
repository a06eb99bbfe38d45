"""A record's last way in a real browser: reviewed by one, approved by another, certified; axe on every page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from pypdf import PdfReader

from esafety.keeping.models import Disposal
from esafety.keeping.vocabulary import Stage
from esafety.outbox.relay import drain
from incidents.models import Incident
from tests.cast import Cast, sign_in_browser
from tests.keeping.old import an_old_record, three_years, worked_out
from tests.pressing import press
from tests.sound import is_sound

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_a_record_from_its_review_to_its_certificate(cast: Cast, page: Page, live_server: Any) -> None:
    """`is_sound` looks at each page on a desk, a telephone and a narrow telephone."""
    three_years(cast)
    incident = an_old_record(cast, about="second_pupil")
    worked_out(cast)
    sign_in_browser(page, live_server, cast.deputy)
    page.goto(live_server.url + reverse("records_due"))
    is_sound(page)
    press(page, "link", name=incident.reference)
    is_sound(page)
    press(page, "button", name="Put forward for disposal")
    press(page, "button", name="Put forward")
    is_sound(page)
    page.get_by_label("Why is it not needed any more?").fill("Its time is over.")
    press(page, "button", name="Put forward")
    page.get_by_text("Nothing goes before a second person").wait_for()
    disposal = Disposal.objects.get()
    page.goto(live_server.url + disposal.get_absolute_url())
    assert page.get_by_role("heading", name="Exactly what would go").is_visible()
    is_sound(page)
    press(page, "button", name="Send to a second person")
    assert page.get_by_text("Somebody else must approve this").is_visible()

    sign_in_browser(page, live_server, cast.head)
    page.goto(live_server.url + disposal.get_absolute_url())
    press(page, "button", name="Approve")
    press(page, "button", name="Approve")
    assert page.get_by_text("Tick the box when you have looked at the list").first.is_visible()
    is_sound(page)
    page.get_by_label("I have looked at what is in the list").check()
    page.get_by_label("Reason").fill("Marcus has left.")
    press(page, "button", name="Approve")
    assert page.get_by_text("somebody in the school").first.is_visible()
    page.get_by_label("Reason").fill("As the schedule says.")
    press(page, "button", name="Approve")
    page.get_by_text("It is carried out now").wait_for()
    drain()
    page.reload()
    assert not Incident.objects.filter(pk=incident.pk).exists()
    assert Disposal.objects.get().stage == Stage.DONE
    is_sound(page)
    press(page, "button", name="Make the certificate")
    drain()
    page.reload()
    with page.expect_download() as given:
        page.get_by_role("link", name="Download").first.click()
    text = "\n".join(one.extract_text() for one in PdfReader(Path(given.value.path())).pages)
    assert disposal.reference in text
    assert "As the schedule says." in text
    for word in ("Marcus", "Bright", incident.reference):
        assert word not in text
