"""Check that nobody altered the trail."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from esafety.audit.models import AuditEvent
from esafety.audit.verify import Anchor, anchors, faults
from esafety.walls import every_school


class Command(BaseCommand):
    """Walks every school's chain; exits 1 and names each break. Prints anchors to keep on paper."""

    help = "Check the trail's chains. Give anchors printed earlier to find a cut tail."

    def add_arguments(self, parser: CommandParser) -> None:
        """Printed anchors, each `school:number:hash`."""
        parser.add_argument("anchors", nargs="*", type=Anchor.parse)

    @every_school("every chain is checked")
    def handle(self, *args: Any, **options: Any) -> None:
        """Report."""
        found = list(faults(options["anchors"]))
        for fault in found:
            self.stderr.write(f"School {fault.school_id}, entry {fault.number}: {fault.why}")
        if found:
            raise CommandError(f"The trail is broken in {len(found)} place(s).")
        self.stdout.write(
            f"{AuditEvent.objects.count()} entries, every chain whole. Anchors to print and keep:"
        )
        for anchor in anchors():
            self.stdout.write(f"  {anchor}")
