"""Thirty-two concerns as people write them, from the report to the end, by the product's own acts.

They are the concerns of the demonstration (esafety/office/demo/concerns). What must become of each is
written down here, from the published rules and not from the code.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from esafety.access.refusals import NotNow
from esafety.audit.verify import faults
from esafety.office.demo import founding
from esafety.office.demo.concerns import STORIES
from esafety.office.demo.founding import Roster
from esafety.office.demo.playing import Scene, tell
from esafety.office.demo.story import Story
from esafety.outbox.models import Message
from esafety.outbox.notices import declared_notices
from esafety.people.models import ExternalContact, User
from incidents import actions
from incidents.access import INCIDENTS, RECEIPTS
from incidents.lists.search import matching
from incidents.models import Incident, Statement, Task
from incidents.record.lacks import not_ended
from incidents.record.printed import printed_record
from incidents.vocabulary import (
    AcceptedAs,
    IncidentType,
    LearningArea,
    Part,
    PersonSort,
    ReporterKind,
    Status,
    WhenKnown,
)
from tests.builders import advance, do_tasks, end_allegations, holder
from tests.cast import Rows


class Ends(NamedTuple):
    """Owner; who sees it by post; who is told at once; the tasks it opens besides the first look; whether
    the authority's officer is owed a copy when it closes."""

    owner: str
    sees: str
    told: str
    tasks: str
    copy: bool = False


SAFETY = "co_ordinator dsl deputy second_deputy head"
LEADS = "dsl deputy second_deputy head"
"""The second deputy is away on a course these days: she sees what she may, and nobody relies on telling her."""

# fmt: off
ENDS: dict[str, Ends] = {
    # content: unsuitable by accident is the co-ordinator's and gets blocked; illegal or harmful is the lead's
    "advert-in-lesson":       Ends("co_ordinator", SAFETY, "co_ordinator", "block"),
    "race-video":             Ends("co_ordinator", SAFETY, "co_ordinator", "block parents sanction"),
    "propaganda-clip":        Ends("dsl", LEADS, "dsl deputy head", "police channel filter_review", copy=True),
    "usb-stick":              Ends("dsl", LEADS, "dsl deputy head", "police", copy=True),
    "search-at-night":        Ends("dsl", LEADS, "dsl deputy head", "police", copy=True),
    "betting-advert":         Ends("co_ordinator", SAFETY, "co_ordinator", "block"),
    # contact: the lead's, and the police's where the rules say so
    "game-friend":            Ends("dsl", LEADS, "dsl deputy head", "police", copy=True),
    "brothers-group":         Ends("dsl", LEADS, "dsl deputy", "channel filter_review", copy=True),
    "stranger-in-quiz":       Ends("dsl", LEADS, "dsl deputy", "", copy=True),
    "pictures-by-message":    Ends("dsl", LEADS, "dsl deputy head", "police", copy=True),
    "ta-direct-messages":     Ends("head", LEADS, "head dsl deputy", "lado_consider lado_refer", copy=True),
    # conduct
    "class-chat":             Ends("co_ordinator", SAFETY, "co_ordinator", "parents sanction"),
    "class-chat-again":       Ends("co_ordinator", SAFETY, "co_ordinator", "parents sanction"),
    "complaint-in-polish":    Ends("head", SAFETY, "head", "acknowledge parents sanction"),
    "proxy-list":             Ends("co_ordinator", SAFETY, "co_ordinator", "network parents sanction"),
    "teachers-password":      Ends("head", LEADS, "head", "chair_consider network parents sanction", copy=True),
    "strange-code-on-blog":   Ends("co_ordinator", SAFETY, "co_ordinator", ""),
    "picture-request":        Ends("dsl", LEADS, "dsl deputy", "parents sanction", copy=True),
    "comments-in-group":      Ends("dsl", LEADS, "dsl deputy", "parents sanction", copy=True),
    "phone-in-toilets":       Ends("co_ordinator", SAFETY, "co_ordinator", "parents sanction"),
    "fake-account":           Ends("head", LEADS, "head", "chair_consider", copy=True),
    # commerce
    "coins-and-cards":        Ends("co_ordinator", SAFETY, "co_ordinator", ""),
    "parcel-text":            Ends("co_ordinator", SAFETY, "co_ordinator", ""),
    "homework-films":         Ends("co_ordinator", SAFETY, "co_ordinator", ""),
    # data and machines
    "wrong-attachment":       Ends("co_ordinator", SAFETY, "co_ordinator head", "data_breach"),
    "server-locked":          Ends("co_ordinator", SAFETY, "co_ordinator", "network"),
    # adults: the head's; about the head the chair's; about the chair the vice-chair's; about the lead the head's
    "ta-laptop-alert":        Ends("head", LEADS, "head dsl deputy", "police lado_consider", copy=True),
    "coach-on-bus":           Ends("head", LEADS, "head dsl deputy", "lado_consider", copy=True),
    "head-shares-photo":      Ends("chair", "chair", "chair", "lado_consider child_safe data_breach", copy=True),
    "governor-posts":         Ends("chair", "chair head", "chair head", "child_safe chair_consider", copy=True),
    "chair-forwards-minutes": Ends("vice_chair", "vice_chair head", "vice_chair head", "child_safe data_breach",
                                   copy=True),
    "lead-leaves-laptop":     Ends("head", "deputy second_deputy head", "head deputy", "lado_consider data_breach",
                                   copy=True),
}
# fmt: on

