"""Who is who in the test schools. Every story is about these people.

`cast.head` is an account, fetched anew each time it is named (rights are remembered on an account for one
request, and a test is many requests). `cast.person_of(user)` is the person records are about,
`cast.pupil` a person without an account, `cast.school` and `cast.other` the two schools. Everything was
made through the office's actions: once for the whole run, then put back as rows for each test.

What the stories rely on:

- The deputy is a parent of `deputys_child`; the parent is a parent of `pupil` (and has an account).
- The safeguarding lead declared the second teacher a close friend.
- The two schools know nothing of each other; the trust administrator has a post in both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.db import models, transaction
from django.test import Client

from esafety.office.actions import (
    add_account,
    add_closure,
    add_contact,
    add_guardian,
    add_person,
    add_school,
    add_term,
    declare_connection,
    give_post,
)
from esafety.people.models import ExternalContact, Person, School, User
from esafety.people.vocabulary import Closeness, ContactKind, PersonKind, Role
from esafety.schooldays.models import Closure

if TYPE_CHECKING:
    from playwright.sync_api import Page

PASSWORD = "otter lantern gravel"
"""Everybody's. Only a test of signing in needs it; the others use `sign_in`."""
SINCE = dt.date(2020, 9, 1)


class Account:
    """Somebody with an account: who they are and the post they hold. On the cast, the `User`."""

    def __init__(
        self, name: str, role: Role, kind: PersonKind = PersonKind.STAFF, at: str = "school"
    ) -> None:
        self.name, self.role, self.kind, self.at = name, role, kind, at

    def __set_name__(self, owner: type, attribute: str) -> None:
        self.attribute = attribute

    def __get__(self, cast: Cast | None, owner: type | None = None) -> Any:
        return self if cast is None else User.objects.get(pk=cast.keys[self.attribute])

    @property
    def email(self) -> str:
        """`deputy@harbour.example`."""
        return f"{self.attribute.replace('_', '-')}@{'harbour' if self.at == 'school' else 'mill'}.example"


class Child:
    """A pupil without an account. On the cast, the `Person`."""

    def __init__(self, name: str, year: str, class_name: str, born_on: dt.date, at: str = "school") -> None:
        self.name, self.year, self.class_name, self.born_on, self.at = name, year, class_name, born_on, at

    def __set_name__(self, owner: type, attribute: str) -> None:
        self.attribute = attribute

    def __get__(self, cast: Cast | None, owner: type | None = None) -> Any:
        return self if cast is None else Person.objects.get(pk=cast.keys[self.attribute])


class Place:
    """A school."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __set_name__(self, owner: type, attribute: str) -> None:
        self.attribute = attribute

    def __get__(self, cast: Cast | None, owner: type | None = None) -> Any:
        return self if cast is None else School.objects.get(pk=cast.keys[self.attribute])


class Cast:
    """The schools, the accounts, the pupils."""

    school = Place("Harbour View Primary")
    other = Place("Mill Lane Academy")

    dsl = Account("Ruth Adeyemi", Role.DSL)
    deputy = Account("Tom Bellamy", Role.DEPUTY_DSL)
    co_ordinator = Account("Priya Nair", Role.CO_ORDINATOR)
    head = Account("Helen Marsh", Role.HEAD)
    chair = Account("Graham Okoro", Role.CHAIR, PersonKind.GOVERNOR)
    vice_chair = Account("Wendy Lau", Role.VICE_CHAIR, PersonKind.GOVERNOR)
    senior_leader = Account("Sian Pryce", Role.SENIOR_LEADER)
    teacher = Account("Jamal Rashid", Role.STAFF)
    second_teacher = Account("Kate Lowry", Role.STAFF)
    technician = Account("Nick Farrow", Role.NETWORK_MANAGER)
    governor = Account("Olu Bankole", Role.GOVERNOR, PersonKind.GOVERNOR)
    safety_governor = Account("Mary Quill", Role.SAFETY_GOVERNOR, PersonKind.GOVERNOR)
    business_manager = Account("Fiona Drake", Role.BUSINESS_MANAGER)
    data_protection_lead = Account("Ewan Teague", Role.DATA_PROTECTION_LEAD)
    school_admin = Account("Sandra Hobbs", Role.SCHOOL_ADMIN)
    trust_admin = Account("Victor Amis", Role.TRUST_ADMIN, PersonKind.OTHER)
    senco = Account("Bronagh Keane", Role.SENCO)
    parent = Account("Leila Haddad", Role.PARENT, PersonKind.PARENT)
    pupil_account = Account("Callum Reid", Role.PUPIL, PersonKind.PUPIL)
    visitor = Account("Ida Voss", Role.VISITOR, PersonKind.OTHER)
    authority_officer = Account("Peter Stroud", Role.AUTHORITY_OFFICER, PersonKind.OTHER)

    pupil = Child("Zoë Haddad", "Year 5", "5H", dt.date(2016, 11, 3))
    second_pupil = Child("Marcus Bright", "Year 6", "6L", dt.date(2015, 12, 14))
    third_pupil = Child("Anya Kowalska", "Year 6", "6L", dt.date(2016, 2, 27))
    deputys_child = Child("Ben Bellamy", "Year 4", "4R", dt.date(2018, 5, 9))

    other_dsl = Account("Idris Cole", Role.DSL, at="other")
    other_head = Account("Nora Whitfield", Role.HEAD, at="other")
    other_teacher = Account("Grace Pelham", Role.STAFF, at="other")
    other_pupil = Child("Theo Sands", "Year 8", "8B", dt.date(2013, 10, 21), at="other")

    def __init__(self, keys: dict[str, int]) -> None:
        self.keys = keys

    @classmethod
    def accounts(cls) -> list[str]:
        """The names of everybody with an account, for tests that ask everybody."""
        return [name for name, found in vars(cls).items() if isinstance(found, Account)]

    def user(self, name: str) -> User:
        """The account by its name in the cast."""
        found: User = getattr(self, name)
        return found

    def person_of(self, user: User, school: School | None = None) -> Person:
        """The person of an account, in the first school unless another is named."""
        found = Person.objects.filter(account=user)
        return found.get(school=school) if school else found.order_by("pk")[0]

    def contact(self, kind: ContactKind) -> ExternalContact:
        """The first school's contact of a kind."""
        return ExternalContact.objects.get(school=self.keys["school"], kind=kind)


