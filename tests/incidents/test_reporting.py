"""Reporting a concern: what is asked, where it leads, what becomes of it, what is refused and how."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from incidents.models import Draft, Incident, Involvement, Statement, WebAddress
from incidents.policy.types import RULE_OF
from incidents.reporting.sections import SECTIONS
from incidents.vocabulary import IncidentType, RiskArea
from tests.incidents.report_acts import ENOUGH, SAFE, Report, errors_of, text_of, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher(as_):
    return as_("teacher")


# -- the short way ----------------------------------------------------------------------------


def test_a_few_answers_are_enough(teacher, cast):
    report = written(teacher)
    assert "Not known yet" in text_of(report.check())
    incident = report.sent()
    assert incident.reported_by == cast.teacher
    statement = incident.statements.get()
    assert (statement.description, statement.types) == (ENOUGH["description"], ["scam"])
    assert (statement.when_known, statement.place, statement.nature) == ("not_known",) * 3
    said = text_of(teacher.get(report.url("report_sent")))
    assert incident.reference in said
    assert "What happens next" in said
    assert "What not to do" in said


def boxes_by_heading(page: str) -> dict[str, list[str]]:
    """The types to tick, by the heading that a screen reader reads before them."""
    asked = (
        page.partition('id="id_types_group"')[2].partition("</legend>")[2].partition('id="id_types-25"')[0]
    )
    groups = re.findall(r"<fieldset[^>]*>\s*<legend[^>]*>(.*?)</legend>(.*?)</fieldset>", asked, re.DOTALL)
    return {heading: re.findall(r'value="(\w+)"', inside) for heading, inside in groups}


@pytest.mark.parametrize("where", ["report", "correction"])
def test_the_kinds_of_concern_stand_under_the_four_areas_of_risk(teacher, as_, where):
    report = written(teacher)
    if where == "report":
        page = teacher.get(report.page("what"))
    else:
        page = as_("dsl").get(f"/incidents/{report.sent().reference}/correct/")
    found = boxes_by_heading(page.content.decode())
    assert [heading.partition(":")[0] for heading in found] == [area.label for area in RiskArea]
    for area, kinds in zip(RiskArea, found.values(), strict=True):
        assert {RULE_OF[kind].risk_area for kind in kinds} == {area}
    ticked = [kind for kinds in found.values() for kind in kinds]
    assert sorted(ticked) == sorted(set(IncidentType) - {IncidentType.OTHER})


def test_four_pages_lead_to_the_reference(teacher):
    pages = [teacher.get(reverse("report"))]
    report = Report(teacher)
    pages.append(teacher.get(report.first["Location"]))
    after = report.answer("what", ENOUGH, to="check")
    pages.append(teacher.get(after["Location"]))
    pages.append(teacher.get(report.send()["Location"]))
    assert [page.status_code for page in pages] == [200] * 4
    assert "Your report was sent" in text_of(pages[-1])


def test_the_whole_way_is_six_pages_and_the_check(teacher):
    report = written(teacher)
    path, here = [], report.page("people")
    while not here.endswith("/check/"):
        path.append(here.split("/")[-2])
        here = teacher.post(here, {})["Location"]
    assert ["start", "what", *path] == ["start", "what", "people", "when", "details", "action"]


def test_who_may_not_report_is_refused(as_):
    for name in ("parent", "pupil_account", "visitor", "authority_officer", "trust_admin"):
        assert as_(name).get(reverse("report")).status_code == 403, name
        assert as_(name).post(reverse("report"), SAFE).status_code == 403, name
    assert not Draft.objects.exists()


# -- what cannot wait ---------------------------------------------------------------------------


def test_danger_says_at_once_what_to_do_and_whom_to_tell(teacher, cast):
    report = Report(teacher, danger="yes")
    assert report.first["Location"] == report.url("report_now")
    said = text_of(teacher.get(report.first["Location"]))
    for words in ("Ring 999", "Ruth Adeyemi", "Tom Bellamy", "Helen Marsh", "01632 960100", "01632 960103"):
        assert words in said
    report.answer("what", ENOUGH)
    assert report.sent().danger is True


def test_somebody_away_is_not_named_as_there_to_be_told(teacher, cast):
    from esafety.office.actions import add_absence

    now = timezone.now()
    hour = dt.timedelta(hours=1)
    add_absence(user=cast.dsl, school=cast.school, from_at=now - hour, until_at=now + hour, by=cast.head)
    said = text_of(teacher.get(Report(teacher, danger="yes").first["Location"]))
    assert "Ruth Adeyemi" not in said
    assert "Tom Bellamy" in said


def test_whom_the_report_is_about_is_not_named_as_somebody_to_tell(teacher, cast):
    report = Report(teacher, danger="yes")
    deputy = cast.person_of(cast.deputy)
    report.answer("people", people=[deputy.pk], part="subject")
    report.answer("people", name="", sort="head", part="subject")
    said = text_of(teacher.get(report.url("report_now")))
    assert "Ruth Adeyemi" in said
    assert "Tom Bellamy" not in said
    assert "Helen Marsh" not in said


def test_a_pupil_s_parent_on_the_staff_is_not_to_be_told_about_their_own_child(teacher, cast):
    report = Report(teacher, danger="yes")
    report.answer("people", people=[cast.deputys_child.pk], part="subject")
    assert "Tom Bellamy" not in text_of(teacher.get(report.url("report_now")))


def test_pictures_say_what_never_to_do_and_take_no_file(teacher):
    report = Report(teacher, images="yes")
    said = text_of(teacher.get(report.first["Location"]))
    assert "Do not copy, print, photograph, send or delete" in said
    page = report.look("what")
    assert 'type="file"' not in page.content.decode()
    assert 'value="csa_images" checked' in page.content.decode()


@pytest.mark.parametrize("kind", ["grooming", "nudes", "self_harm", "csa_images", "terrorist"])
def test_a_serious_kind_not_told_in_person_shows_who_is_there(teacher, kind):
    report = Report(teacher)
    answered = report.answer("what", ENOUGH, types=[kind], told_lead="no")
    assert answered["Location"] == report.url("report_now")
    assert "Ruth Adeyemi" in text_of(teacher.get(answered["Location"]))
    assert "Tell a safeguarding lead in person" in text_of(report.check())
    report.send()
    assert "Ruth Adeyemi" in text_of(teacher.get(report.url("report_sent")))


def test_a_lesser_kind_goes_on_without_a_stop(teacher):
    report = Report(teacher)
    answered = report.answer("what", ENOUGH, told_lead="no")
    assert answered["Location"] == report.page("people")


def test_a_lead_is_not_asked_whether_a_lead_was_told(as_):
    report = Report(as_("deputy"))
    assert "Have you told a safeguarding lead" not in text_of(report.look("what"))
    enough = {name: value for name, value in ENOUGH.items() if name != "told_lead"}
    assert report.answer("what", enough).status_code == 302
    assert report.sent().statements.get().told_lead == "is_lead"


def test_when_nobody_in_school_may_own_it_the_reporter_gets_numbers_outside(teacher, cast):
    from esafety.people.models import Membership

    Membership.objects.filter(role__in=["chair", "vice_chair"]).update(until=dt.date(2020, 12, 31))
    report = written(teacher)
    report.answer("people", sort="head", part="subject")
    incident = report.sent()
    assert incident.owned is False
    said = text_of(teacher.get(report.url("report_sent")))
    assert "01632 960101" in said
    assert "01632 960102" in said


def test_the_page_that_says_so_is_for_the_moment_of_sending(teacher):
    """Later it would show who dropped out because the case now names them."""
    report = written(teacher, types=["grooming"], told_lead="no")
    incident = report.sent()
    Incident.objects.filter(pk=incident.pk).update(reported_at=timezone.now() - dt.timedelta(hours=2))
    later = teacher.get(report.url("report_sent"))
    assert later["Location"] == reverse("receipt", args=[incident.reference])


def test_the_only_lead_who_reports_gets_numbers_outside(as_, cast):
    from esafety.people.models import Membership

    Membership.objects.filter(school=cast.school).exclude(user=cast.dsl).update(until=dt.date(2020, 12, 31))
    report = Report(as_("dsl"), danger="yes")
    assert "Ring one of these yourself" in text_of(report.client.get(report.url("report_now")))
    report.answer("what", description="Alone today", types=["grooming"])
    report.sent()
    said = text_of(report.client.get(report.url("report_sent")))
    assert "Ring one of these yourself" in said
    assert "01632 960103" in said


# -- every field ------------------------------------------------------------------------------------


def test_everything_answered_arrives_as_it_was_typed(teacher, cast):
    typed = "She said:\n\t“I don’t want to” – twice… 😀 مرحبا Zoë <b>&amp;</b>"
    start = {"reporter_kind": "on_paper", "written_by": "Mrs Day, lunchtime"}
    report = written(
        teacher, start, description=typed, types=["bullying", "hate", "other"], other_type="A fake page",
        child_words=typed, hearsay="Her friend told me", opinion="I worry", told_lead="no",
    )  # fmt: skip
    report.answer("main", primary_type="hate")
    report.answer("people", people=[cast.pupil.pk, cast.second_pupil.pk], part="harmed")
    report.answer(
        "people", name="A boy from another school", sort="child", part="subject", nature="deliberate"
    )
    report.answer(
        "when", when_known="range", first_day_0="1", first_day_1="sep", first_day_2="2026", last_day_0="3",
        last_day_1="9", last_day_2="26", place="outside", place_detail="On the bus", found_by="other",
        found_by_other="A letter",
    )  # fmt: skip
    report.answer(
        "details", nature="deliberate", material=["created", "shown"], device="school", asset_tag="IP-17",
        platform="Chatter", addresses="http://bad.example/x\nwww.worse.example",
    )  # fmt: skip
    report.answer("considered", considered_as=["harassment", "bullying"])
    report.answer(
        "action", actions_child=["parents", "it"], actions_staff=["iwf"], specific_action="Kept in office"
    )
    incident = report.sent()
    statement = incident.statements.get()
    expected: dict[str, Any] = {
        "description": typed, "child_words": typed, "hearsay": "Her friend told me", "opinion": "I worry",
        "types": ["bullying", "hate", "other"], "primary_type": "hate", "other_type": "A fake page",
        "told_lead": "no", "when_known": "range", "happened_on": dt.date(2026, 9, 1),
        "happened_until": dt.date(2026, 9, 3), "happened_time": None, "place": "outside",
        "place_detail": "On the bus", "found_by": "other", "found_by_other": "A letter", "nature": "deliberate",
        "material": ["created", "shown"], "device": "school", "asset_tag": "IP-17", "platform": "Chatter",
        "addresses": "http://bad.example/x\nwww.worse.example", "considered_as": ["harassment", "bullying"],
        "actions_child": ["parents", "it"], "actions_staff": ["iwf"], "specific_action": "Kept in office",
        "danger": False,
    }  # fmt: skip
    assert {name: getattr(statement, name) for name in expected} == expected
    assert (incident.reporter_kind, incident.reporter_name) == ("on_paper", "Mrs Day, lunchtime")
    assert sorted(incident.tags.values_list("type", flat=True)) == ["bullying", "hate", "other"]
    people = [
        (row.who, row.part, row.nature, row.sort) for row in Involvement.objects.filter(incident=incident)
    ]
    assert people == [
        ("Zoë Haddad", "harmed", "not_known", "child"),
        ("Marcus Bright", "harmed", "not_known", "child"),
        ("A boy from another school", "subject", "deliberate", "child"),
    ]
    assert WebAddress.objects.filter(incident=incident, site="bad.example").exists()


def test_a_single_day_with_its_time(teacher):
    report = written(teacher)
    report.answer(
        "when",
        when_known="day",
        happened_on_0="3",
        happened_on_1="2",
        happened_on_2="2026",
        happened_time="2.30pm",
    )
    statement = report.sent().statements.get()
    assert (statement.happened_on, statement.happened_time) == (dt.date(2026, 2, 3), dt.time(14, 30))


def test_the_gravest_kind_comes_first_when_nobody_chose(teacher):
    report = written(teacher, types=["bullying", "grooming", "hate"])
    assert report.sent().primary_type == IncidentType.GROOMING


def test_what_was_chosen_first_counts_only_while_it_is_ticked(teacher):
    report = written(teacher, types=["bullying", "hate"])
    report.answer("main", primary_type="hate")
    report.answer("what", ENOUGH, types=["bullying", "gaming"])
    assert report.sent().primary_type == "bullying"


def test_considered_as_is_asked_only_of_what_was_deliberate(teacher):
    report = written(teacher)
    assert report.answer("details", nature="accidental")["Location"] == report.page("action")
    assert report.answer("details", nature="deliberate")["Location"] == report.page("considered")
    report.answer("considered", considered_as=["grooming"])
    report.answer("details", nature="accidental")
    assert report.sent().statements.get().considered_as == []


def test_every_type_can_be_reported(as_):
    client = as_("teacher")
    for kind in IncidentType:
        more = {"other_type": "Something new"} if kind == "other" else {}
        assert written(client, types=[kind.value], **more).sent().primary_type == kind
    assert Incident.objects.count() == len(IncidentType)


def test_the_check_shows_addresses_so_that_nothing_makes_them_a_link(teacher):
    report = written(teacher)
    report.answer("details", addresses="https://bad.example/x")
    page = report.check().content.decode()
    assert "hxxps://bad[.]example/x" in page
    assert 'href="https://bad' not in page


# -- changing an answer --------------------------------------------------------------------------------


def test_the_check_says_kinds_in_words(teacher):
    page = written(teacher, types=["scam", "csa_images"]).check().content.decode()
    assert "Scam or fraud" in page
    assert "Child abuse images" in page
    assert "csa_images" not in page


def test_change_leads_back_to_the_check(teacher):
    report = written(teacher)
    assert f"{report.page('when')}?change=1" in report.check().content.decode()
    assert report.answer("when", change=True)["Location"] == report.url("report_check")


def test_a_change_that_brings_a_question_up_asks_it(teacher):
    report = written(teacher)
    changed = report.answer("what", ENOUGH, change=True, types=["scam", "hate"])
    assert changed["Location"] == report.page("main") + "?change=1"
    changed = report.answer("details", change=True, nature="deliberate")
    assert changed["Location"] == report.page("considered") + "?change=1"


# -- bad input ---------------------------------------------------------------------------------------


def test_nothing_answered_names_each_question(teacher):
    refused = teacher.post(reverse("report"), {})
    assert refused.status_code == 422
    assert errors_of(refused) == [
        "Say whether anybody is in immediate danger",
        "Say whether there are pictures or videos that may show child abuse",
        "Say whose report it is",
    ]
    refused = Report(teacher).answer("what", {})
    assert errors_of(refused) == [
        "Write what happened", "Tick what kind of concern it is",
        "Say whether you have told a safeguarding lead in person",
    ]  # fmt: skip


def test_a_report_with_something_missing_is_not_sent_and_says_what(teacher):
    report = Report(teacher)
    refused = report.send()
    assert refused.status_code == 422
    assert errors_of(refused) == ["Your concern"]
    assert not Incident.objects.exists()


def day_boxes(name: str, day: dt.date) -> dict[str, int]:
    return {f"{name}_0": day.day, f"{name}_1": day.month, f"{name}_2": day.year}


def test_days_that_cannot_be(teacher):
    report = written(teacher)
    today = timezone.localdate()

    def said(**data: Any) -> list[str]:
        return errors_of(report.answer("when", {"when_known": "day", **data}))

    assert said(happened_on_0="31", happened_on_1="2", happened_on_2="2026") == [
        "The date it happened must be a real date, like 27 3 2026"
    ]
    assert said(**day_boxes("happened_on", today + dt.timedelta(days=1))) == [
        "The date it happened must be today or in the past"
    ]
    assert said() == ["Enter the date it happened"]
    assert said(**day_boxes("happened_on", today), happened_time="25:00") == [
        "The time it happened must be a time, like 2:30pm or 14:30"
    ]
    backwards = {**day_boxes("first_day", today), **day_boxes("last_day", today - dt.timedelta(days=2))}
    assert said(when_known="range", **backwards) == [
        "The last day must be the same as or after the first day"
    ]
    assert not report.send().has_header("Location")


def test_later_today_has_not_happened_yet(teacher, monkeypatch):
    noon = (timezone.localtime() - dt.timedelta(hours=12)).replace(hour=12, minute=0)
    # the last noon or the one before: a noon still to come would find the session ended
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon)
    report = written(teacher)
    today = {"when_known": "day", **day_boxes("happened_on", noon.date())}
    refused = report.answer("when", today, happened_time="14:30")
    assert errors_of(refused) == ["The time it happened must be in the past"]
    assert 'value="14:30"' in refused.content.decode()
    assert report.answer("when", today, happened_time="11:59").status_code == 302


@pytest.mark.parametrize(
    "typed, said",
    [
        ("x" * 20_001, "What happened must be 20,000 characters or fewer. You have written 20,001."),
        ("y" * 100_000, "What happened must be 20,000 characters or fewer. You have written 100,000."),
        ("one\x00two", "What happened contains an invisible character that cannot be kept."
                       " Delete what comes after “one” and type it again"),
        ("  \n\t ", "Write what happened"),
    ],
)  # fmt: skip
def test_a_text_that_cannot_be_kept_is_given_back_whole(teacher, typed, said):
    report = Report(teacher)
    refused = report.answer("what", ENOUGH, description=typed)
    assert refused.status_code == 422
    assert errors_of(refused) == [said]
    kept = report.draft.sections["what"]["typed"]["description"][0]
    assert kept.replace("\x01", "\x00") == typed
    assert report.send().status_code == 422
    assert not Incident.objects.exists()


def test_twenty_thousand_characters_are_kept(teacher):
    assert len(written(teacher, description="é" * 20_000).sent().statements.get().description) == 20_000


@pytest.mark.parametrize(
    "slug, forged",
    [
        ("what", {"types": ["scam", "no_such_thing"]}),
        ("what", {"told_lead": "is_lead"}),
        ("when", {"place": "moon"}),
        ("details", {"nature": "' OR 1=1"}),
        ("details", {"material": ["created"] * 3 + ["melted"]}),
        ("action", {"actions_child": ["nothing\x00"]}),
        ("people", {"people": ["1; DROP"], "part": "subject"}),
        ("people", {"sort": "head", "part": "villain"}),
        ("start", {"reporter_kind": "robot"}),
    ],
)
def test_answers_that_were_never_offered_are_refused_in_words(teacher, slug, forged):
    report = written(teacher)
    base = {"what": ENOUGH, "start": SAFE}.get(slug, {})
    refused = report.answer(slug, {**base, **forged})
    assert refused.status_code == 422
    assert errors_of(refused)
    assert report.send().status_code == 422
    assert not Incident.objects.exists()


def test_forged_sections_and_steps_are_missing(teacher):
    report = written(teacher)
    for slug in ("nothing", "main", "people-2", "sections"):
        assert teacher.get(report.url("report_section", slug)).status_code == 404
        assert teacher.post(report.url("report_section", slug), {"x": "y"}).status_code == 404
        assert teacher.post(report.url("report_autosave", slug), {"x": "y"}).status_code == 404
    assert set(report.draft.sections) == {"start", "what"}


def test_only_what_was_asked_is_kept(teacher):
    report = written(teacher, primary_type="terrorist", danger="yes", lane="head", owner_role="dsl")
    assert set(report.draft.sections["what"]["typed"]) <= {
        "types", "other_type", "description", "told_lead", "child_words", "hearsay", "opinion"
    }  # fmt: skip
    incident = report.sent()
    assert (incident.danger, incident.primary_type, incident.lane) == (False, "scam", "online_safety")


def test_a_file_is_not_taken_and_what_was_kept_stays(teacher):
    report = written(teacher)
    picture = SimpleUploadedFile("picture.png", b"\x89PNG not to be kept", "image/png")
    answered = report.answer("what", {**ENOUGH, "description": "With a picture", "picture": picture})
    assert answered.status_code == 400
    assert "picture" not in str(report.draft.sections)
    assert ENOUGH["description"] in str(report.draft.sections)


def test_thousands_of_answers_are_refused_and_nothing_is_half_saved(teacher):
    report = written(teacher)
    refused = report.answer("people", people=[str(number) for number in range(5_000)], part="subject")
    assert refused.status_code == 400
    assert "could not read that request" in text_of(refused)
    many = report.answer("people", people=[str(number) for number in range(400)], part="subject")
    assert errors_of(many) == ["Tick 10 people or fewer at a time"]
    assert "people" not in report.draft.sections or not report.draft.sections["people"].get("rows")


def test_every_page_can_be_looked_at_with_anything_kept_in_it(teacher):
    """A draft may hold whatever was typed: no page of it breaks."""
    report = Report(teacher)
    rubbish = {
        "when_known": "day",
        "happened_on_0": "99",
        "happened_time": "\x01",
        "nature": "x",
        "types": "\ufffd😀",
    }
    for section in SECTIONS:
        report.autosave(section.slug, turn=1 if section.slug == "start" else 0, **rubbish)
    for section in SECTIONS:
        if section.slug != "main":
            assert report.look(section.slug).status_code == 200, section.slug
    assert report.check().status_code == 200
    assert teacher.get(report.url("report_overview")).status_code == 200


# -- sent twice ----------------------------------------------------------------------------------------


def test_sent_twice_is_one_report(teacher):
    report = written(teacher)
    first, second = report.send(), report.send()
    assert first["Location"] == second["Location"]
    assert Incident.objects.count() == 1
    assert not Draft.objects.exists()


def test_somebody_else_does_not_see_that_it_was_sent(as_):
    report = written(as_("teacher"))
    report.sent()
    other = as_("second_teacher")
    missing = other.get(reverse("report_sent", args=["00000000-0000-4000-8000-000000000000"]))
    found = other.get(report.url("report_sent"))
    assert (found.status_code, found.content) == (missing.status_code, missing.content)


def test_the_account_of_one_edition_only(teacher):
    written(teacher).sent()
    assert Statement.objects.count() == 1
