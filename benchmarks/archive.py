"""An archive of incidents as twenty schools would have it after years: the same one every time.

Written by `bulk_create`, not by the actions: it is for measuring, never for showing.
"""

from __future__ import annotations

import datetime as dt
import random
from typing import NamedTuple

from django.db import connection

from esafety.people.models import Membership, Person, School, User
from esafety.people.queries import folded
from esafety.people.vocabulary import PersonKind, Role
from esafety.walls.owner import as_owner
from incidents.lists.search import mark_of
from incidents.models import (
    Decision,
    Incident,
    IncidentTag,
    Involvement,
    Note,
    SearchText,
    Statement,
    Task,
)
from incidents.policy.types import RULE_OF
from incidents.references import LETTERS
from incidents.vocabulary import IncidentType, Lane, Part, PersonSort, Status

SCHOOLS = 20
PUPILS = 400
OPEN_EACH = 60
"""Open incidents of one school: how much is going on does not grow with the archive."""
PART = 2_000
NOW = dt.datetime(2026, 11, 20, 15, 0, tzinfo=dt.UTC)
YEARS = 8
RARE = "skateboard"
"""A word in about one account of forty."""

ROLES = (Role.DSL, Role.DEPUTY_DSL, Role.CO_ORDINATOR, Role.HEAD, Role.CHAIR, Role.NETWORK_MANAGER)
STAFF = [*ROLES, *[Role.STAFF] * 14]
LANES = [
    *[Lane.ONLINE_SAFETY] * 11,
    *[Lane.SAFEGUARDING] * 7,
    Lane.STAFF,
    Lane.STAFF,
    Lane.GOVERNOR,
    Lane.HEAD,
]
OWNER = {
    Lane.ONLINE_SAFETY: Role.CO_ORDINATOR,
    Lane.SAFEGUARDING: Role.DSL,
    Lane.STAFF: Role.HEAD,
    Lane.GOVERNOR: Role.CHAIR,
    Lane.HEAD: Role.CHAIR,
}
GIVEN = (
    "Ada Ben Cara Dev Ella Finn Gia Hal Ivy Jo Kai Lena Milo Nia Omar Pia Quin Rosa Sam Tess Uma Vik Wren Yara Zak"
).split(" ")
FAMILY = (
    "Akhtar Barnes Clarke Diaz Evans Ford Green Hughes Iqbal Jones Kaur Lewis Mensah Novak Owen Patel Reid Singh"
).split(" ")
WORDS = (
    "after lunch a group of pupils were seen on the school network looking at messages that had been sent in the "
    "class chat during the weekend one of them said that the pictures had been shared with others and that an adult "
    "had asked for more the teacher closed the screen and told the lead the same afternoon nobody was hurt but two "
    "children were upset and their parents have been asked to come in tomorrow the device was handed in at reception"
).split(" ")


class Archive(NamedTuple):
    """Where everything stands that a measurement needs."""

    school: School
    lead: User
    teacher: User
    pupils: list[Person]


def people() -> list[School]:
    """The schools with their staff and pupils, made once."""
    if School.objects.exists():
        return list(School.objects.order_by("pk"))
    dice = random.Random(1)
    schools = School.objects.bulk_create(School(name=f"School {number}") for number in range(SCHOOLS))
    users = User.objects.bulk_create(
        User(email=f"{role}.{place}.{school.pk}@school.example", name=_name(dice), password="!")
        for school in schools
        for place, role in enumerate(STAFF)
    )
    posts = [(school, role) for school in schools for role in STAFF]
    day = dt.date(2018, 9, 1)
    Membership.objects.bulk_create(
        Membership(user=user, school=school, role=role, from_date=day)
        for user, (school, role) in zip(users, posts, strict=True)
    )
    Person.objects.bulk_create(
        _person(school, PersonKind.STAFF, user.name, user)
        for user, (school, _) in zip(users, posts, strict=True)
    )
    Person.objects.bulk_create(
        (_person(school, PersonKind.PUPIL, _name(dice), None) for school in schools for _ in range(PUPILS)),
        batch_size=PART,
    )
    return schools


def _name(dice: random.Random) -> str:
    return f"{dice.choice(GIVEN)} {dice.choice(FAMILY)}"


def _person(school: School, kind: PersonKind, name: str, account: User | None) -> Person:
    given, family = name.split(" ", 1)
    return Person(
        school=school,
        kind=kind,
        given_name=given,
        family_name=family,
        account=account,
        search_text=folded(name),
    )


def fill(size: int) -> Archive:
    """Bring the archive to `size` incidents, evenly over the schools."""
    schools = people()
    there = Incident.objects.count()
    staff = {
        school.pk: list(User.objects.filter(memberships__school=school).order_by("pk")) for school in schools
    }
    pupils = {
        school.pk: list(Person.objects.filter(school=school, kind=PersonKind.PUPIL).order_by("pk"))
        for school in schools
    }
    for start in range(there, size, PART):
        _part(range(start, min(start + PART, size)), schools, staff, pupils)
    if connection.vendor == "postgresql":
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    mine = schools[0]
    return Archive(mine, staff[mine.pk][0], staff[mine.pk][-1], pupils[mine.pk])


