"""Attacks on the school office: by its administrators, a head, another school, a leaver, and by hostile files.

Source: reference/security.md, section 1.2 (actors) and AC-01 to AC-03; docs/decisions/0018 to 0020.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from esafety.access.refusals import NotNow
from esafety.access.roles import roles_in
from esafety.office import actions
from esafety.office.access.accounts import confirmers
from esafety.office.actions.invitations import Invitee
from esafety.office.models import AccountChange, AccountInvitation
from esafety.office.roll import undoing
from esafety.office.roll.reading import records
from esafety.office.roll.vocabulary import FileKind, Stage
from esafety.office.vocabulary import ChangeStage
from esafety.outbox.models import Message
from esafety.people.models import Guardianship, Membership, Person, User
from esafety.people.vocabulary import Closeness, ContactKind, PersonKind, Role
from incidents.access import INCIDENTS
from incidents.actions import assign
from incidents.actions.guard import fresh
from incidents.models import Incident
from incidents.vocabulary import PersonSort
from tests.builders import a_concern
from tests.cast import PASSWORD, Cast
from tests.office.filing import begin, bring_in, work

As = Callable[[str], Client]
pytestmark = pytest.mark.django_db
CHOSEN = "violin puddle cathedral"


def entry(cast: Cast, name: str) -> Person:
    return cast.person_of(cast.user(name))


def leave(cast: Cast, name: str, days: int = 0) -> AccountChange:
    """Somebody's access is to end; whoever may confirms it where that is needed."""
    on = timezone.localdate() + dt.timedelta(days=days)
    change = actions.ask_to_leave(person=entry(cast, name), on=on, by=cast.school_admin)
    if change.stage == ChangeStage.WAITING:
        change = actions.confirm_change(change=change, by=cast.head)
    return change


def its_day_has_come(change: AccountChange) -> AccountChange:
    AccountChange.objects.filter(pk=change.pk).update(takes_effect_at=timezone.now())
    actions.carry_out_changes()
    change.refresh_from_db()
    return change


# -- an administrator hides records from those who act on them --------------------------------------


def free_owner(incident: Incident) -> bool:
    """Whether anybody who holds the post of the owner sees it."""
    incident = fresh(incident)
    posts = Membership.objects.current().filter(school=incident.school, role=incident.owner_role)
    mine = Incident.objects.filter(pk=incident.pk)
    return any(INCIDENTS.visible_to(User.objects.get(pk=post.user_id), mine).exists() for post in posts)


def test_whoever_is_entered_as_a_parent_leaves_no_record_without_an_owner(cast: Cast) -> None:
    incident = a_concern(cast, about="second_pupil")
    Membership.objects.filter(role=Role.DEPUTY_DSL).update(ended_at=timezone.now())
    assert free_owner(incident)
    for name in ("dsl", "co_ordinator"):
        actions.add_guardian(pupil=cast.second_pupil, guardian=entry(cast, name), by=cast.school_admin)
    assert free_owner(incident)


def test_nor_whoever_is_said_to_be_the_same_human_or_close(cast: Cast) -> None:
    incident = a_concern(cast, about="second_pupil")
    Membership.objects.filter(role=Role.DEPUTY_DSL).update(ended_at=timezone.now())
    for name, tie in (("dsl", actions.say_same_person), ("co_ordinator", actions.declare_connection)):
        more = {} if tie is actions.say_same_person else {"closeness": Closeness.FRIEND}
        tie(person=entry(cast, name), other=cast.second_pupil, by=cast.school_admin, **more)  # type: ignore[operator]
    assert free_owner(incident)


def test_nor_whoever_a_file_makes_a_parent(cast: Cast) -> None:
    incident = a_concern(cast, about="second_pupil")
    Membership.objects.filter(role=Role.DEPUTY_DSL).update(ended_at=timezone.now())
    Person.objects.filter(pk=cast.second_pupil.pk).update(upn="B801200005001")
    lines = ["Pupil UPN,Contact surname,Contact forename,Contact email,Relationship"]
    for name in ("dsl", "co_ordinator"):
        person = entry(cast, name)
        lines.append(f"B801200005001,{person.family_name},{person.given_name},{cast.user(name).email},Parent")
    text = "\n".join(lines).encode()
    bring_in(text, FileKind.CONTACTS, school=cast.school, by=cast.school_admin)
    assert Guardianship.objects.filter(pupil=cast.second_pupil).count() == 2
    assert free_owner(incident)


