"""Wrap the keys of all kept files, and everything about signing in that is sealed, under the present FILES_KEY."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from esafety.audit import record
from esafety.papers import cabinet, keys
from esafety.papers.models import StoredFile
from esafety.papers.vocabulary import FILES_KEY_ROTATED
from esafety.signin.resealing import reseal_all
from esafety.walls import every_school


class Command(BaseCommand):
    help = (
        "Wraps the keys of all kept files and all second factors under the present FILES_KEY. "
        "Put the new key in FILES_KEY and the "
        "old one in FILES_KEY_FALLBACKS, restart, run this, wait seven days for links already sent, then "
        "remove the old one. May be stopped and run again."
    )

    @every_school("every key is wrapped afresh")
    def handle(self, *args: Any, **options: Any) -> None:
        old = StoredFile.objects.filter(destroyed_at=None).exclude(key_id=keys.present_key_id())
        done, stuck = 0, 0
        for kept in old.iterator():
            try:
                cabinet.rewrap(kept)
                done += 1
            except keys.UnknownKey:
                stuck += 1
        factors = reseal_all()
        self._enter(done)
        self.stdout.write(f"{done} files and {factors} second factors wrapped under the present key.")
        if stuck:
            raise CommandError(f"{stuck} files are wrapped under a key that is not in FILES_KEY_FALLBACKS.")

    def _enter(self, files: int) -> None:
        with transaction.atomic():
            record(FILES_KEY_ROTATED, by=None, school=None, detail={"files": files})
