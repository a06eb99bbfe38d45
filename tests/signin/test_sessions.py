"""How long a sign-in lasts, and where somebody is signed in."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from esafety.audit.models import AuditEvent
from esafety.signin.sessions import described, end_sessions_of
from tests.signin.acts import age, app_for, sign_in, trail

pytestmark = pytest.mark.django_db
HOUR = 3600


def idle_for(client: Client, seconds: int) -> None:
    age(client, "seen_at", seconds)


def test_fourteen_minutes_without_use_are_all_right(client, teacher):
    sign_in(client, teacher)
    idle_for(client, 14 * 60)
    assert client.get("/case/").status_code == 200
    idle_for(client, 14 * 60)
    assert client.get("/case/").status_code == 200


def test_fifteen_are_not(client, teacher):
    sign_in(client, teacher)
    idle_for(client, 15 * 60)
    answer = client.get("/case/?tab=2")
    assert answer.url == "/sign-in/?next=%2Fcase%2F%3Ftab%3D2&ended=idle"
    page = client.get(answer.url).content.decode()
    assert "signed out because nothing happened for a while" in page
    assert "Draft saved" in page
    assert AuditEvent.objects.last().code == "signin.session_ended_idle"
    assert not Session.objects.filter(pk=client.session.session_key).exists()


def test_ten_hours_are_the_end_however_busy(client, teacher):
    sign_in(client, teacher)
    age(client, "signed_in_at", 10 * HOUR)
    assert client.get("/case/").url.endswith("&ended=limit")
    assert trail()[-1] == "signin.session_ended_limit"


def test_an_old_cookie_opens_nothing_after_that(client, teacher):
    sign_in(client, teacher)
    cookie = client.cookies["session"].value
    idle_for(client, 15 * 60)
    client.get("/case/")
    client.cookies["session"] = cookie
    assert client.get("/case/").status_code == 302


def test_a_form_sent_too_late_gives_back_what_was_typed_and_leads_back_to_its_page(client, teacher):
    sign_in(client, teacher)
    idle_for(client, 15 * 60)
    answer = client.post("/case/", {"note": "typed"}, headers={"Referer": "http://testserver/case/?tab=2"})
    assert answer.status_code == 401
    assert "typed" in answer.content.decode()
    assert 'href="/sign-in/?next=%2Fcase%2F%3Ftab%3D2&amp;ended=idle"' in answer.content.decode()


def test_not_back_to_a_page_of_somebody_else(client):
    answer = client.post("/case/", headers={"Referer": "https://evil.example/case/"})
    assert answer.url == "/sign-in/?next=%2F"


def test_a_fragment_takes_the_whole_page_to_the_sign_in_page(client, teacher):
    sign_in(client, teacher)
    idle_for(client, 15 * 60)
    answer = client.get(
        "/case/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/case/?p=3"}
    )
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (
        200, "/sign-in/?next=%2Fcase%2F%3Fp%3D3&ended=idle",
    )  # fmt: skip


def test_a_script_is_told_plainly(client, teacher):
    sign_in(client, teacher)
    idle_for(client, 15 * 60)
    told = {"Sec-Fetch-Dest": "empty", "Referer": "http://testserver/case/"}
    answer = client.post("/case/", {"note": "typed"}, headers=told)
    assert answer.status_code == 401
    assert answer.json() == {"go_to": "/sign-in/?next=%2Fcase%2F&ended=idle"}


@pytest.mark.parametrize("asking", [
    ("/sign-in/state/", {}), ("/case/", {"X-Unattended": "1"}), ("/case/?unattended=1", {}),
    ("/sign-in/", {}),
])  # fmt: skip
def test_what_no_person_asked_for_does_not_count_as_use(client, teacher, asking):
    sign_in(client, teacher)
    idle_for(client, 14 * 60)
    url, headers = asking
    client.get(url, headers=headers)
    idle_for(client, 61)
    assert client.get("/case/").status_code == 302


def test_the_button_to_stay_counts_as_use(client, teacher):
    sign_in(client, teacher)
    idle_for(client, 14 * 60)
    assert client.post("/sign-in/stay/").status_code == 204
    assert client.get("/sign-in/state/").json()["idle"] >= 15 * 60 - 2


def test_staying_is_a_button_not_a_link(client, teacher):
    sign_in(client, teacher)
    assert client.get("/sign-in/stay/").status_code == 405


def test_the_state_of_a_session(client, teacher):
    assert client.get("/sign-in/state/").json() == {"signed_in": False, "idle": 0, "absolute": 0}
    sign_in(client, teacher)
    age(client, "signed_in_at", HOUR)
    idle_for(client, 100)
    state = client.get("/sign-in/state/").json()
    assert 798 <= state["idle"] <= 800
    assert 9 * HOUR - 2 <= state["absolute"] <= 9 * HOUR


def test_the_page_knows_what_is_left_of_the_longest_time(client, teacher):
    sign_in(client, teacher)
    age(client, "signed_in_at", 9 * HOUR)
    assert 'data-absolute-seconds="3' in client.get("/case/").content.decode()


def test_a_page_that_leaves_by_itself_ends_the_session_and_finds_its_way_back(client, teacher):
    """The script goes to the sign-in page when its own clock says so, a moment before ours may."""
    sign_in(client, teacher)
    idle_for(client, 15 * 60 - 5)
    answer = client.get("/sign-in/", headers={"Referer": "http://testserver/case/?tab=2"})
    assert answer.url == "/sign-in/?next=%2Fcase%2F%3Ftab%3D2&ended=idle"
    assert client.get("/case/").status_code == 302


def test_who_is_signed_in_and_active_is_not_thrown_out_by_opening_the_sign_in_page(client, teacher):
    sign_in(client, teacher)
    assert client.get("/sign-in/").url == "/"


def test_looking_at_pages_is_not_a_write_each_time(client, teacher):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    sign_in(client, teacher)
    with CaptureQueriesContext(connection) as seen:
        for _ in range(5):
            client.get("/case/")
    assert not [q for q in seen if "UPDATE" in q["sql"] and "session" in q["sql"]]


def test_a_closed_account_is_out_with_the_next_request(client, teacher):
    sign_in(client, teacher)
    teacher.is_active = False
    teacher.save()
    answer = client.get("/case/")
    assert answer.url == "/sign-in/?next=%2Fcase%2F&ended=closed"
    assert not Session.objects.exists()


def test_an_invented_reason_says_nothing(client):
    assert "<b>" not in client.get("/sign-in/?ended=<b>fired</b>").content.decode()


# -- places --------------------------------------------------------------------------------------


def test_where_one_is_signed_in(client, teacher):
    phone = Client(headers={"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Safari/605"})
    sign_in(phone, teacher)
    sign_in(client, teacher)
    page = client.get("/security/places/").content.decode()
    assert "Safari on iPhone" in page
    assert page.count("govuk-summary-list__key") == 2
    client.post("/security/places/")
    assert phone.get("/case/").status_code == 302
    assert client.get("/case/").status_code == 200
    assert client.get("/security/places/").content.decode().count("govuk-summary-list__key") == 1
    assert "signin.other_sessions_ended" in trail()


def test_a_place_left_alone_too_long_is_no_longer_one(client, teacher):
    phone = Client()
    sign_in(phone, teacher)
    idle_for(phone, 15 * 60)
    sign_in(client, teacher)
    assert client.get("/security/places/").content.decode().count("govuk-summary-list__key") == 1


def test_the_office_can_end_every_session_of_an_account(client, teacher, dsl):
    other = Client()
    sign_in(other, dsl, app_for(dsl))
    sign_in(client, teacher)
    assert end_sessions_of(teacher) == 1
    assert client.get("/case/").status_code == 302
    assert other.get("/case/").status_code == 200


@pytest.mark.parametrize("agent, words", [
    ("Mozilla/5.0 (Windows NT 10.0) Chrome/141.0 Safari/537.36 Edg/141.0", "Edge on Windows"),
    ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) Chrome/141.0 Safari/537.36", "Chrome on Chromebook"),
    ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Firefox/140.0", "Firefox on Mac"),
    ("curl/8", "A browser"),
    ("", "A browser"),
])  # fmt: skip
def test_a_browser_is_called_what_its_user_calls_it(agent, words):
    assert described(agent) == words