# fmt: off
TERMS = (
    ("Autumn term 2026", dt.date(2026, 9, 3),  dt.date(2026, 12, 18)),
    ("Spring term 2027", dt.date(2027, 1, 4),  dt.date(2027, 3, 25)),
    ("Summer term 2027", dt.date(2027, 4, 12), dt.date(2027, 7, 21)),
)
CLOSURES = (
    (Closure.Kind.HALF_TERM, dt.date(2026, 10, 26), dt.date(2026, 10, 30)),
    (Closure.Kind.INSET,     dt.date(2026, 11, 27), dt.date(2026, 11, 27)),
    (Closure.Kind.HALF_TERM, dt.date(2027, 2, 15),  dt.date(2027, 2, 19)),
    (Closure.Kind.HALF_TERM, dt.date(2027, 5, 31),  dt.date(2027, 6, 4)),
    (Closure.Kind.INSET,     dt.date(2027, 6, 28),  dt.date(2027, 6, 28)),
)
CONTACTS = (
    (ContactKind.LADO,              "Duty LADO",               "lado@shire.example",     "01632 960101"),
    (ContactKind.AUTHORITY_OFFICER, "Online safety desk",      "desk@shire.example",     "01632 960102"),
    (ContactKind.SOCIAL_CARE,       "Front door",              "door@shire.example",     "01632 960103"),
    (ContactKind.POLICE_EMERGENCY,  "Police",                  "",                       "999"),
    (ContactKind.POLICE_LOCAL,      "Harbour neighbourhood",   "harbour@police.example", "101"),
    (ContactKind.CHANNEL,           "Prevent team",            "prevent@shire.example",  "01632 960104"),
    (ContactKind.FILTERING,         "Clearway help desk",      "help@clearway.example",  "01632 960105"),
    (ContactKind.SCHOOLS_HR,        "Schools HR",              "hr@shire.example",       "01632 960106"),
)
# fmt: on


def _build() -> Cast:
    """Everything, through the actions."""
    keys: dict[str, int] = {}
    for name, place in _declared(Place):
        keys[name] = add_school(
            name=place.name,
            address="1 Quay Road\nHarbour\nHB1 1AA",
            telephone="01632 960100",
            email=f"office@{name}.example",
            went_live_at=dt.datetime(2026, 9, 1, tzinfo=dt.UTC),
            by=None,
        ).pk
    schools = {name: School.objects.get(pk=keys[name]) for name in ("school", "other")}
    for school in schools.values():
        _set_calendar(school)
    for name, account in _declared(Account):
        keys[name] = _add_account(account, schools[account.at]).pk
    for name, child in _declared(Child):
        keys[name] = _add_child(child, schools[child.at]).pk
    cast = Cast(keys)
    _tie_together(cast)
    return cast


