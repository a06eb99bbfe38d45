"""The matrix of access, cell by cell: list, policy and page give the answer that the rules give (S3).

`access_matrix.csv` is written from the published rules by `access_oracle.py`, never from the code.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from django.utils import timezone

from esafety.access.capabilities import Capability
from esafety.access.grants import end_invitation
from esafety.access.refusals import NotNow
from esafety.office.actions import add_account, add_guardian, add_person, declare_connection, give_post
from esafety.people.models import Person, School, User
from esafety.people.vocabulary import Closeness, PersonKind, Role
from incidents import actions
from incidents.access import INCIDENTS
from incidents.actions.guard import fresh
from incidents.models import Incident
from incidents.told import Involved
from incidents.vocabulary import FoundBy, IncidentType, Lane, Part, PersonSort
from tests.builders import a_concern, holder
from tests.cast import Cast, sign_in
from tests.house import access_oracle
from tests.house.test_canaries import answer

# fmt: off
MADE: dict[str, tuple[dict[str, Any], Lane]] = {
    "online_safety":  ({"about": "pupil"},                                    Lane.ONLINE_SAFETY),
    "safeguarding":   ({"about": "pupil", "type": IncidentType.GROOMING},     Lane.SAFEGUARDING),
    "about_staff":    ({"about": "teacher"},                                  Lane.STAFF),
    "about_dsl":      ({"about": "dsl"},                                      Lane.STAFF),
    "low_level":      ({"about": "teacher", "found_by": FoundBy.LOW_LEVEL},   Lane.LOW_LEVEL),
    "about_governor": ({"about": "governor"},                                 Lane.GOVERNOR),
    "about_chair":    ({"about": "chair"},                                    Lane.GOVERNOR),
    "about_head":     ({"about": "head"},                                     Lane.HEAD),
}
# fmt: on


def written() -> list[dict[str, str]]:
    with access_oracle.FILE.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


CELLS = written()
BLOCKS = sorted({(one["record"], one["relation"]) for one in CELLS})


def test_the_file_is_the_oracle_s_and_never_shrinks() -> None:
    assert written() == access_oracle.rows()
    assert len(CELLS) >= 1260
    assert {one["role"] for one in CELLS} == set(Role.values)
    assert all(one["rule"] for one in CELLS)


# -- people, none of them of the cast ------------------------------------------------------------


def somebody(role: Role, school: School) -> User:
    """Somebody with one post, whom nothing ties to anybody."""
    user = add_account(email=f"{role.value}@matrix.example", name=f"Matrix {role.label}", by=None)
    add_person(
        school=school,
        kind=PersonKind.STAFF,
        given_name="Matrix",
        family_name=role.label,
        account=user,
        by=None,
    )
    give_post(user=user, school=school, role=role, by=None, from_date=dt.date(2026, 1, 1))
    return user


def report(cast: Cast, record: str, by: User | None = None) -> Incident:
    told, lane = MADE[record]
    incident = a_concern(cast, by=by or "senior_leader", place_detail=record, **told)
    assert incident.lane == lane
    return incident


def subject_of(incident: Incident) -> Person:
    row = incident.involvements.subjects().get()
    assert row.person is not None
    return row.person


# -- relations, made by the acts that make them --------------------------------------------------

Made = Callable[[Cast, Incident, User], None]


def _none(cast: Cast, incident: Incident, user: User) -> None:
    """Nothing ties them."""


def _subject(cast: Cast, incident: Incident, user: User) -> None:
    """As a second subject; and with the superuser's flag, which opens nothing."""
    person = Person.objects.get(account=user)
    one = Involved(part=Part.SUBJECT, sort=PersonSort.STAFF, person=person)
    actions.add_person(incident=incident, involved=one, version=incident.version, by=holder(incident))
    User.objects.filter(pk=user.pk).update(is_superuser=True)


def _close(cast: Cast, incident: Incident, user: User) -> None:
    one, other = Person.objects.get(account=user), subject_of(incident)
    declare_connection(person=one, other=other, closeness=Closeness.HOUSEHOLD, by=None)


def _parent(cast: Cast, incident: Incident, user: User) -> None:
    add_guardian(pupil=subject_of(incident), guardian=Person.objects.get(account=user), by=None)


