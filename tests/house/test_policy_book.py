"""The policy book says what the code does."""

from __future__ import annotations

from pathlib import Path

from incidents.policy_book import policy_book

BOOK = Path(__file__).resolve().parents[2] / "docs" / "policy-book.md"


def test_the_printed_book_is_the_rules_in_force() -> None:
    assert BOOK.read_text(encoding="utf-8") == policy_book(), "Run manage.py policy_book"