def _declared(kind: type[Any]) -> list[tuple[str, Any]]:
    return [(name, found) for name, found in vars(Cast).items() if isinstance(found, kind)]


def _set_calendar(school: School) -> None:
    for name, starts_on, ends_on in TERMS:
        add_term(school=school, name=name, starts_on=starts_on, ends_on=ends_on, by=None)
    for kind, starts_on, ends_on in CLOSURES:
        add_closure(school=school, kind=kind, starts_on=starts_on, ends_on=ends_on, by=None)
    for contact_kind, name, email, telephone in CONTACTS:
        add_contact(
            school=school,
            kind=contact_kind,
            name=name,
            email=email,
            telephone=telephone,
            verified_on=dt.date(2026, 9, 1),
            by=None,
        )


def _add_account(account: Account, school: School) -> User:
    user = add_account(email=account.email, name=account.name, password=PASSWORD, by=None)
    _enter(user, account, school)
    return user


def _enter(user: User, account: Account, school: School) -> None:
    given_name, family_name = account.name.split(" ", 1)
    add_person(
        school=school,
        kind=account.kind,
        given_name=given_name,
        family_name=family_name,
        account=user,
        by=None,
    )
    give_post(user=user, school=school, role=account.role, from_date=SINCE, by=None)


def _add_child(child: Child, school: School) -> Person:
    given_name, family_name = child.name.split(" ", 1)
    return add_person(
        school=school,
        kind=PersonKind.PUPIL,
        given_name=given_name,
        family_name=family_name,
        born_on=child.born_on,
        year_group=child.year,
        class_name=child.class_name,
        by=None,
    )


def _tie_together(cast: Cast) -> None:
    person = cast.person_of
    _enter(cast.trust_admin, Cast.trust_admin, cast.other)
    add_guardian(pupil=cast.pupil, guardian=person(cast.parent), relationship="Mother", by=None)
    add_guardian(pupil=cast.deputys_child, guardian=person(cast.deputy), relationship="Father", by=None)
    declare_connection(
        person=person(cast.dsl), other=person(cast.second_teacher), closeness=Closeness.FRIEND, by=None
    )


# -- put there for each test ---------------------------------------------------------------------

_ROOMS = ("people", "schooldays", "audit")


class Rows:
    """What actions wrote about people and schools, to be written again much faster."""

    def __init__(self) -> None:
        self.kept = [(model, list(model._base_manager.order_by("pk"))) for model in _tables()]

    def put(self) -> None:
        with transaction.atomic():
            for model, rows in self.kept:
                model._base_manager.bulk_create(rows)


def _tables() -> list[type[models.Model]]:
    return [model for room in _ROOMS for model in apps.get_app_config(room).get_models()]


def _nobody_is_there() -> bool:
    return not any(model._base_manager.exists() for model in _tables())


@pytest.fixture(scope="session")
def _kept_cast() -> dict[str, tuple[Cast, Rows]]:
    """Filled by the first test that asks for the cast."""
    return {}


@pytest.fixture
def cast(db: None, _kept_cast: dict[str, tuple[Cast, Rows]]) -> Cast:
    """The people and schools of this module, in the test's database."""
    if not _nobody_is_there():
        return _build()
    if "cast" not in _kept_cast:
        _kept_cast["cast"] = (_build(), Rows())
    else:
        _kept_cast["cast"][1].put()
    return _kept_cast["cast"][0]


# -- signing in ----------------------------------------------------------------------------------


def sign_in(client: Client, user: User, *, recently: bool = True) -> Client:
    """Sign an account in as if it had given its password and its second step a moment ago.

    `recently=False`: so long ago that a sensitive act asks again.
    """
    import time

    from allauth.account.internal.flows.login import (
        _AUTHENTICATION_METHODS_USER_SESSION_KEY,
        AUTHENTICATION_METHODS_SESSION_KEY,
    )

    from esafety.signin import second_factor

    client.force_login(user)
    session = client.session
    second_factor.take(session, user)
    at = time.time() - (0 if recently else 3600)
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": at, "email": user.email}]
    session.save()
    return client


def sign_in_browser(page: Page, live_server: Any, user: User) -> Page:
    """Give the browser the cookie of a signed-in session on the live server."""
    from django.conf import settings

    client = sign_in(Client(), user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.clear_cookies()
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    return page


@pytest.fixture
def as_(cast: Cast) -> Callable[[str], Client]:
    """`as_("dsl")`: a client signed in as that member of the cast."""
    return lambda name: sign_in(Client(), cast.user(name))