def test_what_somebody_worked_on_goes_back_when_they_must_not_see_it_any_more(cast: Cast) -> None:
    incident = fresh(a_concern(cast, about="second_pupil"))
    incident = assign(incident=incident, to=cast.senco, version=incident.version, by=cast.dsl)
    other = fresh(a_concern(cast, about="third_pupil"))
    other = assign(incident=other, to=cast.senco, version=other.version, by=cast.dsl)
    actions.add_guardian(pupil=cast.second_pupil, guardian=entry(cast, "senco"), by=cast.school_admin)
    assert fresh(incident).assigned_to is None
    assert fresh(other).assigned_to == cast.senco


def test_whoever_handles_cases_hears_that_somebody_is_said_to_be_close(cast: Cast) -> None:
    for name in ("dsl", "teacher"):
        actions.add_guardian(pupil=cast.second_pupil, guardian=entry(cast, name), by=cast.school_admin)
    assert [one.to_user for one in Message.objects.filter(notice="office.made_close")] == [cast.dsl]


@pytest.mark.parametrize("by_file", [False, True])
def test_nor_whoever_is_given_the_name_of_an_adult_nobody_has_identified(cast: Cast, by_file: bool) -> None:
    incident = a_concern(cast, about="second_pupil")
    Membership.objects.filter(role=Role.DEPUTY_DSL).update(ended_at=timezone.now())
    incident.involvements.update(person=None, name="Mr Shaw", folded=" mr shaw ", sort=PersonSort.STAFF)
    lines = ["Surname,Forename,Email"]
    for name in ("dsl", "co_ordinator"):
        person = entry(cast, name)
        lines.append(f"Shaw,{person.given_name},{cast.user(name).email}")
        if not by_file:
            actions.change_person(person=person, columns={"family_name": "Shaw"}, by=cast.school_admin)
    if by_file:
        bring_in("\n".join(lines).encode(), FileKind.STAFF, school=cast.school, by=cast.school_admin)
    assert entry(cast, "dsl").family_name == "Shaw"
    assert free_owner(incident)
    told = Message.objects.filter(notice="office.made_close")
    assert {one.to_user for one in told} == {cast.dsl, cast.co_ordinator}


# -- a head sends the chair's copies to a friend -----------------------------------------------------


def test_whoever_sends_records_to_a_contact_hears_that_it_was_changed(cast: Cast) -> None:
    lado = cast.contact(ContactKind.LADO)
    told = {"kind": ContactKind.LADO, "name": lado.name, "email": "friend@elsewhere.example"}
    told |= {"telephone": "07700 900123", "out_of_hours": "", "secure_mail_note": ""}
    actions.change_contact(contact=lado, by=cast.head, **told)  # type: ignore[arg-type]
    told_of = Message.objects.filter(notice="office.directory_changed").values_list("to_user", flat=True)
    assert {cast.chair.pk, cast.vice_chair.pk, cast.dsl.pk} <= set(told_of)
    assert cast.head.pk not in told_of


# -- taking over an account --------------------------------------------------------------------------


def joined(cast: Cast, name: str) -> Person:
    """Another school's account is invited here too, as somebody who opens nothing."""
    user = cast.user(name)
    given, _, family = str(user).partition(" ")
    invitee = Invitee(given, family, user.email)
    actions.invite_account(school=cast.school, invitee=invitee, roles=[Role.STAFF], by=cast.school_admin)
    return Person.objects.get(school=cast.school, account=user)


