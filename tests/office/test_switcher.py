"""Several schools, one account: every page shows the school it says it shows."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from esafety.audit.models import AuditEvent
from esafety.office import actions
from esafety.people.models import User
from esafety.people.vocabulary import PersonKind, Role
from incidents.models import Incident, Note
from tests.builders import a_concern
from tests.cast import Cast, sign_in


@pytest.fixture
def both(cast: Cast) -> User:
    """A lead of the first school who is a lead of the second too."""
    actions.add_person(
        school=cast.other,
        kind=PersonKind.STAFF,
        given_name="Ruth",
        family_name="Adeyemi",
        account=cast.dsl,
        by=None,
    )
    actions.give_post(user=cast.dsl, school=cast.other, role=Role.DSL, by=None)
    return cast.dsl


def there(cast: Cast) -> Incident:
    return a_concern(cast, about=cast.other_pupil, by="other_teacher", school=cast.other)


def switch(client: Client, cast: Cast, to: str, **more: str) -> object:
    return client.post(reverse("switch_school"), {"school": getattr(cast, to).pk, **more})


def test_changing_is_a_button_is_recorded_and_lasts(cast: Cast, both: User) -> None:
    client = sign_in(Client(), both)
    assert "Harbour View Primary" in client.get("/").content.decode()
    assert client.get(reverse("switch_school")).status_code == 405
    page = client.get(reverse("my_schools")).content.decode()
    assert "Change to Mill Lane Academy" in page
    switch(client, cast, "other")
    for _ in range(2):
        assert "Mill Lane Academy" in client.get("/").content.decode()
    entry = AuditEvent.objects.get(code="office.school_switched")
    assert (entry.school_id, entry.actor_id) == (cast.other.pk, both.pk)


def test_a_record_of_my_other_school_says_where_it_is_and_shows_nothing(cast: Cast, both: User) -> None:
    incident, client = there(cast), sign_in(Client(), both)
    page = client.get(incident.get_absolute_url()).content.decode()
    assert "Change to Mill Lane Academy" in page
    assert "Theo" not in page
    assert not AuditEvent.objects.about(incident).filter(code="incident.viewed").exists()
    answer = client.post(
        reverse("switch_school"), {"school": cast.other.pk, "next": incident.get_absolute_url()}, follow=True
    )
    assert "Theo" in answer.content.decode()


def test_a_record_that_the_policy_hides_is_missing_in_either_school(cast: Cast, both: User) -> None:
    incident = a_concern(cast, about=cast.person_of(both, cast.other), by="other_teacher", school=cast.other)
    for school in ("school", "other"):
        client = sign_in(Client(), both)
        switch(client, cast, school)
        assert client.get(incident.get_absolute_url()).status_code == 404


def test_a_form_filled_in_before_changing_schools_is_still_taken(cast: Cast, both: User) -> None:
    incident, client = there(cast), sign_in(Client(), both)
    sent = {
        "text": "Spoke to the class",
        "standing": "fact",
        "audience": "everyone",
        "version": incident.version,
    }
    answer = client.post(reverse("incident_note", args=[incident.reference]), sent)
    assert answer.status_code == 302
    assert Note.objects.get(incident=incident).text == "Spoke to the class"


def test_nobody_goes_to_a_school_that_is_not_theirs(cast: Cast, both: User) -> None:
    client = sign_in(Client(), cast.teacher)
    for school in (cast.other.pk, 0, "x", "999999999999999999999"):
        assert client.post(reverse("switch_school"), {"school": school}).status_code == 404
    assert "Harbour View Primary" in client.get("/").content.decode()


@pytest.mark.parametrize(
    "path", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil"]
)
def test_changing_schools_leads_nowhere_else(cast: Cast, both: User, path: str) -> None:
    answer = switch(sign_in(Client(), both), cast, "other", next=path)
    assert answer["Location"] == "/"


def test_only_who_has_several_is_offered_the_change(cast: Cast, both: User) -> None:
    assert "Your schools" in sign_in(Client(), both).get("/").content.decode()
    assert "Your schools" not in sign_in(Client(), cast.teacher).get("/").content.decode()