POLICE_FIRST = {IncidentType.CSA_IMAGES, IncidentType.GROOMING, IncidentType.OBSCENE_TO_CHILD}
"""Kinds that no one may close, or wave through, without the report to the police (E N.B.)."""
ADULTS_OF_THE_SCHOOL = {PersonSort.STAFF, PersonSort.HEAD, PersonSort.GOVERNOR}


def judged(story: Story, expected: Ends) -> AcceptedAs:
    """What a careful person triages it as."""
    if any(one.part == Part.SUBJECT and one.sort in ADULTS_OF_THE_SCHOOL for one in story.people):
        return AcceptedAs.STAFF_ALLEGATION
    return AcceptedAs.SAFEGUARDING if expected.owner == "dsl" else AcceptedAs.ONLINE_SAFETY


@pytest.fixture(scope="module")
def _kept() -> dict[str, Any]:
    return {}


@pytest.fixture
def scene(db: None, _kept: dict[str, Any]) -> Scene:
    """The school of the demonstration, without those to whom nothing happens."""
    if "rows" not in _kept:
        _kept.update(roster=founding.found(timezone.localdate(), crowd=False), rows=Rows())
    else:
        _kept["rows"].put()
    kept: Roster = _kept["roster"]
    return Scene(Roster(kept.school, dict(kept.users), dict(kept.persons)))


@pytest.fixture(params=STORIES, ids=lambda story: story.slug)
def story(request: pytest.FixtureRequest) -> Story:
    found: Story = request.param
    return found


@pytest.fixture
def incident(scene: Scene, story: Story) -> Incident:
    """The concern, just reported."""
    return tell(scene, story, timezone.now())


def account_of(scene: Scene, key: str) -> User:
    return User.objects.get(pk=scene.roster.users[key].pk)


def sees(user: User, incident: Incident) -> bool:
    return INCIDENTS.visible_to(user, Incident.objects.filter(pk=incident.pk)).exists()


def messages(incident: Incident) -> list[Message]:
    """What is owed about it and would be sent now."""
    owed = Message.objects.filter(about_label="incidents.incident", about_id=incident.pk)
    return [one for one in owed if declared_notices()[one.notice].may_receive(incident, one.recipient)]


def subjects(story: Story) -> list[str]:
    return [one.who[1:] for one in story.people if one.part == Part.SUBJECT and one.who[0] == "@"]


def test_the_stories_cover_what_they_must() -> None:
    assert set(ENDS) == {story.slug for story in STORIES}
    types = {one for story in STORIES for one in (story.account.primary_type, *story.account.types)}
    assert types == set(IncidentType)
    sorts = {one.sort for story in STORIES for one in story.people if one.part == Part.SUBJECT}
    assert sorts >= {PersonSort.CHILD, PersonSort.STAFF, PersonSort.HEAD, PersonSort.GOVERNOR}
    assert {"dsl", "head", "governor", "chair"} <= {key for story in STORIES for key in subjects(story)}
    assert {story.account.when_known for story in STORIES} == set(WhenKnown)
    assert {story.reporter.kind for story in STORIES} == set(ReporterKind) - {ReporterKind.NO_ACCOUNT}
    assert max(len(story.account.description) for story in STORIES) > 1_500
    assert max(len(story.people) for story in STORIES) >= 5


def test_it_reaches_who_must_act_and_nobody_else(scene: Scene, story: Story, incident: Incident) -> None:
    expected = ENDS[story.slug]
    assert incident.owned
    assert incident.owner_role == expected.owner
    seen_by = {key for key in scene.roster.users if sees(account_of(scene, key), incident)}
    assert seen_by == set(expected.sees.split())
    assert not seen_by & set(subjects(story))
    opened = set(incident.tasks.values_list("code", flat=True)) - {"first_look"}
    assert opened == set(expected.tasks.split())


def test_who_must_know_is_told_and_the_subject_is_not(scene: Scene, story: Story, incident: Incident) -> None:
    key_of = {user.pk: key for key, user in scene.roster.users.items()}
    told = {key_of[one.to_user_id] for one in messages(incident) if "received" not in one.notice}
    assert told == set(ENDS[story.slug].told.split())
    thanked = [key_of[one.to_user_id] for one in messages(incident) if "received" in one.notice]
    assert thanked == [story.by]
    concerned = {scene.roster.users[key].pk for key in subjects(story) if key in scene.roster.users}
    assert not [
        one for one in Message.objects.all() if one.to_user_id in concerned and one in messages(incident)
    ]


