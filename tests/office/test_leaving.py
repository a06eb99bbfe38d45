"""Somebody leaves: on the day everything of theirs ends, and nothing they held is left without an owner."""

from __future__ import annotations

import datetime as dt

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from esafety.access.roles import roles_in, schools_of
from esafety.audit.models import AuditEvent
from esafety.office import actions
from esafety.office.models import AccountChange
from esafety.office.vocabulary import ChangeStage
from esafety.outbox.models import Message
from esafety.people.models import Membership, User
from esafety.people.vocabulary import PersonKind, Role
from incidents import actions as incidents
from incidents.access import INCIDENTS
from incidents.actions.guard import fresh
from incidents.models import Incident, Task
from incidents.vocabulary import IncidentType, Lane
from tests.builders import a_concern, holder
from tests.cast import Cast, sign_in
from tests.office.test_accounts import person_of

TODAY = dt.timedelta(0)


def leave(cast: Cast, name: str, days: int = 0, hand_over_to: User | None = None) -> AccountChange:
    on = timezone.localdate() + dt.timedelta(days=days)
    change = actions.ask_to_leave(person=person_of(cast, name), on=on, by=cast.school_admin)
    if change.stage == ChangeStage.WAITING:
        change = actions.confirm_change(change=change, by=cast.head, hand_over_to=hand_over_to)
    return change


def held_by(cast: Cast, name: str, **facts: object) -> tuple[Incident, Task]:
    """An incident assigned to somebody, and a task given to them by name."""
    incident = a_concern(cast, **facts)  # type: ignore[arg-type]
    owner = holder(incident)
    incident = incidents.assign(incident=incident, to=cast.user(name), version=incident.version, by=owner)
    task = incidents.give_task(
        incident=incident,
        words="Speak to the class",
        detail="",
        assigned_to=cast.user(name),
        due_at=None,
        required=False,
        by=owner,
    )
    return incident, task


def test_today_is_at_once(cast: Cast) -> None:
    client = sign_in(Client(), cast.teacher)
    assert leave(cast, "teacher").stage == ChangeStage.DONE
    assert not cast.teacher.is_active
    assert roles_in(cast.teacher, cast.school.pk) == frozenset()
    assert person_of(cast, "teacher").left_on == timezone.localdate()
    assert client.get("/").status_code == 302
    assert not UserSession.objects.filter(user=cast.teacher).exists()


def test_a_day_to_come_waits_for_its_day(cast: Cast) -> None:
    change = leave(cast, "teacher", days=3)
    actions.carry_out_changes()
    assert cast.teacher.is_active
    page = sign_in(Client(), cast.school_admin).get(reverse("accounts")).content.decode()
    assert "Leaving" in page
    AccountChange.objects.filter(pk=change.pk).update(takes_effect_at=timezone.now())
    actions.carry_out_changes()
    actions.carry_out_changes()
    assert not cast.teacher.is_active
    assert AuditEvent.objects.filter(code="office.account_left").count() == 1


def test_whoever_handles_cases_leaves_only_when_a_second_person_says_so(cast: Cast) -> None:
    on = timezone.localdate()
    change = actions.ask_to_leave(person=person_of(cast, "deputy"), on=on, by=cast.school_admin)
    assert change.stage == ChangeStage.WAITING
    assert cast.deputy.is_active


def test_open_work_goes_to_whom_the_confirmer_chose(cast: Cast) -> None:
    incident, task = held_by(cast, "deputy")
    leave(cast, "deputy", hand_over_to=cast.dsl)
    incident, task = fresh(incident), Task.objects.get(pk=task.pk)
    assert (incident.assigned_to, task.assigned_to) == (cast.dsl, cast.dsl)
    told = Message.objects.filter(to_user=cast.dsl).values_list("notice", flat=True)
    assert {"incident.assigned", "incident.task_given"} <= set(told)


def test_without_a_choice_it_goes_back_to_the_owner(cast: Cast) -> None:
    incident, task = held_by(cast, "senior_leader")
    leave(cast, "senior_leader")
    incident, task = fresh(incident), Task.objects.get(pk=task.pk)
    assert incident.assigned_to is None
    assert (task.assigned_to, task.role) == (None, "")
    assert Message.objects.filter(to_user=cast.co_ordinator, notice="incident.escalated").exists()
    assert AuditEvent.objects.about(incident).filter(code="incident.handed_over").count() == 1


def test_a_colleague_in_conflict_gets_nothing_and_one_who_may_not_read_it_gets_only_the_task(
    cast: Cast,
) -> None:
    about, one = held_by(cast, "deputy", about="second_teacher")
    pupils, two = held_by(cast, "deputy")
    leave(cast, "deputy", hand_over_to=cast.second_teacher)
    assert fresh(about).assigned_to is None
    assert Task.objects.get(pk=one.pk).assigned_to is None
    assert fresh(pupils).assigned_to is None  # a teacher's post reads no case: handing over opens none
    assert Task.objects.get(pk=two.pk).assigned_to == cast.second_teacher
    assert not INCIDENTS.visible_to(cast.second_teacher, Incident.objects.all()).exists()


