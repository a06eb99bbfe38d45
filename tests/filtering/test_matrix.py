"""Who may open which page of the room, cell by cell: `filtering_matrix.csv` is written from the published rules.

A line is a permission with its rule; what has no line is refused or missing. Pages of a record are asked for one that
exists: a request of the teacher of the cast, a check, a yearly review.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from esafety.people.vocabulary import Role
from esafety.schooldays.years import year_of
from filtering.models import FilteringRequest
from tests.cast import Account, Cast, sign_in
from tests.filtering.asking import ask, today
from tests.house.filtering_world import a_check, a_year
from tests.house.routes import routes

FILE = Path(__file__).parents[1] / "house" / "filtering_matrix.csv"
BY_ROLE = {found.role: name for name, found in reversed(vars(Cast).items()) if isinstance(found, Account)}
SHUT = (403, 404)
OF_A_LOOK = {
    "filtering_look", "filtering_look_print", "filtering_look_authorise", "filtering_look_decline",
    "filtering_look_done",
}  # fmt: skip
"""Each is its own people's: tests/filtering/test_looks.py."""
FURTHER = {
    "filtering_opened", "filtering_not_needed", "filtering_closed", "filtering_checked", "filtering_renew",
    "filtering_review_block", "filtering_point_retire", "filtering_fault", "filtering_certificate",
    "filtering_certificate_add", "filtering_year_forward", "filtering_year_back", "filtering_year_download",
}  # fmt: skip
"""Further steps of a record: behind the same doors; the lifecycle says when."""


def written() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


LINES = written()
PAGES = list(dict.fromkeys(line["page"] for line in LINES))


def test_every_line_names_a_page_a_role_and_its_rule() -> None:
    assert {line["role"] for line in LINES} <= set(Role.values)
    assert all(len(line["rule"]) > 12 for line in LINES)
    assert len({(line["page"], line["role"]) for line in LINES}) == len(LINES)


def test_every_page_of_the_room_is_in_the_file_or_says_where_it_is_tested() -> None:
    ours = {
        route.name
        for route in routes()
        if route.pattern.startswith("filtering/") and route.door.kind != "public"
    }
    assert ours == set(PAGES) | OF_A_LOOK | FURTHER


@pytest.mark.parametrize("role", list(Role))
def test_every_cell_is_as_the_rules_say(cast: Cast, role: Role) -> None:
    keys = {
        "kind": "unblock",
        "reference": "",
        "person": cast.pupil.pk,
        "begins": year_of(today()).begins,
        "pk": a_year(cast, today().year - 1).pk,
    }
    check, request = a_check(cast), ask(cast)
    client = sign_in(Client(), cast.user(BY_ROLE[role]))
    allowed = {line["page"] for line in LINES if line["role"] == role}
    found = set()
    for route in routes():
        if route.name not in PAGES:
            continue
        record = check.reference if route.name == "filtering_check" else request.reference
        url = reverse(route.name, kwargs={**{n: keys[n] for n in route.takes}, **_of(route.takes, record)})
        statuses = {client.get(url).status_code, client.post(url).status_code}
        if not statuses & set(SHUT):
            found.add(route.name)
    assert found == allowed
    assert FilteringRequest.objects.exists()


def _of(takes: tuple[str, ...], record: str) -> dict[str, str]:
    return {"reference": record} if "reference" in takes else {}
