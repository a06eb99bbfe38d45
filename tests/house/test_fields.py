"""Every column of every table is classified: personal or not, who sees it, exported or not, how it is
redacted, how long it is kept (S16). A new column without its line in `fields.csv` fails here."""

from __future__ import annotations

import csv
from pathlib import Path

from django.apps import apps
from django.db import models
from django.test import Client

from incidents.lists.exporting import _COLUMNS
from incidents.models import Incident
from tests.cast import Cast, sign_in
from tests.house.world import a_full_record

FILE = Path(__file__).with_name("fields.csv")
PERSONAL = {"none", "pupil", "staff", "account", "free text"}
SECRET = (
    "password",
    "passphrase_hash",
    "token_hash",
    "code_hash",
    "wrapped_key",
    "session_key",
    "session_data",
    "data",
    "salt",
)


def lines() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def columns() -> set[tuple[str, str]]:
    return {
        (model._meta.label, field.name)
        for model in apps.get_models()
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]
    }


def test_every_column_is_classified_once_and_nothing_else_is() -> None:
    found = [(line["model"], line["field"]) for line in lines()]
    assert len(found) == len(set(found))
    assert columns() - set(found) == set(), "Add these to tests/house/fields.csv"
    assert set(found) - columns() == set(), "Remove these from tests/house/fields.csv"


def test_every_line_is_filled_in() -> None:
    for line in lines():
        assert all(line.values()), line
        assert line["personal"] in PERSONAL, line
        assert line["exportable"] in {"yes", "no"}, line


def test_words_that_people_type_about_incidents_are_free_text_and_never_exported() -> None:
    kind = {(line["model"], line["field"]): line for line in lines()}
    for model in apps.get_app_config("incidents").get_models():
        for field in model._meta.local_fields:
            if isinstance(field, models.TextField):
                line = kind[model._meta.label, field.name]
                assert (line["personal"], line["exportable"]) == ("free text", "no"), line


def test_secrets_are_shown_to_nobody() -> None:
    for line in lines():
        if line["field"] in SECRET and line["model"] != "usersessions.UserSession":
            assert line["seen_by"] == "nobody", line
            assert line["redact"].startswith("never disclosed"), line


def test_what_is_personal_says_how_it_is_redacted() -> None:
    for line in lines():
        if line["personal"] != "none":
            assert line["redact"] != "as it is", line


def test_the_exported_file_holds_what_may_be_exported_and_no_more(cast: Cast) -> None:
    names = {field.name for field in Incident._meta.local_fields}
    may = {
        line["field"]
        for line in lines()
        if line["model"] == "incidents.Incident" and line["exportable"] == "yes"
    }
    assert set(_COLUMNS) & names - {"id"} == may
    incident = a_full_record(cast, about="second_pupil")
    answer = sign_in(Client(), cast.dsl).get("/incidents/export.csv?view=all")
    text = b"".join(answer.streaming_content).decode()
    assert incident.reference in text
    for word in ("zq", "Marcus", "Bright", "Kate", "Lowry", "Ruth"):
        assert word not in text
