"""The two-school matrix: whatever one school keeps is missing for every role of another, at every address (S14)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from esafety.people.vocabulary import Role
from tests.cast import sign_in
from tests.house.routes import routes
from tests.house.test_access_matrix import somebody
from tests.house.test_canaries import answer, canaries_in
from tests.house.world import World, addresses

KEYED = [route for route in routes() if route.takes and route.door and route.door.kind == "record_door"]
BESIDE = [
    route for route in routes() if route.takes and route.door and route.door.kind in ("open_to", "signed_in")
]


@pytest.mark.parametrize("role", Role, ids=lambda role: role.value)
def test_no_key_of_one_school_opens_anything_in_another(world: World, role: Role) -> None:
    user = somebody(role, world.cast.other)
    client, asked = sign_in(Client(), user), 0
    for url in addresses(world, KEYED, user=user):
        for method in ("get", "post"):
            given = answer(client, method, url)
            assert given.status in (404, 405), (role, method, url, given.status)
            assert canaries_in(given) == set(), (role, method, url)
            asked += given.status == 404
    assert asked > 300


@pytest.mark.parametrize("role", Role, ids=lambda role: role.value)
def test_pages_of_one_s_own_school_show_nothing_of_the_other(world: World, role: Role) -> None:
    user = somebody(role, world.cast.other)
    client, harbour = sign_in(Client(), user), str(world.cast.school).encode()
    own = [route for route in routes() if route.door and route.door.kind in ("open_to", "signed_in")]
    for url in addresses(world, [*own, *BESIDE], user=user):
        if url == reverse("account_logout"):
            continue
        given = answer(client, "get", url)
        assert canaries_in(given) == set(), (role, url)
        assert harbour not in given.body, (role, url)
