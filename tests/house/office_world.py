"""A school office in use: something of every kind that has a page, in every state a page can show.

`furnish` makes it, through the actions; `keys` says which of it the addresses of a route are filled with.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from esafety.office import actions
from esafety.office.models import AccountChange, Device, ImportLine, RollImport, VisitorAccess
from esafety.office.roll.vocabulary import FileKind
from esafety.office.views.settings import FORMS
from esafety.office.vocabulary import Condition, DeviceKind, DeviceState, VisitorUse
from esafety.people.models import ExternalContact, Guardianship, Membership, Person
from esafety.people.vocabulary import PersonKind
from esafety.schooldays.models import Closure, Term
from esafety.signin.models import SignInIdentity
from esafety.signin.vocabulary import ProviderKind
from tests.cast import Cast
from tests.house.routes import Route
from tests.office.filing import begin, bring_in, check

LONG = "Wolstenholme-Featherstonehaugh"
PUPILS = "UPN,Adno,Legal Surname,Legal Forename,DOB,Year,Reg Group\n"
LINKS = "UPN,Contact ID,Relationship,Surname,Forename,Parental Responsibility,Court Order,Email\n"
ADA = "Y850270126001"


def furnish(cast: Cast) -> None:
    """The office in use: people brought in, a file that waits, devices, visitors, a way to sign in."""
    _bring_people_in(cast)
    _lend_devices(cast)
    _let_visitors_in(cast)
    _enter_provider(cast)
    actions.change_settings(school=cast.school, changes={"help_is_public": True}, by=cast.school_admin)


def _bring_people_in(cast: Cast) -> None:
    told: dict[str, Any] = {"school": cast.school, "by": cast.school_admin}
    pupils = (
        f"{ADA},A1,{LONG},Ada,14/10/2016,Year 5,5H",
        f",A2,{LONG},Bartholomew,02/03/2015,Year 6,6L",
    )
    bring_in((PUPILS + "\n".join(pupils)).encode(), FileKind.PUPILS, **told)
    left = Person.objects.get(family_name=LONG, given_name="Bartholomew")
    actions.leave_roll(person=left, left_on=timezone.localdate(), by=cast.school_admin)
    links = (
        f"{ADA},C1,Mother,{LONG},Jill,T,F,jill.{LONG}@mail.example",
        f"{ADA},C2,Father,{LONG},Craig,T,T,",
    )
    bring_in((LINKS + "\n".join(links)).encode(), FileKind.CONTACTS, **told)
    waiting = (
        f"{ADA},C2,Father,{LONG},Craig,T,F,",
        f"{ADA},C3,Aunt,{LONG},Moira,F,F,moira@mail.example",
        "Y850270126002,C4,Mother,Nobody,Nan,T,F,not an address",
        "W999,C5,Mother,,,,,",
    )
    check(begin((LINKS + "\n".join(waiting)).encode(), FileKind.CONTACTS, **told), by=cast.school_admin)


def _lend_devices(cast: Cast) -> None:
    today = timezone.localdate()
    for tag, state in {
        "LAP-1": DeviceState.IN_SERVICE,
        "LAP-2": DeviceState.IN_SERVICE,
        "LAP-3": DeviceState.LOST,
        "LAP-4": DeviceState.WITHDRAWN,
    }.items():
        device = actions.add_device(
            school=cast.school,
            asset_tag=tag,
            kind=DeviceKind.LAPTOP,
            description=f"The one of {LONG} {LONG}",
            serial_number="0123456789" * 4,
            by=cast.technician,
        )
        if tag == "LAP-1":
            actions.sign_device_out(
                device=device,
                person=cast.person_of(cast.teacher),
                out_on=today - dt.timedelta(days=9),
                due_back=today - dt.timedelta(days=2),
                condition=Condition.WORN,
                note=f"Signed for by {LONG}",
                by=cast.technician,
            )
        if state != DeviceState.IN_SERVICE:
            actions.set_device_state(device=device, state=state, by=cast.technician)


def _let_visitors_in(cast: Cast) -> None:
    today = timezone.localdate()
    for name, until, agreed_on in (("Ife Oyelaran", 3, None), (f"Wes {LONG}", 90, today)):
        actions.let_visitor_in(
            school=cast.school,
            name=name,
            organisation=f"{LONG} Cabling",
            uses={VisitorUse.SYSTEM: "the tills of the canteen", VisitorUse.GUEST_NETWORK: ""},
            from_date=today,
            until=today + dt.timedelta(days=until),
            permitted_by=cast.head,
            agreed_on=agreed_on,
            agreement_note="Paper, visitors' file" if agreed_on else "",
            by=cast.school_admin,
        )


def _enter_provider(cast: Cast) -> None:
    row = actions.set_sign_in_provider(
        school=cast.school,
        kind=ProviderKind.OTHER,
        label="Clearway",
        issuer="https://sign-in.clearway.example/harbour",
        tenant="",
        client_id=LONG,
        secret="a client secret nobody guesses",  # of a provider that does not exist
        domains=["harbour.example"],
        by=cast.school_admin,
    )
    actions.note_provider_checked(provider=row, works=True, by=cast.school_admin)
    actions.turn_provider_on(provider=row, by=cast.head)
    SignInIdentity.objects.create(provider=row, user=cast.teacher, subject="5f2c1d5e")


def keys(route: Route, cast: Cast) -> list[dict[str, Any]] | None:
    """What an address of the office takes, one entry for each address; none when the route is no page of it."""
    if route.name == "import_line":
        asked = ImportLine.objects.exclude(asks="").values_list("roll_import__reference", "number", "part")
        return [{"reference": ref, "number": number, "part": part} for ref, number, part in asked]
    if route.name.startswith("import") and "reference" in route.takes:
        return [{"reference": one} for one in RollImport.objects.values_list("reference", flat=True)]
    if route.name.startswith("account_change") and "reference" in route.takes:
        return [{"reference": one} for one in AccountChange.objects.values_list("reference", flat=True)]
    if route.name == "stop_change":
        return [{"token": one.token} for one in AccountChange.objects.open()]
    if route.name == "settings_change":
        return [{"part": part} for part in FORMS]
    if route.name == "device_sign_out":
        borrower = cast.person_of(cast.second_teacher)
        return [{"pk": one.pk, "person": borrower.pk} for one in Device.objects.all()]
    if route.name in ("people_tie", "people_tie_to"):
        pupil = {"pk": _persons(cast)[0], "tie": "guardian"}
        staff = {"pk": cast.person_of(cast.deputy).pk, "tie": "same"}
        if route.name == "people_tie":
            return [pupil, staff]
        parent = cast.person_of(cast.parent).pk
        return [pupil | {"other": parent}, staff | {"other": parent}]
    if "pk" in route.takes and (pks := _pks(route, cast)) is not None:
        taken = [{"pk": pk} for pk in pks]
        if "post" in route.takes:
            post = Membership.objects.get(user=cast.deputy).pk
            taken = [one | {"post": post} for one in taken]
        return taken
    return None


def _pks(route: Route, cast: Cast) -> list[int] | None:
    """The rows an address stands for, by how its route is called."""
    first = route.name.split("_")[0]
    if first == "duty":
        return [Membership.objects.get(user=cast.deputy).pk]
    if first == "account":
        invited = Person.objects.filter(kind=PersonKind.STAFF, given_name="Nell")
        return [cast.person_of(cast.deputy).pk, *invited.values_list("pk", flat=True)]
    if first == "people":
        return _persons(cast)
    if first == "borrower":
        return [cast.person_of(cast.teacher).pk]
    tables = {
        "term": Term.objects.filter(school=cast.school)[:1],
        "closure": Closure.objects.filter(school=cast.school)[:1],
        "contact": ExternalContact.objects.filter(school=cast.school).order_by("-pk")[:1],
        "device": Device.objects.all(),
        "visitor": VisitorAccess.objects.all()[:1],
        "sign": SignInIdentity.objects.all(),
    }
    return [row.pk for row in tables[first]] if first in tables else None


def _persons(cast: Cast) -> list[int]:
    """A pupil with a court order, somebody with an account, somebody who has left."""
    barred = Guardianship.objects.filter(no_contact=True).values_list("pupil", flat=True)[:1]
    left = Person.objects.filter(school=cast.school, left_on__isnull=False).values_list("pk", flat=True)[:1]
    return [*(barred or [cast.pupil.pk]), cast.person_of(cast.deputy).pk, *left]
