"""A class signs on shared devices: nobody signs as somebody else, and nothing of a pupil is left."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from aup import actions
from aup.models import Campaign, CampaignClass, ClassSession, Signature, Wanted
from aup.queries.standing import standing
from aup.vocabulary import Audience, Capacity, Route
from esafety.access.refusals import NotNow
from tests.aup.editions import today
from tests.aup.signing import Okafors, a_campaign, a_child, boxes, hidden, signs, told
from tests.cast import Cast, sign_in


@pytest.fixture
def lesson(signing: Cast) -> ClassSession:
    """Yaw's class, with its teacher."""
    Okafors(signing.school)
    a_child(signing.school, "Tess Lindqvist", "Year 8", "8A", dt.date(2013, 11, 2))
    campaign = a_campaign(signing)
    return actions.open_class_session(campaign=campaign, class_name="8A", by=signing.teacher)


def wanted_of(name: str) -> Wanted:
    return Wanted.objects.select_related("about").get(about__given_name=name, capacity=Capacity.SELF)


def address(lesson: ClassSession, wanted: Wanted) -> str:
    return reverse("class_sign", args=[lesson.token, wanted.pk])


def sign_in_class(device: Client, lesson: ClassSession, name: str, typed: str) -> Any:
    """Pick the name, tell the date, sign."""
    wanted = wanted_of(name)
    url = address(lesson, wanted)
    assert url in device.get(lesson.path).content.decode()
    page = device.post(url, boxes(wanted.about.born_on)).content.decode()
    sent = hidden(page) | {"name": typed, "agree": "on"}
    checked = device.post(url, sent).content.decode()
    return device.post(url, hidden(checked) | {"step": "confirm"})


def test_a_class_signs_one_after_the_other_on_one_device(lesson: ClassSession, signing: Cast) -> None:
    device = Client()
    answer = sign_in_class(device, lesson, "Yaw", "Yaw Okafor")
    assert answer["Location"] == reverse("class_done", args=[lesson.token])
    thanks = device.get(answer["Location"]).content.decode()
    assert not told(thanks, "Yaw")
    names = device.get(lesson.path).content.decode()
    assert not told(names, "Yaw")
    assert "Tess Lindqvist" in names
    assert not [name for name in device.cookies if name != "csrf"], "no cookie says who was there"
    sign_in_class(device, lesson, "Tess", "Tess Lindqvist")
    assert "Everybody in this class has signed" in device.get(lesson.path).content.decode()
    made = Signature.objects.get(about__given_name="Yaw")
    assert (made.capacity, made.route, made.signer) == (Capacity.SELF, Route.IN_CLASS, made.about)
    assert (made.consents, made.entered_by) == ([], signing.teacher)


def test_pages_are_kept_by_no_browser(lesson: ClassSession) -> None:
    url = address(lesson, wanted_of("Yaw"))
    for answer in (Client().get(lesson.path), Client().get(url)):
        assert "no-store" in answer["Cache-Control"]


def test_a_secondary_pupil_counts_only_with_their_parent(lesson: ClassSession, signing: Cast) -> None:
    sign_in_class(Client(), lesson, "Yaw", "Yaw Okafor")
    yaw = wanted_of("Yaw").about
    mother = yaw.guardianships.get().guardian
    held = standing(signing.school, today())
    assert (yaw.pk, Audience.KS3_4, Capacity.SELF) in held
    assert (yaw.pk, Audience.KS3_4, Capacity.GUARDIAN) not in held
    signs(mother, yaw, Audience.KS3_4)
    assert (yaw.pk, Audience.KS3_4, Capacity.GUARDIAN) in standing(signing.school, today())


def test_nobody_signs_as_somebody_else(lesson: ClassSession) -> None:
    yaw, tess = wanted_of("Yaw"), wanted_of("Tess")
    device = Client()
    answer = device.post(address(lesson, yaw), boxes(tess.about.born_on))
    assert answer.status_code == 422
    assert "ask your teacher" in answer.content.decode()
    assert 'name="agree"' not in answer.content.decode()
    page = device.post(address(lesson, tess), boxes(tess.about.born_on)).content.decode()
    sent = hidden(page) | {"name": "Yaw Okafor", "agree": "on", "step": "confirm"}
    stolen = device.post(address(lesson, yaw), sent)
    assert "Is it you?" in stolen.content.decode()
    assert not Signature.objects.exists()


