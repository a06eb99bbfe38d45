"""The cast and the emptying of the database, on which every other story stands."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from esafety.audit.models import AuditEvent
from esafety.audit.verify import faults
from esafety.people.models import Membership, Person
from esafety.people.vocabulary import ContactKind, Role
from tests.cast import Cast, sign_in, sign_in_browser


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_everybody_is_there_each_time(cast: Cast, turn: int) -> None:
    assert cast.head.name == "Helen Marsh"
    assert cast.person_of(cast.head).full_name == "Helen Marsh"
    assert cast.pupil.school == cast.school != cast.other
    held = set(Membership.objects.current().values_list("role", flat=True))
    assert held == set(Role.values)
    assert cast.contact(ContactKind.LADO).email == "lado@shire.example"
    assert not list(faults())


@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_adds_is_gone_and_keys_go_on(cast: Cast, turn: int) -> None:
    assert not Person.objects.filter(given_name="Extra").exists()
    extra = Person.objects.create(school=cast.school, kind="pupil", given_name="Extra", family_name="One")
    assert extra.pk > max(cast.keys.values()) or extra.pk > cast.third_pupil.pk


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_the_guards_stand_in_every_test_and_are_passed_between(cast: Cast, turn: int) -> None:
    assert AuditEvent.objects.exists()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_auditevent")
    assert not list(faults())


def test_whoever_came_first_does_not_get_in_the_way(db: None, request: pytest.FixtureRequest) -> None:
    from esafety.office.actions import add_school

    add_school(name="Before", by=None)
    cast: Cast = request.getfixturevalue("cast")
    assert cast.school.name == "Harbour View Primary"


@pytest.mark.parametrize("name", Cast.accounts())
def test_everybody_can_be_signed_in(cast: Cast, name: str) -> None:
    answer = sign_in(Client(), cast.user(name)).get(reverse("mfa_index"))
    assert answer.status_code == 200


def test_a_browser_can_be_signed_in(cast: Cast, live_server, page) -> None:
    sign_in_browser(page, live_server, cast.dsl)
    page.goto(live_server.url + reverse("mfa_index"))
    assert page.get_by_role("button", name="Sign out").count() or page.get_by_text("Ruth Adeyemi").count()
