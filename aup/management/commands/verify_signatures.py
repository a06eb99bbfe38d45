"""Check that nobody altered a signature, and whether a file is one that was issued."""

import hashlib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from aup.models import Signature
from aup.queries.proof import broken_signatures, issued
from esafety.walls import every_school


class Command(BaseCommand):
    """Compares every signature with its seal and its words with their fingerprint; exits 1 and names each that broke.

    Given files, says of each whether it is the very one that was made when somebody signed.
    """

    help = "Check the seals of all signatures, or whether PDF files are ones that were issued."

    def add_arguments(self, parser: CommandParser) -> None:
        """Files to check instead."""
        parser.add_argument("files", nargs="*", type=Path)

    @every_school("every signature is checked")
    def handle(self, *args: Any, **options: Any) -> None:
        """Report."""
        if options["files"]:
            self._check_files(options["files"])
            return
        broken = [one.reference for one in broken_signatures()]
        for reference in broken:
            self.stderr.write(f"Signature {reference} is not as it was sealed")
        if broken:
            raise CommandError(f"{len(broken)} signature(s) were altered.")
        self.stdout.write(f"{Signature.objects.count()} signatures, every one as it was sealed.")

    def _check_files(self, files: list[Path]) -> None:
        unknown = 0
        for path in files:
            fingerprint = hashlib.sha256(path.read_bytes()).hexdigest()
            found = issued(reference="", code="", fingerprint=fingerprint)
            said = f"issued, reference {found.signature.reference}" if found else "NOT issued here"
            self.stdout.write(f"{path.name}: {said}")
            unknown += found is None
        if unknown:
            raise CommandError(f"{unknown} file(s) were not issued here.")
