"""Everything held about a person is told, or the table stands with the reason why not."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from django.apps import apps
from django.db import models

from esafety.people.models import Person
from esafety.subject_access.policy.held import HELD, NOT_TOLD
from esafety.subject_access.writing import LISTED

FIELDS = Path(__file__).parents[1] / "house" / "fields.csv"


def with_personal_data() -> set[str]:
    with FIELDS.open(encoding="utf-8") as file:
        return {row["model"] for row in csv.DictReader(file) if row["personal"] != "none"}


def test_every_table_with_personal_data_is_told_or_says_why_not() -> None:
    told = [held.model for held in HELD]
    not_told = [model for models in NOT_TOLD.values() for model in models]
    twice = [model for model, count in Counter(told + not_told).items() if count > 1]
    assert twice == []
    assert with_personal_data() - set(told) - set(not_told) == set()
    assert len(told) > 40


def test_every_way_to_a_person_is_followed() -> None:
    """A new column that says whom a row is about fails here until the table tells it."""
    followed = {(held.model, way.split("__")[0]) for held in HELD for way in held.person}
    not_told = {model for models in NOT_TOLD.values() for model in models}
    ways = {
        (model._meta.label, field.name)
        for model in apps.get_models()
        for field in model._meta.fields
        if field.related_model is Person and model._meta.label not in not_told
    }
    assert {label for label, _ in ways} <= {held.model for held in HELD}
    missed = ways - followed - {("outbox.Message", "to_person")}
    assert missed == set()


def test_what_is_told_are_columns_that_are_there() -> None:
    for held in HELD:
        model = apps.get_model(held.model)
        for name in (*held.shows, *filter(None, [held.at])):
            assert model._meta.get_field(name), (held.model, name)
        assert held.person or held.account or held.case, held.model


def test_every_reason_is_a_sentence_and_no_secret_is_told() -> None:
    assert all(len(reason) > 20 for reason in NOT_TOLD)
    with FIELDS.open(encoding="utf-8") as file:
        secret = {
            (row["model"], row["field"]) for row in csv.DictReader(file) if "never disclosed" in row["redact"]
        }
    assert secret
    assert {(held.model, name) for held in HELD for name in held.shows} & secret == set()


def test_no_list_of_codes_is_told_as_codes() -> None:
    told = {
        (held.model, name)
        for held in HELD
        for name in held.shows
        if isinstance(apps.get_model(held.model)._meta.get_field(name), models.JSONField)
    }
    in_words = {("incidents.Sanction", "because"), ("incidents.ReferralForm", "answers")}
    assert told - in_words == set(LISTED)
