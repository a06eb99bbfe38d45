"""Which agreement somebody had signed that day: asked on a page of the incident, and signing again after a breach."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from aup.models import SignAgain
from aup.queries.register import register_on
from aup.vocabulary import Audience
from esafety.audit.models import AuditEvent
from incidents import actions
from incidents.models import Incident
from tests.aup.editions import in_force, today
from tests.aup.register import signs, the_mother_signs
from tests.builders import a_concern, advance
from tests.cast import Cast


@pytest.fixture
def incident(cast: Cast) -> Incident:
    in_force(cast, Audience.KS2)
    the_mother_signs(cast)
    return a_concern(cast, about="pupil", harmed="second_pupil")


def url(incident: Incident, name: str = "incident_agreements", *args: int) -> str:
    return reverse(name, args=[incident.reference, *args])


def test_the_page_says_who_had_signed_what_and_links_from_the_incident(
    as_: Callable[[str], Client], incident: Incident
) -> None:
    lead = as_("dsl")
    assert url(incident) in lead.get(incident.get_absolute_url()).content.decode()
    page = lead.get(url(incident)).content.decode()
    assert "Our rules for staying safe online, edition 1" in page
    assert "by Leila Haddad" in page
    assert page.count("None that counted") == 1


def test_meet_and_sign_again_ends_the_signature_and_stands_in_the_incident_s_trail(
    as_: Callable[[str], Client], cast: Cast, incident: Incident
) -> None:
    part = incident.involvements.get(person=cast.pupil)
    answer = as_("dsl").post(url(incident, "incident_sign_again", part.pk), follow=True)
    assert "no longer counts" in answer.content.decode()
    demand = SignAgain.objects.get()
    assert (demand.person, demand.incident_reference) == (cast.pupil, incident.reference)
    row = next(row for row in register_on(cast.school, today()) if row.person == cast.pupil)
    assert not row.may_use
    assert AuditEvent.objects.about(incident).filter(code="agreement.sign_again_demanded").count() == 1


def test_the_subject_and_those_who_do_not_work_on_it_see_no_such_page(
    as_: Callable[[str], Client], cast: Cast, incident: Incident
) -> None:
    for name in ("teacher", "technician", "parent", "other_dsl", "governor"):
        assert as_(name).get(url(incident)).status_code == 404
    about_the_deputy = a_concern(cast, about="deputy")
    assert as_("deputy").get(url(about_the_deputy)).status_code == 404
    assert as_("head").get(url(about_the_deputy)).status_code == 200


def test_a_part_of_another_incident_or_of_nobody_on_the_roll_is_not_there(
    as_: Callable[[str], Client], cast: Cast, incident: Incident
) -> None:
    other = a_concern(cast, about="third_pupil")
    part = other.involvements.get()
    assert as_("dsl").post(url(incident, "incident_sign_again", part.pk)).status_code == 404
    with pytest.raises(LookupError):
        actions.sign_again(incident=incident, row=part, by=cast.dsl)
    with pytest.raises(PermissionDenied):
        actions.sign_again(incident=incident, row=incident.involvements.all()[0], by=cast.teacher)


def test_of_a_closed_incident_nobody_is_made_to_sign_again(
    as_: Callable[[str], Client], cast: Cast, incident: Incident
) -> None:
    from incidents.vocabulary import Status

    closed = advance(incident, to=Status.CLOSED)
    part = closed.involvements.get(person=cast.pupil)
    said = as_("dsl").post(url(closed, "incident_sign_again", part.pk), follow=True).content.decode()
    assert "closed" in said
    assert not SignAgain.objects.exists()
    assert "Meet and sign again:" not in as_("dsl").get(url(closed)).content.decode()


def test_it_costs_the_same_for_one_person_and_for_many(
    as_: Callable[[str], Client],
    cast: Cast,
    incident: Incident,
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    many = a_concern(
        cast,
        about="pupil",
        harmed=["second_pupil", "third_pupil"],
        witnesses=["deputys_child", "second_teacher"],
    )
    in_force(cast, Audience.STAFF)
    other = cast.person_of(cast.second_teacher)
    signs(other, other, Audience.STAFF)
    lead = as_("head")
    lead.get(url(many))
    with django_assert_max_num_queries(16):
        assert lead.get(url(incident)).status_code == 200
    with django_assert_max_num_queries(16):
        assert lead.get(url(many)).status_code == 200
