"""Attacks by somebody who works here: what each would try through the pages, and what they are left with.

Source: reference/security.md, section 2 (abuse cases by insiders); quality.md S1, S2.
"""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from esafety.access.refusals import NotNow
from esafety.office.actions import add_person, give_post
from esafety.papers.models import DocumentLink
from esafety.people.models import Absence
from esafety.people.vocabulary import PersonKind, Role
from incidents import actions
from incidents.actions.guard import fresh
from incidents.models import Incident, Link, Task
from incidents.vocabulary import IncidentType, Lane, Nature, Part, Status
from incidents.vocabulary.outside import Agency, Approach
from tests.builders import a_concern, a_referral, advance, involved
from tests.cast import Cast

As = Callable[[str], Client]
T = IncidentType
pytestmark = pytest.mark.django_db


def act(client: Client, incident: Incident, name: str, **answers: Any) -> Any:
    """Send one of the incident's forms as it stands now."""
    return client.post(
        f"/incidents/{incident.reference}/{name}/", {"version": fresh(incident).version, **answers}
    )


def page(client: Client, incident: Incident, more: str = "") -> str:
    """What stands on the incident's page."""
    return html.unescape(client.get(incident.get_absolute_url() + more).content.decode())


def correction(client: Client, incident: Incident, **changed: Any) -> Any:
    """Open the form to correct the account, change some answers, send it."""
    form = client.get(f"/incidents/{incident.reference}/correct/").context["form"]
    kept = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in kept.items() if value not in (None, "", [])}
    return act(client, incident, "correct", **{**sent, "danger": "no", "reason": "I mixed it up.", **changed})


def task_of(incident: Incident, code: str) -> Task:
    return Task.objects.get(incident=incident, code=code)


def two(cast: Cast, *kinds: IncidentType, **account: Any) -> tuple[Incident, Incident]:
    """A concern and what is said to be its duplicate, about two pupils."""
    one, other = (
        a_concern(cast, about=who, type=kind, **account)
        for who, kind in zip(("second_pupil", "third_pupil"), kinds, strict=True)
    )
    return fresh(one), fresh(other)


# -- sending a judge away ---------------------------------------------------------------------------


def days_away(user: Any) -> dict[str, str]:
    sent = {"user": str(user.pk), "from_time": "", "until_time": ""}
    for name, day in (("from_day", timezone.localdate()), ("until_day", dt.date(2031, 7, 1))):
        sent |= {f"{name}_0": str(day.day), f"{name}_1": str(day.month), f"{name}_2": str(day.year)}
    return sent


@pytest.mark.parametrize(("who", "whom"), [("head", "chair"), ("dsl", "head"), ("head", "vice_chair")])
def test_nobody_sends_away_whoever_might_judge_them(cast: Cast, as_: As, who: str, whom: str) -> None:
    client, judge = as_(who), cast.user(whom)
    assert str(judge) not in client.get(reverse("absence_add")).content.decode()
    answer = client.post(reverse("absence_add"), days_away(judge))
    assert answer.status_code == 422
    assert not Absence.objects.exists()
    assert fresh(a_concern(cast, about="head", by="teacher")).owner_role == Role.CHAIR


def test_nor_somebody_who_judges_in_another_school(cast: Cast, as_: As) -> None:
    """An absence counts in every school, so whoever is chair of one is not sent away by the head of the other."""
    names = {"given_name": "Olu", "family_name": "Bankole"}
    add_person(school=cast.other, kind=PersonKind.GOVERNOR, account=cast.governor, by=None, **names)
    give_post(user=cast.governor, school=cast.other, role=Role.CHAIR, by=None)
    answer = as_("head").post(reverse("absence_add"), days_away(cast.governor))
    assert answer.status_code == 422
    assert not Absence.objects.exists()


def test_the_chair_says_so_herself(cast: Cast, as_: As) -> None:
    give_post(user=cast.chair, school=cast.school, role=Role.DSL, by=None)
    assert as_("chair").post(reverse("absence_add"), days_away(cast.chair)).status_code == 302
    assert Absence.objects.get().user == cast.chair


# -- a password alone -------------------------------------------------------------------------------


