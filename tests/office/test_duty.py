"""Who is told first, who is away, whom to reach outside: pages and what follows from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from esafety.audit.models import AuditEvent
from esafety.office.actions import add_absence, add_account, add_contact, add_person, give_post
from esafety.outbox.models import Message
from esafety.people.models import Absence, Membership, User
from esafety.people.vocabulary import ContactKind, PersonKind, Role
from incidents.vocabulary import IncidentType
from tests.builders import a_concern
from tests.cast import Cast, sign_in

As = Callable[[str], Client]


@pytest.fixture
def second_dsl(cast: Cast) -> User:
    """Another lead, second in line."""
    user = add_account(email="second@harbour.example", name="Ola Second", by=None)
    add_person(
        school=cast.school,
        kind=PersonKind.STAFF,
        given_name="Ola",
        family_name="Second",
        account=user,
        by=None,
    )
    give_post(user=user, school=cast.school, role=Role.DSL, duty_order=200, by=None)
    return user


def post_of(user: User) -> Membership:
    return Membership.objects.get(user=user)


def absence_data(user: User, first: dt.date, last: dt.date, **times: str) -> dict[str, str]:
    data = {"user": str(user.pk), "from_time": "", "until_time": "", **times}
    for name, day in (("from_day", first), ("until_day", last)):
        data |= {f"{name}_0": str(day.day), f"{name}_1": str(day.month), f"{name}_2": str(day.year)}
    return data


def today() -> dt.date:
    return timezone.localdate()


def test_the_page_shows_every_line_in_order(cast: Cast, second_dsl: User, as_: As) -> None:
    page = as_("deputy").get(reverse("duty")).content.decode()
    for role in (Role.DSL, Role.DEPUTY_DSL, Role.CO_ORDINATOR, Role.HEAD):
        assert role.label in page
    assert page.index("Ruth Adeyemi") < page.index("Ola Second")
    assert "Idris Cole" not in page, "another school's lead"


def test_whoever_is_moved_up_is_told_first(cast: Cast, second_dsl: User, as_: As) -> None:
    answer = as_("dsl").post(reverse("duty_earlier", args=[post_of(second_dsl).pk]), follow=True)
    page = answer.content.decode()
    assert "Ola Second is now number 1" in page
    a_concern(cast, about=(), harmed="pupil", type=IncidentType.NUDES)
    assert Message.objects.get(notice="incident.new_item").to_user == second_dsl
    event = AuditEvent.objects.get(code="office.duty_ordered")
    assert event.actor_name == "Ruth Adeyemi"


def test_moving_past_the_end_changes_nothing(cast: Cast, second_dsl: User, as_: As) -> None:
    client = as_("dsl")
    assert client.post(reverse("duty_later", args=[post_of(second_dsl).pk])).status_code == 302
    assert client.post(reverse("duty_earlier", args=[post_of(cast.dsl).pk])).status_code == 302
    assert not AuditEvent.objects.filter(code="office.duty_ordered").exists()


def test_somebody_away_is_passed_over_until_they_are_back(cast: Cast, second_dsl: User, as_: As) -> None:
    client = as_("co_ordinator")
    answer = client.post(reverse("absence_add"), absence_data(cast.dsl, today(), today()), follow=True)
    assert "Ruth Adeyemi is entered as away." in answer.content.decode()
    a_concern(cast, about=(), harmed="pupil", type=IncidentType.NUDES)
    assert Message.objects.get(notice="incident.new_item").to_user == second_dsl
    absence = Absence.objects.get(user=cast.dsl)
    answer = client.post(reverse("absence_end", args=[absence.pk]), follow=True)
    assert "Nobody is entered as away." in answer.content.decode()
    a_concern(cast, about=(), harmed="pupil", type=IncidentType.NUDES)
    assert Message.objects.filter(notice="incident.new_item", to_user=cast.dsl).exists()


def test_an_absence_covers_whole_days_or_the_times_given(cast: Cast, as_: As) -> None:
    day = dt.date(2031, 6, 12)
    client = as_("head")
    client.post(reverse("absence_add"), absence_data(cast.head, day, day))
    client.post(
        reverse("absence_add"),
        absence_data(cast.deputy, day, day, from_time="9am", until_time="12:30"),
    )
    whole, part = Absence.objects.order_by("pk")
    assert whole.until_at - whole.from_at == dt.timedelta(hours=23, minutes=59)
    assert timezone.localtime(part.from_at).hour == 9
    assert part.until_at - part.from_at == dt.timedelta(hours=3, minutes=30)


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        (2, 1, "The last day must be on or after the first day"),
        (-3, -1, "The last day must be today or later"),
    ],
)
def test_an_absence_that_makes_no_sense_is_explained_and_kept(
    cast: Cast, as_: As, first: int, last: int, says: str
) -> None:
    days = [today() + dt.timedelta(days=count) for count in (first, last)]
    answer = as_("dsl").post(reverse("absence_add"), absence_data(cast.dsl, *days, from_time="8:30"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count(says) >= 2, "in the summary and beside the field"
    assert 'value="8:30"' in page
    assert not Absence.objects.exists()


def test_nobody_of_another_school_can_be_entered_or_moved(cast: Cast, as_: As) -> None:
    client = as_("dsl")
    answer = client.post(reverse("absence_add"), absence_data(cast.other_dsl, today(), today()))
    assert answer.status_code == 422
    theirs = post_of(cast.other_dsl)
    assert client.post(reverse("duty_earlier", args=[theirs.pk])).status_code == 404
    away = add_absence(
        user=cast.other_dsl,
        school=cast.other,
        from_at=timezone.now(),
        until_at=timezone.now() + dt.timedelta(hours=1),
        by=cast.other_dsl,
    )
    assert client.post(reverse("absence_end", args=[away.pk])).status_code == 404
    with pytest.raises(LookupError):
        add_absence(
            user=cast.other_dsl,
            school=cast.school,
            from_at=timezone.now(),
            until_at=timezone.now() + dt.timedelta(hours=1),
            by=cast.dsl,
        )


SETS_DUTY = {"dsl", "deputy", "co_ordinator", "head"}
SEES_CONTACTS = SETS_DUTY | {
    "school_admin",
    "trust_admin",
    "chair",
    "vice_chair",
    "senior_leader",
    "senco",
    "business_manager",
    "data_protection_lead",
    "teacher",
    "second_teacher",
}


@pytest.mark.parametrize("name", [name for name in Cast.accounts() if not name.startswith("other_")])
def test_who_may_open_what(cast: Cast, name: str) -> None:
    client = sign_in(Client(), cast.user(name))
    assert (client.get(reverse("duty")).status_code == 200) == (name in SETS_DUTY)
    assert (client.get(reverse("absence_add")).status_code == 200) == (name in SETS_DUTY)
    page = client.get(reverse("contacts"))
    assert (page.status_code == 200) == (name in SEES_CONTACTS)
    moved = client.post(reverse("duty_later", args=[post_of(cast.deputy).pk]))
    assert moved.status_code == (302 if name in SETS_DUTY else 404)


def test_the_directory_warns_of_what_nobody_checked(cast: Cast, as_: As) -> None:
    add_contact(
        school=cast.school,
        kind=ContactKind.UNION,
        name="Regional office",
        verified_on=today() - dt.timedelta(days=366),
        by=None,
    )
    add_contact(school=cast.school, kind=ContactKind.CEOP, name="Never checked", by=None)
    page = as_("teacher").get(reverse("contacts")).content.decode()
    assert "lado@shire.example" in page
    assert page.count("Check</strong>") >= 2
    assert page.index("Duty LADO") < page.index("Never checked") < page.index("Regional office")
