"""The two-school matrix: whatever one school keeps is missing for every role of another, at every address (S14).

Role by role it is the policies that are asked, since a page of a record asks its policy first and nothing before it
(`test_doors.py`). Every address is then asked for by somebody who is everything at once at the other school: what a
role opens, another never closes, so nobody there is shown more.
"""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from esafety.office.actions import give_post
from esafety.people.models import User
from esafety.people.vocabulary import Role
from esafety.walls.plan import school_of
from tests.cast import Cast, sign_in
from tests.house.routes import routes
from tests.house.test_access_matrix import somebody
from tests.house.test_canaries import answer, canaries_in
from tests.house.test_doors import POLICIES
from tests.house.world import FURNISHED, World, addresses

BEHIND = [route for route in routes() if route.takes and route.door and route.door.kind == "record_door"]
"""Pages of one record, in every room."""
OPEN = [route for route in routes() if route.door and route.door.kind in ("open_to", "signed_in")]
"""Pages of one's own school, and of oneself."""
ALONE = (Role.STAFF, Role.PARENT, Role.PUPIL, Role.SAFETY_GOVERNOR, Role.TRUST_ADMIN)
"""Whose pages are others than those of somebody who is everything."""


@pytest.fixture
def furnished(world: World) -> World:
    """The first school with something in every room."""
    for room in FURNISHED:
        room.furnish(world.cast)
    return world


def everything_at_once(cast: Cast) -> User:
    """Somebody of the other school with every role there is."""
    first, *others = Role
    user = somebody(first, cast.other)
    for role in others:
        give_post(user=user, school=cast.other, role=role, by=None, from_date=dt.date(2026, 1, 1))
    return User.objects.get(pk=user.pk)


def test_no_policy_shows_any_role_of_one_school_a_row_of_another(furnished: World) -> None:
    cast, hidden = furnished.cast, 0
    outside = [(role, somebody(role, cast.other)) for role in Role]
    for policy in POLICIES:
        rows = list(policy.model._default_manager.all())
        theirs = {row.pk for row in rows if school_of(row) in (cast.school.pk, None)}
        hidden += bool(theirs)
        for role, user in outside:
            seen = policy.visible_to(user, policy.model._default_manager.all())
            assert not theirs & set(seen.values_list("pk", flat=True)), (role, type(policy).__name__)
    assert hidden >= 40, hidden  # policies that had something to hide


def test_no_key_of_one_school_opens_anything_in_another(furnished: World) -> None:
    keyed, opened, missing = addresses(furnished, BEHIND), set(), 0
    outside = sign_in(Client(), everything_at_once(furnished.cast))
    for url in keyed:
        for method in ("get", "post"):
            given = answer(outside, method, url)
            assert given.status in (404, 405), (method, url, given.status)
            assert canaries_in(given) == set(), (method, url)
            missing += given.status == 404
    assert missing >= 300, missing
    inside = sign_in(Client(), furnished.owner)
    opened = {url for url in keyed if answer(inside, "get", url).status == 200}
    assert len(opened) >= 50, len(opened)  # addresses that lead nowhere would prove nothing


def test_pages_of_one_s_own_school_show_nothing_of_the_other(furnished: World) -> None:
    cast, harbour, shown = furnished.cast, str(furnished.cast.school).encode(), 0
    own = [url for url in addresses(furnished, OPEN) if url != reverse("account_logout")]
    alone = {role: somebody(role, cast.other) for role in ALONE}
    for user in (everything_at_once(cast), *alone.values()):
        client = sign_in(Client(), user)
        for url in own:
            given = answer(client, "get", url)
            assert canaries_in(given) == set(), (user, url)
            assert harbour not in given.body, (user, url)
            shown += given.status == 200
    assert shown >= 100, shown
