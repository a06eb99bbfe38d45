"""What is recorded of each person's part, apart: never more of one than of that one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from esafety.access.refusals import NotNow
from incidents import actions
from incidents.models import Incident, Involvement, PartEntry
from incidents.policy.routing import TaskCode
from incidents.record.printed import printed_copy, printed_record
from incidents.vocabulary import DecisionKind, IncidentType, Nature, Part, PartKind, Status, TaskState
from tests.builders import a_concern, advance
from tests.cast import Cast

As = Callable[[str], Client]
SHE_SAID = "Her mother said she had seen it coming."


@pytest.fixture
def incident(cast: Cast) -> Incident:
    return advance(
        a_concern(
            cast, type=IncidentType.BULLYING, about="pupil", harmed="second_pupil", nature=Nature.DELIBERATE
        ),
        Status.IN_PROGRESS,
    )


def part(incident: Incident, which: Part) -> Involvement:
    return Involvement.objects.select_related("incident__school", "person").get(incident=incident, part=which)


def told(row: Involvement, by: Any, **more: Any) -> PartEntry:
    given = {"told_on": timezone.localdate(), "told_by": "Mr Rashid, by telephone", "words": SHE_SAID, **more}
    return actions.record_part(row=row, kind=PartKind.PARENTS_TOLD, by=by, **given)


@pytest.mark.parametrize("kind", [DecisionKind.PARENTS_TOLD, DecisionKind.PARENTS_NOT_TOLD])
def test_a_decision_that_says_it_ends_the_task_to_tell_parents(
    cast: Cast, incident: Incident, kind: DecisionKind
) -> None:
    told = {"words": "By telephone.", "reason": "Both families know.", "by": cast.co_ordinator}
    actions.decide(incident=incident, kind=DecisionKind.OTHER, **told)
    assert incident.tasks.get(code=TaskCode.PARENTS).state == TaskState.OPEN
    actions.decide(incident=incident, kind=kind, **told)
    assert incident.tasks.get(code=TaskCode.PARENTS).state == TaskState.DONE


def test_the_task_to_tell_parents_ends_when_it_is_on_record_for_each_child(
    cast: Cast, incident: Incident
) -> None:
    told(part(incident, Part.HARMED), cast.co_ordinator)
    assert incident.tasks.get(code=TaskCode.PARENTS).state == TaskState.OPEN
    actions.record_part(
        row=part(incident, Part.SUBJECT),
        kind=PartKind.PARENTS_NOT,
        words="The police asked us to wait.",
        by=cast.co_ordinator,
    )
    task = incident.tasks.get(code=TaskCode.PARENTS)
    assert (task.state, task.ended_by) == (TaskState.DONE, cast.co_ordinator)


def test_what_is_recorded_of_one_child_stands_with_that_child_alone(
    cast: Cast, incident: Incident, as_: As
) -> None:
    harmed, subject = part(incident, Part.HARMED), part(incident, Part.SUBJECT)
    told(harmed, cast.co_ordinator)
    hers = as_("dsl").get(f"{incident.get_absolute_url()}people/{harmed.pk}/").content.decode()
    his = as_("dsl").get(f"{incident.get_absolute_url()}people/{subject.pk}/").content.decode()
    assert SHE_SAID in hers
    assert SHE_SAID not in his
    sections = printed_record(incident, cast.dsl)["parts"]
    assert [(one.row, [entry.words for entry in one.entries]) for one in sections] == [(harmed, [SHE_SAID])]
    assert "parts" not in printed_copy(incident, cast.dsl), "a copy for the authority leaves it out"


def test_earlier_entries_stay_and_cannot_be_rewritten(cast: Cast, incident: Incident) -> None:
    row = part(incident, Part.HARMED)
    first = actions.record_part(row=row, kind=PartKind.OUTCOME, words="Better.", by=cast.dsl)
    actions.record_part(row=row, kind=PartKind.OUTCOME, words="Worse again.", by=cast.dsl)
    assert row.entries.count() == 2
    with pytest.raises(DatabaseError, match="append-only|permission denied"), transaction.atomic():
        PartEntry.objects.filter(pk=first.pk).update(words="Never better.")


def test_whether_it_was_meant_is_each_person_s_own(cast: Cast, incident: Incident) -> None:
    row = part(incident, Part.SUBJECT)
    actions.record_part(
        row=row,
        kind=PartKind.NATURE,
        nature=Nature.ACCIDENTAL,
        words="He sent it to the wrong chat.",
        by=cast.dsl,
    )
    row.refresh_from_db()
    assert row.nature == Nature.ACCIDENTAL
    assert part(incident, Part.HARMED).nature != Nature.ACCIDENTAL
    incident.refresh_from_db()
    assert incident.nature == Nature.DELIBERATE


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"told_on": None}, "Say when"),
        ({"told_by": ""}, "by whom"),
        ({"told_on": dt.date(2999, 1, 1)}, "still to come"),
        ({"nature": Nature.DELIBERATE}, "deliberate or accidental"),
    ],
)
def test_parents_told_says_when_and_by_whom(
    cast: Cast, incident: Incident, more: dict[str, Any], words: str
) -> None:
    with pytest.raises(NotNow, match=words):
        told(part(incident, Part.HARMED), cast.dsl, **more)


def test_an_adult_has_no_parents_and_a_closed_case_no_new_entries(cast: Cast, incident: Incident) -> None:
    adult = advance(
        a_concern(cast, about="teacher", by="second_teacher", type=IncidentType.GAMING), Status.IN_PROGRESS
    )
    with pytest.raises(NotNow, match="about a child"):
        told(part(adult, Part.SUBJECT), cast.head)
    closed = advance(incident, Status.CLOSED)
    with pytest.raises(NotNow, match="closed"):
        told(part(closed, Part.HARMED), cast.dsl)


def test_who_does_not_work_on_it_records_nothing(cast: Cast, incident: Incident, as_: As) -> None:
    row = part(incident, Part.HARMED)
    with pytest.raises(PermissionDenied):
        told(row, cast.teacher)
    url = f"{incident.get_absolute_url()}people/{row.pk}/"
    for name in ("technician", "teacher", "other_dsl"):
        assert as_(name).get(url).status_code == 404
        assert as_(name).post(f"{url}record/support/", {"words": "x"}).status_code == 404


def test_a_part_of_another_incident_is_missing(cast: Cast, incident: Incident, as_: As) -> None:
    other = advance(a_concern(cast, about="second_pupil"), Status.IN_PROGRESS)
    foreign = part(other, Part.SUBJECT)
    for more in ("", "record/support/", "decide/"):
        assert as_("dsl").get(f"{incident.get_absolute_url()}people/{foreign.pk}/{more}").status_code == 404
    assert (
        as_("dsl")
        .get(f"{incident.get_absolute_url()}people/{part(incident, Part.HARMED).pk}/record/odd/")
        .status_code
        == 404
    )


def test_the_form_says_what_is_missing_and_keeps_what_was_typed(
    cast: Cast, incident: Incident, as_: As
) -> None:
    url = f"{incident.get_absolute_url()}people/{part(incident, Part.HARMED).pk}/record/parents_told/"
    answer = as_("dsl").post(url, {"words": SHE_SAID, "told_by": "Me\0"})
    assert answer.status_code == 422
    assert SHE_SAID in answer.content.decode()
    today = timezone.localdate()
    sent = {
        "words": SHE_SAID,
        "told_by": "Me",
        "told_on_0": today.day,
        "told_on_1": today.month,
        "told_on_2": today.year,
    }
    assert as_("dsl").post(url, sent).status_code == 302


def test_a_long_history_of_one_person_costs_no_more(cast: Cast, incident: Incident, as_: As) -> None:
    row, client = part(incident, Part.SUBJECT), as_("dsl")
    url = f"{incident.get_absolute_url()}people/{row.pk}/"
    client.get(url)
    actions.record_part(row=row, kind=PartKind.SUPPORT, words="A talk.", by=cast.dsl)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(12):
        actions.record_part(row=row, kind=PartKind.SUPPORT, words=f"Talk {number}.", by=cast.dsl)
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few)
    assert len(many) <= 16
