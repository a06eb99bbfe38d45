"""What is due, and the private calendar address that shows times and references and nothing else."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from esafety.access.refusals import NotNow
from esafety.people.models import Membership, User
from incidents import actions
from incidents.models import CalendarFeed, Task
from incidents.vocabulary import IncidentType, Nature, Status
from tests.builders import a_concern, advance
from tests.cast import Cast, sign_in

As = Callable[[str], Client]
SECRET = "He showed it to the whole of the back row"


def text(response) -> str:
    return response.content.decode()


def tasks_due(cast: Cast, *moments: dt.datetime | None, to: str = "teacher") -> list[Task]:
    incident = a_concern(cast, description=SECRET, about="pupil")
    return [
        actions.give_task(
            incident=incident,
            words=f"Job {number}",
            detail="",
            assigned_to=cast.user(to),
            due_at=moment,
            required=False,
            by=cast.co_ordinator,
        )
        for number, moment in enumerate(moments)
    ]


def test_it_stands_under_overdue_today_this_week_later_and_no_set_time(cast: Cast, as_: As) -> None:
    now = timezone.now()
    late, later = now - dt.timedelta(days=2), now + dt.timedelta(days=30)
    tasks_due(cast, late, later, None)
    page = text(as_("teacher").get("/tasks/"))
    headings = re.findall(r"<h2[^>]*>([^<]+)</h2>", page)
    assert headings[:3] == ["Past its time", "Later", "No set time"]
    assert "Job 0" in page
    assert "Job 1" in page
    assert page.index("No set time</h2>") < page.index("Job 2")
    assert SECRET not in page
    assert "Haddad" not in page


def test_what_falls_to_others_is_not_there(cast: Cast, as_: As) -> None:
    tasks_due(cast, timezone.now() + dt.timedelta(days=1))
    for name in ("second_teacher", "technician", "other_dsl"):
        assert "Job 0" not in text(as_(name).get("/tasks/"))


def test_a_hundred_and_more_are_shown_each_once_at_one_cost(cast: Cast, as_: As) -> None:
    client, now = as_("teacher"), timezone.now()
    tasks_due(cast, now + dt.timedelta(hours=1))
    client.get("/tasks/")
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/tasks/")
    tasks_due(cast, *[now + dt.timedelta(hours=number) for number in range(60)])
    with CaptureQueriesContext(connection) as many:
        page = client.get("/tasks/")
    assert len(many) <= len(few)
    assert len(many) <= 12
    seen, query = [], page.context["next_url"]
    seen += re.findall(r"/tasks/([^/\"]+)/", text(page))
    while query:
        page = client.get(f"/tasks/{query}")
        seen += re.findall(r"/tasks/([^/\"]+)/", text(page))
        query = page.context["next_url"]
    assert len(seen) == len(set(seen)) == 61


def address(client: Client) -> str:
    return re.search(r"/due/[\w-]+\.ics", text(client.post("/due/calendar/make/"))).group()  # type: ignore[union-attr]


def test_the_calendar_tells_a_time_and_a_reference_and_nothing_else(cast: Cast, as_: As) -> None:
    (task,) = tasks_due(cast, dt.datetime.now(dt.UTC).replace(microsecond=0) + dt.timedelta(days=1))
    answer = Client().get(address(as_("teacher")))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    lines = text(answer).split("\r\n")
    assert f"SUMMARY:Something is due ({task.reference})" in lines
    assert f"DTSTART:{task.due_at:%Y%m%dT%H%M%SZ}" in lines
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert all(len(line.encode()) <= 75 for line in lines)
    allowed = {
        "BEGIN",
        "END",
        "VERSION",
        "PRODID",
        "CALSCALE",
        "X-WR-CALNAME",
        "UID",
        "DTSTAMP",
        "DTSTART",
        "SUMMARY",
        "",
    }
    assert {line.split(":")[0] for line in lines} == allowed
    for word in ("Job", "Haddad", "back row", task.key, cast.teacher.name):
        assert word not in text(answer)


def test_only_the_hash_is_kept_and_a_new_address_ends_the_old_one(cast: Cast, as_: As) -> None:
    client = as_("teacher")
    first = address(client)
    secret = first.removeprefix("/due/").removesuffix(".ics")
    assert not CalendarFeed.objects.filter(token_hash=secret).exists()
    second = address(client)
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    assert secret not in text(client.get("/due/calendar/"))


def test_it_can_be_turned_off_once(cast: Cast, as_: As) -> None:
    client = as_("teacher")
    made = address(client)
    client.post("/due/calendar/end/")
    assert Client().get(made).status_code == 404
    with pytest.raises(NotNow):
        actions.end_feed(school=cast.school, by=cast.teacher)


@pytest.mark.parametrize("guess", ["x", "%00", "a" * 600, "..%2F..%2Fetc", "-", "1'--"])
def test_a_stranger_s_guess_is_a_missing_page_like_any_other(cast: Cast, as_: As, guess: str) -> None:
    ended = address(as_("teacher"))
    as_("teacher").post("/due/calendar/end/")
    missing, other = Client().get(f"/due/{guess}.ics"), Client().get(ended)
    assert missing.status_code == other.status_code == 404


def test_the_policy_is_asked_at_each_fetch(cast: Cast, as_: As) -> None:
    incident = advance(
        a_concern(cast, about=(), harmed="pupil", type=IncidentType.SELF_HARM), Status.IN_PROGRESS
    )
    made = address(as_("dsl"))
    assert incident.reference in text(Client().get(made))
    Membership.objects.filter(user=cast.dsl).update(until=timezone.localdate() - dt.timedelta(days=1))
    assert incident.reference not in text(Client().get(made))
    User.objects.filter(pk=cast.dsl.pk).update(is_active=False)
    assert Client().get(made).status_code == 404


def test_who_becomes_a_subject_reads_nothing_of_it_in_a_calendar(cast: Cast, as_: As) -> None:
    incident = advance(
        a_concern(cast, about="pupil", harmed="second_pupil", nature=Nature.DELIBERATE), Status.IN_PROGRESS
    )
    made = address(as_("co_ordinator"))
    assert incident.reference in text(Client().get(made))
    from incidents.vocabulary import Part
    from tests.builders import involved

    (subject,) = involved(cast, "co_ordinator", Part.SUBJECT)
    actions.add_person(incident=incident, involved=subject, version=incident.version, by=cast.dsl)
    assert incident.reference not in text(Client().get(made))


def test_looking_at_a_calendar_writes_nothing(cast: Cast, as_: As) -> None:
    made = address(as_("teacher"))
    client = Client()
    with CaptureQueriesContext(connection) as queries:
        client.get(made)
    assert not [
        one["sql"]
        for one in queries
        if not one["sql"].lstrip("(").startswith(("SELECT", "SAVEPOINT", "RELEASE", "PRAGMA"))
    ]
    assert len(queries) <= 10
    assert sign_in(Client(), cast.teacher).get("/tasks/").status_code == 200


def test_each_school_shows_its_own_and_the_calendar_both(cast: Cast, as_: As) -> None:
    """Somebody who leads in two schools reads one page a school, and has one calendar."""
    here = advance(a_concern(cast, about=(), harmed="pupil", type=IncidentType.SELF_HARM), Status.IN_PROGRESS)
    Membership.objects.create(
        user=cast.dsl, school=cast.other, role="dsl", from_date=timezone.localdate() - dt.timedelta(days=1)
    )
    there = a_concern(cast, school=cast.other, by="other_dsl", about=(), type=IncidentType.SELF_HARM)
    page = text(as_("dsl").get("/tasks/"))
    assert here.reference in page
    assert there.reference not in page
    both = text(Client().get(address(as_("dsl"))))
    assert here.reference in both
    assert there.reference in both