def test_what_was_opened_by_name_closes(cast: Cast) -> None:
    incident = a_concern(cast)
    incidents.share(incident=incident, user=cast.senco, reason="They help", until=None, by=holder(incident))
    leave(cast, "senco")
    assert not incident.invitations.current().exists()


def test_an_incident_whose_owner_s_post_is_empty_finds_another_owner(cast: Cast) -> None:
    incident = a_concern(cast)
    assert incident.owner_role == Role.CO_ORDINATOR
    leave(cast, "co_ordinator")
    assert fresh(incident).owner_role == Role.DSL
    assert Message.objects.filter(to_user=cast.dsl, about_id=incident.pk).exists()


def test_a_post_that_ended_by_its_day_passes_on_what_it_owned(cast: Cast) -> None:
    incident = a_concern(cast)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Membership.objects.filter(user=cast.co_ordinator).update(until=yesterday)
    assert actions.pass_on_ended_posts() == 1
    assert fresh(incident).owner_role == Role.DSL
    assert actions.pass_on_ended_posts() == 0


def test_no_task_of_an_open_incident_is_left_with_somebody_who_is_gone(cast: Cast) -> None:
    for name in ("deputy", "senior_leader", "business_manager"):
        held_by(cast, name, type=IncidentType.BULLYING)
        leave(cast, name)
    assert not Task.objects.open().filter(assigned_to__is_active=False).exists()
    assert not Incident.objects.open().filter(assigned_to__is_active=False).exists()
    for task in Task.objects.open().select_related("incident__school"):
        assert holder(task.incident).is_active


def test_who_works_at_another_school_too_stays_there(cast: Cast) -> None:
    actions.add_person(
        school=cast.other,
        kind=PersonKind.STAFF,
        given_name="Jamal",
        family_name="Rashid",
        account=cast.teacher,
        by=None,
    )
    actions.give_post(user=cast.teacher, school=cast.other, role=Role.STAFF, by=None)
    leave(cast, "teacher")
    assert cast.teacher.is_active
    assert set(schools_of(cast.teacher)) == {cast.other.pk}


def test_who_left_comes_back_by_an_invitation_and_with_new_roles_only(cast: Cast) -> None:
    from esafety.office.actions.invitations import Invitee
    from esafety.office.models import AccountInvitation

    leave(cast, "deputy")
    person = person_of(cast, "deputy")
    invitee = Invitee("Tom", "Bellamy", cast.deputy.email)
    actions.invite_account(school=cast.school, invitee=invitee, roles=[Role.STAFF], by=cast.school_admin)
    invitation = AccountInvitation.objects.get(user=cast.deputy)
    actions.accept_invitation(invitation=invitation, password="violin puddle cathedral", by=invitation.user)
    assert roles_in(cast.deputy, cast.school.pk) == {Role.STAFF}
    assert person_of(cast, "deputy") == person
    assert person_of(cast, "deputy").left_on is None


@pytest.mark.parametrize("there_is_one", [False, True])
def test_the_administrator_is_told_nothing_of_what_the_leaver_held(cast: Cast, there_is_one: bool) -> None:
    if there_is_one:
        incident, _ = held_by(cast, "senior_leader", about="second_pupil", type=IncidentType.GROOMING)
        assert incident.lane == Lane.SAFEGUARDING
    client = sign_in(Client(), cast.school_admin)
    person = person_of(cast, "senior_leader")
    page = client.post(
        reverse("account_leaving", args=[person.pk]), {"when": "now"}, follow=True
    ).content.decode()
    assert "Done." in page
    assert "26-" not in page
    assert "incident" not in page.split('id="main-content"')[1].split("<footer")[0].lower()


def test_what_is_to_be_returned_is_listed(cast: Cast) -> None:
    from esafety.office.vocabulary import Condition, DeviceKind

    device = actions.add_device(
        school=cast.school,
        asset_tag="HV-0042",
        kind=DeviceKind.LAPTOP,
        description="",
        serial_number="",
        by=cast.school_admin,
    )
    actions.sign_device_out(
        device=device,
        person=person_of(cast, "teacher"),
        out_on=timezone.localdate(),
        due_back=None,
        condition=Condition.GOOD,
        note="",
        by=cast.school_admin,
    )
    leave(cast, "teacher")
    page = sign_in(Client(), cast.school_admin).get(
        reverse("account_page", args=[person_of(cast, "teacher").pk])
    )
    assert "Laptop HV-0042" in page.content.decode()
