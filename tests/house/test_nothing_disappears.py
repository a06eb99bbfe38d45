"""Nothing disappears by cascade and nobody deletes (S15, AC-10)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.db.models import CASCADE, PROTECT, RESTRICT, SET_DEFAULT, SET_NULL
from django.db.models.deletion import ProtectedError, RestrictedError

from incidents.vocabulary import IncidentType
from tests.cast import Cast
from tests.house.world import a_full_record, begin_things, surround

ROOT = Path(__file__).resolve().parents[2]
OURS = (
    "people",
    "schooldays",
    "audit",
    "outbox",
    "papers",
    "incidents",
    "keeping",
    "moving",
    "subject_access",
)
CASES = [
    model
    for room in ("incidents", "papers", "outbox", "audit", "moving")
    for model in apps.get_app_config(room).get_models()
]

THEIRS = {
    ("incidents.IncidentInvitation", "user"): "guardian's own column; an account with an invitation is "
    "held by `given_by`, by its person and by its posts",
    (
        "incidents.IncidentInvitation",
        "permission",
    ): "guardian's own column; permissions are made by migrations",
}
"""Ties of our tables that somebody else's code declared, and why they do no harm."""


def ties() -> list[models.ForeignKey]:
    return [
        field
        for room in OURS
        for model in apps.get_app_config(room).get_models()
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]
        if field.remote_field and field.remote_field.model
    ]


@pytest.mark.parametrize("tie", ties(), ids=lambda tie: f"{tie.model._meta.label}.{tie.name}")
def test_what_others_point_at_cannot_be_removed(tie: models.ForeignKey) -> None:
    if tie.many_to_many:
        assert tie.name in ("groups", "user_permissions")  # Django's own; nothing is stored there
        return
    assert tie.remote_field.on_delete in (PROTECT, RESTRICT)


def test_no_tie_from_elsewhere_empties_a_case_table() -> None:
    for model in apps.get_models():
        for field in model._meta.local_fields:
            target = field.remote_field.model if field.remote_field else None
            if target in CASES:
                assert field.remote_field.on_delete not in (CASCADE, SET_NULL, SET_DEFAULT), field


def rows_of(tables: list[type[models.Model]]) -> dict[str, int]:
    return {model._meta.label: model._base_manager.count() for model in tables}


@pytest.mark.usefixtures("by_the_owner")  # the product's role may not even try
def test_removing_any_row_of_any_other_table_leaves_the_cases_as_they_are(cast: Cast) -> None:
    begin_things(cast)
    surround(cast, a_full_record(cast, about="second_pupil", type=IncidentType.GROOMING))
    before, tried = rows_of(CASES), 0
    for model in apps.get_models():
        if model in CASES:
            continue
        for row in model._base_manager.all():
            try:
                with transaction.atomic():
                    row.delete()
                    tried += 1
                    assert rows_of(CASES) == before, row
                    transaction.set_rollback(True)
            except (
                ProtectedError,
                RestrictedError,
                DatabaseError,
            ):  # a guard refuses in each engine’s own way
                tried += 1
    assert rows_of(CASES) == before
    assert tried > 200


# -- nobody deletes --------------------------------------------------------------------------------

DELETIONS = {
    "esafety/keeping/striking.py": "the one door: a whole record, agreed on by two people, its tombstone first; the "
    "database refuses it otherwise (docs/decisions/0036)",
    "esafety/keeping/ledger.py": "what was in a disposal that the ledger applied again",
    "esafety/keeping/actions/carrying_out.py": "a record's place in a disposal in which it was kept after all",
    "esafety/keeping/actions/reviewing.py": "a record's place in a disposal that nobody approved; the record stays",
    "esafety/keeping/working.py": "the due date of a record that was reopened or merged; it is worked out again",
    "esafety/office/roll/checking.py": "lines of an import, which is checked afresh",
    "esafety/office/roll/purging.py": "lines of an import a month after, and people it added who were taken off "
    "again and of whom nothing speaks",
    "esafety/office/roll/undoing.py": "ties of parent and pupil that an import made, when it is undone",
    "esafety/signin/second_factor.py": "a second step that two people reset, or that was lost; the trail says so",
    "esafety/office/actions/sign_in.py": "which identity at a provider opens an account; the trail says that it did",
    "esafety/office/actions/calendar.py": "a term or a closure; its id and its days stay in the trail",
    "esafety/office/actions/contacts.py": "a contact that nothing was ever sent to; the trail says so",
    "incidents/actions/accounts.py": "types an account was corrected not to have; every edition of the account stays",
    "incidents/actions/drafts.py": "what was never sent: by its writer, or seven days after its last change",
    "incidents/actions/reporting.py": "the draft that became the report, in the same transaction",
    "incidents/actions/saved_views.py": "a saved list, by its owner",
    "incidents/patterns/writing.py": "which incidents a rule finds now, read again each night; the pattern stays, and "
    "each answer keeps the incidents it rested on",
}
"""Every place that removes a row, and what."""


def deleting() -> set[str]:
    found = set()
    for path in [*ROOT.glob("esafety/**/*.py"), *ROOT.glob("incidents/**/*.py")]:
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Attribute) and called.attr in ("delete", "_raw_delete", "delete_model"):
                kept = isinstance(called.value, ast.Call) and isinstance(called.value.func, ast.Name)
                in_cache = isinstance(called.value, ast.Name) and called.value.id == "cache"
                overrides = kept and called.value.func.id == "super"  # type: ignore[union-attr]
                if not in_cache and not overrides:
                    found.add(str(path.relative_to(ROOT)))
    return found


def test_rows_are_removed_in_these_places_and_no_others() -> None:
    assert deleting() == set(DELETIONS)


def test_no_sql_of_ours_deletes() -> None:
    for path in [*ROOT.glob("esafety/**/*.py"), *ROOT.glob("incidents/**/*.py")]:
        copies = path.match("backup/engines/sqlite.py")  # sessions are taken out of a copy of its own
        if "migrations" not in path.parts and path.name != "guards.py" and not copies:
            text = path.read_text().upper()
            assert "DELETE FROM" not in text, path
            assert "TRUNCATE TABLE" not in text, path
