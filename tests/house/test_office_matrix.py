"""Who may open which page of the office, cell by cell: `office_matrix.csv` is written from the published rules.

A line is a permission with its rule; what has no line is refused. Pages of one record (a device, a contact) stand
in the file too: they are asked for one that is not there, so 404 says that the door would have opened it.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from esafety.access.doors import Door
from esafety.people.vocabulary import Role
from tests.cast import Account, Cast, sign_in
from tests.house.routes import Route, routes

FILE = Path(__file__).with_name("office_matrix.csv")
BY_ROLE = {found.role: name for name, found in reversed(vars(Cast).items()) if isinstance(found, Account)}


def written() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


LINES = written()


def pages() -> list[Route]:
    """Every page of the office that no record of its own stands behind."""
    return [
        route
        for route in routes()
        if route.pattern.startswith("office/") and route.door and route.door.kind == "open_to"
    ]


def test_every_line_names_a_page_a_role_and_its_rule() -> None:
    names = {route.name for route in pages()}
    assert [line for line in LINES if line["page"] not in names] == []
    assert {line["role"] for line in LINES} <= set(Role.values)
    assert all(len(line["rule"]) > 12 for line in LINES)
    assert len({(line["page"], line["role"]) for line in LINES}) == len(LINES)


def test_every_page_of_the_office_is_opened_to_somebody() -> None:
    assert [route.name for route in pages() if route.name not in {line["page"] for line in LINES}] == []


def test_every_role_is_somebody() -> None:
    assert set(BY_ROLE) == set(Role)


@pytest.mark.parametrize("role", list(Role))
def test_a_page_opens_to_whom_the_rules_say(cast: Cast, role: Role) -> None:
    client = sign_in(Client(), cast.user(BY_ROLE[role]))
    allowed = {line["page"] for line in LINES if line["role"] == role}
    found = set()
    for route in pages():
        assert isinstance(route.door, Door)
        filled = {
            name: {"year": 2026, "change": "off", "confirmation": "on"}.get(name, 1) for name in route.takes
        }
        url = reverse(route.name, kwargs=filled)
        statuses = {client.get(url).status_code, client.post(url).status_code}
        assert (403 in statuses) is (route.name not in allowed), (route.name, statuses)
        if 403 not in statuses:
            found.add(route.name)
    assert found == allowed