def test_two_people_of_one_school_do_not_take_over_a_teacher_of_another(cast: Cast) -> None:
    """A teacher opens no case by her post, but may have been given one by name, and has her own reports."""
    person = joined(cast, "other_teacher")
    change = actions.ask_for_email(person=person, email="mine@evil.example", by=cast.school_admin)
    assert confirmers(change) == [cast.trust_admin]  # who answers for both schools
    with pytest.raises(PermissionDenied):
        actions.confirm_change(change=change, by=cast.head)
    assert AccountChange.objects.get().stage == ChangeStage.WAITING


def test_an_invitation_not_taken_up_changes_no_account_that_was(cast: Cast) -> None:
    """Invited to two schools, taken up at one: the other's link sets no password, and nobody takes it back."""
    new = Invitee("Nell", "Archer", "nell@harbour.example")
    for school in (cast.school, cast.other):
        user = actions.invite_account(school=school, invitee=new, roles=[Role.DSL], by=None)
    first, second = AccountInvitation.objects.order_by("pk")
    actions.accept_invitation(invitation=first, password=PASSWORD, by=user)
    Client().post(second.path, {"password": CHOSEN})
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    give_admin = Membership.objects.create(user=cast.school_admin, school=cast.other, role=Role.SCHOOL_ADMIN)
    with pytest.raises(NotNow):
        actions.revoke_invitation(invitation=second, by=give_admin.user)
    assert roles_in(User.objects.get(pk=user.pk), cast.other.pk) == {Role.DSL}


def test_the_former_address_opens_nothing_after_a_change(cast: Cast) -> None:
    before = cast.teacher.email
    Client().post(reverse("account_login"), {"login": before, "password": PASSWORD})
    change = actions.ask_for_email(
        person=entry(cast, "teacher"), email="new@harbour.example", by=cast.school_admin
    )
    actions.confirm_change(change=change, by=cast.head)
    assert its_day_has_come(change).stage == ChangeStage.DONE
    answer = Client().post(reverse("account_login"), {"login": before, "password": PASSWORD})
    assert answer.status_code != 302
    mail.outbox.clear()
    Client().post(reverse("account_reset_password"), {"email": before})
    assert not [sent for sent in mail.outbox if "http" in str(sent.body) and "reset" in str(sent.body)]


# -- taking away those who act -----------------------------------------------------------------------


def test_a_leaving_asked_for_before_does_not_take_away_who_handles_cases_since(cast: Cast) -> None:
    change = leave(cast, "teacher", days=3)
    assert change.confirmed_by is None
    actions.give_post(user=cast.teacher, school=cast.school, role=Role.DEPUTY_DSL, by=None)
    assert its_day_has_come(change).stage == ChangeStage.LAPSED
    assert cast.teacher.is_active


def test_a_closed_account_gathers_no_roles_for_the_day_another_school_invites_it(cast: Cast, as_: As) -> None:
    leave(cast, "teacher")
    path = reverse("account_role_give", args=[entry(cast, "teacher").pk])
    answer = as_("school_admin").post(path, {"role": Role.STAFF})
    assert answer.status_code == 422
    assert "Invite them again" in answer.content.decode()
    assert not Membership.objects.ahead().filter(user=cast.teacher).exists()


def test_two_who_leave_on_days_to_come_do_not_leave_a_post_empty(cast: Cast) -> None:
    actions.give_post(user=cast.senco, school=cast.school, role=Role.DSL, by=None)
    leave(cast, "dsl", days=5)
    with pytest.raises(NotNow, match="Nobody else would be"):
        leave(cast, "senco", days=9)
    post = Membership.objects.get(user=cast.senco, role=Role.DSL)
    with pytest.raises(NotNow, match="Nobody else would be"):
        actions.ask_to_end_post(person=entry(cast, "senco"), post=post, by=cast.school_admin)


# -- learning or getting round what is about oneself -------------------------------------------------


def test_an_administrator_who_is_to_leave_does_not_read_it_in_the_list(cast: Cast, as_: As) -> None:
    actions.give_post(user=cast.senco, school=cast.school, role=Role.SCHOOL_ADMIN, by=None)
    before = as_("senco").get(reverse("accounts")).content.count(b"Leaving")
    leave(cast, "senco", days=3)
    assert as_("senco").get(reverse("accounts")).content.count(b"Leaving") == before
    own = reverse("account_page", args=[entry(cast, "senco").pk])
    assert b"Leaving" not in as_("senco").get(own).content


