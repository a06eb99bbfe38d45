"""Dispose again of what an older backup brought back."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from esafety.keeping.ledger import ledger_file, reapply_disposals, write_ledger_file
from esafety.walls.scope import every_school


class Command(BaseCommand):
    """Reads the ledger; running it twice does no harm."""

    help = "After a restore: dispose again of what the ledger of disposals says was disposed of."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the ledger lies, unless it is in its usual place."""
        parser.add_argument("--ledger", type=Path, default=None)

    @every_school("what came back goes again in every school")
    def handle(self, *args: Any, **options: Any) -> None:
        """Apply it, say how many records went, and write the ledger's file anew."""
        place = options["ledger"] or ledger_file()
        if not place.exists():
            raise CommandError(f"There is no ledger at {place}. Name it with --ledger.")
        try:
            with place.open(encoding="utf-8") as lines:
                gone = reapply_disposals(lines)
        except ValueError as error:
            raise CommandError(f"{place}: {error}. Nothing was done.") from error
        write_ledger_file()
        self.stdout.write(f"Disposed of again: {gone}.")