def test_what_was_typed_is_kept_to_the_letter(story: Story, incident: Incident) -> None:
    statement = Statement.objects.get(incident=incident)
    for column, typed in story.account.as_columns().items():
        if column not in {"happened_on", "happened_until"}:
            assert getattr(statement, column) == typed, column
    assert bool(statement.happened_on) == (story.happened is not None)
    rows = list(incident.involvements.order_by("pk"))
    assert len(rows) == len(story.people)
    for row, one in zip(rows, story.people, strict=True):
        assert row.part == one.part
        assert row.name == ("" if one.who.startswith("@") else one.who)
    words = story.account.description.split()
    typed = " ".join(word for word in words[:40] if word.isascii() and word.isalpha())
    assert matching(typed, incident.school_id).filter(incident=incident)


def test_the_reporter_keeps_sight_of_a_receipt_only(scene: Scene, story: Story, incident: Incident) -> None:
    reporter = account_of(scene, story.by)
    assert RECEIPTS.visible_to(reporter, Incident.objects.all()).get() == incident
    if story.by not in ENDS[story.slug].sees.split():
        assert not sees(reporter, incident)
        with pytest.raises(PermissionDenied):
            actions.add_note(incident=incident, text="x", standing="fact", audience="everyone", by=reporter)


def test_it_is_followed_to_its_end(scene: Scene, story: Story, incident: Incident) -> None:
    expected = ENDS[story.slug]
    incident = advance(incident, to=Status.IN_PROGRESS, accepted_as=judged(story, expected))
    lead = holder(incident)
    assert lead.pk not in {scene.roster.users[key].pk for key in subjects(story) if key in scene.roster.users}
    refuse_to_close_while_it_lacks(incident, lead)
    keep_the_police_first(story, incident, lead)
    do_tasks(incident, by=lead, required_only=False)
    refuse_to_close_without_an_outcome_of_each_allegation(incident, lead)
    incident = close(incident, lead)
    assert incident.status == Status.CLOSED
    assert incident.tasks.open().filter(code="copy").exists() == expected.copy
    ended = [one for one in messages(incident) if one.notice == "incident.ended"]
    assert [one.to_user_id for one in ended] == [scene.roster.users[story.by].pk]
    assert not list(faults())


def refuse_to_close_while_it_lacks(incident: Incident, lead: User) -> None:
    lacking = list(incident.tasks.open().filter(required=True))
    if lacking:
        with pytest.raises(NotNow) as refused:
            close(incident, lead)
        assert all(task.words in str(refused.value) for task in lacking)
        incident.refresh_from_db()
        assert incident.status == Status.IN_PROGRESS
        assert incident.outcome == ""


def refuse_to_close_without_an_outcome_of_each_allegation(incident: Incident, lead: User) -> None:
    if not not_ended(incident):
        return
    with pytest.raises(NotNow, match="the outcome of the allegation"):
        close(incident, lead)
    end_allegations(incident, lead)


def keep_the_police_first(story: Story, incident: Incident, lead: User) -> None:
    if not POLICE_FIRST & {story.account.primary_type, *story.account.types}:
        return
    police: Task = incident.tasks.get(code="police")
    with pytest.raises(NotNow):
        actions.set_task_aside(task=police, reason="Not worth it.", by=lead)
    do_tasks(incident, by=lead, required_only=False, but="police")
    with pytest.raises(NotNow, match="police"):
        close(incident, lead)


def close(incident: Incident, by: User) -> Incident:
    return actions.close(
        incident=incident,
        outcome="Dealt with; everybody is safe. ✅",
        reason="Nothing further is needed.",
        learning_area=LearningArea.TEACHING,
        learning="A lesson on telling.",
        actions_staff=[],
        actions_child=[],
        specific_action="",
        version=incident.version,
        by=by,
    )


def test_the_printed_record_holds_the_form_and_the_chronology(story: Story, incident: Incident) -> None:
    incident = advance(incident, to=Status.CLOSED, outcome="Dealt with.")
    record = printed_record(incident, holder(incident))
    assert record["statement"].description == story.account.description
    ticked = {box.label for box in record["types"] if box.ticked}
    for one in {story.account.primary_type, *story.account.types} - {IncidentType.OTHER}:
        assert str(one.label) in ticked
    assert [row.who for row in record["involved"]] == [str(row) for row in incident.involvements.all()]
    if story.reporter.kind == ReporterKind.WITHHELD:
        assert record["reporter"] == "Withheld"
    else:
        assert record["reporter"].startswith(story.reporter.name or str(incident.reported_by))
    assert any("Closing" in step.what for step in record["chronology"])
    assert record["chronology"] == sorted(record["chronology"], key=lambda step: step.at)


def test_nobody_outside_the_school_is_told_of_any(scene: Scene) -> None:
    for story in STORIES:
        tell(scene, story, timezone.now())
    assert not Message.objects.filter(to_contact__isnull=False).exists()
    assert ExternalContact.objects.exists()
    assert Incident.objects.count() == len(STORIES)
    assert len(set(Incident.objects.values_list("reference", flat=True))) == len(STORIES)
