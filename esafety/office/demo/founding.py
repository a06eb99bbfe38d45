"""Entering the invented school: calendar, contacts, people, accounts, posts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from itertools import cycle, islice
from random import Random

from django.utils import timezone

from esafety.office import actions
from esafety.office.actions.invitations import Invitee
from esafety.office.demo import clock, contacts, names, people
from esafety.office.demo.agreements import enter_agreements
from esafety.office.demo.calendar import school_year
from esafety.office.demo.devices import enter_devices
from esafety.office.demo.visitors import let_visitors_in
from esafety.office.policy.upn import check_letter
from esafety.people.models import Person, School, User
from esafety.people.queries import folded
from esafety.people.vocabulary import PersonKind, Role
from esafety.schooldays.calendar import LONDON

ELDEST = {year: 5 + place for place, year in enumerate(people.YEARS)}
"""The age that pupils of a year reach in it."""
COURT_ORDER = 3
"""Which of the crowd of parents a court order forbids contact."""
ENTERED_BEFORE = dt.timedelta(days=350)
"""So long that the last two terms that are over lie in it."""


@dataclass
class Roster:
    """Who has been entered, by key."""

    school: School
    users: dict[str, User] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)


def found(today: dt.date, *, crowd: bool = True) -> Roster:
    """Enter the school as it stands on a day; without the crowd, only those whom stories name.

    The trail says that it was entered long before anything happened in it.
    """
    with clock.at(timezone.now() - ENTERED_BEFORE):
        return _found(today, crowd)


def _found(today: dt.date, crowd: bool) -> Roster:
    roster = Roster(
        actions.add_school(
            name=people.SCHOOL,
            address=people.ADDRESS,
            telephone=people.TELEPHONE,
            email=people.EMAIL,
            went_live_at=timezone.now(),
            by=None,
        )
    )
    enter_calendar(roster.school, today)
    enter_contacts(roster.school, today)
    for adult in (*people.POSTS, *people.OTHERS):
        _enter_adult(roster, adult, today)
    for pupil in people.PUPILS:
        _enter_pupil(roster, pupil, today)
    _open_pupil_account(roster, today)
    _tie_together(roster)
    _let_somebody_be_away(roster, today)
    enter_devices(roster, today)
    _say_how_it_works(roster)
    let_visitors_in(roster, today)
    if crowd:
        _fill_classes(roster, today)
        _let_accounts_change(roster, today)
        enter_agreements(roster, today)
    return roster


def _say_how_it_works(roster: Roster) -> None:
    """The help page, as the school filled it in."""
    changes = {
        "help_is_public": True,
        "help_names_co_ordinator": True,
        "help_how_to_reach": people.HOW_TO_REACH,
        "help_for_pupils": people.FOR_PUPILS,
        "help_for_parents": people.FOR_PARENTS,
    }
    actions.change_settings(school=roster.school, changes=changes, by=roster.users["school_admin"])


def enter_calendar(school: School, today: dt.date) -> None:
    """Terms and closures of this school year and the one before."""
    for day in (today.replace(year=today.year - 1, day=1), today):
        year = school_year(day)
        for name, starts_on, ends_on in year.terms:
            actions.add_term(school=school, name=name, starts_on=starts_on, ends_on=ends_on, by=None)
        for kind, starts_on, ends_on in year.closures:
            actions.add_closure(school=school, kind=kind, starts_on=starts_on, ends_on=ends_on, by=None)


def enter_contacts(school: School, today: dt.date) -> None:
    """The directory; some entries have grown stale, as they do."""
    for one in contacts.CONTACTS:
        days = one.checked_days_ago
        actions.add_contact(
            school=school,
            kind=one.kind,
            name=one.name,
            email=one.email,
            telephone=one.telephone,
            out_of_hours=one.out_of_hours,
            secure_mail_note=one.secure_mail_note,
            verified_on=None if days is None else today - dt.timedelta(days=days),
            by=None,
        )


def _enter_adult(roster: Roster, adult: people.Adult, today: dt.date) -> None:
    user = actions.add_account(email=adult.email, name=adult.name, password=people.PASSWORD, by=None)
    given_name, family_name = adult.name.split(" ", 1)
    roster.users[adult.key] = user
    roster.persons[adult.key] = actions.add_person(
        school=roster.school,
        kind=adult.kind,
        given_name=given_name,
        family_name=family_name,
        account=user,
        by=None,
    )
    actions.give_post(
        user=user,
        school=roster.school,
        role=adult.role,
        from_date=_since(today),
        duty_order=len(roster.users),
        by=None,
    )


def _since(today: dt.date) -> dt.date:
    """Every post began on a first of September, before anything that is told of."""
    return dt.date(today.year - 9, 9, 1)


def _enter_pupil(roster: Roster, pupil: people.Pupil, today: dt.date) -> None:
    roster.persons[pupil.key] = actions.add_person(
        school=roster.school,
        kind=PersonKind.PUPIL,
        given_name=pupil.given_name,
        family_name=pupil.family_name,
        known_as=pupil.known_as,
        born_on=_birthday(Random(pupil.key), pupil.year, today),  # noqa: S311  # the same each time
        year_group=pupil.year,
        class_name=f"{pupil.year.removeprefix('Year ')[:1]} {pupil.stream}",
        upn=_upn(len(roster.persons)),
        source_id=f"{2_400 + len(roster.persons):06}",
        by=None,
    )


def _upn(number: int) -> str:
    """A unique pupil number with a right check letter, of an authority that does not exist."""
    figures = f"9902999{20:02}{number:03}"
    return check_letter(figures) + figures


def _birthday(dice: Random, year: str, today: dt.date) -> dt.date:
    """A birthday that puts a child in a year group: from September to August."""
    begins = today.year if today.month >= 9 else today.year - 1
    first = dt.date(begins - ELDEST[year], 9, 1)
    return first + dt.timedelta(days=dice.randrange(365))


def _open_pupil_account(roster: Roster, today: dt.date) -> None:
    """One pupil can sign in: they belong to the school council."""
    pupil = roster.persons[people.PUPIL_ACCOUNT]
    adult = people.Adult("pupil", f"{pupil.given_name} {pupil.family_name}", Role.PUPIL, PersonKind.PUPIL)
    user = actions.add_account(email=adult.email, name=adult.name, password=people.PASSWORD, by=None)
    pupil.account = user
    pupil.save(update_fields=["account"])
    actions.give_post(user=user, school=roster.school, role=Role.PUPIL, from_date=_since(today), by=None)
    roster.users["pupil"] = user


def _tie_together(roster: Roster) -> None:
    for pupil, guardian, relationship in people.GUARDIANS:
        actions.add_guardian(
            pupil=roster.persons[pupil],
            guardian=roster.persons[guardian],
            relationship=relationship,
            by=None,
        )
    for one, two, closeness in people.CONNECTIONS:
        actions.declare_connection(
            person=roster.persons[one], other=roster.persons[two], closeness=closeness, by=None
        )


def _let_somebody_be_away(roster: Roster, today: dt.date) -> None:
    """A deputy is on a course until the end of tomorrow."""
    midnight = dt.datetime.combine(today, dt.time(), LONDON)
    actions.add_absence(
        user=roster.users["second_deputy"],
        school=roster.school,
        from_at=midnight - dt.timedelta(days=1),
        until_at=midnight + dt.timedelta(days=2, minutes=-1),
        by=roster.users["second_deputy"],
    )


def _fill_classes(roster: Roster, today: dt.date) -> None:
    """Fill every class up with families, and enter some of their parents."""
    dice = Random(420)  # noqa: S311  # the same families each time
    families = _families(dice)
    pupils: list[Person] = []
    for year in people.YEARS:
        for stream in people.STREAMS:
            there = sum(pupil.year == year and pupil.stream == stream for pupil in people.PUPILS)
            for given_name, family_name in islice(families, people.CLASS_SIZE - there):
                key = f"crowd-{len(pupils)}"
                _enter_pupil(roster, people.Pupil(key, given_name, family_name, year, stream), today)
                pupils.append(roster.persons[key])
    _enter_parents(roster, dice, pupils)


def _families(dice: Random) -> cycle[tuple[str, str]]:
    """Children's names: no two alike, about a quarter of them with a brother or sister in school."""
    drawn: dict[tuple[str, str], None] = {}
    weighted = list(zip(names.GIVEN, names.FAMILY, names.SHARES, strict=True))
    while len(drawn) < len(people.YEARS) * len(people.STREAMS) * people.CLASS_SIZE:
        given, family, _ = dice.choices(weighted, [share for _, _, share in weighted])[0]
        family_name = dice.choice(family.split())
        for given_name in dice.sample(given.split(), dice.choice((1, 1, 1, 2))):
            drawn[given_name, family_name] = None
    shuffled = list(drawn)
    dice.shuffle(shuffled)
    return cycle(shuffled)


