"""Online safety or e-safety: one word a school, wherever our own texts say it, and nowhere in what people typed."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from esafety.people.models import Membership, School
from esafety.people.vocabulary import ContactKind, Role
from esafety.people.words import in_our_words, speaking_for, spoken
from incidents.models import RoutingNote
from incidents.vocabulary import AcceptedAs, Lane, StaffAction
from tests.builders import a_concern
from tests.cast import Cast, sign_in


@pytest.fixture
def e_safe(cast: Cast) -> Cast:
    School.objects.filter(pk=cast.school.pk).update(word=School.Word.E_SAFETY)
    return cast


def test_a_school_that_says_e_safety_reads_it_in_every_form_of_the_word(e_safe: Cast) -> None:
    with speaking_for(e_safe.school):
        assert Role.CO_ORDINATOR.label == "E-safety co-ordinator"
        assert Lane.ONLINE_SAFETY.label == "E-safety"
        assert AcceptedAs.ONLINE_SAFETY.label == "An e-safety incident"
        assert StaffAction.POLICY_REVIEW.label == "E-safety policy to be reviewed or amended"
        assert dict(Role.choices)["safety_governor"] == "E-safety governor"
        assert Membership.objects.get(user=e_safe.co_ordinator).get_role_display() == "E-safety co-ordinator"
        assert ContactKind.HELPLINE.label == "Professionals Online Safety Helpline", "a proper name"
    assert Role.CO_ORDINATOR.label == "Online safety co-ordinator"


@pytest.mark.parametrize("page", ["duty", "incidents"])
def test_two_schools_each_read_their_own_word(e_safe: Cast, page: str) -> None:
    theirs = sign_in(Client(), e_safe.other_head).get(reverse(page)).content.decode()
    mine = sign_in(Client(), e_safe.head).get(reverse(page)).content.decode()
    assert "Online safety co-ordinator" in theirs
    assert "E-safety" not in theirs
    assert "E-safety co-ordinator" in mine
    assert "nline safety" not in mine


def test_what_somebody_typed_stays_as_it_was_typed(e_safe: Cast) -> None:
    incident = a_concern(e_safe, about="pupil", description="In the online safety lesson.")
    page = sign_in(Client(), e_safe.co_ordinator).get(incident.get_absolute_url()).content.decode()
    assert "In the online safety lesson." in page
    assert page.lower().count("online safety") == 1


def test_the_rules_copied_onto_a_record_are_in_the_school_s_words(e_safe: Cast) -> None:
    incident = a_concern(e_safe, about="pupil")
    note = RoutingNote.objects.get(incident=incident, rule="own:any")
    assert "Every e-safety concern" in note.because
    assert "E-safety co-ordinator" in note.effect


def test_no_page_of_such_a_school_says_the_other_word(e_safe: Cast) -> None:
    incident = a_concern(e_safe, about="pupil")
    client = sign_in(Client(), e_safe.head)
    names = ("home", "incidents", "tasks", "report", "blank_form", "contacts", "office", "duty")
    for url in (
        *map(reverse, names),
        incident.get_absolute_url(),
        reverse("incident_triage", args=[incident.reference]),
    ):
        answer = client.get(url, follow=True)
        assert answer.status_code == 200, url
        page = answer.content.decode()
        for word in ("nline safety", "nline-safety"):
            assert word not in page.replace("Online safety desk", ""), url


def test_an_answer_left_half_way_says_nothing_in_another(e_safe: Cast) -> None:
    told = spoken((in_our_words("online safety") for _ in range(3)), e_safe.school)
    assert next(told) == "e-safety"
    assert in_our_words("online safety") == "online safety"
    with speaking_for(e_safe.school):
        told.close()
        assert in_our_words("online safety") == "e-safety"
    assert list(spoken((in_our_words("online safety") for _ in range(2)), e_safe.school)) == ["e-safety"] * 2


def test_text_without_the_word_asks_no_school() -> None:
    assert in_our_words("Head of school") == "Head of school"


def test_a_file_is_in_the_school_s_words_to_its_last_line(e_safe: Cast) -> None:
    a_concern(e_safe, about="pupil")
    answer = sign_in(Client(), e_safe.dsl).get("/incidents/export.csv?view=all")
    text = b"".join(answer.streaming_content).decode()
    assert "E-safety co-ordinator" in text
    assert "nline safety" not in text
    assert in_our_words("online safety") == "online safety", "nobody is speaking any more"
