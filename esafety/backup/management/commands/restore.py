"""`manage.py restore`: the way back from a backup."""

from __future__ import annotations

import getpass
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.core.management.base import BaseCommand, CommandError

from esafety.audit.verify import Anchor
from esafety.backup import keypair
from esafety.backup.refusals import BROKEN, CannotRestore, in_words
from esafety.backup.restoring import Asked, Override, Restored, restore
from esafety.backup.vocabulary import Why
from esafety.walls.owner import as_owner
from esafety.walls.scope import every_school


class Command(BaseCommand):
    help = (
        "Bring back what a backup holds. Stop Safekeep first. Asks for the private key, or reads it from the standard "
        "input. Nothing is changed until everything has been put beside what is there and checked."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--anchor", dest="anchors", type=Anchor.parse, action="append", default=[], help="Printed last"
        )
        parser.add_argument("--replace", action="store_true", help="Put it in the place of what is there")
        parser.add_argument("--behind", action="store_true", help="Though it is older than what is known")
        parser.add_argument("--by", help="Who decided that: the email address of an account in the backup")
        parser.add_argument("--why", choices=Why.values)

    @every_school("everything is in a backup")
    @as_owner()
    def handle(self, *args: Any, **options: Any) -> None:
        override = self._override(options["by"], options["why"])
        asked = Asked(
            options["file"],
            self._private_key(),
            options["anchors"],
            options["replace"],
            options["behind"],
            override,
        )
        try:
            done = restore(asked, self.stdout.write)
        except CannotRestore as why:
            raise CommandError(str(why)) from None
        except BROKEN as error:
            raise CommandError(f"Nothing was changed: {in_words(error)}. Is the disk full?") from None
        self._tell(done)

    def _override(self, by: str | None, why: str | None) -> Override | None:
        if bool(by) != bool(why):
            raise CommandError("--by and --why go together.")
        return Override(by, Why(why)) if by and why else None

    def _private_key(self) -> X25519PrivateKey:
        text = getpass.getpass("Private key: ") if sys.stdin.isatty() else sys.stdin.readline()
        try:
            return keypair.read_private(text)
        except keypair.BadKey as why:
            raise CommandError(str(why)) from None

    def _tell(self, done: Restored) -> None:
        rows = sum(done.manifest.counts.values())
        self.stdout.write(
            f"Restored: {rows} rows and {done.files} files of {done.manifest.made_at}. Counts, trail and hashes agree."
        )
        if done.missing:
            self.stdout.write(f"{done.missing} files were not there when the backup was made.")
        if done.earlier:
            self.stdout.write(
                f"What was here before is now called {done.earlier}. Remove it when you are sure."
            )
        if done.earlier_files:
            self.stdout.write(f"Its files are in {done.earlier_files}. Remove them when you are sure.")
        if done.keys_missing:
            raise CommandError(
                "The files are there, but FILES_KEY of this machine does not open them. Set the FILES_KEY of the "
                "machine that the backup came from (id " + ", ".join(done.keys_missing) + ")."
            )
