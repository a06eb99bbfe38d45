"""The ledger of disposals as lines of JSON."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from esafety.keeping.ledger import ledger_lines
from esafety.walls.scope import every_school


class Command(BaseCommand):
    """Prints the ledger; redirect it to where the backups are."""

    help = "Print the ledger of disposals, a line of JSON for each record. It holds nobody's data."

    @every_school("the ledger is of all schools unless one is named")
    def handle(self, *args: Any, **options: Any) -> None:
        """A line each."""
        for line in ledger_lines():
            self.stdout.write(line)
