"""What sending a report asks of the database: the same however much is kept there, whatever follows from it."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from esafety.access.roles import holder
from esafety.outbox.models import Message
from incidents import actions
from incidents.models import Incident, Task
from incidents.told import Account
from incidents.vocabulary import IncidentType, Part
from tests.builders import involved
from tests.cast import Cast

QUESTIONS = 5
"""The reference, who is close to the subjects, who holds the posts, the days of the school, the end of the trail."""
WRITTEN = 10
"""The incident, its account, types, people, words, rules and tasks, the messages, the trail; the draft is gone."""
SMALL = Account(
    description="Messages in the class chat.",
    primary_type=IncidentType.BULLYING,
    types=[IncidentType.BULLYING],
)
LARGE = Account(
    description="He asked for pictures.",
    primary_type=IncidentType.GROOMING,
    types=[IncidentType.GROOMING, IncidentType.SELF_HARM, IncidentType.HATE],
    danger=True,
)


def test_a_report_costs_the_same_however_many_there_are(cast: Cast) -> None:
    costs = [_reported(cast, SMALL)[1] for _ in range(6)]
    assert set(costs) == {QUESTIONS + WRITTEN}


def test_what_follows_from_a_report_is_written_together(cast: Cast) -> None:
    """A matter with many tasks and messages asks no more of the database than one with few."""
    few, small = _reported(cast, SMALL)
    many, large = _reported(cast, LARGE)
    assert _tasks(few) < _tasks(many)
    assert _messages(few) < _messages(many)
    assert large == small


def _reported(cast: Cast, account: Account) -> tuple[Incident, int]:
    """A report by an account as a request brings it, and how many queries it took."""
    people = [*involved(cast, "pupil", Part.SUBJECT), *involved(cast, "second_pupil", Part.HARMED)]
    school, by = cast.school, holder(cast.teacher.pk)
    assert by is not None
    with CaptureQueriesContext(connection) as asked:
        incident = actions.report(school=school, account=account, people=people, by=by)
    return incident, sum("SAVEPOINT" not in query["sql"] for query in asked)  # the test's own transaction


def _tasks(incident: Incident) -> int:
    return Task.objects.filter(incident=incident).count()


def _messages(incident: Incident) -> int:
    about_tasks = Message.objects.filter(about_id__in=incident.tasks.values("pk"))
    return Message.objects.about(incident).count() + about_tasks.filter(about_label="incidents.task").count()