@pytest.mark.parametrize("opened_by", ["assign", "share"])
def test_a_closed_case_does_not_open_to_a_password_alone(cast: Cast, as_: As, opened_by: str) -> None:
    incident = advance(a_concern(cast, about="second_pupil"), Status.TRIAGED, by=cast.dsl)
    named = {"to": cast.teacher.pk} if opened_by == "assign" else {"user": cast.teacher.pk, "reason": "Class"}
    assert act(as_("dsl"), incident, opened_by, **named).status_code == 302
    advance(incident, Status.CLOSED, by=cast.dsl)
    client = Client()
    client.force_login(cast.teacher)
    answer = client.get(incident.get_absolute_url())
    assert answer.status_code == 302
    assert "/account/" in answer["Location"]
    assert as_("teacher").get(incident.get_absolute_url()).status_code == 200


# -- talking the police away ------------------------------------------------------------------------


def test_only_who_decides_corrects_away_what_the_police_must_hear_of(cast: Cast, as_: As) -> None:
    incident = a_concern(cast, about="second_teacher", by="senco", type=T.GROOMING)
    milder = {"types": [T.DEVICE_MISUSE.value], "primary_type": T.DEVICE_MISUSE.value}
    assert correction(as_("deputy"), incident, **milder).status_code == 403
    assert incident.tags.filter(type=T.GROOMING).exists()
    assert incident.statements.count() == 1
    assert correction(as_("head"), incident, **milder).status_code == 302
    shown = page(as_("head"), incident)
    assert f"Not of this type after all: {T.GROOMING.label}" in shown
    assert "I mixed it up." in shown
    assert "Tell the police" in shown, "what was asked for stays until somebody says why it is not needed"


def test_a_report_to_the_police_that_was_set_aside_is_asked_for_again(cast: Cast, as_: As) -> None:
    """Set it aside while the police need not hear of it, then correct the type to one of which they must."""
    incident = a_concern(cast, about="second_pupil", type=T.ILLEGAL_PORN)
    sent = {"ending": "not_needed", "reason": "Seen before"}
    client = as_("dsl")
    decided = {"approach": Approach.NOT_REFERRED, "method": None, "reason": "Seen before", "by": cast.dsl}
    a_referral(incident, Agency.POLICE, **decided)
    assert not Task.objects.open().filter(incident=incident, code__startswith="police").exists()
    worse = {"types": [T.CSA_IMAGES.value], "primary_type": T.CSA_IMAGES.value}
    assert correction(client, incident, **worse).status_code == 302
    again = Task.objects.open().get(incident=incident, code__startswith="police")
    assert client.post(again.get_absolute_url(), sent).status_code == 409
    with pytest.raises(NotNow):
        a_referral(incident, Agency.POLICE, **decided)
    assert act(client, incident, "set-aside", reason="Nothing").status_code == 409
    assert Task.objects.open().filter(pk=again.pk).exists()


# -- what ends only by being done -------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["done", "not_needed"])
@pytest.mark.parametrize("code", ["first_look", "copy"])
def test_a_look_and_a_copy_are_not_ticked_off(cast: Cast, as_: As, code: str, ending: str) -> None:
    incident = a_concern(cast, about="second_pupil", type=T.SELF_HARM)
    if code == "copy":
        incident = advance(incident, Status.CLOSED, by=cast.dsl)
    task, client = task_of(incident, code), as_("dsl")
    sent = {"ending": ending, "result": "Done, honest.", "reason": "No need."}
    assert client.post(task.get_absolute_url(), sent).status_code == 409
    todo = page(client, incident).partition('id="chronology"')[0]
    assert task.words in todo.partition("Done and not needed")[0]


def test_an_outsider_loses_the_copy_when_the_case_is_opened_again(cast: Cast, as_: As) -> None:
    incident = advance(a_concern(cast, about="second_pupil", type=T.SELF_HARM), Status.CLOSED, by=cast.dsl)
    client = as_("dsl")
    made = client.post(f"/incidents/{incident.reference}/copy/")
    assert made.status_code == 200
    link = DocumentLink.objects.get()
    assert "has sent you a document" in Client().get(link.path).content.decode()
    assert act(client, incident, "reopen", reason="She said more.").status_code == 302
    assert "has sent you a document" not in Client().get(link.path).content.decode()
    assert Client().post(link.path, {"passphrase": made.context["passphrase"]}).status_code != 200
    advance(incident, Status.CLOSED, by=cast.dsl)
    todo = page(client, incident).partition('id="chronology"')[0].partition("Done and not needed")[0]
    assert "Send the authority's officer a copy" in todo


