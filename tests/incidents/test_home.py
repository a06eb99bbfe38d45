"""The first page: what needs this person now."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from esafety.people.models import Person
from incidents import actions
from incidents.letters.receivers import receivers
from incidents.models import Task
from incidents.policy.letters import RULES, To
from incidents.vocabulary import Status
from incidents.vocabulary.letters import LetterKind
from tests.builders import a_concern, advance
from tests.cast import Cast
from tests.subject_access.asking import asked

As = Callable[[str], Client]


def text(response) -> str:
    return response.content.decode()


def figures(page: str) -> dict[str, str]:
    found = re.findall(r'app-figure__number">([^<]*)<.*?<a[^>]*href="([^"]*)">([^<]*)<', page, re.DOTALL)
    return {label: number for number, _, label in found}


def test_a_lead_sees_counts_that_lead_to_their_lists(cast: Cast, as_: As) -> None:
    a_concern(cast)
    mine = advance(a_concern(cast), to=Status.TRIAGED)
    actions.assign(incident=mine, to=cast.dsl, version=mine.version, by=cast.co_ordinator)
    Task.objects.create(
        incident=mine, school=cast.school, words="Ring", due_at=timezone.now() - dt.timedelta(hours=1)
    )
    client = as_("dsl")
    page = text(client.get("/"))
    listed = text(client.get("/tasks/"))
    mine_to_do = listed.count('data-label="Reference"')
    assert mine_to_do > 1  # what the procedures ask of the owner, and the telephone call
    assert "Ring" in listed
    assert figures(page) == {
        "New concerns": "1",
        "Past their time": "1",
        "Assigned to me": "1",
        "My tasks": str(mine_to_do),
    }
    for url in re.findall(r'<a[^>]*class="govuk-link" href="(/incidents/\?[^"]*)"', page):
        listed = text(client.get(url.replace("&amp;", "&")))
        assert re.search(r"<strong>[12] incidents?</strong>", listed), url
    assert mine.reference in page


def test_a_letter_that_waits_for_a_second_person_is_seen_by_those_who_may_be_it(cast: Cast, as_: As) -> None:
    a_concern(cast)
    incident = advance(a_concern(cast, about="pupil"), to=Status.IN_PROGRESS)
    kind = next(one for one in LetterKind if RULES[one].serious and RULES[one].to is To.PARENT)
    letter = actions.write_letter(
        incident=incident, kind=kind, to=receivers(incident, kind)[0], address="", by=cast.co_ordinator,
        words={"what": "We spoke.", "starts": "1 December 2026", "ends": "4 December 2026", "item": "a phone",
               "meeting": "Thursday"},
    )  # fmt: skip
    assert "Letters to approve" not in text(as_("head").get("/"))
    actions.finish_letter(letter=letter, version=letter.version, by=cast.co_ordinator)
    assert "Letters to approve" not in text(as_("co_ordinator").get("/"))
    page = text(as_("head").get("/"))
    assert figures(page)["Letters to approve"] == "1"
    url = next(url for url in re.findall(r'href="(/incidents/\?[^"]*letters=1[^"]*)"', page))
    listed = text(as_("head").get(url.replace("&amp;", "&")))
    assert "<strong>1 incident</strong>" in listed
    assert incident.reference in listed
    assert "A letter waits for a second person" in listed
    letter.refresh_from_db()
    actions.approve_letter(letter=letter, version=letter.version, by=cast.head)
    assert "Letters to approve" not in text(as_("head").get("/"))


def test_whoever_runs_several_schools_is_led_to_them(cast: Cast, as_: As) -> None:
    page = text(as_("trust_admin").get("/"))
    assert reverse("schools") in page
    assert reverse("schools_compared") in page
    assert reverse("schools") not in text(as_("parent").get("/"))


def test_a_teacher_sees_the_button_their_tasks_and_their_reports(cast: Cast, as_: As) -> None:
    incident = a_concern(cast)
    task = actions.give_task(
        incident=incident, words="Move her seat", detail="", assigned_to=cast.teacher,
        due_at=timezone.now() - dt.timedelta(days=1), required=False, by=cast.co_ordinator,
    )  # fmt: skip
    page = text(as_("teacher").get("/"))
    assert "Report a concern" in page
    assert "Move her seat" in page
    assert f"/tasks/{task.key}/" in page
    assert f"/reports/{incident.reference}/" in page
    assert f"/incidents/{incident.reference}/" not in page
    assert "Shared with me" not in page


def test_what_was_shared_is_found_from_the_first_page(cast: Cast, as_: As) -> None:
    incident = a_concern(cast)
    actions.share(incident=incident, user=cast.second_teacher, reason="x", until=None, by=cast.co_ordinator)
    page = text(as_("second_teacher").get("/"))
    assert figures(page)["Shared with me"] == "1"


def test_a_report_begun_is_gone_on_with(cast: Cast, as_: As) -> None:
    actions.begin_draft(school=cast.school, by=cast.teacher)
    assert "Go on with your report" in text(as_("teacher").get("/"))


@pytest.mark.parametrize("name", Cast.accounts())
def test_it_opens_for_everybody_at_a_constant_cost(cast: Cast, as_: As, name: str) -> None:
    client = as_(name)
    client.get("/")
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            response = client.get("/")
        assert response.status_code == 200
        costs.append(len(asked))
        for _ in range(3):
            a_concern(cast)
    assert costs[0] == costs[1]
    assert costs[0] <= (9 if name == "data_protection_lead" else 7)  # open requests, own answers not given


def test_a_parent_is_led_to_what_they_sign_and_allow(cast: Cast, as_: As) -> None:
    client = as_("parent")
    page = text(client.get("/"))
    assert "What you sign and allow" in page
    assert "There is nothing for you here yet" not in page
    assert client.get(reverse("my_home")).status_code == 200


def test_nothing_for_somebody_without_a_part_in_this(cast: Cast, as_: As) -> None:
    Person.objects.filter(account=cast.parent).update(left_on=dt.date(2021, 1, 1))
    page = text(as_("parent").get("/"))
    assert "There is nothing for you here yet" in page
    assert "Report a concern" not in page


def test_the_data_protection_lead_sees_open_requests_on_the_first_page(cast: Cast, as_: As) -> None:
    request = asked(cast, about=cast.pupil)
    page = as_("data_protection_lead").get("/").content.decode()
    assert "Requests to see what is held" in page
    assert request.get_absolute_url() in page
    for name in ("teacher", "parent", "technician"):
        assert request.reference not in as_(name).get("/").content.decode(), name