def _enter_parents(roster: Roster, dice: Random, pupils: list[Person]) -> None:
    chosen = dice.sample(pupils, people.CROWD_OF_PARENTS)
    for at, (given_name, pupil) in enumerate(zip(names.PARENTS.split(), chosen, strict=True)):
        parent = actions.add_person(
            school=roster.school,
            kind=PersonKind.PARENT,
            given_name=given_name,
            family_name=pupil.family_name,
            source_id=f"C{5_100 + at}",
            email=f"{folded(given_name)}.{folded(pupil.family_name)}@mail.example".replace(" ", "."),
            telephone=f"01632 96{at:04}",
            by=None,
        )
        actions.add_guardian(
            pupil=pupil,
            guardian=parent,
            priority=1,
            parental_responsibility=True,
            no_contact=at == COURT_ORDER,
            by=None,
        )


def _let_accounts_change(roster: Roster, today: dt.date) -> None:
    """Somebody new is invited, a role waits for the head, a colleague leaves next week."""
    admin, school = roster.users["school_admin"], roster.school
    with clock.at(timezone.now() + ENTERED_BEFORE - dt.timedelta(hours=5)):
        invitee = Invitee("Hollis", "Peart", "hollis.peart@example.school")
        actions.invite_account(school=school, invitee=invitee, roles=[Role.STAFF], by=admin)
        actions.ask_for_post(
            person=roster.persons["teacher_6h"],
            role=Role.SENIOR_LEADER,
            from_date=today,
            until=None,
            by=admin,
        )
        leaver = roster.persons["lunch_pat"]
        actions.ask_to_leave(person=leaver, on=today + dt.timedelta(days=7), by=admin)
