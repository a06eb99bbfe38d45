"""What must look across the walls does, though a request opens its own schools only; and nothing else does.

A test sees every school, a request does not. So each act here is done `within` the school it is asked for in, as a
page has it, or through the page itself. Without the walls (SQLite) the same must hold.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from esafety.access.refusals import NotNow
from esafety.access.roles import posts_ahead, schools_of
from esafety.keeping.ledger import ledger_file, write_ledger_file
from esafety.keeping.models import Tombstone
from esafety.office import actions
from esafety.office.access.accounts import CHANGES, confirmers
from esafety.office.actions.invitations import Invitee
from esafety.office.forms.duty import AbsenceForm
from esafety.office.models import AccountChange, AccountInvitation
from esafety.office.queries.second_person import GENERAL
from esafety.people.models import Person, School, User
from esafety.people.vocabulary import Closeness, PersonKind, Role
from esafety.signin import second_factor
from esafety.signin.models import SignInProvider
from esafety.signin.without_password import needs_no_password
from esafety.walls import within
from incidents.access import INCIDENTS
from incidents.actions import assign, share
from incidents.actions.guard import fresh
from incidents.facts import accounts_close_to
from incidents.models import Incident, Involvement
from incidents.vocabulary import PersonSort
from tests.builders import a_concern, holder
from tests.cast import Cast, sign_in
from tests.house.openings import AS_OWNER, BY_SECRET, EVERY_SCHOOL, calls_of, decorated_with
from tests.keeping.old import an_old_record, carried_out, three_years

NELL = Invitee("Nell", "Archer", "nell@archer.example")
CHOSEN = "violin puddle cathedral"


def joins(user: User, school: School, role: Role = Role.STAFF) -> Person:
    """Somebody of one school holds a post in another too."""
    given, _, family = user.name.partition(" ")
    entry = actions.add_person(
        school=school, kind=PersonKind.STAFF, given_name=given, family_name=family, account=user, by=None
    )
    actions.give_post(user=user, school=school, role=role, by=None)
    return entry


def test_the_walls_are_opened_in_these_places_and_no_others() -> None:
    assert set(calls_of("every_school")) == set(EVERY_SCHOOL)
    assert set(calls_of("as_owner")) == AS_OWNER
    assert set(decorated_with("by_secret")) == BY_SECRET


def test_the_list_would_notice_another() -> None:
    assert "esafety/walls/middleware.py::Closed.__call__" in set(calls_of("within"))


# -- accounts that serve two schools -----------------------------------------------------------------


def test_who_leaves_one_school_keeps_the_account_for_the_other(cast: Cast) -> None:
    joins(cast.teacher, cast.other)
    with within(cast.school.pk):
        actions.ask_to_leave(
            person=cast.person_of(cast.teacher, cast.school), on=timezone.localdate(), by=cast.school_admin
        )
    assert cast.teacher.is_active
    assert set(schools_of(cast.teacher)) == {cast.other.pk}


def test_who_leaves_the_only_school_has_no_account_any_more(cast: Cast) -> None:
    with within(cast.school.pk):
        actions.ask_to_leave(
            person=cast.person_of(cast.teacher), on=timezone.localdate(), by=cast.school_admin
        )
    assert not cast.teacher.is_active


def test_a_post_that_begins_next_month_elsewhere_keeps_it_too(cast: Cast) -> None:
    joins(cast.teacher, cast.other)
    cast.teacher.memberships.filter(school=cast.other).update(
        from_date=timezone.localdate() + dt.timedelta(days=30)
    )
    with within(cast.school.pk):
        assert posts_ahead(cast.teacher.pk) == {(cast.school.pk, Role.STAFF), (cast.other.pk, Role.STAFF)}
        actions.ask_to_leave(
            person=cast.person_of(cast.teacher, cast.school), on=timezone.localdate(), by=cast.school_admin
        )
    assert cast.teacher.is_active


def test_a_second_step_is_not_reset_by_people_of_one_school_for_what_it_opens_in_another(cast: Cast) -> None:
    joins(cast.other_dsl, cast.school)
    with within(cast.school.pk):
        change = actions.ask_for_reset(user=cast.other_dsl, school=cast.school, by=cast.school_admin)
        with pytest.raises(PermissionDenied):
            actions.confirm_change(change=change, by=cast.head)
        assert confirmers(change) == [cast.trust_admin]
    page = sign_in(Client(), cast.head).post(reverse("account_change_confirm", args=[change.reference]))
    assert page.status_code == 404
    assert list(CHANGES.visible_to(cast.trust_admin, AccountChange.objects.all())) == [change]


def test_a_role_is_not_widened_for_the_subject_of_an_open_record_of_another_school(cast: Cast) -> None:
    entry = joins(cast.teacher, cast.other)
    incident = a_concern(cast, about=entry, by="other_teacher", school=cast.other)
    with within(cast.school.pk):
        change = actions.ask_for_post(
            person=cast.person_of(cast.teacher, cast.school),
            role=Role.SENCO,
            from_date=timezone.localdate(),
            until=None,
            by=cast.school_admin,
        )
        assert isinstance(change, AccountChange)
        with pytest.raises(NotNow) as refused:
            actions.confirm_change(change=change, by=cast.head)
    assert str(refused.value) == GENERAL  # and nothing of the record
    assert incident.reference not in str(refused.value)


def test_a_link_of_one_school_takes_up_what_another_invited_to(cast: Cast) -> None:
    for school, by in ((cast.school, cast.school_admin), (cast.other, cast.trust_admin)):
        user = actions.invite_account(school=school, invitee=NELL, roles=[Role.STAFF], by=by)
    here = AccountInvitation.objects.pending().get(user=user, school=cast.school)
    there = AccountInvitation.objects.pending().get(user=user, school=cast.other)
    page = Client().post(here.path, {"password": CHOSEN})
    assert page.status_code == 302
    there.refresh_from_db()
    assert there.accepted_at is not None
    assert Client().post(there.path, {"password": "another lamp entirely"}).status_code == 404
    user.refresh_from_db()
    assert user.check_password(CHOSEN)


def test_an_entry_stays_with_an_account_that_was_taken_up_at_another_school(cast: Cast) -> None:
    user = actions.invite_account(school=cast.other, invitee=NELL, roles=[Role.STAFF], by=cast.trust_admin)
    there = AccountInvitation.objects.get(user=user)
    actions.accept_invitation(invitation=there, password=CHOSEN, by=user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    actions.invite_account(school=cast.school, invitee=NELL, roles=[Role.STAFF], by=cast.school_admin)
    here = AccountInvitation.objects.pending().get(user=user, school=cast.school)
    with within(cast.school.pk):
        actions.revoke_invitation(invitation=here, by=cast.school_admin)
    assert Person.objects.filter(school=cast.school, account=user).exists()


def test_a_password_is_asked_of_whoever_needs_one_for_another_school(cast: Cast) -> None:
    SignInProvider.objects.create(
        school=cast.school,
        is_on=True,
        replaces_password=True,
        checked_at=timezone.now(),
        entered_by=cast.school_admin,
        confirmed_by=cast.head,
    )
    with within(cast.school.pk):
        assert needs_no_password(cast.teacher, cast.school)
    joins(cast.teacher, cast.other)
    with within(cast.school.pk):
        assert not needs_no_password(cast.teacher, cast.school)


def test_a_case_opened_by_name_in_another_school_asks_for_a_second_step(cast: Cast) -> None:
    joins(cast.teacher, cast.other)
    incident = a_concern(cast, about=cast.other_pupil, by="other_teacher", school=cast.other)
    with within(cast.school.pk):
        assert not second_factor.is_required(cast.teacher)
    share(incident=incident, user=cast.teacher, reason="Teaches the brother", until=None, by=cast.other_dsl)
    with within(cast.school.pk):
        assert second_factor.is_required(cast.teacher)
    with within():
        assert second_factor.is_required(cast.teacher)


def test_the_head_of_one_school_is_not_sent_away_by_another_where_they_teach(cast: Cast) -> None:
    joins(cast.other_head, cast.school)
    with within(cast.school.pk):
        offered = AbsenceForm(school=cast.school, by=cast.school_admin).fields["user"].queryset  # type: ignore[attr-defined]
        assert cast.other_head not in offered
        assert cast.teacher in offered


# -- conflicts of interest ---------------------------------------------------------------------------


def test_what_somebody_works_on_elsewhere_goes_back_when_they_are_given_a_name_in_it(cast: Cast) -> None:
    joins(cast.senco, cast.other, Role.SENCO)
    incident = fresh(a_concern(cast, about=cast.other_pupil, by="other_teacher", school=cast.other))
    incident = assign(incident=incident, to=cast.senco, version=incident.version, by=cast.other_dsl)
    Involvement.objects.filter(incident=incident).update(
        person=None, name="Mr Shaw", folded=" mr shaw ", sort=PersonSort.STAFF
    )
    with within(cast.school.pk):
        actions.change_person(
            person=cast.person_of(cast.senco, cast.school),
            columns={"family_name": "Shaw"},
            by=cast.school_admin,
        )
    assert fresh(incident).assigned_to is None
    assert INCIDENTS.visible_to(cast.senco, Incident.objects.filter(pk=incident.pk)).first() is None


def test_somebody_close_who_is_known_to_another_school_is_in_conflict(cast: Cast) -> None:
    elsewhere = cast.person_of(cast.other_dsl)
    actions.declare_connection(person=elsewhere, other=cast.pupil, closeness=Closeness.FRIEND, by=None)
    joins(cast.other_dsl, cast.school, Role.DEPUTY_DSL)
    with within(cast.school.pk):
        assert cast.other_dsl.pk in accounts_close_to({cast.pupil.pk})
    incident = a_concern(cast, about="pupil")
    page = sign_in(Client(), cast.other_dsl).get(incident.get_absolute_url())
    assert page.status_code == 404


# -- in the background -------------------------------------------------------------------------------


def test_a_ledger_that_was_lost_is_whole_again_after_a_disposal_of_any_school(
    cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    three_years(cast)
    carried_out(cast, an_old_record(cast))
    line, place = Tombstone.objects.get().reference, ledger_file()
    place.unlink()
    with within(cast.other.pk):
        write_ledger_file()
    assert line in place.read_text()


# -- one account, two schools, one request at a time -------------------------------------------------


def test_a_lead_of_two_schools_reads_both_and_each_alone(cast: Cast) -> None:
    joins(cast.dsl, cast.other, Role.DSL)
    here = a_concern(cast, about="pupil")
    there = a_concern(cast, about=cast.other_pupil, by="other_teacher", school=cast.other)
    client = sign_in(Client(), cast.dsl)
    listed = client.get(reverse("incidents")).content.decode()
    assert here.reference in listed
    assert there.reference not in listed
    alone = sign_in(Client(), cast.other_dsl)
    assert alone.get(here.get_absolute_url()).status_code == 404
    assert alone.get(there.get_absolute_url()).status_code == 200
    assert holder(there) in {cast.other_dsl, cast.dsl}


def test_a_trust_administrator_sees_who_administers_each_school(cast: Cast) -> None:
    page = sign_in(Client(), cast.trust_admin).get(reverse("schools")).content.decode()
    assert str(cast.school) in page
    assert str(cast.other) in page
    assert cast.school_admin.name in page
