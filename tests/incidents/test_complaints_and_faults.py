"""Complaints and technical faults: kinds of their own, begun with one press, each with a short procedure."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from incidents.models import Draft, Incident
from incidents.vocabulary import FoundBy, IncidentType, Status
from tests.builders import a_concern, advance
from tests.cast import Cast

As = Callable[[str], Client]
START = {"danger": "no", "images": "no", "reporter_kind": "self"}


def begun(client: Client, kind: str) -> Draft:
    answer = client.post(f"/report/?as={kind}", START)
    assert answer.status_code == 302, answer.content.decode()
    return Draft.objects.latest("pk")


def sent(client: Client, draft: Draft, types: list[str]) -> Incident:
    words = {"description": "A father rang about the games at lunch.", "types": types, "told_lead": "no"}
    client.post(f"/report/{draft.key}/what/", words)
    client.post(f"/report/{draft.key}/check/")
    return Incident.objects.get(submission_key=draft.key)


def test_a_complaint_is_one_without_being_asked_about_it(cast: Cast, as_: As) -> None:
    client = as_("teacher")
    incident = sent(client, begun(client, "complaint"), ["gaming"])
    assert incident.found_by == FoundBy.COMPLAINT
    assert incident.tasks.filter(code="acknowledge").exists()


def test_a_fault_has_its_kind_ticked_and_it_can_be_changed(cast: Cast, as_: As) -> None:
    client = as_("teacher")
    draft = begun(client, "technical")
    page = client.get(f"/report/{draft.key}/what/").content.decode()
    assert 'value="technical" checked' in " ".join(page.split()) or page.count("checked") == 1
    assert sent(client, draft, ["technical"]).primary_type == IncidentType.TECHNICAL


@pytest.mark.parametrize("kind", ["", "nonsense", "staff"])
def test_the_usual_report_asks_and_assumes_nothing_more(cast: Cast, as_: As, kind: str) -> None:
    client = as_("teacher")
    incident = sent(client, begun(client, kind), ["gaming"])
    assert incident.found_by == FoundBy.REPORTED
    page = client.get("/report/").content.decode()
    assert "Pass on a complaint" in page


def test_a_complaint_is_answered_step_by_step_on_its_clocks(cast: Cast) -> None:
    incident = advance(a_concern(cast, type=IncidentType.GAMING, found_by=FoundBy.COMPLAINT), Status.TRIAGED)
    steps = [task for task in incident.tasks.order_by("due_at", "place") if "Complaint" in task.asked_by]
    assert [task.code for task in steps] == [
        "senior_named",
        "acknowledge",
        "looked_into",
        "written_answer",
        "route_told",
    ]
    assert all(task.due_at and task.required for task in steps)


def test_a_fault_is_judged_mended_and_tested_by_the_network_manager(cast: Cast) -> None:
    incident = advance(a_concern(cast, type=IncidentType.TECHNICAL, about=()), Status.TRIAGED)
    steps = incident.tasks.filter(role="network_manager").values_list("code", flat=True)
    assert set(steps) == {"network", "safety_effect", "fault_mended", "fault_tested", "fault_log"}