def test_a_ticket_is_over_after_a_quarter_of_an_hour(lesson: ClassSession, monkeypatch: Any) -> None:
    yaw, device = wanted_of("Yaw"), Client()
    page = device.post(address(lesson, yaw), boxes(yaw.about.born_on)).content.decode()
    monkeypatch.setattr("aup.views.lesson.TICKET_SECONDS", -1)
    sent = hidden(page) | {"name": "Yaw Okafor", "agree": "on", "step": "confirm"}
    assert "Is it you?" in device.post(address(lesson, yaw), sent).content.decode()
    assert not Signature.objects.exists()


def test_many_wrong_dates_end_the_lesson(lesson: ClassSession) -> None:
    device, url = Client(), address(lesson, wanted_of("Yaw"))
    for _ in range(30):
        device.post(url, boxes(dt.date(2001, 1, 1)))
    assert device.get(lesson.path).status_code == 404


@pytest.mark.parametrize("how", ["closed", "over", "begun again"])
def test_a_lesson_that_has_ended_opens_nothing(lesson: ClassSession, signing: Cast, how: str) -> None:
    if how == "closed":
        actions.close_class_session(session=lesson, by=signing.teacher)
        with pytest.raises(NotNow, match="ended already"):
            actions.close_class_session(session=lesson, by=signing.teacher)
    elif how == "over":
        hour = dt.timedelta(hours=2)
        ClassSession.objects.update(opened_at=timezone.now() - hour, closes_at=timezone.now())
    else:
        actions.open_class_session(campaign=Campaign.objects.get(), class_name="8A", by=signing.teacher)
    none = Client().get("/agreements/class/nothing/").content
    for url in (lesson.path, address(lesson, wanted_of("Yaw")), reverse("class_done", args=[lesson.token])):
        answer = Client().get(url)
        assert (answer.status_code, answer.content) == (404, none)


def test_a_primary_class_does_not_sign_for_itself(signing: Cast) -> None:
    Okafors(signing.school)
    campaign = a_campaign(signing)
    with pytest.raises(NotNow, match="parents or carers sign for them"):
        actions.open_class_session(campaign=campaign, class_name="5H", by=signing.teacher)


def test_a_teacher_begins_shows_the_square_watches_and_ends(signing: Cast) -> None:
    Okafors(signing.school)
    a_campaign(signing)
    client = sign_in(Client(), signing.teacher)
    row = CampaignClass.objects.get(class_name="8A")
    assert "0 of 1" in client.get(reverse("classes_signing")).content.decode()
    page = client.post(reverse("class_open", args=[row.pk]), follow=True).content.decode()
    session = ClassSession.objects.get()
    assert session.path in page
    assert "<path d=" in page
    sign_in_class(Client(), session, "Yaw", "Yaw Okafor")
    page = client.get(reverse("class_session", args=[session.pk])).content.decode()
    assert re.search(r"Yaw Okafor</th>.*?Signed", page, re.DOTALL)
    ended = client.post(reverse("class_close", args=[session.pk]), follow=True).content.decode()
    assert "has ended" in ended
    assert sign_in(Client(), signing.governor).get(reverse("classes_signing")).status_code == 403


def test_a_pupil_with_an_account_signs_when_signed_in(signing: Cast) -> None:
    person = signing.person_of(signing.pupil_account)
    type(person).objects.filter(pk=person.pk).update(year_group="Year 9", class_name="9C")
    client = sign_in(Client(), signing.pupil_account)
    url = reverse("my_one", args=[Audience.KS3_4, person.pk])
    page = client.get(url).content.decode()
    assert "relationship" not in page
    client.post(url, hidden(page) | {"name": "Callum Reid", "agree": "on", "step": "confirm"})
    assert Signature.objects.get().capacity == Capacity.SELF
