"""Signing by a personal link, on a phone, without an account."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from aup.copies import shown
from aup.models import ConsentAnswer, Edition, Signature, Suggestion, Wanted
from aup.vocabulary import Audience, Capacity
from esafety.audit.models import AuditEvent
from esafety.office.actions import change_guardian, change_person, leave_roll
from esafety.outbox.relay import drain
from esafety.people.models import Guardianship
from tests.aup.editions import in_force
from tests.aup.signing import (
    Okafors,
    answers,
    boxes,
    fill,
    first_page,
    hidden,
    invitation_of,
    opened,
    sign_at,
    signs,
)
from tests.cast import Cast


def pages(family: Okafors) -> dict[str, str]:
    """The addresses of her agreements, by what they are."""
    token = first_page(family.mother).split("/")[-2]
    of = {
        "self": (Audience.PARENT, family.mother),
        "kofi": (Audience.KS1, family.kofi),
        "esi": (Audience.KS2, family.esi),
        "yaw": (Audience.KS3_4, family.yaw),
    }
    return {name: reverse("sign_one", args=[token, a, who.pk]) for name, (a, who) in of.items()}


def text(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_a_hurried_mother_signs_for_three_children_in_one_sitting(family: Okafors) -> None:
    browser = Client()
    link = next(one for one in mail.outbox if one.to == ["amina@home.example"])
    assert "Okafor" not in link.subject + link.body
    first = browser.get(first_page(family.mother))
    assert "E. O." in text(first)
    for name in ("Okafor", "Esi", "Kofi", "Yaw", "5H"):
        assert name not in text(first)
    browser.post(first_page(family.mother), boxes(family.esi.born_on))
    everything = text(browser.get(reverse("sign_home", args=[first_page(family.mother).split("/")[-2]])))
    assert "Begin with the first of 4" in everything
    url, steps = pages(family)["self"], 0
    while "/all/" not in url:
        answer = sign_at(browser, url)
        url, steps = answer["Location"], steps + 1
        if "/all/" not in url:
            assert 'value="Amina Okafor"' in browser.get(url).content.decode(), "typed once, kept"
    assert steps == 4
    assert "Nothing waits for your signature" in text(browser.get(url))
    assert Signature.objects.filter(signer=family.mother).count() == 4
    assert Wanted.objects.filter(signed_at__isnull=True, about__in=family.children).count() == 1, (
        "Yaw himself"
    )
    drain()
    copies = re.findall(r'href="([^"]+/copy/[^"]+)"', browser.get(url).content.decode())
    assert len(copies) == 4
    assert b"".join(browser.get(copies[0]).streaming_content).startswith(b"%PDF")
    told = [one for one in mail.outbox if one.to == ["amina@home.example"] and "signed copy" in one.subject]
    assert len(told) == 1, "one mail for one sitting"


def test_the_record_says_who_for_whom_what_when_and_from_where(family: Okafors) -> None:
    browser = opened(family.mother, family.esi.born_on, Client(REMOTE_ADDR="203.0.113.77"))
    sign_at(browser, pages(family)["esi"], name="Amina Okafor", suggestion="Shorter, please")
    made = Signature.objects.get()
    edition = made.edition
    assert (made.signer, made.about, made.capacity) == (family.mother, family.esi, Capacity.GUARDIAN)
    assert made.edition_fingerprint == edition.fingerprint == edition.fingerprint_now()
    assert (made.words, made.relationship) == (edition.declaration_for_child, "Mother")
    assert made.address == "203.0.113.77"
    assert {one["code"]: one["given"] for one in made.consents} == {
        one.code: True for one in edition.consents_asked
    }
    assert made.seal == made.seal_now()
    assert ConsentAnswer.objects.filter(child=family.esi, given=True).count() == len(edition.consents_asked)
    assert Suggestion.objects.get().words == "Shorter, please"
    event = AuditEvent.objects.get(code="agreement.signed")
    assert event.detail == {"audience": "ks2", "capacity": "guardian", "route": "online"}
    assert event.actor_id is None


def test_signed_twice_is_signed_once_and_going_back_changes_nothing(family: Okafors) -> None:
    browser = opened(family.mother, family.esi.born_on)
    url = pages(family)["esi"]
    told = fill(browser, url)
    browser.post(url, told)
    for _ in range(3):
        assert browser.post(url, told | {"step": "confirm"}).status_code == 302
    browser.post(url, told)
    browser.post(url, told | {"step": "change"})
    browser.post(url, told | {"step": "confirm"})
    assert Signature.objects.count() == 1
    assert ConsentAnswer.objects.count() == len(Signature.objects.get().edition.consents_asked)
    assert AuditEvent.objects.filter(code="agreement.signed").count() == 1


def test_nothing_is_ever_preset(family: Okafors) -> None:
    browser = opened(family.mother, family.esi.born_on)
    for url in pages(family).values():
        assert " checked" not in browser.get(url).content.decode()
    sign_at(browser, pages(family)["esi"])
    assert " checked" not in browser.get(pages(family)["kofi"]).content.decode()


def test_looking_signs_nothing(family: Okafors) -> None:
    """A scanner that opens everything, by every method, and presses every button without typing."""
    before = AuditEvent.objects.count()
    for browser in (Client(), opened(family.mother, family.esi.born_on)):
        for url in (first_page(family.mother), *pages(family).values()):
            for _ in range(10):
                browser.get(url)
            browser.head(url)
            browser.options(url)
            page = browser.get(url).content.decode()
            browser.post(url, hidden(page))
            browser.post(url, hidden(page) | {"step": "confirm"})
            browser.post(url, {})
    assert not Signature.objects.exists()
    assert not ConsentAnswer.objects.exists()
    assert AuditEvent.objects.count() == before + 1, "only the one right date"
    invitation = invitation_of(family.mother)
    assert invitation.wrong_facts == 0


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"name": ""}, "Enter your full name"),
        ({"name": "   "}, "Enter your full name"),
        ({"name": "A"}, "more than one letter"),
        ({"name": "A B"}, "more than one letter"),
        ({"name": "Amina"}, "first name and your family name"),
        ({"name": "x " * 150}, "200 characters or fewer"),
        ({"name": "Amina\x00 Okafor"}, "invisible character"),
        ({"relationship": ""}, "Enter what you are to the child"),
        ({"agree": ""}, "Tick the box to say that you agree"),
        ({"consent_internet": ""}, "Select yes or no"),
        ({"consent_internet": "perhaps"}, "from the options shown"),
    ],
)
def test_what_is_not_filled_in_is_explained_and_nothing_typed_is_lost(
    family: Okafors, typed: dict[str, str], says: str
) -> None:
    browser = opened(family.mother, family.esi.born_on)
    url = pages(family)["esi"]
    told = fill(browser, url, suggestion="Keep <b>this</b>") | typed
    for step in ("", "confirm"):
        answer = browser.post(url, told | {"step": step})
        assert answer.status_code == 422
        assert says in answer.content.decode().replace("&#x27;", "'")
        assert "Keep &lt;b&gt;this&lt;/b&gt;" in answer.content.decode()
    assert not Signature.objects.exists()


def test_change_your_answers_brings_everything_back(family: Okafors) -> None:
    browser = opened(family.mother, family.esi.born_on)
    url = pages(family)["esi"]
    told = fill(browser, url, say="no", suggestion="Shorter")
    page = browser.post(url, told).content.decode()
    assert "Check your answers and sign" in page
    back = browser.post(url, hidden(page) | {"step": "change"})
    assert back.status_code == 200
    assert back.content.decode().count('value="no" checked') == len(answers(page))
    assert 'value="Amina Okafor"' in back.content.decode()
    assert not Signature.objects.exists()


def test_a_new_edition_while_she_reads_is_shown_and_what_she_typed_is_kept(
    cast: Cast, family: Okafors
) -> None:
    browser = opened(family.mother, family.esi.born_on)
    url = pages(family)["esi"]
    told = fill(browser, url)
    old = Edition.objects.in_force(cast.school, Audience.KS2)
    in_force(cast, Audience.KS2, after=old, body=old.body + "\n\nSomething new\nA line nobody has read")
    answer = browser.post(url, told | {"step": "confirm"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "changed this agreement while you were reading it" in page
    assert "A line nobody has read" in page
    assert 'value="Amina Okafor"' in page
    assert page.count('value="yes" checked') == len(answers(page))
    assert 'name="agree" checked' not in page
    assert not Signature.objects.exists()
    again = hidden(page) | answers(page) | {"name": "Amina Okafor", "relationship": "Mother", "agree": "on"}
    browser.post(url, again | {"step": "confirm"})
    assert Signature.objects.get().edition.number == 2


def test_her_childs_rules_change_while_she_reads_and_she_sees_what_she_typed(
    cast: Cast, family: Okafors
) -> None:
    """The child moves up to secondary rules: those she read are no longer for her to sign."""
    browser = opened(family.mother, family.esi.born_on)
    url = pages(family)["esi"]
    told = fill(browser, url, suggestion="My long suggestion")
    change_person(person=family.esi, columns={"year_group": "Year 7"}, by=cast.school_admin)
    answer = browser.post(url, told | {"step": "confirm"})
    assert answer.status_code == 404
    for words in ("no longer has you", "Amina Okafor", "My long suggestion", "See what there is to sign"):
        assert words in text(answer)
    assert not Signature.objects.exists()


def test_a_court_order_during_the_sitting_ends_it_at_once(cast: Cast, family: Okafors) -> None:
    browser = opened(family.mother, family.esi.born_on)
    url = pages(family)["esi"]
    told = fill(browser, url)
    for tie in Guardianship.objects.filter(guardian=family.mother):
        change_guardian(link=tie, by=cast.school_admin, **_tied(tie) | {"no_contact": True})
    answer = browser.post(url, told | {"step": "confirm"})
    assert answer.status_code == 410
    assert "Okafor" not in text(answer)
    assert "court" not in text(answer).lower()
    assert not Signature.objects.exists()


def _tied(tie: Guardianship) -> dict[str, Any]:
    return {
        "relationship": tie.relationship,
        "no_contact": tie.no_contact,
        "priority": tie.priority,
        "parental_responsibility": tie.parental_responsibility,
    }


def test_a_child_who_left_is_signed_for_no_more(cast: Cast, family: Okafors) -> None:
    browser = opened(family.mother, family.esi.born_on)
    told = fill(browser, pages(family)["kofi"])
    leave_roll(person=family.kofi, left_on=dt.date.today(), by=cast.school_admin)
    answer = browser.post(pages(family)["kofi"], told | {"step": "confirm"})
    assert answer.status_code == 404
    assert not Signature.objects.exists()


def test_another_familys_child_cannot_be_reached_from_a_link(cast: Cast, family: Okafors) -> None:
    browser = opened(family.mother, family.esi.born_on)
    token = first_page(family.mother).split("/")[-2]
    for about in (cast.pupil.pk, cast.other_pupil.pk, 10**9):
        url = reverse("sign_one", args=[token, Audience.KS2, about])
        told = fill(browser, pages(family)["esi"])
        assert browser.post(url, told | {"step": "confirm"}).status_code == 404
        assert browser.get(reverse("sign_consents", args=[token, about])).status_code == 404
    assert not Signature.objects.exists()


def test_what_was_signed_cannot_be_changed_or_removed(family: Okafors) -> None:
    made = signs(family.mother, family.esi, Audience.KS2)
    for change in (
        "UPDATE aup_signature SET typed_name = 'x'",
        "DELETE FROM aup_signature",
        "UPDATE aup_consentanswer SET given = %s",
        "DELETE FROM aup_consentanswer",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change, [False] if "%s" in change else [])
    with pytest.raises(TypeError):
        made.save()
    with pytest.raises(TypeError):
        made.delete()
    with pytest.raises(TypeError):
        Signature.objects.all().update(typed_name="x")
    with pytest.raises(TypeError):
        ConsentAnswer.objects.all().delete()


def test_consents_change_in_one_step_at_once_and_leave_a_history(family: Okafors) -> None:
    signs(family.mother, family.esi, Audience.KS2)
    browser = opened(family.mother, family.esi.born_on)
    url = reverse("sign_consents", args=[first_page(family.mother).split("/")[-2], family.esi.pk])
    page = browser.get(url).content.decode()
    before = ConsentAnswer.objects.count()
    sent = answers(page) | {"consent_photographs": "no"}
    assert browser.post(url, sent).status_code == 302
    assert ConsentAnswer.objects.count() == before + 1
    last = ConsentAnswer.objects.latest("pk")
    assert (last.code, last.given, last.answered_by, last.signature) == (
        "photographs",
        False,
        family.mother,
        None,
    )
    assert AuditEvent.objects.get(code="agreement.consents_changed").detail["changed"] == ["photographs: no"]
    browser.post(url, sent)
    assert ConsentAnswer.objects.count() == before + 1, "the same answer is no change"
    assert "No, you" in text(browser.get(url))


def test_the_pages_cost_the_same_for_one_child_and_for_three(
    family: Okafors, django_assert_num_queries: Any
) -> None:
    browser = opened(family.mother, family.esi.born_on)
    token = first_page(family.mother).split("/")[-2]
    with django_assert_num_queries(13):
        browser.get(reverse("sign_home", args=[token]))
    signs(family.mother, family.esi, Audience.KS2)
    with django_assert_num_queries(13):
        browser.get(reverse("sign_home", args=[token]))


def test_a_young_child_writes_their_name_beside_a_parents(family: Okafors) -> None:
    browser, at = opened(family.mother, family.esi.born_on), pages(family)
    page = browser.get(at["kofi"]).content.decode()
    assert "Kofi’s own name or mark" in page
    assert 'name="mark"' in browser.get(at["esi"]).content.decode()
    for older in ("yaw", "self"):
        assert 'name="mark"' not in browser.get(at[older]).content.decode()
    told = fill(browser, at["kofi"], mark="  KOFI  <3 ")
    assert "KOFI &lt;3" in browser.post(at["kofi"], told).content.decode()
    browser.post(at["kofi"], told | {"step": "confirm"})
    made = Signature.objects.get()
    assert (made.mark, made.signer, made.capacity) == ("KOFI <3", family.mother, Capacity.GUARDIAN)
    assert made.seal == made.seal_now()
    made.mark = "OTHER"
    assert made.seal != made.seal_now()
    assert "KOFI" in render_to_string("papers/signed_copy.html", shown(Signature.objects.get()))


def test_a_child_who_is_not_there_leaves_no_mark_and_nothing_is_missing(family: Okafors) -> None:
    browser, at = opened(family.mother, family.esi.born_on), pages(family)
    assert sign_at(browser, at["esi"]).status_code == 302
    assert Signature.objects.get().mark == ""
    assert sign_at(browser, at["yaw"], mark="Yaw").status_code == 302
    assert Signature.objects.get(about=family.yaw).mark == "", "he signs for himself"


def test_what_is_wrong_is_told_in_the_order_of_the_page(family: Okafors) -> None:
    browser, at = opened(family.mother, family.esi.born_on), pages(family)
    page = browser.post(at["esi"], {"mark": ""}).content.decode()
    summary = page[page.index("There is a problem") : page.index("</ul>", page.index("There is a problem"))]
    asked = [summary.index(words) for words in ("Internet in school", "Enter your full name", "Tick the box")]
    assert asked == sorted(asked)


def test_a_mother_is_told_that_the_secondary_pupil_signs_too(family: Okafors) -> None:
    browser, at = opened(family.mother, family.esi.born_on), pages(family)
    home = reverse("sign_home", args=[invitation_of(family.mother).token])
    assert "You are asked about photographs" in text(browser.get(home))
    sign_at(browser, at["yaw"])
    sign_at(browser, at["esi"])
    assert "Yaw Okafor signs these rules too, in school" in text(browser.get(home))
    assert "Esi Okafor signs these rules too" not in text(browser.get(home))
