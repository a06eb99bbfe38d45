"""The incident's page and the acts on it, as the people concerned meet them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from esafety.access.capabilities import Capability
from esafety.audit import note
from esafety.outbox.models import Message
from esafety.people.vocabulary import Role
from incidents import actions
from incidents.access import INCIDENTS
from incidents.actions.guard import fresh
from incidents.lists.search import matching
from incidents.models import Decision, Incident, Involvement, Note, Task
from incidents.policy.routing import EDITION
from incidents.record.printed import printed_record
from incidents.told import Account
from incidents.vocabulary import (
    VIEWED,
    AcceptedAs,
    Audience,
    DecisionKind,
    IncidentType,
    Nature,
    Part,
    PersonSort,
    Standing,
    Status,
)
from tests.builders import a_concern, advance, involved
from tests.cast import Cast, sign_in

pytestmark = pytest.mark.django_db


def act(client: Client, incident: Incident, name: str, **answers: Any) -> Any:
    answers.setdefault("version", fresh(incident).version)
    return client.post(f"/incidents/{incident.reference}/{name}/", answers)


@pytest.fixture
def lead(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.dsl)


def test_the_page_shows_what_was_reported_and_why_it_came_here(lead: Client, cast: Cast) -> None:
    incident = a_concern(cast, type=IncidentType.SELF_HARM, description="She showed me a page about cutting.")
    page = lead.get(incident.get_absolute_url()).content.decode()
    assert "She showed me a page about cutting." in page
    assert "Zoë Haddad" in page
    assert "A pupil is or may be at risk of harm." in page
    assert "C 2.2.6" in page
    assert "First look" in page


def test_a_long_history_costs_no_more_queries(
    lead: Client, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    short = advance(a_concern(cast), to=Status.IN_PROGRESS)
    long = advance(a_concern(cast, about="second_pupil"), to=Status.IN_PROGRESS)
    for number in range(30):
        actions.add_note(
            incident=long,
            text=f"Note {number}",
            standing=Standing.FACT,
            audience=Audience.EVERYONE,
            by=cast.dsl,
        )
    counts = [_queries(lead, incident) for incident in (short, long)]
    assert counts[0] == counts[1]
    assert counts[1] <= 12, counts  # the session, who it is and may see it 3, the page's own 6, the trail 2


def _queries(client: Client, incident: Incident) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(incident.get_absolute_url())
    with CaptureQueriesContext(connection) as caught:
        assert client.get(incident.get_absolute_url()).status_code == 200
    return sum("SAVEPOINT" not in query["sql"] for query in caught)  # the test's own transaction


def test_older_notes_are_on_the_next_page(lead: Client, cast: Cast) -> None:
    incident = a_concern(cast, type=IncidentType.SELF_HARM)
    for number in range(25):
        actions.add_note(
            incident=incident,
            text=f"Note number {number:02}.",
            standing=Standing.FACT,
            audience=Audience.EVERYONE,
            by=cast.dsl,
        )
    first = lead.get(incident.get_absolute_url())
    assert "Note number 24." in first.content.decode()
    assert "Note number 04." not in first.content.decode()
    older = lead.get(incident.get_absolute_url(), {"before": first.context["older"]}).content.decode()
    assert "Note number 04." in older
    assert "Note number 05." not in older


def test_entries_of_one_moment_are_all_shown_once(lead: Client, cast: Cast) -> None:
    """Fifty entries that bear one moment fill three pages, each entry on one of them."""
    incident, at = a_concern(cast, type=IncidentType.SELF_HARM), timezone.now()
    same: dict[str, Any] = {"incident": incident, "by": cast.dsl, "at": at}
    said = {"standing": Standing.FACT, "audience": Audience.EVERYONE}
    Note.objects.bulk_create(Note(text=f"Note number {one:02}.", **said, **same) for one in range(25))
    decided = {"kind": DecisionKind.OTHER, "reason": "So", "edition": EDITION}
    Decision.objects.bulk_create(
        Decision(words=f"Decision number {one:02}.", **decided, **same) for one in range(25)
    )
    read, place = "", ""
    for _ in range(3):
        answer = lead.get(incident.get_absolute_url(), {"before": place})
        read, place = read + answer.content.decode(), answer.context["older"]
    assert place == ""
    for number in range(25):
        assert read.count(f"Note number {number:02}.") == 1
        assert read.count(f"Decision number {number:02}.") == 1


def test_triage_by_the_form_moves_it_and_keeps_the_reason(lead: Client, cast: Cast) -> None:
    incident = a_concern(cast, type=IncidentType.SELF_HARM)
    answer = act(
        lead,
        incident,
        "triage",
        accepted_as="safeguarding",
        primary_type="self_harm",
        risk_area="content",
        harm_test="no",
        reason="She is at risk.",
    )
    assert answer.status_code == 302, answer.context["form"].errors
    incident = fresh(incident)
    assert (incident.status, incident.accepted_as) == (Status.TRIAGED, AcceptedAs.SAFEGUARDING)
    page = lead.get(incident.get_absolute_url()).content.decode()
    assert "She is at risk." in page
    assert not Task.objects.open().filter(incident=incident, code="first_look").exists()


@pytest.mark.parametrize("left_out", ["accepted_as", "reason", "primary_type", "risk_area"])
def test_triage_without_an_answer_says_which_and_loses_nothing(
    lead: Client, cast: Cast, left_out: str
) -> None:
    incident = a_concern(cast, type=IncidentType.SELF_HARM)
    answers = {
        "accepted_as": "safeguarding",
        "primary_type": "self_harm",
        "risk_area": "content",
        "harm_test": "no",
        "reason": "A reason kept.",
    }
    del answers[left_out]
    answer = act(lead, incident, "triage", **answers)
    assert answer.status_code == 422
    assert "govuk-error-summary" in answer.content.decode()
    assert left_out == "reason" or "A reason kept." in answer.content.decode()
    assert fresh(incident).status == Status.SUBMITTED


def test_nothing_is_said_for_anybody_about_the_harm_test_of_an_adult(lead: Client, cast: Cast) -> None:
    ticked = re.compile(r'<input[^>]*name="harm_test"[^>]*checked')
    of_child, of_teacher = a_concern(cast, type=IncidentType.SELF_HARM), a_concern(cast, about="teacher")
    assert ticked.search(lead.get(f"/incidents/{of_child.reference}/triage/").content.decode())
    head = sign_in(Client(), cast.head)
    assert not ticked.search(head.get(f"/incidents/{of_teacher.reference}/triage/").content.decode())
    given = {
        "accepted_as": "staff_allegation",
        "primary_type": of_teacher.primary_type,
        "risk_area": "conduct",
    }
    answer = act(head, of_teacher, "triage", **given, reason="He was seen.")
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"harm_test"}
    assert fresh(of_teacher).status == Status.SUBMITTED


def test_the_slower_of_two_keeps_their_text_and_sees_what_happened(lead: Client, cast: Cast) -> None:
    incident = a_concern(cast, type=IncidentType.SELF_HARM)
    seen = incident.version
    advance(incident, to=Status.TRIAGED, by=cast.deputy)
    page = act(lead, incident, "set-aside", version=seen, reason="I think this is nothing.")
    body = page.content.decode()
    assert page.status_code == 409
    assert "Somebody was faster" in body
    assert "I think this is nothing." in body
    assert "Tom Bellamy triaged" in body
    again = lead.post(
        f"/incidents/{incident.reference}/set-aside/",
        {"version": page.context["form"]["version"].value(), "reason": "I think this is nothing."},
    )
    assert again.status_code == 302
    assert fresh(incident).status == Status.CLOSED


def test_closing_lists_what_the_record_lacks(lead: Client, cast: Cast) -> None:
    incident = advance(
        a_concern(cast, type=IncidentType.GROOMING, nature=Nature.DELIBERATE), to=Status.TRIAGED
    )
    answers = {"outcome": "Ended", "reason": "Done", "learning_area": "nothing"}
    page = act(lead, incident, "close", **answers)
    assert page.status_code == 409
    assert "Tell the police" in page.content.decode()
    assert "Ended" in page.content.decode()
    assert fresh(incident).status == Status.TRIAGED


def test_the_police_cannot_be_excused_for_grooming(lead: Client, cast: Cast) -> None:
    incident = a_concern(cast, type=IncidentType.GROOMING)
    task = Task.objects.get(incident=incident, code="police")
    from esafety.access.refusals import NotNow

    with pytest.raises(NotNow, match="must be told"):
        actions.set_task_aside(task=task, reason="No need", by=cast.dsl)


def test_somebody_named_as_subject_loses_sight_at_once(client: Client, cast: Cast) -> None:
    incident = advance(a_concern(cast, type=IncidentType.SELF_HARM), to=Status.IN_PROGRESS, by=cast.dsl)
    sign_in(client, cast.deputy)
    person = cast.person_of(cast.dsl)
    answer = act(client, incident, "people", people=person.pk, part="subject", nature="not_known")
    assert answer.status_code == 302, answer.context["form"].errors
    sign_in(client, cast.dsl)
    gone = client.get(incident.get_absolute_url())
    missing = client.get("/incidents/26-ZZZZ/")
    assert (gone.status_code, gone.content) == (missing.status_code, missing.content)
    moved = fresh(incident)
    assert (moved.lane, moved.owner_role, moved.assigned_to) == ("staff", "head", None)


def test_finding_people_keeps_what_was_typed(lead: Client, cast: Cast) -> None:
    incident = a_concern(cast, type=IncidentType.SELF_HARM)
    page = lead.post(
        f"/incidents/{incident.reference}/people/",
        {
            "version": incident.version,
            "find": "1",
            "search": "bright",
            "name": "Half typed",
            "part": "witness",
        },
    )
    body = page.content.decode()
    assert page.status_code == 200
    assert "Marcus Bright" in body
    assert "Half typed" in body
    assert "Theo Sands" not in body  # another school's


def test_a_person_of_another_school_cannot_be_added(lead: Client, cast: Cast) -> None:
    incident = a_concern(cast, type=IncidentType.SELF_HARM)
    answer = act(lead, incident, "people", people=cast.other_pupil.pk, part="subject", nature="not_known")
    assert answer.status_code == 422
    assert incident.involvements.count() == 1


def test_a_correction_is_a_new_edition_and_the_first_stays(lead: Client, cast: Cast) -> None:
    incident = a_concern(cast, type=IncidentType.SELF_HARM, description="First words.")
    form = lead.get(f"/incidents/{incident.reference}/correct/").context["form"]
    answers = {name: form[name].value() for name in form.fields}
    answers = {name: value for name, value in answers.items() if value not in (None, "", [])}
    answers |= {"description": "Second words.", "reason": "I mixed up the names.", "danger": "no"}
    answers |= {name: value.value if hasattr(value, "value") else value for name, value in answers.items()}
    answer = act(lead, incident, "correct", **answers)
    assert answer.status_code == 302, answer.context["form"].errors
    page = lead.get(incident.get_absolute_url()).content.decode()
    assert "Second words." in page
    assert "First words." in page
    assert "I mixed up the names." in page


def test_sharing_opens_it_to_one_colleague_and_ending_it_closes_it(client: Client, cast: Cast) -> None:
    incident = a_concern(cast, type=IncidentType.SELF_HARM)
    sign_in(client, cast.dsl)
    answer = act(client, incident, "share", user=cast.senco.pk, reason="She knows the family.")
    assert answer.status_code == 302, answer.context["form"].errors
    other = sign_in(Client(), cast.senco)
    page = other.get(incident.get_absolute_url())
    assert page.status_code == 200
    assert "Share with a colleague" not in page.content.decode()
    assert Message.objects.filter(notice="incident.shared", to_user=cast.senco).count() == 1
    invitation = incident.invitations.get()
    act(client, incident, f"share/{invitation.pk}/end")
    assert other.get(incident.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(("page", "field"), [("share", "user"), ("task", "assigned_to"), ("assign", "to")])
def test_the_subject_is_not_offered_and_a_forged_choice_is_refused(
    client: Client, cast: Cast, page: str, field: str
) -> None:
    incident = a_concern(cast, about="second_teacher", type=IncidentType.DEVICE_MISUSE)
    sign_in(client, cast.head)
    offered = client.get(f"/incidents/{incident.reference}/{page}/").content.decode()
    assert "Bronagh Keane (Special educational needs co-ordinator)" in offered
    assert "Kate Lowry" not in offered
    answer = act(client, incident, page, reason="Ask her", words="Do it", **{field: cast.second_teacher.pk})
    assert answer.status_code == 422
    assert "Select only from the options shown" in answer.content.decode()
    assert not Message.objects.filter(to_user=cast.second_teacher).exists()


def test_a_colleague_who_may_see_no_incidents_cannot_be_shared_with(client: Client, cast: Cast) -> None:
    incident = a_concern(cast, type=IncidentType.SELF_HARM)
    sign_in(client, cast.dsl)
    answer = act(client, incident, "share", user=cast.school_admin.pk, reason="Ask her")
    assert answer.status_code == 409
    assert "This incident cannot be shared with this colleague." in answer.content.decode()


def test_a_note_for_leads_is_not_read_by_others(client: Client, cast: Cast) -> None:
    incident = a_concern(cast)
    sign_in(client, cast.dsl)
    act(client, incident, "note", text="For leads only.", standing="opinion", audience="leads")
    act(client, incident, "note", text="For all.", standing="fact", audience="everyone")
    actions.share(incident=incident, user=cast.senco, reason="Help", until=None, by=cast.dsl)
    page = sign_in(Client(), cast.senco).get(incident.get_absolute_url()).content.decode()
    assert "For all." in page
    assert "For leads only." not in page


def test_escalating_takes_it_from_the_co_ordinator_to_the_leads(client: Client, cast: Cast) -> None:
    incident = a_concern(cast)
    sign_in(client, cast.co_ordinator)
    answer = act(client, incident, "escalate", to="dsl", reason="There may be more to it.")
    assert answer.status_code == 302
    assert answer.url == "/incidents/"
    moved = fresh(incident)
    assert (moved.lane, moved.owner_role) == ("safeguarding", "dsl")
    assert client.get(incident.get_absolute_url()).status_code == 404


def test_escalating_to_the_head_skips_those_between_and_frees_the_incident(cast: Cast) -> None:
    incident = advance(a_concern(cast, type=IncidentType.SELF_HARM), to=Status.IN_PROGRESS, by=cast.dsl)
    moved = actions.escalate(
        incident=incident, to=Role.HEAD, reason="She must decide.", version=incident.version, by=cast.dsl
    )
    assert (moved.owner_role, moved.assigned_to) == ("head", None)


def test_a_correction_loses_nothing_that_is_searched(cast: Cast) -> None:
    incident = a_concern(cast, type=IncidentType.SELF_HARM, description="A strange lantern.")
    account = replace(Account.of(incident.statements.get()), description="Another word.")
    actions.correct_account(
        incident=incident, account=account, reason="Better", version=incident.version, by=cast.dsl
    )
    for words in ("lantern", "another", "Haddad"):
        assert matching(words, cast.school.pk).filter(incident=incident).exists(), words


def test_closing_says_what_a_reader_will_miss(lead: Client, cast: Cast) -> None:
    incident = advance(a_concern(cast, harmed="second_pupil", type=IncidentType.SELF_HARM), to=Status.TRIAGED)
    page = lead.get(f"/incidents/{incident.reference}/close/").content.decode()
    for words in ("when it happened", "whether parents were told", "what support the harmed child was given"):
        assert words in page


def test_a_matter_about_an_adult_ends_with_a_finding(client: Client, cast: Cast) -> None:
    about_staff = advance(
        a_concern(cast, about="second_teacher", type=IncidentType.DEVICE_MISUSE), to=Status.TRIAGED
    )
    about_pupil = advance(a_concern(cast, type=IncidentType.SELF_HARM), to=Status.TRIAGED)
    sign_in(client, cast.head)
    assert "Unsubstantiated" in client.get(f"/incidents/{about_staff.reference}/close/").content.decode()
    assert "Unsubstantiated" not in client.get(f"/incidents/{about_pupil.reference}/close/").content.decode()


def test_a_clock_that_runs_out_passes_it_on_once(cast: Cast) -> None:
    incident = a_concern(cast, type=IncidentType.SELF_HARM, danger=True)
    later = timezone.now() + dt.timedelta(minutes=16)
    assert actions.run_out_clocks(now=later) == 1
    assert actions.run_out_clocks(now=later) == 0
    moved = fresh(incident)
    assert moved.owner_role == "deputy_dsl"
    looks = Task.objects.filter(incident=incident, code__startswith="first_look").order_by("pk")
    assert [bool(task.missed_at) for task in looks] == [True, False]
    late = Message.objects.filter(notice="incident.escalated").values_list("to_user__name", flat=True)
    urgent = Message.objects.filter(notice="incident.urgent", key__contains="owner-").values_list(
        "to_user__name"
    )
    assert set(late) == {"Ruth Adeyemi"}  # whose clock it was
    assert ("Tom Bellamy",) in urgent  # whose it is now


def test_merging_keeps_both_references(client: Client, cast: Cast) -> None:
    first, second = a_concern(cast, type=IncidentType.SELF_HARM), a_concern(cast, type=IncidentType.SELF_HARM)
    sign_in(client, cast.dsl)
    answer = act(client, second, "merge", reference=first.reference.lower(), reason="The same evening.")
    assert answer.status_code == 302, answer.context["form"].errors
    page = client.get(second.get_absolute_url()).content.decode()
    assert "Merged into another incident" in page
    assert first.reference in page
    assert client.get(first.get_absolute_url()).status_code == 200


def test_what_another_record_is_called_stands_in_no_text(client: Client, cast: Cast) -> None:
    """A lead who is the subject of one of two linked records reads the other, and learns nothing of the first."""
    hidden = a_concern(cast, about="dsl", by="senco", type=IncidentType.DEVICE_MISUSE)
    seen = a_concern(cast, type=IncidentType.SELF_HARM)
    actions.link(incident=seen, other=hidden, reason="One evening", by=cast.head)
    sign_in(client, cast.dsl)
    for path in ("", "trail/"):
        page = client.get(seen.get_absolute_url() + path).content.decode()
        assert hidden.reference not in page
    assert hidden.reference not in str(printed_record(seen, cast.dsl))


def test_incidents_with_other_subjects_are_not_merged(client: Client, cast: Cast) -> None:
    about_staff = [
        a_concern(cast, about=who, by="senco", type=IncidentType.DEVICE_MISUSE)
        for who in ("second_teacher", "teacher")
    ]
    sign_in(client, cast.head)
    answer = act(client, about_staff[0], "merge", reference=about_staff[1].reference, reason="One evening")
    assert answer.status_code == 409
    assert "Link them instead" in answer.content.decode()


def test_an_invited_colleague_only_reads_and_notes(client: Client, cast: Cast) -> None:
    incident = a_concern(cast, type=IncidentType.SELF_HARM)
    actions.share(incident=incident, user=cast.senco, reason="Help", until=None, by=cast.dsl)
    part = incident.involvements.get()
    sign_in(client, cast.senco)
    assert client.get(f"/incidents/{incident.reference}/note/").status_code == 200
    for path in ("people/", f"people/{part.pk}/withdraw/", "correct/", "decision/", "task/", "await/"):
        assert client.get(f"/incidents/{incident.reference}/{path}").status_code == 403, path
    stale = act(client, incident, "note", version=77, text="Kept", standing="fact", audience="everyone")
    assert stale.status_code == 302  # a note overtakes nobody


def test_whoever_was_named_once_never_reads_it(cast: Cast) -> None:
    incident = a_concern(cast, about=["pupil", "deputy"], by="senco", type=IncidentType.SELF_HARM)
    part = incident.involvements.get(person=cast.person_of(cast.deputy))
    actions.withdraw_person(row=part, reason="Another Tom", version=incident.version, by=cast.head)
    assert fresh(incident).lane == "safeguarding"
    assert INCIDENTS.standing(cast.deputy, fresh(incident)) is None
    assert INCIDENTS.standing(cast.dsl, fresh(incident)) is not None


@pytest.mark.parametrize(("typed", "barred"), [("Mrs Adeyemi", "dsl"), ("helen MARSH the head", "head")])
def test_an_adult_named_in_words_does_not_get_their_own_case(cast: Cast, typed: str, barred: str) -> None:
    told = involved(cast, typed, Part.SUBJECT, sort=PersonSort.STAFF)
    incident = actions.report(
        school=cast.school,
        account=Account(
            description="x", types=[IncidentType.DEVICE_MISUSE], primary_type=IncidentType.DEVICE_MISUSE
        ),
        people=told,
        by=cast.senco,
    )
    assert INCIDENTS.standing(cast.user(barred), incident) is None
    assert not Message.objects.filter(to_user=cast.user(barred)).exists()
    assert incident.owner_role == ("chair" if barred == "head" else "head")


def test_only_who_decides_closes_a_matter_about_staff(cast: Cast) -> None:
    incident = a_concern(cast, about="second_teacher", by="senco", type=IncidentType.DEVICE_MISUSE)
    for name, decides in (("head", True), ("deputy", False)):
        user = cast.user(name)
        assert INCIDENTS.allows(user, Capability.SEE_INCIDENTS, incident)
        assert INCIDENTS.allows(user, Capability.CLOSE, incident) is decides, name


def test_a_closed_record_takes_no_correction(lead: Client, cast: Cast) -> None:
    incident = advance(a_concern(cast, type=IncidentType.SELF_HARM), to=Status.CLOSED, by=cast.dsl)
    answer = act(lead, incident, "people", people=cast.second_pupil.pk, part="witness", nature="not_known")
    assert answer.status_code == 409
    assert "Reopen it first" in answer.content.decode()


FORGED = [f"2026-11-21T09:00:00+00:00~{shown}" for shown in ("-1", "9" * 40, "²", "", "3~3", "99999")]


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00:00+23:00", "9999-12-31T23:59:59-23:00", "x", "2026", *FORGED]
)
def test_a_forged_place_in_the_history_is_the_beginning(lead: Client, cast: Cast, moment: str) -> None:
    incident = a_concern(cast, type=IncidentType.SELF_HARM)
    assert lead.get(incident.get_absolute_url(), {"before": moment}).status_code == 200


def test_one_clock_that_fails_does_not_hold_up_the_others(cast: Cast) -> None:
    broken, sound = (a_concern(cast, type=IncidentType.SELF_HARM, danger=True) for _ in range(2))
    Incident.objects.filter(pk=broken.pk).update(nature="nonsense")
    with pytest.raises(RuntimeError, match="1 clock"):
        actions.run_out_clocks(now=timezone.now() + dt.timedelta(minutes=16))
    assert fresh(sound).owner_role == "deputy_dsl"


def test_somebody_outside_is_rung_when_nobody_inside_is_left(cast: Cast) -> None:
    incident = a_concern(cast, about="head", by="senco", type=IncidentType.DEVICE_MISUSE)
    for name in ("chair", "vice_chair"):
        Involvement.objects.create(
            incident=incident,
            person=cast.person_of(cast.user(name)),
            sort=PersonSort.GOVERNOR,
            part=Part.SUBJECT,
            added_by=cast.senco,
        )
        incident = actions.route(incident=incident, by=None)
    assert not incident.owned
    assert Message.objects.filter(notice="incident.nobody_inside").count() == 1


def test_a_reference_one_may_not_open_is_no_reference(client: Client, cast: Cast) -> None:
    hidden = a_concern(cast, about="head", by="teacher", type=IncidentType.DEVICE_MISUSE)
    mine = a_concern(cast, type=IncidentType.SELF_HARM)
    sign_in(client, cast.dsl)
    texts = {
        act(client, mine, "link", reference=reference, reason="x").content.decode().replace(reference, "REF")
        for reference in (hidden.reference, "26-ZZZZ")
    }
    changing = ("csrfmiddlewaretoken", "data-absolute-seconds")
    texts = {
        "".join(line for line in text.splitlines() if not any(one in line for one in changing))
        for text in texts
    }
    assert len(texts) == 1


def test_who_has_looked_can_be_read(client: Client, cast: Cast) -> None:
    incident = a_concern(cast, type=IncidentType.SELF_HARM)
    sign_in(Client(), cast.deputy).get(incident.get_absolute_url())
    sign_in(client, cast.dsl)
    page = client.get(f"/incidents/{incident.reference}/trail/").content.decode()
    assert f"Tom Bellamy opened {incident.reference}" in page
    assert "Ruth Adeyemi" in page  # told


def rows_of(client: Client, incident: Incident, query: str = "") -> list[str]:
    """What each line of the trail says, and when."""
    page = client.get(f"/incidents/{incident.reference}/trail/{query}").content.decode()
    rows = re.findall(r"<tr.*?</tr>", page.partition("<tbody")[2], re.DOTALL)
    return [" ".join(re.sub("<[^>]+>", " ", row).split()) for row in rows]


def test_many_looks_of_one_person_on_one_day_are_one_line(client: Client, cast: Cast) -> None:
    """What somebody else did or saw between them keeps its place, and every look can still be read."""
    incident, url = a_concern(cast, type=IncidentType.SELF_HARM), "/incidents/{}/".format
    mine, other = sign_in(client, cast.dsl), sign_in(Client(), cast.deputy)
    for looks, who in ((12, mine), (1, other), (3, mine)):
        for _ in range(looks):
            who.get(url(incident.reference))
    act(mine, incident, "note", text="Rang home", standing="fact", audience="everyone")
    mine.get(url(incident.reference))
    opened = [row for row in rows_of(mine, incident) if re.match(r"\w+ \w+ opened", row)]
    assert ["times" in row for row in opened] == [False, True, False, True]
    assert "Ruth Adeyemi opened" in opened[3]
    assert ", 12 times" in opened[3]
    assert re.search(r"\d+ \w+ \d{4}, \d+:\d\d[ap]m to \d+:\d\d[ap]m", opened[3])
    assert ", 3 times" in opened[1]
    assert "Tom Bellamy opened" in opened[2]
    every = rows_of(mine, incident, "?every=1")
    assert sum(f"Ruth Adeyemi opened {incident.reference}" in row for row in every) == 16
    assert not any("times" in row for row in every)


@pytest.mark.parametrize("every", ["", "1"])
def test_a_long_trail_has_further_pages_and_nothing_is_left_out(lead: Client, cast: Cast, every: str) -> None:
    incident = a_concern(cast, type=IncidentType.SELF_HARM)
    with transaction.atomic():
        note(VIEWED, by=cast.dsl, school=cast.school, about=incident)
        for _ in range(60):
            for who in (cast.dsl, cast.deputy):
                note(VIEWED, by=who, school=cast.school, about=incident)
    read, place = [], ""
    for _ in range(2):
        answer = lead.get(f"/incidents/{incident.reference}/trail/", {"every": every, "before": place})
        read, place = [*read, *answer.context["lines"]], answer.context["older"]
    assert place == ""
    looks = sum(line.times for line in read if line.code == VIEWED.code)
    assert looks == 121
    assert all(line.times == 1 for line in read) is bool(every)


def test_an_invited_colleague_may_not_close_or_print(client: Client, cast: Cast) -> None:
    incident = a_concern(cast, type=IncidentType.SELF_HARM)
    actions.share(incident=incident, user=cast.senco, reason="Help", until=None, by=cast.dsl)
    sign_in(client, cast.senco)
    assert client.get(f"/incidents/{incident.reference}/close/").status_code == 403
    assert client.post(f"/incidents/{incident.reference}/print/").status_code == 403
    assert client.get(f"/incidents/{incident.reference}/trail/").status_code == 403
