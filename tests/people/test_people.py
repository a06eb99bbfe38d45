"""Who holds which post, who is there, who is found by name, and what the database itself refuses."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from esafety.office.actions import add_absence, add_account, add_guardian, add_person, give_post
from esafety.people.models import Absence, Connection, Guardianship, Membership, Person, User
from esafety.people.queries import MOST_FOUND, colleagues, contact, folded, found_by_name, holders
from esafety.people.vocabulary import ContactKind, PersonKind, Role
from tests.cast import Cast

TODAY = timezone.localdate


# -- posts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("from_days", "until_days", "held"),
    [(0, None, True), (1, None, False), (-10, 0, True), (-10, -1, False), (-10, 10, True)],
)
def test_a_post_is_held_from_its_first_day_to_its_last(
    cast: Cast, from_days: int, until_days: int | None, held: bool
) -> None:
    until = None if until_days is None else TODAY() + dt.timedelta(days=until_days)
    first = TODAY() + dt.timedelta(days=from_days)
    post = give_post(
        user=cast.visitor, school=cast.school, role=Role.SENCO, from_date=first, until=until, by=cast.head
    )
    assert (post in holders(cast.school, [Role.SENCO])) is held


def test_a_closed_account_holds_nothing(cast: Cast) -> None:
    assert [post.user for post in holders(cast.school, [Role.DSL])] == [cast.dsl]
    User.objects.filter(pk=cast.dsl.pk).update(is_active=False)
    assert holders(cast.school, [Role.DSL]) == []


def test_first_told_is_who_comes_first_in_the_order_of_duty(cast: Cast) -> None:
    Membership.objects.filter(user=cast.deputy).update(duty_order=1)
    both = holders(cast.school, [Role.DSL, Role.DEPUTY_DSL])
    assert [post.user.name for post in both] == ["Tom Bellamy", "Ruth Adeyemi"]


def test_somebody_away_is_left_out_from_the_first_moment_to_the_last(cast: Cast) -> None:
    start = timezone.now()
    end = start + dt.timedelta(hours=4)
    add_absence(user=cast.dsl, school=cast.school, from_at=start, until_at=end, by=cast.head)
    second = dt.timedelta(seconds=1)
    there = [
        bool(holders(cast.school, [Role.DSL], present_at=moment))
        for moment in (start - second, start, end - second, end)
    ]
    assert there == [True, False, False, True]


def test_nobody_gives_themselves_a_post(cast: Cast) -> None:
    with pytest.raises(PermissionError):
        give_post(user=cast.head, school=cast.school, role=Role.DSL, by=cast.head)


def test_a_post_needs_a_person_so_that_conflicts_are_found(cast: Cast) -> None:
    stranger = add_account(email="stranger@harbour.example", name="A Stranger", by=None)
    with pytest.raises(LookupError):
        give_post(user=stranger, school=cast.school, role=Role.DSL, by=cast.head)


def test_colleagues_are_the_school_s_own_people(cast: Cast) -> None:
    names = {user.name for user in colleagues(cast.school)}
    assert {"Ruth Adeyemi", "Jamal Rashid", "Olu Bankole"} <= names
    assert not names & {"Leila Haddad", "Callum Reid", "Ida Voss", "Peter Stroud", "Idris Cole"}


def test_an_e_mail_address_signs_in_however_it_is_typed(cast: Cast) -> None:
    user = add_account(email="  New.Person@Harbour.Example ", name="New", by=None)
    assert user.email == "new.person@harbour.example"
    assert User.objects.get_by_natural_key(" NEW.person@harbour.example") == user


def test_the_contact_shown_is_the_one_checked_last(cast: Cast) -> None:
    found = contact(cast.school, ContactKind.LADO)
    assert found is not None
    assert (found.name, found.is_stale) == ("Duty LADO", False)
    found.verified_on = TODAY() - dt.timedelta(days=366)
    assert found.is_stale
    assert contact(cast.school, ContactKind.CEOP) is None


# -- finding somebody ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "there"),
    [
        ("zoe", ["Zoë Haddad"]),
        ("ZOË", ["Zoë Haddad"]),
        ("had zo", ["Zoë Haddad"]),
        ("  haddad   zoe ", ["Zoë Haddad"]),
        ("kowal", ["Anya Kowalska"]),
        ("z", []),
        ("", []),
        ("   ", []),
        ("%", []),
        ("__", []),
        ("nobody", []),
    ],
)
def test_pupils_are_found_by_the_beginning_or_middle_of_a_name(
    cast: Cast, typed: str, there: list[str]
) -> None:
    found = found_by_name(cast.school, typed, kinds=[PersonKind.PUPIL])
    assert [person.full_name for person in found] == there


@pytest.mark.parametrize(
    ("given", "family", "typed"),
    [
        ("Łukasz", "Żółć", "lukasz zolc"),
        ("Søren", "Ærø", "soren aero"),
        ("Ковалёва", "Анна", "ковалева"),
        ("Li", "李", "li 李"),
        ("Nguyễn", "Đức", "nguyen duc"),
        ("محمد", "علي", "علي"),
        ("O\u2019Neill", "Siân", "sian"),
    ],
)
def test_names_of_every_script_are_found(cast: Cast, given: str, family: str, typed: str) -> None:
    new = add_person(school=cast.school, kind=PersonKind.PUPIL, given_name=given, family_name=family, by=None)
    assert new in found_by_name(cast.school, typed, kinds=PersonKind)
    assert new in found_by_name(cast.school, f"{family} {given}", kinds=PersonKind)


def test_a_search_never_leaves_the_school_nor_lists_the_roll(cast: Cast) -> None:
    for number in range(30):
        add_person(
            school=cast.school, kind=PersonKind.PUPIL, given_name=f"Sam{number}", family_name="Same", by=None
        )
    assert len(found_by_name(cast.school, "same", kinds=PersonKind)) == MOST_FOUND
    assert found_by_name(cast.school, "Theo", kinds=PersonKind) == []
    assert found_by_name(cast.other, "Theo", kinds=PersonKind) == [cast.other_pupil]


@pytest.mark.parametrize(
    ("typed", "first"),
    [("ann", ["Zed Annan", "Eve O’Annor", "Ann Zeal", "Mary-Ann Zola"]), ("ann ze", ["Ann Zeal"])],
)
def test_names_that_begin_with_what_was_typed_come_first(cast: Cast, typed: str, first: list[str]) -> None:
    """Thirty pupils with it inside a word do not push them off the page."""
    middle = [("Joanna", f"Aab{number:02}") for number in range(20)] + [("Hannah", "Zeb"), ("Deanna", "Aze")]
    for given, family in [*middle, *(name.split(" ", 1) for name in first)]:
        add_person(school=cast.school, kind=PersonKind.PUPIL, given_name=given, family_name=family, by=None)
    found = found_by_name(cast.school, typed, kinds=[PersonKind.PUPIL])
    assert [person.full_name for person in found[: len(first)]] == first
    assert len(found) > len(first)


def test_whoever_left_is_not_found(cast: Cast) -> None:
    Person.objects.filter(pk=cast.pupil.pk).update(left_on=TODAY())
    assert found_by_name(cast.school, "Haddad", kinds=[PersonKind.PUPIL]) == []


def test_folding_is_the_same_twice(cast: Cast) -> None:
    for text in ("Zoë Haddad", "ŁØÐ ß", "e\u0301", "\u202eevil", "a\u00a0b", "", "李 小龙", "İstanbul"):
        assert folded(folded(text)) == folded(text)


# -- what the database refuses ---------------------------------------------------------------------


def refused(make: Any, **columns: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make(**columns)


def test_the_database_refuses_what_cannot_be(cast: Cast) -> None:
    person, now = cast.person_of(cast.dsl), timezone.now()
    yesterday = TODAY() - dt.timedelta(days=1)
    refused(Connection.objects.create, person=person, other=person, closeness="family")
    refused(Guardianship.objects.create, pupil=cast.pupil, guardian=cast.pupil)
    refused(Absence.objects.create, user=cast.dsl, from_at=now, until_at=now)
    refused(
        Membership.objects.create,
        user=cast.dsl,
        school=cast.school,
        role=Role.DSL,
        from_date=TODAY(),
        until=yesterday,
    )
    refused(
        Person.objects.create,
        school=cast.school,
        kind="staff",
        given_name="A",
        family_name="B",
        account=cast.dsl,
    )
    refused(User.objects.create_user, email="DSL@harbour.example")


def test_a_parent_s_entry_is_of_the_pupil_s_school(cast: Cast) -> None:
    with pytest.raises(ValueError, match="of one school"):
        add_guardian(pupil=cast.other_pupil, guardian=cast.person_of(cast.parent), by=None)
