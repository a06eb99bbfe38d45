"""Tasks: what falls to whom, in what order, and ending one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from esafety.audit.models import AuditEvent
from incidents import actions
from incidents.models import Incident, Task
from incidents.policy.routing import TaskCode
from incidents.vocabulary import IncidentType, Nature, PartKind, Status, TaskState
from tests.builders import a_concern, advance
from tests.cast import Cast

As = Callable[[str], Client]
SECRET = "He showed it to the whole of the back row"


def text(response) -> str:
    return response.content.decode()


def listed(client: Client) -> list[str]:
    return re.findall(r'href="/tasks/([^/"]+)/"', text(client.get("/tasks/")))


@pytest.fixture
def block(cast: Cast) -> Task:
    """The technician's: have a site blocked."""
    incident = a_concern(
        cast,
        type=IncidentType.SOFT_PORN,
        nature=Nature.ACCIDENTAL,
        description=f"{SECRET}. The site was https://www.bad.example/x?a=1 and nasty.example too.",
    )
    return incident.tasks.get(code=TaskCode.BLOCK)


def a_task(cast: Cast, incident: Incident, to: str | None, words: str = "Ring her mother", **more) -> Task:
    given = {"detail": "", "due_at": None, "required": False, "by": cast.co_ordinator, **more}
    return actions.give_task(
        incident=incident, words=words, assigned_to=cast.user(to) if to else None, **given
    )


def test_overdue_first_then_by_moment_then_without_one(cast: Cast, as_: As) -> None:
    incident = a_concern(cast)
    now = timezone.now()
    never = a_task(cast, incident, "teacher", "No moment")
    later = a_task(cast, incident, "teacher", "Later", due_at=now + dt.timedelta(days=9))
    late = a_task(cast, incident, "teacher", "Late", due_at=now - dt.timedelta(days=2))
    assert listed(as_("teacher")) == [late.key, later.key, never.key]
    assert "Overdue since" in text(as_("teacher").get("/tasks/"))


def test_a_post_sees_its_tasks_and_the_owner_what_is_left_to_the_owner(
    cast: Cast, as_: As, block: Task
) -> None:
    assert listed(as_("technician")) == [block.key]
    first_look = block.incident.tasks.get(code=TaskCode.FIRST_LOOK)
    assert first_look.key in listed(as_("co_ordinator"))
    assert block.key not in listed(as_("co_ordinator"))
    assert first_look.key not in listed(as_("dsl")), "seen by a lead, but not hers to do"


def test_an_incident_assigned_takes_its_tasks_along(cast: Cast, as_: As) -> None:
    incident = a_concern(cast)
    first_look = incident.tasks.get(code=TaskCode.FIRST_LOOK)
    actions.assign(incident=incident, to=cast.deputy, version=incident.version, by=cast.co_ordinator)
    assert listed(as_("co_ordinator")) == []
    assert listed(as_("deputy")) == [first_look.key]


def test_a_technician_reads_the_task_and_nothing_of_the_story(cast: Cast, as_: As, block: Task) -> None:
    client = as_("technician")
    page = text(client.get(f"/tasks/{block.key}/"))
    assert block.reference in page
    assert "hxxps://www[.]bad[.]example/x?a=1" in page.replace("www.bad", "www[.]bad")
    assert "nasty[.]example" in page
    assert "https://www.bad" not in page
    assert SECRET not in page
    assert "Haddad" not in page
    assert "/incidents/" not in page
    assert client.get(block.incident.get_absolute_url()).status_code in (403, 404)
    entry = AuditEvent.objects.get(code="incident.task_seen")
    assert (entry.actor_id, entry.about_reference) == (cast.technician.pk, block.reference)


def test_whoever_may_see_the_incident_finds_the_way_to_it(cast: Cast, as_: As, block: Task) -> None:
    page = text(as_("co_ordinator").get(f"/tasks/{block.key}/"))
    assert f'href="{block.incident.get_absolute_url()}"' in page


def test_reached_from_the_incident_it_leads_back_there(cast: Cast, as_: As, block: Task) -> None:
    page = text(as_("co_ordinator").get(f"/tasks/{block.key}/?back=incident"))
    assert f'class="govuk-back-link" href="{block.incident.get_absolute_url()}#todo"' in page
    assert 'class="govuk-back-link" href="/tasks/"' in text(as_("co_ordinator").get(f"/tasks/{block.key}/"))
    assert "/incidents/" not in text(as_("technician").get(f"/tasks/{block.key}/?back=incident"))


