"""Having a site blocked that an incident showed: asked of the filtering room, which is told next to nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from esafety.access.refusals import NotNow
from esafety.audit.models import AuditEvent
from filtering.models import FilteringRequest
from incidents import actions
from incidents.actions.blocking import MAY_BE_ILLEGAL, NONE_RECORDED
from incidents.models import Incident
from incidents.policy.routing import TaskCode
from incidents.vocabulary import IncidentType, Nature, Status, TaskState
from tests.builders import a_concern, advance
from tests.cast import Cast

As = Callable[[str], Client]
TYPED = "https://bad.example/game\nworse.example"


@pytest.fixture
def incident(cast: Cast) -> Incident:
    told = {"description": "A pop-up came during the lesson.", "addresses": TYPED}
    found = a_concern(cast, about="pupil", type=IncidentType.SOFT_PORN, nature=Nature.ACCIDENTAL, **told)
    return advance(found, Status.IN_PROGRESS)


def page_of(incident: Incident) -> str:
    return reverse("incident_block", args=[incident.reference])


def chosen(incident: Incident, *texts: str) -> list[int]:
    return list(incident.web_addresses.filter(text__in=texts).values_list("pk", flat=True))


def step(incident: Incident):
    return incident.tasks.get(code=TaskCode.BLOCK)


def test_the_step_leads_to_the_page_and_ends_by_what_is_asked_there(
    cast: Cast, as_: As, incident: Incident
) -> None:
    lead = as_("co_ordinator")
    assert (
        f'href="{page_of(incident)}">Have the site blocked'
        in lead.get(incident.get_absolute_url()).content.decode()
    )
    page = lead.get(page_of(incident)).content.decode()
    assert "hxxps://bad[.]example/game" in page
    assert "https://bad.example" not in page
    sent = lead.post(page_of(incident), {"addresses": chosen(incident, "worse.example")}, follow=True)
    assert sent.status_code == 200
    (asked,) = FilteringRequest.objects.all()
    assert [row.shown for row in asked.addresses.all()] == ["https://worse.example"]
    assert step(incident).state == TaskState.DONE
    assert asked.reference in step(incident).result
    (event,) = AuditEvent.objects.about(incident).filter(code="incident.block_asked")
    assert event.detail == {"count": 1}
    page = lead.get(page_of(incident)).content.decode()
    assert "worse[.]example" in page
    assert "Waiting for a decision" in page


def test_the_filtering_room_is_told_addresses_and_a_reference_and_nothing_else(
    cast: Cast, incident: Incident
) -> None:
    (asked,) = actions.ask_to_block(
        incident=incident, addresses=list(incident.web_addresses.all()), by=cast.co_ordinator
    )
    kept = {name: str(value) for name, value in vars(asked).items() if isinstance(value, str)}
    assert kept["incident_reference"] == incident.reference
    assert not any("pop-up" in value or "Zoë" in value for value in kept.values())
    assert asked.addresses.count() == 2


def test_asked_twice_it_is_one_request(cast: Cast, incident: Incident) -> None:
    for _ in range(2):
        actions.ask_to_block(
            incident=incident, addresses=list(incident.web_addresses.all()), by=cast.co_ordinator
        )
    assert FilteringRequest.objects.count() == 1


def test_without_a_choice_the_form_asks_for_one(as_: As, incident: Incident) -> None:
    answer = as_("co_ordinator").post(page_of(incident), {})
    assert answer.status_code == 422
    assert "Select a web address to block" in answer.content.decode()
    assert step(incident).state == TaskState.OPEN


def test_an_address_of_another_incident_is_not_taken(cast: Cast, as_: As, incident: Incident) -> None:
    other = a_concern(cast, addresses="third.example")
    theirs = list(other.web_addresses.all())
    answer = as_("co_ordinator").post(page_of(incident), {"addresses": [theirs[0].pk]})
    assert answer.status_code == 422
    with pytest.raises(LookupError):
        actions.ask_to_block(incident=incident, addresses=theirs, by=cast.co_ordinator)
    assert not FilteringRequest.objects.exists()


def test_what_no_filter_can_block_is_said_and_the_choice_is_kept(cast: Cast, as_: As) -> None:
    found = advance(a_concern(cast, addresses="www.intranet"), Status.IN_PROGRESS)
    answer = as_("co_ordinator").post(page_of(found), {"addresses": chosen(found, "www.intranet")})
    assert answer.status_code == 422
    assert "checked" in answer.content.decode()
    assert not FilteringRequest.objects.exists()


def test_what_may_be_illegal_to_open_is_passed_on_to_nobody(cast: Cast, as_: As) -> None:
    found = advance(
        a_concern(cast, type=IncidentType.CSA_IMAGES, addresses="bad.example"), Status.IN_PROGRESS
    )
    page = as_("dsl").get(page_of(found)).content.decode()
    assert MAY_BE_ILLEGAL in page
    assert "bad[.]example" not in page
    with pytest.raises(NotNow, match="illegal to open"):
        actions.ask_to_block(incident=found, addresses=list(found.web_addresses.all()), by=cast.dsl)
    assert not FilteringRequest.objects.exists()


def test_without_an_address_and_when_closed_the_page_says_what_to_do(cast: Cast, as_: As) -> None:
    found = advance(a_concern(cast), Status.IN_PROGRESS)
    lead = as_("co_ordinator")
    assert NONE_RECORDED in lead.get(page_of(found)).content.decode()
    advance(found, Status.CLOSED)
    assert "Reopen it first" in lead.get(page_of(found)).content.decode()
    with pytest.raises(NotNow, match="closed"):
        actions.ask_to_block(incident=found, addresses=[], by=cast.co_ordinator)


def test_the_step_may_be_ended_without_asking(cast: Cast, as_: As, incident: Incident) -> None:
    assert step(incident).get_absolute_url() in as_("co_ordinator").get(page_of(incident)).content.decode()
    actions.finish_task(task=step(incident), result="The provider did it by telephone.", by=cast.technician)
    assert step(incident).state == TaskState.DONE


def test_only_who_works_on_the_incident_asks(cast: Cast, as_: As, incident: Incident) -> None:
    for name in ("teacher", "technician", "governor", "parent", "other_dsl"):
        assert as_(name).get(page_of(incident)).status_code == 404, name
    actions.share(incident=incident, user=cast.senco, reason="Support", until=None, by=cast.dsl)
    assert as_("senco").get(page_of(incident)).status_code == 403
    with pytest.raises(PermissionDenied):
        actions.ask_to_block(incident=incident, addresses=[], by=cast.senco)


def test_the_page_asks_the_same_number_of_questions_however_many_addresses(
    cast: Cast, as_: As, incident: Incident
) -> None:
    lead = as_("co_ordinator")
    before = _queries(lead, incident)
    actions.ask_to_block(
        incident=incident, addresses=list(incident.web_addresses.all()), by=cast.co_ordinator
    )
    more = [incident.web_addresses.create(text=f"site{n}.example", site=f"site{n}.example") for n in range(6)]
    actions.ask_to_block(incident=incident, addresses=more, by=cast.co_ordinator)
    assert _queries(lead, incident) == before
    assert before <= 16


def _queries(client: Client, incident: Incident) -> int:
    client.get(page_of(incident))
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page_of(incident)).status_code == 200
    return len(asked)
