"""Attacks that were tried and held. Each stays tried.

Source: reference/security.md, section 2 (abuse cases); quality.md S1, S2, R9.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from esafety.access.capabilities import Capability
from esafety.office.actions import give_post
from esafety.papers.actions import want
from esafety.people.vocabulary import Role
from incidents import actions
from incidents.access import INCIDENTS
from incidents.actions.guard import fresh
from incidents.models import Incident, IncidentInvitation
from incidents.papers import INCIDENT_RECORD
from incidents.vocabulary import IncidentType, Part, Status
from tests.builders import a_concern, advance, involved
from tests.cast import PASSWORD, SINCE, Cast

As = Callable[[str], Client]
pytestmark = pytest.mark.django_db

# fmt: off
ODD = (
    "\x00", "x" * 50_000, "9" * 40, "٣", "-1", "²", "½", "ⅷ", "🙂", "'\"><script>alert(1)</script>", "=1+1",
    "\r\nSet-Cookie: a=b", "1e309", "2026-02-30", "NaN", "~", "a~b", "AA==", "OR NOT (", '"', "*", "../../etc/passwd",
    "\u202e",
)
ELSEWHERE = (
    "//evil.example", "https://evil.example", "/\\evil.example", "http:///evil.example", "\t//evil.example",
    "javascript:alert('evil')",
)
PAGES = (
    "/incidents/", "/incidents/export.csv", "/tasks/", "/reports/", "/patterns/", "/alerts/", "/keeping/",
    "/keeping/disposals/", "/moving/", "/filtering/log/", "/governance/reports/",
    "/governance/meetings/", "/agreements/campaigns/", "/agreements/suggestions/",
)  # fmt: skip
"""Every list that turns its pages by a place in the address."""
ASKED = ("after", "before", "page", "words", "person", "since")
ACTS = ("triage", "close", "assign", "note", "task", "share", "link", "merge", "correct", "people", "take-up")
FIELDS = (
    "version", "reason", "accepted_as", "primary_type", "risk_area", "to", "text", "audience", "words", "assigned_to",
    "due_on_0", "due_on_1", "due_on_2", "user", "reference", "description", "types", "happened_time", "people",
    "search",
)
# fmt: on


def name_subject(incident: Incident, cast: Cast, who: str, *, by: str = "dsl") -> None:
    """Somebody becomes a subject of an incident that is there."""
    now = fresh(incident)
    (one,) = involved(cast, who, Part.SUBJECT)
    actions.add_person(incident=now, involved=one, version=now.version, by=cast.user(by))


# -- nothing typed breaks a page -----------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_no_odd_question_in_an_address_breaks_a_page(cast: Cast, as_: As, page: str) -> None:
    client = as_("dsl")
    assert client.get(page).status_code == 200
    for name in ASKED:
        for value in ODD:
            assert client.get(page, {name: value}).status_code < 500, (name, value[:20])


def test_no_odd_address_breaks_anything(cast: Cast, as_: As) -> None:
    client = as_("dsl")
    for value in ODD:
        odd = quote(value[:2000], safe="")
        for path in (f"/incidents/{odd}/", f"/tasks/{odd}/", f"/reports/{odd}/"):
            assert client.get(path).status_code < 500, path[:40]


@pytest.mark.parametrize("act", ACTS)
def test_no_odd_answer_breaks_a_form(cast: Cast, as_: As, act: str) -> None:
    incident, client = a_concern(cast, about="second_pupil"), as_("dsl")
    for value in ODD:
        sent: dict[str, object] = {name: [value, value] for name in FIELDS}
        for version in (value, fresh(incident).version):
            answer = client.post(f"/incidents/{incident.reference}/{act}/", {**sent, "version": version})
            assert answer.status_code < 500, value[:20]


@pytest.mark.parametrize("back", ELSEWHERE)
def test_signing_in_leads_nowhere_else(cast: Cast, back: str) -> None:
    sent = {"login": cast.pupil_account.email, "password": PASSWORD, "next": back}
    answer = Client().post(reverse("account_login"), sent)
    assert answer.status_code == 302
    assert "evil" not in answer["Location"]


# -- a subject stays out, whatever they hold or held ----------------------------------------------


def test_neither_a_flag_nor_a_second_post_opens_what_is_about_the_head(cast: Cast, as_: As) -> None:
    incident = a_concern(cast, about="head")
    head = cast.head
    head.is_superuser = True
    head.save()
    give_post(user=head, school=cast.school, role=Role.CHAIR, from_date=SINCE, by=None)
    assert as_("head").get(f"/incidents/{incident.reference}/").status_code == 404


def test_a_paper_asked_for_is_missing_for_whoever_becomes_the_subject(cast: Cast, as_: As) -> None:
    incident = fresh(a_concern(cast, about="second_pupil"))
    paper = want(INCIDENT_RECORD, about=incident, by=cast.deputy)
    page = reverse("papers:paper", args=[paper.reference])
    assert as_("deputy").get(page).status_code == 200
    name_subject(incident, cast, "deputy")
    assert as_("deputy").get(page).status_code == 404


def test_a_task_by_name_is_missing_for_whoever_becomes_the_subject(cast: Cast, as_: As) -> None:
    incident = fresh(a_concern(cast, about="second_pupil"))
    task = actions.give_task(
        incident=incident,
        words="Speak to the class",
        detail="",
        assigned_to=cast.senco,
        due_at=None,
        required=False,
        by=cast.dsl,
    )
    name_subject(incident, cast, "senco")
    assert as_("senco").get(f"/tasks/{task.key}/").status_code == 404
    assert task.key not in as_("senco").get("/tasks/").content.decode()


def test_a_reporter_named_later_is_not_told_that_it_was_closed(cast: Cast, as_: As) -> None:
    incident = a_concern(cast, about="second_pupil", by="deputy")
    name_subject(incident, cast, "deputy")
    advance(incident, Status.CLOSED, by=cast.head)
    assert "Closed" not in as_("deputy").get(f"/reports/{incident.reference}/").content.decode()


# -- a right that ended is gone --------------------------------------------------------------------


def test_an_invitation_past_its_time_opens_nothing(cast: Cast, as_: As) -> None:
    incident = fresh(a_concern(cast, about="second_pupil"))
    actions.share(incident=incident, user=cast.senco, reason="Support", until=None, by=cast.dsl)
    assert as_("senco").get(f"/incidents/{incident.reference}/").status_code == 200
    IncidentInvitation.objects.update(until=timezone.now() - dt.timedelta(seconds=1))
    assert as_("senco").get(f"/incidents/{incident.reference}/").status_code == 404


def test_work_given_to_somebody_else_is_closed_to_whoever_had_it(cast: Cast) -> None:
    incident = fresh(a_concern(cast, about="second_pupil"))
    for colleague in (cast.senco, cast.dsl):
        incident = actions.assign(incident=incident, to=colleague, version=incident.version, by=cast.dsl)
    assert not INCIDENTS.allows(cast.senco, Capability.SEE_INCIDENTS, fresh(incident))


def test_a_page_open_since_before_the_lane_changed_shares_nothing(cast: Cast) -> None:
    before = fresh(a_concern(cast, about="second_pupil"))
    name_subject(before, cast, "teacher")
    with pytest.raises(PermissionDenied):
        actions.share(incident=before, user=cast.senco, reason="Late", until=None, by=cast.co_ordinator)


# -- a number of another record is no number --------------------------------------------------------


def test_rows_of_another_incident_are_missing(cast: Cast, as_: As) -> None:
    mine, other = fresh(a_concern(cast, about="second_pupil")), fresh(a_concern(cast, about="third_pupil"))
    shared = actions.share(incident=other, user=cast.senco, reason="Support", until=None, by=cast.dsl)
    part, base = other.involvements.get(), f"/incidents/{mine.reference}/"
    sent = {"version": mine.version, "reason": "None"}
    for path in (f"share/{shared.pk}/end/", f"people/{part.pk}/withdraw/", f"people/{10**30}/withdraw/"):
        assert as_("dsl").post(base + path, sent).status_code == 404, path


# -- clocks come to an end ---------------------------------------------------------------------------


def test_a_concern_nobody_looks_at_goes_up_once_and_then_rests(cast: Cast) -> None:
    incident = fresh(a_concern(cast, about="second_pupil", type=IncidentType.SELF_HARM))
    for week in range(1, 20):
        actions.run_out_clocks(now=timezone.now() + dt.timedelta(weeks=week))
    looks = incident.tasks.filter(code__startswith="first_look")
    assert looks.count() == 5
    assert fresh(incident).owner_role == Role.VICE_CHAIR
    assert actions.run_out_clocks(now=timezone.now() + dt.timedelta(weeks=30)) == 0
