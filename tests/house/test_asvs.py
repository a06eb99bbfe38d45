"""Every requirement of OWASP ASVS 5.0 level 2 that asks for code has a row, and each row a test that is there."""

from __future__ import annotations

import re

import pytest

from tests.house.proofs import ROOT, is_there, proofs_in

IDS = (ROOT / "tests" / "house" / "asvs_ids.txt").read_text().split()
SECURITY = ROOT / "docs" / "security"
TABLE = (SECURITY / "asvs.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (V\d+\.\d+\.\d+) \| (.+) \|$", TABLE, flags=re.MULTILINE)
DOCUMENTS = sorted(path.name for path in SECURITY.glob("*.md"))


def missing_in(rows: list[tuple[str, str]]) -> list[str]:
    """What is wrong with these rows, in words."""
    ids = [number for number, _ in rows]
    return [
        *(f"{number} has no row" for number in IDS if number not in ids),
        *(f"{number} is no requirement of the list" for number in ids if number not in IDS),
        *(f"{number} has several rows" for number in set(ids) if ids.count(number) > 1),
        *(f"{number} names no test" for number, rest in rows if not proofs_in(rest)),
        *(
            f"{number} names {path}::{name}"
            for number, rest in rows
            for path, name in proofs_in(rest)
            if not is_there(path, name)
        ),
    ]


def test_the_list_holds_every_requirement_once() -> None:
    assert len(IDS) == len(set(IDS)) == 112


def test_every_requirement_has_one_row_with_a_test_that_is_there() -> None:
    assert missing_in(ROWS) == []


@pytest.mark.parametrize(
    "rows, says",
    [
        (ROWS[1:], "has no row"),
        ([*ROWS, ROWS[0]], "has several rows"),
        ([*ROWS, ("V99.1.1", ROWS[0][1])], "is no requirement"),
        ([(ROWS[0][0], "words only"), *ROWS[1:]], "names no test"),
        ([(ROWS[0][0], "`tests/house/test_asvs.py::test_of_nothing`"), *ROWS[1:]], "names tests/house"),
    ],
)
def test_a_table_with_a_fault_is_found(rows: list[tuple[str, str]], says: str) -> None:
    (fault,) = missing_in(rows)
    assert says in fault


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_document_about_security_names_a_test_that_is_gone(name: str) -> None:
    named = proofs_in((SECURITY / name).read_text(encoding="utf-8"))
    assert [proof for proof in named if not is_there(*proof)] == []