# -- what a change of lane leaves open --------------------------------------------------------------


def test_a_task_given_by_name_ends_there_when_it_becomes_a_matter_about_staff(cast: Cast, as_: As) -> None:
    incident = a_concern(cast, about="second_pupil", by="senco")
    given = {"words": "Speak to the class", "assigned_to": cast.senior_leader.pk, "required": "no"}
    assert act(as_("dsl"), incident, "task", **given).status_code == 302
    task = incident.tasks.get(code="")
    assert as_("senior_leader").get(task.get_absolute_url()).status_code == 200
    named = {"people": cast.person_of(cast.teacher).pk, "part": "subject", "nature": "not_known"}
    assert act(as_("dsl"), incident, "people", **named).status_code == 302
    helper = as_("senior_leader")
    assert helper.get(task.get_absolute_url()).status_code == 404
    assert "Speak to the class" not in helper.get("/tasks/").content.decode()
    assert "Speak to the class" in as_("head").get("/tasks/").content.decode()


# -- merging and linking ----------------------------------------------------------------------------


def test_a_merged_duplicate_is_found_in_the_one_that_stays(cast: Cast, as_: As) -> None:
    stays, goes = two(cast, T.SOFT_PORN, T.HATE, nature=Nature.ACCIDENTAL)
    more = {"addresses": "https://www.worst.example/clip", "about": "third_pupil", "type": T.HATE}
    goes = fresh(a_concern(cast, nature=Nature.ACCIDENTAL, **more))
    client = as_("dsl")
    assert act(client, goes, "merge", reference=stays.reference, reason="One clip").status_code == 302
    shown = page(client, stays)
    assert "Anya Kowalska" in shown
    third = a_concern(cast, about="pupil", addresses="www.worst.example")
    assert "same web address" in page(client, third).partition(stays.reference)[2][:300]
    of_its_type = client.get("/incidents/", {"type": T.HATE.value})
    by_its_child = client.post("/incidents/", {"words": "Kowalska", "list": ""}, follow=True)
    for answer in (of_its_type, by_its_child):
        found = answer.content.decode()
        assert stays.reference in found
        assert third.reference not in found


def test_what_a_duplicate_asks_for_is_asked_in_the_one_that_stays(cast: Cast, as_: As) -> None:
    """Nobody merges away a report to the police, a danger, or a task of their own."""
    stays, goes = two(cast, T.SELF_HARM, T.GROOMING)
    given = {"words": "Ring the aunt", "assigned_to": cast.senco.pk, "required": "yes"}
    assert act(as_("dsl"), goes, "task", **given).status_code == 302
    due = task_of(goes, "police").due_at
    assert act(as_("dsl"), goes, "merge", reference=stays.reference, reason="One man").status_code == 302
    asked = task_of(stays, "police")
    assert (asked.due_at, asked.required, asked.state) == (due, True, "open")
    todo = page(as_("dsl"), stays).partition('id="chronology"')[0]
    assert "Ring the aunt" in todo
    assert "Tell the police" in todo
    assert as_("senco").get("/tasks/").content.decode().count("Ring the aunt") == 1
    assert (
        as_("dsl").post(asked.get_absolute_url(), {"ending": "not_needed", "reason": "x"}).status_code == 409
    )


def test_a_danger_is_not_merged_out_of_sight(cast: Cast, as_: As) -> None:
    stays = fresh(a_concern(cast, about="second_pupil", type=T.SELF_HARM))
    goes = fresh(a_concern(cast, about="third_pupil", type=T.SELF_HARM, danger=True))
    assert act(as_("dsl"), goes, "merge", reference=stays.reference, reason="One evening").status_code == 302
    assert "Somebody may be in immediate danger" in page(as_("dsl"), stays)
    assert task_of(stays, "police").required


