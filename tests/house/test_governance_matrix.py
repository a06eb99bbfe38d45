"""Who may open which page of the governance room, cell by cell: `governance_matrix.csv` is written from the rules.

A line is a permission with its rule; what has no line is refused. For pages of one record, the records' policies are
asked for everybody: a page opens exactly to whom the table below names.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from esafety.people.models import User
from esafety.people.vocabulary import Role
from tests.cast import Cast, sign_in
from tests.house.governance_world import furnish, keys
from tests.house.routes import Route, routes
from tests.house.test_office_matrix import BY_ROLE

pytestmark = pytest.mark.either_engine

FILE = Path(__file__).with_name("governance_matrix.csv")
WRITERS = {Role.DSL, Role.DEPUTY_DSL, Role.CO_ORDINATOR, Role.HEAD}
GOVERNORS = {Role.CHAIR, Role.VICE_CHAIR, Role.SAFETY_GOVERNOR, Role.GOVERNOR}
READERS = WRITERS | GOVERNORS | {Role.SENIOR_LEADER}
COLLEAGUES = READERS | {
    Role.SENCO,
    Role.STAFF,
    Role.NETWORK_MANAGER,
    Role.BUSINESS_MANAGER,
    Role.DATA_PROTECTION_LEAD,
    Role.SCHOOL_ADMIN,
}
APPROVERS = {Role.DSL, Role.HEAD}

# fmt: off
OF_A_RECORD: dict[str, set[Role]] = {
    "report_to_governors": READERS,   "report_download": READERS,
    "report_progress": WRITERS,
    "report_approve": APPROVERS,      "report_send_back": APPROVERS,  "report_withdraw": APPROVERS,
    "report_comment": WRITERS,        "report_asks": WRITERS,         "report_point": WRITERS,
    "report_count": WRITERS,          "report_again": WRITERS,        "report_submit": WRITERS,
    "report_discard_draft": WRITERS,  "report_new_edition": WRITERS,
    "policy": READERS,                "policy_change": WRITERS,       "policy_edition_add": WRITERS,
    "policy_file": WRITERS,           "policy_retire": WRITERS,
    "policy_edition": COLLEAGUES,     "policy_read": COLLEAGUES,      "policy_text": COLLEAGUES,
    "course": WRITERS,                "course_enter": WRITERS,        "newcomer": WRITERS,
    "induction_tick": WRITERS,
    "risk": READERS,                  "risk_review": WRITERS,         "risk_close": WRITERS,
    "meeting": READERS,               "meeting_minutes": WRITERS,     "meeting_point": WRITERS,
    "point_done": WRITERS,
}
"""Rules: domain/governance.md (approved by head or lead; governors download; staff acknowledge); B governors."""
# fmt: on


def written() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


LINES = written()


def pages(kind: str) -> list[Route]:
    return [
        route
        for route in routes()
        if route.pattern.startswith("governance/") and route.door and route.door.kind == kind
    ]


def test_every_line_names_a_page_a_role_and_its_rule() -> None:
    names = {route.name for route in pages("open_to")}
    assert {line["page"] for line in LINES} == names
    assert {line["role"] for line in LINES} <= set(Role.values)
    assert all(len(line["rule"]) > 12 for line in LINES)
    assert len({(line["page"], line["role"]) for line in LINES}) == len(LINES)


def test_every_page_of_a_record_is_in_the_table() -> None:
    assert {route.name for route in pages("record_door")} == set(OF_A_RECORD)


@pytest.mark.parametrize("role", list(Role))
def test_a_page_opens_to_whom_the_rules_say(cast: Cast, role: Role) -> None:
    client = sign_in(Client(), cast.user(BY_ROLE[role]))
    allowed = {line["page"] for line in LINES if line["role"] == role}
    for route in pages("open_to"):
        status = client.get(reverse(route.name)).status_code
        assert (status != 403) is (route.name in allowed), (route.name, status)


def test_a_page_of_a_record_opens_to_whom_the_rules_say_and_not_next_door(cast: Cast) -> None:
    """Whom the rules do not name is refused by the page itself; the others are allowed by what its door asks."""
    furnish(cast)
    for route in pages("record_door"):
        filled = keys(route, cast)
        assert filled, route.name
        for role, name in BY_ROLE.items():
            if role in OF_A_RECORD[route.name]:
                assert allowed(cast.user(name), route, filled), (route.name, role)
            else:
                assert refused(cast, name, route, filled), (route.name, role)
        for stranger in ("other_dsl", "other_head"):
            assert refused(cast, stranger, route, filled), (route.name, stranger)


def allowed(user: User, route: Route, filled: list[dict[str, Any]]) -> bool:
    """Whether the door lets the account through to any of these."""
    door = route.door
    assert door is not None
    assert door.capability is not None
    lookup = route.takes[0]
    rows = door.policy.visible_to(user, door.policy.model._default_manager.all())
    found = rows.filter(**{f"{lookup}__in": [one[lookup] for one in filled]})
    return any(door.policy.allows(user, door.capability, one) for one in found)


def refused(cast: Cast, name: str, route: Route, filled: list[dict[str, Any]]) -> bool:
    """Whether every one of these answers that it is not there, or not for this account, to a form too."""
    client = sign_in(Client(), cast.user(name))
    statuses = {client.post(reverse(route.name, kwargs=one)).status_code for one in filled}
    statuses |= {client.get(reverse(route.name, kwargs=one)).status_code for one in filled}
    return statuses <= {403, 404, 405}
