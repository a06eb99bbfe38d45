"""Checks: two people, every place and test, a fault with a clock, a year as a picture, certificates."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from esafety.access.refusals import NotNow
from esafety.office.demo import clock
from esafety.outbox.models import Message
from esafety.schooldays.years import year_of
from filtering import actions
from filtering.models import Certificate, Check, CheckPlan, LogLine
from filtering.policy.clocks import MOST_DAYS
from filtering.queries.checks import coverage
from filtering.vocabulary import DeviceGroup, Location, Outcome, Test, UserGroup
from tests.cast import Cast, sign_in
from tests.filtering.asking import boxes, today
from tests.house.filtering_world import a_check, some_points
from tests.papers.hostile import pdf


def filled(cast: Cast, outcome: str = "blocked", **more: Any) -> dict[str, Any]:
    told = {"with_person": cast.senior_leader.pk, "fault": ""} | boxes("done_on", today())
    told |= {f"result-{point.pk}-{test.value}": outcome for point in some_points(cast) for test in Test}
    return told | more


def test_two_people_check_and_the_next_is_due_in_a_fortnight(cast: Cast) -> None:
    client = sign_in(Client(), cast.technician)
    answer = client.post(reverse("filtering_check_add"), filled(cast), follow=True)
    assert "The check is recorded." in answer.content.decode()
    check = Check.objects.get()
    assert check.results.count() == 8
    assert CheckPlan.objects.get().due_on >= today() + dt.timedelta(days=14)
    assert LogLine.objects.get(check_done=check).what == "8 blocked"


def test_nobody_checks_alone(cast: Cast) -> None:
    client = sign_in(Client(), cast.technician)
    answer = client.post(reverse("filtering_check_add"), filled(cast, with_person=cast.technician.pk))
    assert answer.status_code == 422
    with pytest.raises(NotNow, match="Two people"):
        a_check(cast, with_person=cast.technician)
    check = a_check(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Check.objects.filter(pk=check.pk).update(second_person=check.first_person)


def test_a_check_is_read_as_places_by_tests(cast: Cast) -> None:
    check = a_check(cast, reached=1)
    page = sign_in(Client(), cast.safety_governor).get(check.get_absolute_url()).content.decode()
    heads = [head.strip() for head in re.findall(r'<th scope="col"[^>]*>([^<]*)</th>', page)]
    assert heads == ["Place", *(str(test.label).replace("'", "&#x27;") for test in Test)]
    assert len(re.findall(r'<th scope="row"', page)) == len(some_points(cast))
    assert page.count(">Not blocked</strong>") == 1
    assert len(re.findall(r"<span>Blocked</span>", page)) == len(some_points(cast)) * len(Test) - 1


def test_what_is_missing_says_where_it_is_missing(cast: Cast) -> None:
    client, points = sign_in(Client(), cast.technician), some_points(cast)
    page = client.post(reverse("filtering_check_add"), boxes("done_on", today())).content.decode()
    for point in points:
        assert f"Select what “Adult content” showed: {point}".replace("'", "&#x27;") in page


def test_what_was_reached_needs_words_and_starts_a_clock(cast: Cast) -> None:
    client, url = sign_in(Client(), cast.technician), reverse("filtering_check_add")
    sent = filled(cast, outcome="reached")
    answer = client.post(url, sent)
    assert answer.status_code == 422
    assert "Say what was reached" in answer.content.decode()
    answer = client.post(url, sent | {"fault": "Two test pages were shown."}, follow=True)
    check = Check.objects.get()
    assert answer.redirect_chain[-1][0] == check.get_absolute_url(), (
        "the offer stands on the page that follows"
    )
    assert "Not everything was blocked" in answer.content.decode()
    page = client.get(check.get_absolute_url()).content.decode()
    assert "Report a technical incident" in page
    assert f'href="{reverse("report")}?as=technical"' in page
    assert check.results.overdue().count() == 0
    due = check.results.first().due_at
    with clock.at(due):
        actions.keep_time()
        actions.keep_time()
    rows = Message.objects.filter(notice="filtering.fault_open", to_user=cast.technician)
    assert rows.count() == 8
    assert check.results.overdue(due).count() == 8


def test_a_fault_is_put_right_once(cast: Cast) -> None:
    check = a_check(cast, reached=1)
    result = check.results.faults().get()
    client = sign_in(Client(), cast.co_ordinator)
    url = reverse("filtering_fault", args=[check.reference, result.pk])
    client.post(url, {"action": "The list was loaded again."} | boxes("fixed_on", today()))
    assert "The list was loaded again." in client.get(check.get_absolute_url()).content.decode()
    with pytest.raises(NotNow, match="already"):
        actions.fix_fault(result=result, fixed_on=today(), action="Again", by=cast.technician)
    with clock.at(result.due_at + dt.timedelta(days=2)):
        actions.keep_time()
    assert not Message.objects.filter(notice="filtering.fault_open").exists()


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"with_person": ""}, "Select who checked with you"),
        ({"done_on_2": "2090"}, "must be today or in the past"),
        ({"with_person": "99999999999999999999"}, "Select only from the options shown"),
    ],
)
def test_a_check_that_makes_no_sense_is_explained_and_kept(
    cast: Cast, more: dict[str, str], says: str
) -> None:
    answer = sign_in(Client(), cast.technician).post(reverse("filtering_check_add"), filled(cast, **more))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert 'value="blocked" selected' in answer.content.decode()


def test_nothing_tried_is_no_check(cast: Cast) -> None:
    answer = sign_in(Client(), cast.technician).post(
        reverse("filtering_check_add"), filled(cast, "not_tried")
    )
    assert "Nothing was tried" in answer.content.decode()
    assert not Check.objects.exists()


@pytest.mark.parametrize("days", ["0", "93", "-1", "many", ""])
def test_a_plan_within_bounds(cast: Cast, days: str) -> None:
    client = sign_in(Client(), cast.technician)
    answer = client.post(reverse("filtering_plan"), {"every_days": days, "samples": "bad.example"})
    assert answer.status_code == 422
    assert "bad.example" in answer.content.decode()
    with pytest.raises(NotNow):
        actions.set_plan(school=cast.school, every_days=MOST_DAYS + 1, samples="", by=cast.technician)


def test_places_are_added_once_and_taken_out(cast: Cast) -> None:
    told = {"device": DeviceGroup.PHONE, "user_group": UserGroup.GUESTS, "location": Location.MOBILE}
    point = actions.add_point(school=cast.school, by=cast.technician, **told)
    with pytest.raises(NotNow, match="already"):
        actions.add_point(school=cast.school, by=cast.technician, **told)
    client = sign_in(Client(), cast.technician)
    client.post(reverse("filtering_point_retire", args=[point.pk]))
    again = client.post(reverse("filtering_point_retire", args=[point.pk]), follow=True)
    assert "already" in again.content.decode()


def test_the_year_as_a_picture_says_what_the_table_says(cast: Cast) -> None:
    a_check(cast)
    a_check(cast, reached=1)
    shown = coverage(cast.school, year_of(today()))
    month = f"{today():%B}"
    looks = {line.label: {box.month: box.look for box in line.boxes}[month] for line in shown.lines}
    assert sorted(looks.values()) == ["all", "fault"]
    page = sign_in(Client(), cast.safety_governor).get(reverse("filtering_checks")).content.decode()
    assert f"{month}: 1 not blocked" in page
    assert "<title>Checks month by month" in page


def test_a_certificate_goes_through_the_gate_and_comes_out_whole(
    cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    check, client = a_check(cast), sign_in(Client(), cast.technician)
    url = reverse("filtering_certificate_add", args=[check.reference])
    action = re.search(r'action="([^"]+permit=[^"]+)"', client.get(url).content.decode())
    assert action
    content = pdf()
    sent = {"title": "Provider 2026", "promise": "on", "file": SimpleUploadedFile("c.pdf", content)}
    client.post(action[1].replace("&amp;", "&"), sent)
    held = Certificate.objects.get()
    page = reverse("filtering_certificate", args=[check.reference, held.pk])
    governor = sign_in(Client(), cast.safety_governor)
    assert "not checked for viruses" in governor.get(page).content.decode()
    assert governor.post(page).status_code == 422
    answer = governor.post(page, {"knows": "on"})
    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Disposition"].startswith("attachment")
    assert sign_in(Client(), cast.other_head).get(page).status_code == 404
    assert governor.get(url).status_code == 403, "a governor reads"


def test_a_governor_reads_checks_and_changes_nothing(cast: Cast) -> None:
    check = a_check(cast, reached=1)
    client = sign_in(Client(), cast.safety_governor)
    assert client.get(check.get_absolute_url()).status_code == 200
    number = check.results.faults().get().pk
    assert client.get(reverse("filtering_fault", args=[check.reference, number])).status_code == 403
    for name in ("filtering_check_add", "filtering_plan", "filtering_point_add"):
        assert client.get(reverse(name)).status_code == 403
    assert Outcome.REACHED in set(check.results.values_list("outcome", flat=True))
