"""A page costs what it costs, however much there is: the number of queries does not grow with the rows."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from filtering.vocabulary import Stage
from tests.cast import Cast, sign_in
from tests.filtering.asking import advance, ask
from tests.house.filtering_world import a_check, a_look

MOST = {
    "filtering": 24,
    "filtering_today": 18,
    "filtering_checks": 22,
    "filtering_log": 20,
    "filtering_looks": 16,
    "filtering_pull": 20,
}
"""Queries of a page at most, with signing in, the session and the menu."""


def more(cast: Cast, name: str) -> None:
    """Something of everything."""
    for stage in (Stage.ASKED, Stage.SENT, Stage.OPEN, Stage.CLOSING):
        advance(cast, ask(cast, addresses=f"{name}-{stage}.example\n{name}-{stage}-too.example"), stage)
    a_check(cast, reached=1)
    a_look(cast)


def cost(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


@pytest.mark.parametrize("who", ["co_ordinator", "technician", "dsl", "teacher"])
def test_lists_cost_the_same_with_more_in_them(cast: Cast, who: str) -> None:
    client = sign_in(Client(), cast.user(who))
    more(cast, "a")
    pages = {name: reverse(name) for name in MOST}
    open_ = {name: url for name, url in pages.items() if client.get(url).status_code == 200}
    before = {name: cost(client, url) for name, url in open_.items()}
    for name in "bcd":
        more(cast, name)
    after = {name: cost(client, url) for name, url in open_.items()}
    assert after == before
    assert {name: count for name, count in after.items() if count > MOST[name]} == {}


def test_the_page_of_a_request_costs_the_same_with_more_addresses(cast: Cast) -> None:
    client = sign_in(Client(), cast.co_ordinator)
    few = advance(cast, ask(cast), Stage.OPEN)
    many = advance(cast, ask(cast, addresses="\n".join(f"s{n}.example" for n in range(20))), Stage.OPEN)
    client.get(few.get_absolute_url())
    assert cost(client, few.get_absolute_url()) == cost(client, many.get_absolute_url()) <= 20
