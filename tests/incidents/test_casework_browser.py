"""A bullying case with two children, in a real browser: triage, the next steps, parents told, what follows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from incidents.models import Involvement, PartEntry, Sanction
from incidents.policy.routing import TaskCode
from incidents.vocabulary import IncidentType, Nature, Part, TaskState
from tests.builders import a_concern
from tests.cast import Cast, sign_in_browser
from tests.sound import axe_findings, sticking_out

if TYPE_CHECKING:
    from playwright.sync_api import Page


def sound(page: Page, what: str) -> None:
    found = axe_findings(page) + sticking_out(page)
    assert not found, (what, found)


def choose(page: Page, words: str) -> None:
    page.get_by_label(words, exact=True).check()


def send(page: Page, button: str) -> None:
    page.get_by_role("button", name=button).click()
    page.wait_for_load_state()


@pytest.mark.django_db(transaction=True)
def test_a_bullying_case_with_two_children_parents_told_and_what_follows(
    cast: Cast, page: Page, live_server: Any
) -> None:
    incident = a_concern(
        cast, type=IncidentType.BULLYING, about="pupil", harmed="second_pupil", nature=Nature.DELIBERATE
    )
    parts = {row.part: row for row in Involvement.objects.filter(incident=incident)}
    url = live_server.url + incident.get_absolute_url()
    sign_in_browser(page, live_server, cast.co_ordinator)
    page.goto(f"{url}triage/")
    choose(page, "An online-safety incident")
    choose(page, "No")
    page.get_by_label("Why do you decide this?").fill("Messages in the class chat, seen by both.")
    send(page, "Save decision")
    sound(page, "triaged")
    assert "Later:" in page.content()
    for fold in page.locator("section[aria-labelledby=todo] summary").all():
        fold.click()
    page.get_by_role("button", name=re.compile("Ask them not to answer")).first.click()
    page.wait_for_load_state()
    assert page.url.startswith(url)
    assert incident.tasks.get(code="no_reply").state == TaskState.DONE
    today = timezone.localdate()
    for which in (Part.SUBJECT, Part.HARMED):
        page.goto(f"{url}people/{parts[which].pk}/")
        sound(page, f"part {which}")
        page.get_by_role("link", name="Parents told").click()
        send(page, "Save")
        sound(page, "refused: nothing said")
        for label, value in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
            page.get_by_label(label, exact=True).fill(str(value))
        page.get_by_label("Who told them?").fill("Mr Rashid, by telephone")
        page.get_by_label("What did they say?").fill(f"They will talk with their child ({which}).")
        send(page, "Save")
        assert "on record" in page.content()
    assert PartEntry.objects.filter(incident=incident).count() == 2
    assert incident.tasks.get(code=TaskCode.PARENTS).state == TaskState.DONE
    page.context.clear_cookies()
    sign_in_browser(page, live_server, cast.dsl)
    page.goto(f"{url}people/{parts[Part.SUBJECT].pk}/decide/")
    sound(page, "deciding")
    assert "Category C" in page.content()
    page.locator('input[name="measures"][value="parents_contacted"]').check()
    page.get_by_label("Why is this in proportion?").fill("First time; took it down at once.")
    send(page, "Save decision")
    sound(page, "decided")
    decided = Sanction.objects.get(incident=incident)
    assert (decided.rung, decided.proposed, decided.involvement) == ("C", "C", parts[Part.SUBJECT])
    assert incident.tasks.get(code=TaskCode.SANCTION).state == TaskState.DONE
    for path in ("/due/calendar/", "/tasks/"):
        page.goto(live_server.url + path)
        sound(page, path)
    page.set_viewport_size({"width": 320, "height": 700})
    for path in (
        "/tasks/",
        incident.get_absolute_url(),
        f"{incident.get_absolute_url()}people/{parts[Part.SUBJECT].pk}/",
    ):
        page.goto(live_server.url + path)
        sound(page, f"narrow {path}")
