"""Every form of the product, sent as it should be, with the name of every column there is beside its answers (S13).

The forms are read off the pages, as a browser would read them, and sent by those who may. Whatever they do, no value
comes to stand in a column that the page did not ask for: not whose it is, not who did it, not when, not which school.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.test import Client

from esafety.people.models import User
from incidents.vocabulary import IncidentType, Status
from tests.cast import Cast, sign_in
from tests.house.routes import routes
from tests.house.test_looking_writes_nothing import ALLOWED, Watch
from tests.house.visits import Form, Visitor, forms_on, plausible, undone
from tests.house.world import FURNISHED, World, a_full_record, addresses, begin_things, surround

ROOMS = (
    "people", "schooldays", "outbox", "papers", "office", "aup", "filtering", "incidents", "governance", "keeping",
    "moving", "subject_access",
)  # fmt: skip
TEXT, NUMBER, MOMENT, KEY = "FORGED", 876_543, "1999-01-02", uuid.UUID(int=876_543)
SENDERS = ("dsl", "head", "school_admin", "technician")
"""Between them they open nearly every form."""
LEFT_OUT = {"account_logout", "switch_school"}
"""They end the visit, or change which school is shown, and write to no table of a room."""

Rows = dict[tuple[str, Any], dict[str, Any]]


def batched(names: list[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(names), size):
        yield names[start : start + size]


def tables() -> list[type[models.Model]]:
    return [model for room in ROOMS for model in apps.get_app_config(room).get_models()]


def forged(cast: Cast) -> dict[str, Any]:
    """For every column a value of its kind that would be noticed wherever it came to stand."""
    sent: dict[str, Any] = dict.fromkeys(
        ("by", "pk", "owner", "subject", "reporter", "is_staff", "_state"), TEXT
    )
    for model in tables():
        for field in model._meta.local_fields:
            sent |= dict.fromkeys((field.name, field.attname), _value(field, cast))
    return sent


def _value(field: models.Field, cast: Cast) -> Any:
    if field.is_relation:
        return {"school": cast.other.pk, "person": cast.other_pupil.pk}.get(field.name, cast.visitor.pk)
    if isinstance(field, models.BooleanField):
        return "on"
    if isinstance(field, models.DateField | models.TimeField):
        return MOMENT
    if isinstance(field, models.IntegerField):
        return NUMBER
    return str(KEY) if isinstance(field, models.UUIDField) else TEXT


def rows_of(names: set[str]) -> Rows:
    """Every row of these tables."""
    return {
        (model._meta.label, row[model._meta.pk.attname]): row
        for model in tables()
        if model._meta.db_table in names
        for row in model._base_manager.values()
    }


def stand_forged(before: Rows, after: Rows, cast: Cast) -> set[str]:
    """Columns in which a forged value came to stand."""
    accounts = {(one._meta.label, field.attname) for one in tables() for field in one._meta.local_fields
                if field.related_model is User}  # fmt: skip
    found = set()
    for key, row in after.items():
        for name, value in row.items():
            if value == before.get(key, {}).get(name):
                continue
            of_other = {"school_id": cast.other.pk, "person_id": cast.other_pupil.pk}.get(name)
            account = (key[0], name) in accounts and value == cast.visitor.pk
            if account or (of_other is not None and value == of_other) or _is_mark(value):
                found.add(f"{key[0]}.{name}")
    return found


def _is_mark(value: Any) -> bool:
    if isinstance(value, dt.date):
        return value.year == 1999
    if isinstance(value, dict | list):
        return TEXT in json.dumps(value, default=str) or str(NUMBER) in json.dumps(value, default=str)
    return value in (TEXT, NUMBER, KEY, str(KEY)) and not isinstance(value, bool)


def beside(form: Form, everything: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What a form is sent: its own answers, and every name that it does not ask, no more than are taken at once."""
    own = {field.name for field in form.fields}
    stems = own | {name.rstrip("0123456789").removesuffix("_") for name in own}
    names = [name for name in sorted(everything) if name not in stems]
    for chunk in batched(names, settings.DATA_UPLOAD_MAX_NUMBER_FIELDS - 60):
        yield {name: everything[name] for name in chunk} | plausible(form)


@pytest.fixture
def busy(cast: Cast) -> World:
    """Every room in use, and a record that can still be worked on."""
    begin_things(cast)
    for room in FURNISHED:
        room.furnish(cast)
    told = {"type": IncidentType.BULLYING, "to": Status.IN_PROGRESS}
    return surround(cast, a_full_record(cast, about="second_pupil", **told))


def forms_of(visitor: Visitor, world: World, user: User) -> Iterator[Form]:
    """Each form that somebody finds on the pages they may open, one of a kind."""
    met: set[tuple[str, ...]] = set()
    rooms = [route for route in routes() if not route.pattern.startswith(("account/", "health", "metrics"))]
    for route in rooms:
        for url in addresses(world, [route], user=user)[:1]:
            there = visitor.ask("get", url, {}, "opened")
            if not there.is_page or there.status != 200:
                continue
            for form in forms_on(there):
                if form.method == "post" and form.kind not in met and form.route not in LEFT_OUT:
                    met.add(form.kind)
                    yield form


@pytest.mark.either_engine
def test_no_form_changes_a_column_it_does_not_ask_for(busy: World) -> None:
    cast = busy.cast
    names, wrote, wrong = forged(cast), dict[str, int](), set[str]()
    for name in SENDERS:
        user = cast.user(name)
        visitor = Visitor(name, sign_in(Client(), user))
        for form in forms_of(visitor, busy, user):
            if form.route in wrote:
                continue
            for sent in beside(form, names):
                with undone(visitor.client):
                    watch = Watch()
                    with connection.execute_wrapper(watch):
                        answer = visitor.ask("post", form.url, sent, "with every name beside")
                    assert answer.status != 400, str(answer)
                    assert answer.status < 500, str(answer)
                    touched = watch.tables - ALLOWED
                    after = rows_of(touched)
                if touched:
                    wrote[form.route] = answer.status
                    wrong |= {f"{form.route}: {one}" for one in stand_forged(rows_of(touched), after, cast)}
    assert wrong == set()
    assert len(wrote) > 130


def test_a_forged_value_would_be_noticed(cast: Cast) -> None:
    """Each kind of column, written with what is sent, is found."""
    for values, column in (
        ({"name": TEXT}, "name"),
        ({"school_id": cast.other.pk}, "school_id"),
        ({"by_id": cast.visitor.pk}, "by_id"),
        ({"at": dt.datetime(1999, 1, 2, tzinfo=dt.UTC)}, "at"),
        ({"number": NUMBER}, "number"),
        ({"sections": {"what": {"typed": TEXT}}}, "sections"),
    ):
        assert stand_forged({}, {("incidents.Note", 1): values}, cast) == {f"incidents.Note.{column}"}
