"""Who was involved: found by name in one's own school, or named in words; added, changed, left out."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.urls import reverse

from esafety.audit.models import AuditEvent
from esafety.people.models import Person
from incidents.actions.drafts import MOST_NAMED
from incidents.finding import OFTEN
from incidents.models import Involvement
from incidents.vocabulary import PersonSort
from tests.incidents.report_acts import errors_of, text_of, written

pytestmark = pytest.mark.django_db
NOBODY = "Find and tick somebody, or write who it is under “Not found?”"
WHAT = "Say what they are, so that the report goes to the right person"


@pytest.fixture(autouse=True)
def _fresh_count():
    cache.clear()


@pytest.fixture
def report(as_):
    return written(as_("teacher"))


def find(client, typed, **more):
    return client.post(reverse("people_search"), {"search": typed, **more}, headers={"HX-Request": "true"})


def people_of(report):
    return [(row.who, row.sort, row.part) for row in Involvement.objects.filter(incident=report.sent())]


# -- looking up ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed, found",
    [("had", "Zoë Haddad"), ("ZOE", "Zoë Haddad"), ("bright marc", "Marcus Bright"), ("marsh", "Helen Marsh"),
     ("okoro", "Graham Okoro"), ("  zoë ", "Zoë Haddad")],
)  # fmt: skip
def test_pupils_staff_and_governors_are_found(as_, typed, found):
    assert found in text_of(find(as_("teacher"), typed))


@pytest.mark.parametrize(
    "typed", ["Theo", "sands", "Idris", "leila", "voss", "z", " ", "", "%", "__", "\x00\x00ab", "x" * 5000]
)
def test_other_schools_parents_and_guesses_are_not(as_, typed):
    said = text_of(find(as_("teacher"), typed))
    assert not re.search("Theo|Idris|Leila|Ida Voss", said)
    assert "Nobody found" in said or "at least two letters" in said


def test_leads_find_parents_too(as_):
    assert "Leila Haddad" in text_of(find(as_("dsl"), "leila"))


def test_those_who_left_are_not_found(as_, cast):
    Person.objects.filter(pk=cast.pupil.pk).update(left_on="2026-07-20")
    assert "Nobody found" in text_of(find(as_("teacher"), "haddad"))


def test_ten_at_most_and_a_word_that_there_are_more(as_, cast):
    from esafety.office.actions import add_person
    from esafety.people.vocabulary import PersonKind

    for number in range(12):
        add_person(
            school=cast.school, kind=PersonKind.PUPIL, given_name=f"Ash{number}", family_name="Twin", by=None
        )
    said = find(as_("teacher"), "twin")
    assert said.content.decode().count('type="checkbox"') == 10
    assert "There are more" in text_of(said)


def test_those_ticked_stay_when_the_search_changes(as_, cast):
    page = find(as_("teacher"), "bright", people=[cast.pupil.pk]).content.decode()
    assert re.search(rf'value="{cast.pupil.pk}" checked', page)
    assert f'value="{cast.second_pupil.pk}"' in page


def test_another_school_s_person_ticked_is_not_shown(as_, cast):
    assert "Theo" not in text_of(find(as_("teacher"), "bright", people=[cast.other_pupil.pk, "9" * 40, "x"]))


def test_a_search_is_in_the_trail_without_the_name(as_, cast):
    find(as_("teacher"), "haddad")
    entry = AuditEvent.objects.get(code="incident.person_searched")
    assert (entry.actor_id, entry.detail) == (cast.teacher.pk, {"count": 1})
    assert "haddad" not in str(vars(entry)).lower()


def test_very_many_searches_are_told_to_wait(as_):
    client = as_("teacher")
    for _ in range(OFTEN):
        assert "Zoë" in text_of(find(client, "zoe"))
    assert "Wait a moment" in text_of(find(client, "zoe"))
    assert client.post(reverse("people_search"), {"search": "zoe"}).status_code == 429
    assert "Zoë" in text_of(find(as_("second_teacher"), "zoe"))


def test_a_name_never_comes_by_the_address(as_):
    client = as_("teacher")
    page = client.get(reverse("people_search"), {"search": "zoe"})
    assert "Zoë" not in text_of(page)
    assert 'method="post"' in page.content.decode()


def test_without_scripts_the_page_itself_finds(report, cast):
    page = report.answer("people", find="1", search="haddad")
    assert page.status_code == 200
    assert "Zoë Haddad" in text_of(page)
    assert 'value="haddad"' in page.content.decode()
    assert report.answer("people", search="haddad", people=[cast.pupil.pk], part="harmed").status_code == 302
    assert people_of(report) == [("Zoë Haddad", "child", "harmed")]


def test_while_a_name_is_typed_the_page_gives_results_and_keeps_nothing(report, cast):
    before = report.draft.sections
    headers = {"HX-Request": "true"}
    found = report.client.post(report.page("people"), {"search": "had", "name": "half"}, headers=headers)
    assert text_of(found) == "1 found. Tick who was involved Zoë Haddad pupil, Year 5, 5H"
    assert report.draft.sections == before


# -- naming ---------------------------------------------------------------------------------------


def test_nobody_known_yet_is_an_answer(report):
    assert report.answer("people")["Location"] == report.page("when")
    assert "Nobody known yet" in text_of(report.check())
    assert people_of(report) == []


def test_several_people_each_with_a_part(report, cast):
    head = cast.person_of(cast.head)
    report.answer("people", people=[cast.pupil.pk], part="harmed", to="add")
    report.answer("people", people=[head.pk], part="subject", nature="accidental", to="add")
    report.answer("people", name="The girl with the red bag", sort="child", part="witness")
    assert people_of(report) == [
        ("Zoë Haddad", "child", "harmed"),
        ("Helen Marsh", "staff", "subject"),
        ("The girl with the red bag", "child", "witness"),
    ]


@pytest.mark.parametrize("sort", list(PersonSort))
def test_somebody_not_found_is_named_with_what_they_are(report, sort):
    report.answer("people", name="Somebody", sort=sort.value, part="subject")
    row = Involvement.objects.get(incident=report.sent())
    assert (row.name, row.sort) == ("Somebody", sort)


def test_the_head_needs_no_name(report, cast):
    report.answer("people", sort="head", part="subject")
    row = Involvement.objects.get(incident=report.sent())
    assert row.person == cast.person_of(cast.head)
    assert row.incident.lane == "head"


@pytest.mark.parametrize(
    "sent, said",
    [
        ({"to": "add"}, [NOBODY, "Say what their part was"]),
        ({"name": "Dan"}, [WHAT, "Say what their part was"]),
        ({"name": "Dan", "sort": "child"}, ["Say what their part was"]),
        ({"part": "witness"}, [NOBODY]),
        ({"name": "D" * 201, "sort": "child", "part": "other"},
         ["The name must be 200 characters or fewer. You have written 201."]),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_and_nothing_is_lost(report, sent, said):
    refused = report.answer("people", sent)
    assert refused.status_code == 422
    assert errors_of(refused) == said
    again = report.look("people").content.decode()
    assert str(sent.get("name", ""))[:200] in again
    assert "Needs another look" in text_of(report.client.get(report.url("report_overview"))) or sent == {
        "to": "add"
    }


def test_another_school_s_person_cannot_be_named(report, cast):
    refused = report.answer("people", people=[cast.other_pupil.pk], part="subject")
    assert errors_of(refused) == ["Somebody you ticked is not on the school’s list. Find them again"]
    assert "Theo" not in text_of(refused)
    assert not report.draft.sections["people"].get("rows")


def test_a_parent_cannot_be_named_by_number_by_who_cannot_find_them(report, cast):
    refused = report.answer("people", people=[cast.person_of(cast.parent).pk], part="subject")
    assert refused.status_code == 422
    assert "Leila" not in text_of(refused)


def test_named_twice_in_one_part_is_named_once(report, cast):
    report.answer("people", people=[cast.pupil.pk], part="harmed", to="add")
    report.answer("people", people=[cast.pupil.pk], part="harmed", to="add")
    report.answer("people", people=[cast.pupil.pk], part="witness")
    assert people_of(report) == [("Zoë Haddad", "child", "harmed"), ("Zoë Haddad", "child", "witness")]


def test_too_many_people_are_refused_in_words(report):
    for number in range(MOST_NAMED):
        report.answer("people", name=f"Child {number}", sort="child", part="other", to="add")
    refused = report.answer("people", name="One more", sort="child", part="other")
    assert errors_of(refused) == [
        f"Name at most {MOST_NAMED} people. Describe the others under “What happened”."
    ]
    assert "One more" in refused.content.decode()


def test_the_head_by_post_and_by_name_is_one(report, cast):
    head = cast.person_of(cast.head)
    report.answer("people", sort="head", part="subject", to="add")
    report.answer("people", people=[head.pk], part="subject", to="add")
    report.answer("people", name="Mrs M.", sort="head", part="subject")
    rows = Involvement.objects.filter(incident=report.sent())
    assert [(row.person, row.name) for row in rows] == [(head, ""), (None, "Mrs M.")]


# -- looked at again ----------------------------------------------------------------------------------


def person_page(report, number=0):
    return report.url("report_person", report.draft.sections["people"]["rows"][number]["id"])


def test_a_part_is_changed(report, cast):
    report.answer("people", people=[cast.pupil.pk], part="harmed")
    changed = report.client.post(person_page(report), {"part": "subject", "nature": "deliberate"})
    assert changed["Location"] == report.page("people")
    row = Involvement.objects.get(incident=report.sent())
    assert (row.part, row.nature, row.who) == ("subject", "deliberate", "Zoë Haddad")


def test_changed_into_what_is_there_already_is_there_once(report, cast):
    report.answer("people", people=[cast.pupil.pk], part="harmed", to="add")
    report.answer("people", people=[cast.pupil.pk], part="witness")
    report.client.post(person_page(report, 1), {"part": "harmed"})
    assert people_of(report) == [("Zoë Haddad", "child", "harmed")]


def test_somebody_is_left_out(report, cast):
    report.answer("people", people=[cast.pupil.pk, cast.second_pupil.pk], part="harmed")
    report.client.post(person_page(report), {"remove": "1"})
    assert people_of(report) == [("Marcus Bright", "child", "harmed")]


def test_a_change_without_sense_is_refused(report):
    report.answer("people", name="Dan", sort="child", part="harmed")
    refused = report.client.post(person_page(report), {"name": "", "sort": "child", "part": "villain"})
    assert refused.status_code == 422
    assert len(errors_of(refused)) == 2
    assert report.client.get(report.url("report_person", "beef")).status_code == 404


def test_somebody_gone_from_the_list_must_be_named_anew(report, cast):
    gone = Person.objects.create(
        school=cast.school, kind="pupil", given_name="Gone", family_name="Soon", search_text="gone soon"
    )
    report.answer("people", people=[gone.pk], part="harmed")
    gone.delete()
    assert report.send().status_code == 422
    assert "not on the school’s list any more" in text_of(report.look("people"))
    report.client.post(person_page(report), {"remove": "1"})
    assert report.send().status_code == 302