def test_the_roles_of_a_subject_entered_a_second_time_are_not_widened(cast: Cast) -> None:
    again = actions.add_person(
        school=cast.school, kind=PersonKind.PARENT, given_name="Jamal", family_name="Rashid", by=None
    )
    actions.say_same_person(person=entry(cast, "teacher"), other=again, by=cast.school_admin)
    incident = a_concern(cast, about="second_teacher")
    incident.involvements.update(person=again)
    change = actions.ask_for_post(
        person=entry(cast, "teacher"),
        role=Role.DEPUTY_DSL,
        from_date=timezone.localdate(),
        until=None,
        by=cast.school_admin,
    )
    assert isinstance(change, AccountChange)
    with pytest.raises(NotNow):
        actions.confirm_change(change=change, by=cast.head)


def test_whoever_confirms_sees_that_somebody_of_this_name_is_there_already(cast: Cast, as_: As) -> None:
    """A second account with an entry of its own would not be found by a conflict of interest."""
    again = Invitee("Jamal", "Rashid", "jamal@private.example")
    actions.invite_account(school=cast.school, invitee=again, roles=[Role.DEPUTY_DSL], by=cast.school_admin)
    page = as_("head").get(AccountChange.objects.get().get_absolute_url()).content.decode()
    assert "Others of this name" in page
    assert cast.teacher.email in page


# -- hostile files ------------------------------------------------------------------------------------


def test_letters_of_another_encoding_in_the_example_break_no_page(cast: Cast, as_: As) -> None:
    text = b"Surname,Forename\n" + b"Caf\xe9,Ann\n" + "Zoë,Renée\nÉva,Chloë\n".encode()
    given = begin(text, FileKind.STAFF, school=cast.school, by=cast.school_admin)
    assert as_("school_admin").get(reverse("import_columns", args=[given.reference])).status_code == 200


def test_quotation_marks_that_never_end_on_any_line_cost_no_day() -> None:
    content = b"Surname,Forename\n" + b'a"b,"\n' * 20_000
    began = time.monotonic()
    found = list(records([content], encoding="utf-8", delimiter=","))
    assert time.monotonic() - began < 10
    assert all(one.refusal for one in found[1:-1])


def test_undoing_an_import_loses_no_court_order_that_a_person_entered(cast: Cast) -> None:
    Person.objects.filter(pk=cast.second_pupil.pk).update(upn="B801200005001")
    text = b"Pupil UPN,Contact surname,Contact forename,Court order\n"
    text += b"B801200005001,Bright,Joe,N\nB801200005001,Bright,Al,Y"
    given = bring_in(text, FileKind.CONTACTS, school=cast.school, by=cast.school_admin)
    assert undoing.why_not(given) == ""
    link = Guardianship.objects.get(guardian__given_name="Joe")
    told = {"relationship": "Father", "no_contact": True, "priority": None, "parental_responsibility": None}
    actions.change_guardian(link=link, by=cast.school_admin, **told)  # type: ignore[arg-type]
    with pytest.raises(NotNow, match="court order was entered by hand for Joe Bright"):
        actions.undo_import(given=given, by=cast.school_admin)


@pytest.mark.parametrize("encoding", ["utf-7", "no-such-thing", "utf-32", "shift_jis", "idna", "hex"])
def test_a_transfer_file_in_a_strange_encoding_gets_its_sentence(cast: Cast, encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><CTfile><CTFpupilData/></CTfile>'.encode()
    given = begin(text, FileKind.CTF, school=cast.school, by=cast.school_admin, name="a.xml")
    actions.check_import(given=given, columns=[], date_order=given.date_order, by=cast.school_admin)
    work()
    run = given.runs.get()
    given.refresh_from_db()
    assert given.stage != Stage.CHECKING, run.last_error