def _assigned(cast: Cast, incident: Incident, user: User) -> None:
    actions.assign(incident=incident, to=user, version=incident.version, by=holder(incident))


def _invited(cast: Cast, incident: Incident, user: User) -> None:
    until = timezone.now() + dt.timedelta(days=1)
    actions.share(incident=incident, user=user, reason="They work on it", until=until, by=holder(incident))


def _invitation_ended(cast: Cast, incident: Incident, user: User) -> None:
    _invited(cast, incident, user)
    end_invitation(invitation=incident.invitations.get(), by=cast.head)


RELATIONS: dict[str, Made] = {
    "none": _none,
    "subject": _subject,
    "close": _close,
    "parent": _parent,
    "assigned": _assigned,
    "invited": _invited,
    "invitation_ended": _invitation_ended,
    "other_school": _none,
}


@contextmanager
def undone() -> Iterator[None]:
    """A cell leaves nothing behind for the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def stand(cast: Cast, incident: Incident, relation: str, user: User) -> tuple[Incident, str]:
    """Bring the relation about. Whose act is refused stands to the record like anybody."""
    try:
        with transaction.atomic():
            if relation == "reporter":
                return report(cast, record_of(incident), user), "yes"
            RELATIONS[relation](cast, incident, user)
    except (NotNow, PermissionDenied):
        return incident, "refused"
    return incident, "yes"


def record_of(incident: Incident) -> str:
    return incident.statements.get(edition=1).place_detail


def outcome(cast: Cast, incident: Incident, relation: str, role: Role) -> dict[str, str]:
    """What the product says of one cell: the same three ways, or that they disagree."""
    record = record_of(incident)
    user = somebody(role, cast.other if relation == "other_school" else cast.school)
    incident, holds = stand(cast, incident, relation, user)
    user, incident = User.objects.get(pk=user.pk), fresh(incident)
    listed = INCIDENTS.visible_to(user, Incident.objects.all()).filter(pk=incident.pk).exists()
    allowed = INCIDENTS.allows(user, Capability.SEE_INCIDENTS, incident)
    client = sign_in(Client(), user)
    page = answer(client, "get", incident.get_absolute_url())
    shown = page.status == 200
    if not shown:
        assert page == answer(client, "get", "/incidents/26-QQQQQ/"), (role, page.status)
    agreed = len({listed, allowed, shown}) == 1
    return {
        "record": record,
        "relation": relation,
        "role": role.value,
        "holds": holds,
        "sees": ("yes" if shown else "no") if agreed else f"they disagree: {listed} {allowed} {shown}",
        "may_close": "yes" if INCIDENTS.allows(user, Capability.CLOSE, incident) else "no",
    }


@pytest.mark.either_engine
@pytest.mark.parametrize("record,relation", BLOCKS, ids=[f"{one}-{two}" for one, two in BLOCKS])
def test_every_cell_is_as_the_rules_say(cast: Cast, record: str, relation: str) -> None:
    incident, wrong = report(cast, record), []
    for expected in CELLS:
        if (expected["record"], expected["relation"]) != (record, relation):
            continue
        with undone():
            found = outcome(cast, incident, relation, Role(expected["role"]))
        if found | {"rule": expected["rule"]} != expected:
            wrong.append((expected, found))
    assert wrong == []


def test_the_flag_of_a_superuser_without_a_post_opens_nothing(cast: Cast) -> None:
    user = somebody(Role.VISITOR, cast.school)
    User.objects.filter(pk=user.pk).update(is_superuser=True)
    user = User.objects.get(pk=user.pk)
    for record in MADE:
        incident = report(cast, record)
        assert not INCIDENTS.visible_to(user, Incident.objects.all()).exists()
        assert sign_in(Client(), user).get(incident.get_absolute_url()).status_code == 404


def test_when_the_chair_is_in_conflict_the_vice_chair_has_what_is_about_the_head(cast: Cast) -> None:
    """Rule 2 and routing.md, "If everybody in the normal line is named"."""
    one, other = cast.person_of(cast.chair), cast.person_of(cast.head)
    declare_connection(person=one, other=other, closeness=Closeness.FRIEND, by=None)
    incident = report(cast, "about_head")
    who_sees = {
        name for name in Cast.accounts() if INCIDENTS.allows(cast.user(name), Capability.CLOSE, incident)
    }
    assert who_sees == {"vice_chair"}
