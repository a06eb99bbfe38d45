"""Procedures: which open for which facts, how they merge, and that nothing done is ever lost."""

from __future__ import annotations

import csv
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from esafety.access.refusals import NotNow
from esafety.outbox.models import Message
from esafety.people.vocabulary import Role
from incidents import actions
from incidents.actions.guard import fresh
from incidents.actions.tasks import finish_task, set_task_aside
from incidents.models import Incident, RoutingNote, Task
from incidents.policy.acts import ACTS
from incidents.policy.procedures import EDITION, PROCEDURES, procedures
from incidents.policy.routing import DUTIES, Facts, Subject, TaskCode
from incidents.record.todo import NEXT, to_do
from incidents.tagging import note_types
from incidents.vocabulary import (
    AcceptedAs,
    FoundBy,
    IncidentType,
    LearningArea,
    Nature,
    Part,
    Records,
    Status,
    TaskState,
)
from tests.builders import a_concern, advance, do_tasks, holder, involved
from tests.cast import Cast
from tests.incidents.procedures_oracle import EXPECTED, lines

As = Callable[[str], Client]
DONE_BEFORE = "Done before anything changed"


def facts_of(line: dict[str, str]) -> Facts:
    about = {"nobody": frozenset(), "staff": frozenset({Subject.STAFF})}
    return Facts(
        types=frozenset({IncidentType(line["type"])}),
        nature=Nature(line["nature"]),
        subjects=about.get(line["it is about"])
        or frozenset(Subject(one) for one in _some(line["it is about"])),
        staff_harmed=line["harmed"] == "staff",
        pupil_harmed=line["harmed"] == "pupil",
        found_by=FoundBy(line["came as"]),
        accepted_as=AcceptedAs(line["taken as"]) if line["taken as"] else None,
    )


def _some(word: str) -> list[str]:
    return [] if word == "nobody" else [word]


def test_every_kind_of_matter_opens_what_the_reviewed_page_says() -> None:
    with EXPECTED.open(encoding="utf-8") as file:
        expected = list(csv.DictReader(file))
    assert [tuple(line.values()) for line in expected] == list(lines()), (
        "Run procedures_oracle.py and read the difference"
    )
    wrong = [
        (line, found)
        for line in expected
        if (found := " ".join(sorted(row.id for row in procedures(facts_of(line)))) or "none")
        != line["procedures"]
    ]
    assert wrong == []


def test_two_kinds_of_matter_at_once_open_what_each_opens() -> None:
    both = Facts(types=frozenset({IncidentType.BULLYING, IncidentType.NUDES}), pupil_harmed=True)
    assert {row.id for row in procedures(both)} == {"bullying", "nudes"}


def test_each_row_of_the_page_is_a_procedure_and_each_is_opened_by_something() -> None:
    with EXPECTED.open(encoding="utf-8") as file:
        opened = {one for line in csv.DictReader(file) for one in line["procedures"].split()}
    assert {row.id for row in PROCEDURES} == opened - {"none"}
    assert len(PROCEDURES) == 21, "the twenty rows of the page; on purpose is two, with and without a site"


def test_the_steps_are_fit_to_be_stored_and_read() -> None:
    words: dict[str, str] = {}
    for row in PROCEDURES:
        assert row.source
        assert len(row.id) <= 21
        assert len(row.source) <= 80
        codes = [step.task.code for step in row.steps]
        assert len(codes) == len(set(codes)), row.id
        for step in row.steps:
            assert words.setdefault(step.task.code, step.task.words) == step.task.words, "one code, one step"
            assert step.task.guidance
            assert len(step.task.guidance) <= 600
            assert len(step.task.words) <= 200
            assert step.source[0] in "ABCDEG"
    for duty in DUTIES:
        for task in duty.tasks:
            assert words.get(task.code, task.words).startswith(task.words[:20]), task.code


def test_no_code_of_a_step_is_the_beginning_of_another() -> None:
    codes = (
        {step.task.code for row in PROCEDURES for step in row.steps}
        | {str(code) for code in TaskCode}
        | set(ACTS)
    )
    clash = [(one, other) for one in codes for other in codes if one != other and other.startswith(one)]
    assert clash == []


def test_nothing_opens_before_triage(cast: Cast) -> None:
    incident = a_concern(cast, type=IncidentType.BULLYING, harmed="second_pupil")
    assert not incident.tasks.exclude(asked_by=[]).exists()