def test_telling_parents_leads_to_the_page_of_each_child_where_closing_looks_for_it(
    cast: Cast, as_: As
) -> None:
    incident = a_concern(cast, about="pupil", harmed="second_pupil", type=IncidentType.BULLYING)
    advance(incident, to=Status.IN_PROGRESS)
    parents = incident.tasks.open().get(code=TaskCode.PARENTS)
    page = text(as_("co_ordinator").get(f"/tasks/{parents.key}/"))
    children = list(incident.involvements.standing())
    assert len(children) == 2
    assert all(f"/incidents/{incident.reference}/people/{one.pk}/" in page for one in children)
    for one in children:
        actions.record_part(row=one, kind=PartKind.PARENTS_NOT, words="Not yet safe.", by=cast.co_ordinator)
    assert not incident.tasks.open().filter(code=TaskCode.PARENTS).exists()
    assert "/people/" not in text(as_("co_ordinator").get(f"/tasks/{parents.key}/"))


def test_done_with_what_was_done(cast: Cast, as_: As, block: Task) -> None:
    client = as_("technician")
    response = client.post(f"/tasks/{block.key}/", {"ending": "done", "result": "Blocked at 3pm."})
    assert response.url == "/tasks/"
    block.refresh_from_db()
    assert (block.state, block.result, block.ended_by) == (TaskState.DONE, "Blocked at 3pm.", cast.technician)
    assert listed(client) == []
    page = text(client.get(f"/tasks/{block.key}/"))
    assert "This task has ended" in page
    assert "Blocked at 3pm." in page


def test_not_needed_wants_a_reason(cast: Cast, as_: As, block: Task) -> None:
    client = as_("technician")
    response = client.post(f"/tasks/{block.key}/", {"ending": "not_needed", "result": "stray", "reason": " "})
    assert response.status_code == 422
    assert "Enter why it is not needed" in text(response)
    client.post(f"/tasks/{block.key}/", {"ending": "not_needed", "reason": "Blocked already."})
    block.refresh_from_db()
    assert (block.state, block.result) == (TaskState.NOT_NEEDED, "Blocked already.")


def test_neither_chosen_is_told_at_the_question(cast: Cast, as_: As, block: Task) -> None:
    response = as_("technician").post(f"/tasks/{block.key}/", {"result": "Typed"})
    assert response.status_code == 422
    assert "Select whether the task was done or was not needed" in text(response)


def test_finished_by_two_people_the_second_is_told_and_keeps_the_words(
    cast: Cast, as_: As, block: Task
) -> None:
    actions.finish_task(task=block, result="I did it.", by=cast.co_ordinator)
    response = as_("technician").post(f"/tasks/{block.key}/", {"ending": "done", "result": "Mine, typed"})
    assert response.status_code == 409
    page = text(response)
    assert "already marked as done" in page
    assert "I did it." in page
    assert "Mine, typed" in page
    block.refresh_from_db()
    assert block.result == "I did it."


def test_the_police_must_be_told_and_the_page_says_so(cast: Cast, as_: As) -> None:
    incident = a_concern(cast, about=(), harmed="pupil", type=IncidentType.GROOMING)
    task = incident.tasks.get(code=TaskCode.POLICE)
    response = as_("dsl").post(f"/tasks/{task.key}/", {"ending": "not_needed", "reason": "No need, I think"})
    assert response.status_code == 409
    page = text(response)
    assert "The police must be told" in page
    assert "No need, I think</textarea>" in page.replace("\n", "")


@pytest.mark.parametrize("name", ["second_teacher", "governor", "other_dsl", "parent", "school_admin"])
def test_a_task_of_others_is_missing(cast: Cast, as_: As, block: Task, name: str) -> None:
    client = as_(name)
    there, nowhere = client.get(f"/tasks/{block.key}/"), client.get("/tasks/nothing/")
    assert there.status_code == nowhere.status_code == 404
    assert there.content.replace(block.key.encode(), b"nothing") == nowhere.content


def test_pages_of_tasks_show_each_once_at_one_cost(cast: Cast, as_: As) -> None:
    incident = advance(a_concern(cast), to=Status.TRIAGED)
    now = timezone.now()
    Task.objects.bulk_create(
        Task(
            incident=incident,
            school=cast.school,
            words=f"Task {number}",
            assigned_to=cast.teacher,
            due_at=None if number % 3 == 0 else now + dt.timedelta(hours=number % 4),
        )
        for number in range(60)
    )
    client, url, seen, costs = as_("teacher"), "/tasks/", [], set()
    while url:
        with CaptureQueriesContext(connection) as asked:
            page = text(client.get(url))
        costs.add(len(asked))
        seen += re.findall(r'href="/tasks/([^/"]+)/"', page)
        further = re.search(r'href="(\?after=[^"]*)" rel="next"', page)
        url = f"/tasks/{further[1]}".replace("+", "%2B") if further else ""
    assert len(seen) == len(set(seen)) == 60
    assert max(costs) <= 5, costs


def test_nothing_to_do_is_said_kindly(cast: Cast, as_: As) -> None:
    assert "You have no tasks" in text(as_("teacher").get("/tasks/"))
    assert as_("governor").get("/tasks/").status_code == 403
