"""The page of undelivered messages: who sees what, and sending one again."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from esafety.outbox.models import Message
from esafety.people.models import School, User
from esafety.people.vocabulary import Role
from tests.outbox.conftest import member, promise

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_second_step(settings: Any) -> None:
    """Who may see the page is asked here; the second step has tests of its own."""
    settings.DEMO = True


@pytest.fixture
def parked(school: School, teacher: User) -> Message:
    message = promise(teacher, school)
    message.attempts = 5
    Message.objects.filter(pk=message.pk).update(attempts=5)
    assert message.park("the mail server refused it (550)")
    return message


def see(user: User) -> str:
    """The page as this person gets it."""
    client = Client()
    client.force_login(user)
    return client.get(reverse("parked_messages")).content.decode()


def test_who_may_see_the_record_sees_the_whole_row(parked: Message, dsl: User) -> None:
    page = see(dsl)
    assert "Somebody at the door" in page
    assert "Tom Field" in page
    assert "the mail server refused it (550)" in page
    assert "Send again" in page


def test_who_may_not_see_the_record_sees_only_that_a_message_waits(parked: Message, office: User) -> None:
    page = see(office)
    assert "Somebody at the door" in page
    assert "Tom Field" not in page
    assert page.count("Not shown") == 2
    assert "Send again" in page


def test_for_whom_the_record_does_not_exist_the_page_is_as_if_it_did_not(
    school: School, teacher: User, head: User
) -> None:
    without = _steady(see(head))
    message = promise(teacher, school)
    message.park("refused")
    assert _steady(see(head)) == without
    assert "Every message has been delivered" in without
    assert not Message.objects.filter(to_user=head).exists()


def test_sending_again_what_is_hidden_is_what_sending_again_nothing_is(parked: Message, head: User) -> None:
    client = Client()
    client.force_login(head)
    hidden = client.post(reverse("retry_message", args=[parked.reference]))
    missing = client.post(reverse("retry_message", args=["0" * 32]))
    assert hidden.status_code == missing.status_code == 404
    parked.refresh_from_db()
    assert parked.state == "parked"


def test_sending_again_owes_it_afresh(parked: Message, office: User) -> None:
    client = Client()
    client.force_login(office)
    answer = client.post(reverse("retry_message", args=[parked.reference]), follow=True)
    assert "The message will be sent again now" in answer.content.decode()
    parked.refresh_from_db()
    assert (parked.state, parked.attempts) == ("owed", 0)


def test_looking_sends_nothing(parked: Message, office: User) -> None:
    client = Client()
    client.force_login(office)
    assert client.get(reverse("retry_message", args=[parked.reference])).status_code == 405


def test_a_late_message_is_shown_with_its_next_try(school: School, teacher: User, dsl: User) -> None:
    message = promise(teacher, school)
    assert "Tom Field" not in see(dsl)
    before = timezone.now() - dt.timedelta(minutes=16)
    Message.objects.filter(pk=message.pk).update(created_at=before, due_at=before)
    page = see(dsl)
    assert "Tom Field" in page
    assert "It is tried again by itself" in page


def test_another_schools_mail_is_not_there(parked: Message) -> None:
    elsewhere = School.objects.create(name="Hill Top")
    other = member(elsewhere, Role.DSL, "dsl@hill.example", "Ida Hill")
    assert "Somebody at the door" not in see(other)


def test_a_teacher_is_refused(parked: Message, teacher: User) -> None:
    client = Client()
    client.force_login(teacher)
    assert client.get(reverse("parked_messages")).status_code == 403


def _steady(page: str) -> str:
    """Without what differs between any two answers."""
    changing = ("csrf", "data-absolute-seconds")
    return "\n".join(row for row in page.splitlines() if not any(one in row for one in changing))
