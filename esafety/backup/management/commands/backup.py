"""`manage.py backup`: everything, in one encrypted file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from esafety.backup import keypair, taking
from esafety.backup.refusals import BROKEN, CannotBackUp, in_words
from esafety.walls.owner import as_owner
from esafety.walls.scope import every_school


class Command(BaseCommand):
    help = "Write everything into one file that only the private key of BACKUP_PUBLIC_KEY opens."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, default=Path(settings.BACKUP_DIR), help="The folder for it")
        parser.add_argument(
            "--keep-days", type=int, default=35, help="Older backups there are removed after; 35 unless said"
        )

    @every_school("everything is in a backup")
    @as_owner()
    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.BACKUP_PUBLIC_KEY:
            raise CommandError("Set BACKUP_PUBLIC_KEY first: manage.py backup_key makes a pair.")
        try:
            public = keypair.read_public(settings.BACKUP_PUBLIC_KEY)
            taken = taking.take(folder=options["to"], public=public, say=self.stdout.write)
        except keypair.BadKey as why:
            raise CommandError(f"BACKUP_PUBLIC_KEY: {why}") from None
        except CannotBackUp as why:
            raise CommandError(str(why)) from None
        except BROKEN as error:
            raise CommandError(
                f"The backup could not be written: {in_words(error)}. Is the disk full?"
            ) from None
        self._tell(taken)
        for path in taking.drop_old(folder=options["to"], days=options["keep_days"], newest=taken.path):
            self.stdout.write(f"Removed {path.name}.")
        if taken.missing:
            raise CommandError(
                f"The backup was made, but {taken.missing} kept files are not on this machine. Find out why."
            )

    def _tell(self, taken: taking.Taken) -> None:
        rows = sum(taken.manifest.counts.values())
        self.stdout.write(f"{taken.path}: {rows} rows, {taken.size / 1e6:.1f} MB. Anchors to print and keep:")
        for head in taken.manifest.heads:
            self.stdout.write(f"  {head}")