def test_triage_opens_the_steps_with_their_words_clock_source_and_edition(cast: Cast) -> None:
    incident = advance(a_concern(cast, type=IncidentType.SELF_HARM, about=(), harmed="pupil"), Status.TRIAGED)
    check = incident.tasks.get(code="welfare_check")
    assert check.words == "See the child today: are they safe now?"
    assert (check.rule, check.source, check.edition) == ("do:self-harm", "C 4.9", EDITION)
    assert check.asked_by == ["Suicide, self-harm and eating disorders"]
    assert check.required
    assert check.due_at
    assert check.guidance
    review = incident.tasks.get(code=TaskCode.FILTER_REVIEW)
    assert review.role == Role.NETWORK_MANAGER
    note = incident.routing_notes.get(rule="do:self-harm")
    assert "6 steps" in note.effect


def test_a_step_of_two_procedures_is_there_once_with_both_sources(cast: Cast) -> None:
    incident = a_concern(
        cast,
        type=IncidentType.BULLYING,
        types=[IncidentType.SEXUAL_HARASSMENT],
        harmed="second_pupil",
        nature=Nature.DELIBERATE,
    )
    before = incident.tasks.get(code=TaskCode.PARENTS)
    incident = advance(incident, Status.TRIAGED)
    parents = incident.tasks.get(code__startswith=TaskCode.PARENTS)
    assert parents.pk == before.pk
    assert parents.asked_by == [
        "On purpose, by a pupil",
        "Sexual harassment between pupils",
        "Online bullying of a pupil",
    ]
    for source in ("C 4.3", "C 4.6", "C 4.5"):
        assert source in parents.source
    assert parents.records == Records.PARENTS
    assert parents.guidance


def test_a_merged_step_has_the_quickest_of_its_clocks_and_is_never_less_needed(cast: Cast) -> None:
    incident = a_concern(cast, type=IncidentType.GROOMING, nature=Nature.DELIBERATE, about="pupil")
    slow = incident.tasks.get(code=TaskCode.PARENTS).due_at
    incident = advance(incident, Status.TRIAGED)
    quick = incident.tasks.get(code=TaskCode.PARENTS)
    assert quick.due_at < slow, "the next school day for contact by an adult"
    assert quick.required


def test_new_facts_open_more_and_what_was_done_stays_done(cast: Cast) -> None:
    incident = advance(a_concern(cast, type=IncidentType.BULLYING, harmed="second_pupil"), Status.TRIAGED)
    lead = holder(incident)
    parents = incident.tasks.get(code=TaskCode.PARENTS)
    finish_task(task=parents, result="Rang both.", by=lead)
    (harmed,) = involved(cast, "second_teacher", Part.HARMED)
    actions.add_person(incident=incident, involved=harmed, version=fresh(incident).version, by=lead)
    parents.refresh_from_db()
    assert (parents.state, parents.result) == (TaskState.DONE, "Rang both.")
    assert incident.tasks.filter(code__startswith=TaskCode.PARENTS).count() == 1
    assert incident.tasks.filter(code="staff_help").exists(), "a member of staff is harmed too"


def test_what_was_set_aside_is_asked_again_when_a_further_procedure_needs_it(cast: Cast) -> None:
    incident = advance(a_concern(cast, type=IncidentType.BULLYING, harmed="second_pupil"), Status.TRIAGED)
    lead = holder(incident)
    set_task_aside(task=incident.tasks.get(code="support_plan"), reason="She wants none.", by=lead)
    actions.route(incident=incident, by=lead)
    assert not incident.tasks.filter(code="support_plan_2").exists(), "nothing new is known"
    note_types(incident, [IncidentType.NUDES])
    actions.route(incident=incident, by=lead)
    assert incident.tasks.get(code="support_plan_2").state == TaskState.OPEN
    assert incident.tasks.get(code="support_plan").result == "She wants none."


