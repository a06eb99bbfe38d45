"""Print the rules in force, from the code that follows them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from incidents.policy_book import policy_book

BOOK = Path(settings.BASE_DIR) / "docs" / "policy-book.md"


class Command(BaseCommand):
    """Writes docs/policy-book.md; a test keeps it equal to the code."""

    help = "Print the rules in force as docs/policy-book.md."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--show` prints instead of writing."""
        parser.add_argument("--show", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or show."""
        if options["show"]:
            self.stdout.write(policy_book())
            return
        BOOK.write_text(policy_book(), encoding="utf-8")
        self.stdout.write("docs/policy-book.md is up to date.")