def _part(
    numbers: range, schools: list[School], staff: dict[int, list[User]], pupils: dict[int, list[Person]]
) -> None:
    """Some incidents with everything that belongs to them."""
    dice = random.Random(numbers.start)
    incidents = Incident.objects.bulk_create(
        _incident(number, schools[number % SCHOOLS], staff[schools[number % SCHOOLS].pk], dice)
        for number in numbers
    )
    texts = [" ".join(dice.choices(WORDS, k=dice.randint(30, 160))) for _ in incidents]
    texts = [f"{text} {RARE}" if dice.random() < 0.025 else text for text in texts]
    Statement.objects.bulk_create(
        Statement(
            incident=one,
            made_by_id=one.reported_by_id,
            made_at=one.reported_at,
            found_by=one.found_by,
            place="in_school",
            types=[one.primary_type],
            primary_type=one.primary_type,
            description=text,
            nature=one.nature,
        )
        for one, text in zip(incidents, texts, strict=True)
    )
    SearchText.objects.bulk_create(
        SearchText(incident=one, body=f"{mark_of(one.school_id)}\n{one.reference}\n{text}")
        for one, text in zip(incidents, texts, strict=True)
    )
    IncidentTag.objects.bulk_create(
        IncidentTag(incident=one, school_id=one.school_id, type=one.primary_type, reported_at=one.reported_at)
        for one in incidents
    )
    Involvement.objects.bulk_create(
        Involvement(
            incident=one, person=person, sort=PersonSort.CHILD, part=part, added_by_id=one.reported_by_id
        )
        for one in incidents
        for part, person in zip(
            (Part.SUBJECT, Part.HARMED, Part.WITNESS),
            dice.sample(pupils[one.school_id], dice.randint(1, 3)),
            strict=False,
        )
    )
    Task.objects.bulk_create(_task(one, place, dice) for one in incidents for place in range(2))
    Note.objects.bulk_create(
        Note(
            incident=one,
            by_id=staff[one.school_id][0].pk,
            at=one.reported_at + dt.timedelta(days=day),
            text=" ".join(dice.choices(WORDS, k=25)),
            standing="fact",
            audience="everyone",
        )
        for one in incidents
        for day in range(1, dice.randint(1, 4))
    )
    Decision.objects.bulk_create(
        Decision(
            incident=one,
            kind="triage",
            words="An online-safety incident",
            reason="It was seen by two members of staff.",
            by_id=staff[one.school_id][0].pk,
            at=one.reported_at + dt.timedelta(hours=3),
            edition="2026-11",
        )
        for one in incidents
    )


def _incident(number: int, school: School, staff: list[User], dice: random.Random) -> Incident:
    """The newest of each school are open: those with the lowest numbers, since each size adds older ones."""
    turn = number // SCHOOLS
    is_open = turn < OPEN_EACH
    lane, type_ = dice.choice(LANES), dice.choice(tuple(IncidentType))
    reported_at = NOW - dt.timedelta(minutes=dice.randint(turn * 40, turn * 40 + 600))
    status = dice.choice([Status.SUBMITTED, Status.TRIAGED, Status.IN_PROGRESS, Status.AWAITING_OUTSIDE])
    return Incident(
        school=school,
        reference=_reference(number, reported_at),
        status=status if is_open else Status.CLOSED,
        lane=lane,
        owner_role=OWNER[lane],
        assigned_to=staff[dice.randrange(4)] if dice.random() < 0.6 else None,
        reported_at=reported_at,
        reported_by=staff[-1 - dice.randrange(14)],
        primary_type=type_,
        risk_area=RULE_OF[type_].risk_area,
        happened_on=reported_at.date(),
        outcome="" if is_open else "The pupils were spoken to.",
        closed_at=None if is_open else reported_at + dt.timedelta(days=20),
    )


def _reference(number: int, at: dt.datetime) -> str:
    letters = ""
    for _ in range(5):
        number, place = divmod(number, len(LETTERS))
        letters = LETTERS[place] + letters
    return f"{at:%y}-{letters}"


def _task(incident: Incident, place: int, dice: random.Random) -> Task:
    due_at = incident.reported_at + dt.timedelta(days=dice.randint(1, 30))
    ended = place == 0 or incident.status == Status.CLOSED
    return Task(
        incident=incident,
        school_id=incident.school_id,
        code=("first_look", "response")[place],
        words=("First look", "Decide the response: support, sanction or both")[place],
        due_at=due_at,
        state="done" if ended else "open",
        ended_at=due_at if ended else None,
    )
