"""Hostile text in every text of the whole product, read by everybody (S12): one building, everybody in the cast.

The rooms are furnished through their actions; then every text that anybody could have typed is overwritten in the
database, guards aside, with the next of the forty. So no form's checks stand between a text and a page, and a
new column is covered on the day it is made.
"""

from __future__ import annotations

from itertools import cycle

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection, models
from django.test import Client

from incidents.vocabulary import IncidentType
from tests.cast import Cast, sign_in
from tests.emptying import _aside_on_postgres, _aside_on_sqlite
from tests.house.routes import routes
from tests.house.test_hostile_text import MARK, TEXTS, grown
from tests.house.world import FURNISHED, World, a_full_record, addresses, begin_things, surround

ROOMS = (
    "people", "schooldays", "papers", "office", "aup", "filtering", "incidents", "governance", "keeping", "moving",
)  # fmt: skip
ONLY_FORMS = 405
SHORT = 40
"""A column that holds fewer letters than this holds none of the texts."""
OURS = {
    "reference", "token_hash", "passphrase_hash", "salt", "key_id", "fingerprint", "sha256", "seal", "wrapped_key",
    "folded", "body", "last_error", "email", "address", "url", "path", "code", "key", "rule", "about_label", "kind",
    "notice", "password", "user_letters", "signature", "first_key", "second_key", "search_text", "source_id",
    "edition_fingerprint", "incidents.Pattern.about",
}  # fmt: skip
"""Names of columns that the product fills and nobody types: hashes, keys, references, what a search folds."""


def texts_of(model: type[models.Model]) -> list[models.Field]:
    """The columns of a table that hold what somebody typed."""
    return [
        field
        for field in model._meta.local_fields
        if type(field) in (models.CharField, models.TextField)
        and not (
            field.choices
            or field.unique
            or field.primary_key
            or OURS & {field.name, f"{model._meta.label}.{field.name}"}
        )
        and (field.max_length or 10_000) >= SHORT
    ]


def overwrite() -> int:
    """Every such text of every row becomes the next of the forty. Returns how many."""
    given, done = cycle(TEXTS), 0
    aside = _aside_on_postgres if connection.vendor == "postgresql" else _aside_on_sqlite
    connection.check_constraints()
    with connection.cursor() as cursor, aside(cursor):
        for room in ROOMS:
            for model in apps.get_app_config(room).get_models():
                for field in texts_of(model):
                    for pk in list(
                        model._base_manager.exclude(**{field.name: ""}).values_list("pk", flat=True)
                    ):
                        text = next(given)[: field.max_length or 10_000]
                        model._base_manager.filter(pk=pk).update(**{field.name: text})
                        done += 1
    return done


@pytest.fixture
def hostile(cast: Cast) -> World:
    """Every room in use, and a hostile text wherever anybody typed."""
    begin_things(cast)
    for room in FURNISHED:
        room.furnish(cast)
    built = surround(cast, a_full_record(cast, about="second_pupil", type=IncidentType.BULLYING))
    assert overwrite() > 500
    return built


@pytest.mark.either_engine
def test_everybody_reads_every_page_and_nothing_grows(hostile: World) -> None:
    """Each address once for each person of the cast and once for a stranger."""
    cast, wrong, met, read = hostile.cast, set[tuple[str | None, str]](), dict[str | None, int](), 0
    pages = [route for route in routes() if not route.pattern.startswith(("account/", "health", "metrics"))]
    for name in [*Cast.accounts(), None]:
        client = sign_in(Client(), cast.user(name)) if name else Client()
        cache.clear()
        for route in list(pages):
            for url in addresses(hostile, [route], user=cast.user(name) if name else cast.teacher)[:1]:
                answer = client.get(url)
                assert answer.status_code < 500, (name, url)
                if answer.status_code == ONLY_FORMS:
                    pages.remove(route)
                if answer.streaming or not answer.get("Content-Type", "").startswith("text/html"):
                    continue
                page = grown(answer.content.decode())
                wrong |= {(name, f"{url}: {one}") for one in page.found}
                met[name] = met.get(name, 0) + "".join(page.words).count(MARK)
                read += 1
    assert wrong == set()
    assert read > 3_000
    assert sum(n > 20 for n in met.values()) >= 15, met


def test_the_columns_are_those_that_people_type() -> None:
    """The list of what is overwritten shrinks by nobody's mistake."""
    assert (
        sum(len(texts_of(model)) for room in ROOMS for model in apps.get_app_config(room).get_models()) > 150
    )