def test_a_later_edition_of_the_tables_changes_no_open_case(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    incident = advance(a_concern(cast, type=IncidentType.BULLYING, harmed="second_pupil"), Status.TRIAGED)
    before = list(incident.tasks.values_list("code", "words", "edition").order_by("pk"))
    monkeypatch.setattr("incidents.actions.procedures.EDITION", "2030-01")
    actions.route(incident=incident, by=holder(incident))
    assert list(incident.tasks.values_list("code", "words", "edition").order_by("pk")) == before
    assert incident.routing_notes.filter(rule="do:bullying").count() == 1


def test_a_post_that_is_given_several_steps_gets_one_message(cast: Cast) -> None:
    incident = advance(a_concern(cast, type=IncidentType.TECHNICAL, about=()), Status.TRIAGED)
    assert incident.tasks.filter(role=Role.NETWORK_MANAGER).count() >= 4
    told = Message.objects.filter(to_user=cast.technician, notice="incident.task_given")
    assert told.count() == 2, "one when it was reported, one when the procedure opened"


def test_about_an_adult_of_the_school_every_step_falls_to_the_owner_alone(cast: Cast) -> None:
    incident = advance(
        a_concern(cast, about="teacher", by="second_teacher", type=IncidentType.SOFT_PORN), Status.TRIAGED
    )
    assert incident.tasks.filter(code="hr_asked").exists()
    assert not incident.tasks.exclude(role="").exists()


@pytest.mark.parametrize(
    "kind", [IncidentType.GROOMING, IncidentType.CSA_IMAGES, IncidentType.OBSCENE_TO_CHILD]
)
def test_procedures_do_not_excuse_the_police_of_what_they_must_hear_of(
    cast: Cast, kind: IncidentType
) -> None:
    incident = advance(a_concern(cast, type=kind, about=(), harmed="pupil"), Status.TRIAGED)
    police = incident.tasks.get(code=TaskCode.POLICE)
    assert police.required
    assert police.records == Records.POLICE


CHANGES = st.lists(st.sampled_from([*IncidentType]), min_size=1, max_size=4)
ENDS = st.lists(st.tuples(st.integers(0, 40), st.booleans()), max_size=6)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kinds=CHANGES, ends=ENDS)
def test_whatever_comes_to_light_nothing_done_is_lost_and_nothing_is_asked_twice(
    cast: Cast, kinds: list[IncidentType], ends: list[tuple[int, bool]]
) -> None:
    incident = advance(a_concern(cast, type=kinds[0], harmed="second_pupil"), Status.TRIAGED)
    kept: dict[int, tuple[str, str]] = {}
    for kind in kinds[1:] or [kinds[0]]:
        for number, done in ends:
            left = list(incident.tasks.open().exclude(code__in=ACTS))
            if left:
                _end(left[number % len(left)], done, holder(fresh(incident)))
        kept = {task.pk: (task.state, task.result) for task in incident.tasks.exclude(state=TaskState.OPEN)}
        required = set(incident.tasks.filter(required=True).values_list("pk", flat=True))
        note_types(incident, [kind])
        actions.route(incident=incident, by=holder(fresh(incident)))
        now = {task.pk: (task.state, task.result) for task in incident.tasks.all()}
        assert {pk: now[pk] for pk in kept} == kept
        assert required <= set(incident.tasks.filter(required=True).values_list("pk", flat=True))
        assert_each_step_is_open_once(incident)
    assert set(RoutingNote.objects.filter(incident=incident, rule="do:bullying").values_list("edition")) <= {
        (EDITION,)
    }


def _end(task: Task, done: bool, by: Any) -> None:
    try:
        if done:
            finish_task(task=task, result=DONE_BEFORE, by=by)
        else:
            set_task_aside(task=task, reason=DONE_BEFORE, by=by)
    except NotNow:
        finish_task(task=task, result=DONE_BEFORE, by=by)


def assert_each_step_is_open_once(incident: Incident) -> None:
    """Of each step of a procedure at most one is open, and none beside one that is done."""
    for code in {step.task.code for row in PROCEDURES for step in row.steps}:
        states = [task.state for task in incident.tasks.asking(code)]
        assert states.count(TaskState.OPEN) <= 1, code
        assert not (TaskState.OPEN in states and TaskState.DONE in states) or code == TaskCode.POLICE, code


def test_a_lead_reads_a_few_things_to_do_and_not_twenty_lists(cast: Cast, as_: As) -> None:
    incident = advance(
        a_concern(
            cast,
            type=IncidentType.NUDES,
            types=[IncidentType.BULLYING, IncidentType.SEXUAL_HARASSMENT],
            harmed="second_pupil",
            nature=Nature.DELIBERATE,
        ),
        Status.IN_PROGRESS,
    )
    tasks = list(incident.tasks.all())
    shown = to_do(incident, cast.dsl, tasks)
    assert len(shown.next) == NEXT
    assert len(shown.next) + shown.later == sum(task.state == TaskState.OPEN for task in tasks)
    assert shown.next[0].task.code == "imagery_rule", "at once comes first"
    names = [fold.name for fold in shown.folds]
    assert len(names) == len(set(names))
    page = as_("dsl").get(incident.get_absolute_url()).content.decode()
    assert f"Later: {shown.later} more steps" in page


