"""An alert in a real browser: it arrives by mail, is taken on with one press and becomes an incident."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from incidents import actions
from incidents.alerts.collecting import collect
from incidents.models import Alert, Pattern
from incidents.vocabulary.watching import Severity, Way
from tests.builders import a_concern
from tests.cast import Cast, sign_in_browser
from tests.incidents.alerting import a_source, an_alert
from tests.incidents.imap import MailboxServer, mailbox
from tests.incidents.test_alerts_by_mail import a_mail
from tests.pressing import press
from tests.sound import is_sound

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["mailbox"]


@pytest.mark.django_db(transaction=True)
def test_an_alert_comes_by_mail_and_becomes_an_incident(
    cast: Cast, page: Page, live_server: Any, mailbox: MailboxServer
) -> None:
    a_source(cast, Way.MAIL)
    mailbox.put(a_mail())
    collect()
    sign_in_browser(page, live_server, cast.dsl)
    page.goto(live_server.url)
    press(page, "link", name="Alerts to read")
    is_sound(page)
    press(page, "link", name="Zoë Haddad")
    is_sound(page)
    page.get_by_role("button", name="Take it on as an incident").click()
    page.wait_for_url("**/incidents/*/")
    assert page.get_by_text("Taken on as incident").is_visible()
    assert page.get_by_text("Suicide, self-harm or eating-disorder content").first.is_visible()
    press(page, "link", name="Monitoring alerts", exact=True)
    is_sound(page)
    assert page.get_by_text("nasty[.]example").first.is_visible()
    assert Alert.objects.get().incident is not None


@pytest.mark.django_db(transaction=True)
def test_what_is_refused_keeps_what_was_typed_and_is_sound(cast: Cast, page: Page, live_server: Any) -> None:
    alert = an_alert(cast, severity=Severity.URGENT)
    sign_in_browser(page, live_server, cast.dsl)
    page.goto(f"{live_server.url}/alerts/{alert.reference}/set-aside/")
    page.get_by_role("button", name="Set aside").click()
    page.wait_for_selector(".govuk-error-summary")
    is_sound(page)
    page.get_by_label("Why does nothing follow from it?").fill("A book title")
    page.get_by_role("button", name="Set aside").click()
    page.get_by_text("two people read it before it is set aside").first.wait_for()
    assert page.get_by_label("Why does nothing follow from it?").input_value() == "A book title"
    is_sound(page)


@pytest.mark.django_db(transaction=True)
def test_a_pattern_is_read_and_dismissed(cast: Cast, page: Page, live_server: Any) -> None:
    for _ in range(3):
        a_concern(cast)
    actions.find_patterns()
    sign_in_browser(page, live_server, cast.dsl)
    page.goto(live_server.url)
    press(page, "link", name="Patterns to answer")
    is_sound(page)
    press(page, "link", name="The same person again")
    is_sound(page)
    page.get_by_role("button", name="Act or dismiss").click()
    page.get_by_role("button", name="Save").click()
    page.wait_for_selector(".govuk-error-summary")
    is_sound(page)
    page.get_by_label("Nothing more is needed").check()
    page.get_by_label("Why?").fill("One quarrel")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("It asks again when another incident arrives").first.wait_for()
    assert Pattern.objects.get().state == "dismissed"
