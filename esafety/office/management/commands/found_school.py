"""`manage.py found_school`: a school and its first administrator, who is invited; nobody gets a password from us."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from esafety.access.refusals import NotNow
from esafety.office.actions import appoint_administrator, found_school
from esafety.office.actions.invitations import Invitee
from esafety.office.models import AccountInvitation
from esafety.people.models import School, User
from esafety.people.vocabulary import PersonKind, Role
from esafety.walls import every_school

ASKED = {
    "name": "Name of the school: ",
    "admin_name": "First administrator, first name and surname: ",
    "admin_email": "Their email address: ",
}


class Command(BaseCommand):
    help = (
        "Found a school and invite its first administrator. Asks for what is left out. For a school that is there "
        "already, --appoint invites an administrator (or a trust administrator) from the server."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", help="The school’s name")
        parser.add_argument("--admin-name", help="First name and surname of the administrator")
        parser.add_argument("--admin-email", help="The address the invitation goes to")
        parser.add_argument(
            "--nation", default="ENG", choices=School.Nation.values, help="Whose bank holidays apply"
        )
        parser.add_argument(
            "--appoint",
            choices=(Role.SCHOOL_ADMIN.value, Role.TRUST_ADMIN.value),
            help="The school is there already: invite this administrator for it",
        )

    @every_school("a school is founded before anybody is in it")
    def handle(self, *args: Any, **options: Any) -> None:
        told = {name: (options[name] or self._ask(question)).strip() for name, question in ASKED.items()}
        try:
            if options["appoint"]:
                school = self._appoint(told, Role(options["appoint"]))
            else:
                invitee = self._invitee(told, PersonKind.STAFF)
                school = found_school(
                    name=told["name"], nation=options["nation"], administrator=invitee, by=None
                )
        except NotNow as why:
            raise CommandError(str(why)) from None
        self._tell(school, told["admin_email"].lower())

    def _appoint(self, told: dict[str, str], role: Role) -> School:
        school = School.objects.filter(name__iexact=told["name"]).first()
        if school is None:
            raise CommandError(f"There is no school called {told['name']}. Leave --appoint out to found it.")
        kind = PersonKind.STAFF if role is Role.SCHOOL_ADMIN else PersonKind.OTHER
        appoint_administrator(school=school, invitee=self._invitee(told, kind), role=role, by=None)
        return school

    def _ask(self, question: str) -> str:
        if not sys.stdin.isatty():
            raise CommandError(
                "Give --name, --admin-name and --admin-email, or run this where you can answer."
            )
        return input(question)

    def _invitee(self, told: dict[str, str], kind: PersonKind) -> Invitee:
        given_name, _, family_name = told["admin_name"].partition(" ")
        if not told["name"]:
            raise CommandError("The school needs a name.")
        if not given_name or not family_name.strip():
            raise CommandError("Give the administrator’s first name and surname.")
        try:
            validate_email(told["admin_email"])
        except ValidationError:
            raise CommandError(f"{told['admin_email']!r} is not an email address.") from None
        return Invitee(given_name, family_name.strip(), told["admin_email"], kind)

    def _tell(self, school: School, email: str) -> None:
        user = User.objects.get(email=email)
        invitation = AccountInvitation.objects.open().filter(school=school, user=user).first()
        self.stdout.write(f"{school}: {user} is invited.\n")
        if invitation is None:
            self.stdout.write("They sign in already, and find the school under “Your schools”.\n")
            return
        self.stdout.write("A mail is on its way. Mail may not work yet, so here is the link too:\n\n")
        self.stdout.write(f"  {settings.BASE_URL}{invitation.path}\n\n")
        self.stdout.write(
            "It works once, for three days. Whoever has it becomes the administrator: give it to nobody else.\n"
        )