def test_a_tick_is_one_press_and_goes_back_to_the_incident(cast: Cast, as_: As) -> None:
    incident = advance(a_concern(cast, type=IncidentType.BULLYING, harmed="second_pupil"), Status.IN_PROGRESS)
    task = incident.tasks.get(code="no_reply")
    answer = as_("dsl").post(f"/tasks/{task.key}/", {"ending": "done", "back": "incident"})
    assert answer.url == f"{incident.get_absolute_url()}#todo"
    task.refresh_from_db()
    assert (task.state, task.ended_by) == (TaskState.DONE, cast.dsl)


def test_what_records_more_than_a_tick_wants_words(cast: Cast, as_: As) -> None:
    incident = advance(a_concern(cast, type=IncidentType.BULLYING, harmed="second_pupil"), Status.IN_PROGRESS)
    task = incident.tasks.get(code="support_plan")
    answer = as_("dsl").post(f"/tasks/{task.key}/", {"ending": "done", "back": "incident"})
    assert answer.status_code == 422
    assert task.guidance in answer.content.decode()


def test_an_incident_is_not_closed_over_a_required_step_and_can_be_with_reasons(cast: Cast) -> None:
    incident = advance(a_concern(cast, type=IncidentType.BULLYING, harmed="second_pupil"), Status.IN_PROGRESS)
    lead = holder(incident)
    do_tasks(incident)
    plan = incident.tasks.get(code="support_plan")
    Task.objects.filter(pk=plan.pk).update(state=TaskState.OPEN, ended_at=None)
    with pytest.raises(NotNow, match="Agree what support they get"):
        close(incident, lead)
    set_task_aside(task=fresh_task(plan), reason="Her parents arrange it themselves.", by=lead)
    close(incident, lead)
    left = incident.tasks.get(code="parent_workshop")
    assert (left.state, left.result) == (
        TaskState.NOT_NEEDED,
        "Not needed to close: Agreed with both families.",
    )


def fresh_task(task: Task) -> Task:
    return Task.objects.get(pk=task.pk)


def close(incident: Incident, by: Any) -> None:
    incident = fresh(incident)
    actions.close(
        incident=incident,
        outcome="Settled.",
        reason="Agreed with both families.",
        learning_area=LearningArea.NOTHING,
        learning="",
        actions_staff=[],
        actions_child=[],
        specific_action="",
        version=incident.version,
        by=by,
    )


def test_what_was_given_to_somebody_is_still_theirs_after_closing(cast: Cast) -> None:
    incident = advance(
        a_concern(cast, type=IncidentType.SOFT_PORN, nature=Nature.ACCIDENTAL), Status.IN_PROGRESS
    )
    do_tasks(incident)
    close(incident, holder(incident))
    assert incident.tasks.get(code=TaskCode.BLOCK).state == TaskState.OPEN


@pytest.mark.parametrize(
    ("area", "code", "role"),
    [
        (LearningArea.FILTER, "learn_filter", Role.NETWORK_MANAGER),
        (LearningArea.POLICY, "learn_policy", Role.CO_ORDINATOR),
        (LearningArea.TEACHING, "learn_teaching", Role.CO_ORDINATOR),
    ],
)
def test_what_was_learnt_is_asked_of_whoever_can_change_it_without_the_story(
    cast: Cast, as_: As, area: LearningArea, code: str, role: Role
) -> None:
    incident = advance(
        a_concern(cast, type=IncidentType.SELF_HARM, about=(), harmed="pupil"),
        Status.CLOSED,
        learning_area=area,
        learning="The site was open to all.",
    )
    task = incident.tasks.get(code=code)
    assert (task.state, task.role) == (TaskState.OPEN, role)
    who = "technician" if role == Role.NETWORK_MANAGER else "co_ordinator"
    page = as_(who).get(f"/tasks/{task.key}/").content.decode()
    assert "closed incident asks for" in page
    assert "open to all" not in page
    assert incident.get_absolute_url() not in page