def test_nothing_is_merged_into_what_is_closed(cast: Cast, as_: As) -> None:
    stays, goes = two(cast, T.SELF_HARM, T.CSA_IMAGES)
    advance(stays, Status.CLOSED, by=cast.dsl)
    answer = act(as_("dsl"), goes, "merge", reference=stays.reference, reason="Same")
    assert answer.status_code == 409
    assert "Reopen the other first" in answer.content.decode()
    assert Task.objects.open().filter(incident=goes, code="police").exists()


def test_after_a_merge_it_belongs_to_whom_the_two_together_ask_for(cast: Cast, as_: As) -> None:
    """The co-ordinator's case takes in one triaged as online safety that may harm a pupil: the leads own it."""
    stays, goes = fresh(a_concern(cast, about="second_pupil")), fresh(a_concern(cast, about="third_pupil"))
    worse = {"accepted_as": "online_safety", "primary_type": T.SELF_HARM.value, "risk_area": "content"}
    assert act(as_("dsl"), goes, "triage", harm_test="no", reason="Mild", **worse).status_code == 302
    assert act(as_("dsl"), goes, "merge", reference=stays.reference, reason="Same").status_code == 302
    stays = fresh(stays)
    assert (stays.lane, stays.owner_role) == (Lane.SAFEGUARDING, Role.DSL)
    assert as_("co_ordinator").get(stays.get_absolute_url()).status_code == 404


def everything(client: Client, incident: Incident) -> str:
    """All that a lead can ask about an incident or for a list, in one text."""
    answers = [
        client.get(path) for path in ("/incidents/?view=all", "/tasks/", "/incidents/export.csv?view=all")
    ]
    answers.append(client.post("/incidents/", {"words": "canary", "list": "view=all"}, follow=True))
    texts = [(b"".join(one) if one.streaming else one.content).decode() for one in answers]
    return page(client, incident) + page(client, incident, "trail/") + "".join(texts)


@pytest.mark.parametrize("how", ["link", "merge"])
@pytest.mark.parametrize("about", ["governor", "dsl"])
def test_neither_link_nor_merge_shows_a_lead_what_is_kept_from_them(
    cast: Cast, as_: As, how: str, about: str
) -> None:
    """The head, who may open both, ties them together; the lead reads nothing of the one and all of the other."""
    light = fresh(a_concern(cast, about="second_pupil", type=T.SELF_HARM))
    kept = fresh(a_concern(cast, about=about, by="senco", type=T.HACKING, description="Canary Xylophone"))
    answers = [
        act(as_("head"), one, how, reference=other.reference, reason="One evening").status_code
        for one, other in ((light, kept), (kept, light))
    ]
    assert Link.objects.exists() is (how == "link")
    assert how == "link" or set(answers) <= {403, 409}
    seen = everything(as_("dsl"), light)
    for word in (kept.reference, "Xylophone", "Bankole", "One evening"):
        assert word not in seen, word
    assert fresh(light).is_open
    assert fresh(kept).is_open
    assert as_("dsl").get(kept.get_absolute_url()).status_code == 404


def test_a_lead_may_not_merge_or_link_to_what_they_may_not_open(cast: Cast, as_: As) -> None:
    """By reference, guessed or overheard: refused in the words of a reference that is not there."""
    mine = fresh(a_concern(cast, about="second_pupil", type=T.SELF_HARM))
    kept = fresh(a_concern(cast, about="governor", by="senco"))
    for how in ("link", "merge"):
        texts = set()
        for reference in (kept.reference, "26-ZZZZ"):
            answer = act(as_("dsl"), mine, how, reference=reference, reason="x")
            assert answer.status_code == 422
            texts.add(answer.context["form"].errors.as_json().replace(reference, "REF"))
        assert len(texts) == 1
    assert fresh(mine).is_open


def test_a_staff_subject_is_not_merged_into_a_record_they_read(cast: Cast, as_: As) -> None:
    about_deputy = fresh(a_concern(cast, about="deputy", by="senco"))
    open_to_deputy = fresh(a_concern(cast, about="second_teacher", by="senco"))
    (part,) = involved(cast, "deputy", Part.WITNESS)
    actions.add_person(incident=open_to_deputy, involved=part, version=open_to_deputy.version, by=cast.head)
    answer = act(as_("head"), about_deputy, "merge", reference=open_to_deputy.reference, reason="Same")
    assert answer.status_code == 409
    assert about_deputy.reference not in everything(as_("deputy"), open_to_deputy)
