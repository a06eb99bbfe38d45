"""`manage.py seed_demo`: an invented school, seven weeks of concerns and two terms before, made through the actions."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from esafety.audit.verify import faults
from esafety.office.demo import filtering, founding, last_terms, people, rooms, speaking, watching
from esafety.office.demo.concerns import STORIES
from esafety.office.demo.playing import Scene, play
from esafety.people.models import Person, School, User
from esafety.walls import every_school
from incidents.models import Pattern


class Command(BaseCommand):
    """Everything or nothing: one transaction."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--force", action="store_true", help="Seed although this is not a demonstration (DEMO=1)."
        )

    @every_school("invented schools, together")
    def handle(self, *args: Any, **options: Any) -> None:
        if School.objects.exists() or User.objects.exists():
            raise CommandError("There is a school here already. Nothing was changed.")
        if not (settings.DEMO or options["force"]):
            raise CommandError("This is not a demonstration. Set DEMO=1, or add --force.")
        with transaction.atomic():
            self._seed()
        self._write_accounts()

    def _seed(self) -> None:
        roster = founding.found(timezone.localdate())
        self._say(f"{people.SCHOOL}: {Person.objects.count()} people, {len(roster.users)} accounts")
        acts = play(Scene(roster), STORIES, filtering.happenings, last_terms.happenings, speaking.happenings)
        self._say(f"{len(STORIES)} concerns, {acts} things done about them")
        self._say(f"{watching.report(roster)} monitoring alerts, {Pattern.objects.count()} patterns")
        for line in rooms.furnish_all(roster):
            self._say(line)
        broken = list(faults())
        if broken:
            raise CommandError(f"The trail does not hold: {broken[0]}")
        self._say("The trail holds")

    def _write_accounts(self) -> None:
        """The table that `serve` shows: role, address, password."""
        rows = [(adult.role.label, adult.email) for adult in people.POSTS]
        pupil = User.objects.get(persons__kind="pupil")
        rows.append(("Pupil", pupil.email))
        rows.append(("Another teacher", people.OTHERS[3].email))
        wide = max(len(role) for role, _ in rows)
        lines = [f"  {role:<{wide}}  {email}" for role, email in rows]
        text = "\n".join([*lines, "", f"  Everybody's password: {people.PASSWORD}", ""])
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        (settings.DATA_DIR / "demo-accounts.txt").write_text(text)
        self._say("Accounts are listed in demo-accounts.txt")

    def _say(self, line: str) -> None:
        self.stdout.write(f"  {line}")
        self.stdout.flush()
