"""Whatever happens to their posts, their flags, their connections and the record: its subject sees none of it.

Random histories (AC-02). 100 of them in continuous integration; `HISTORIES=2000` runs the release's number.
"""

from __future__ import annotations

import datetime as dt
import os
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from esafety.access.capabilities import Capability
from esafety.access.grants import end_invitation, invite
from esafety.access.refusals import NotNow, Stale
from esafety.office.actions import add_guardian, declare_connection, give_post
from esafety.outbox.models import Message
from esafety.outbox.notices import declared_notices
from esafety.people.models import Connection, Membership, Person, User
from esafety.people.vocabulary import Closeness, Role
from incidents import actions
from incidents.access import INCIDENTS, TASKS
from incidents.actions.guard import fresh
from incidents.models import Incident, IncidentInvitation, Involvement, Task
from incidents.vocabulary import AcceptedAs, IncidentType, Part, Status
from tests.builders import a_concern, advance, holder, involved
from tests.cast import Cast, sign_in

HISTORIES = int(os.environ.get("HISTORIES", "100"))
STEPS = 30 if HISTORIES > 200 else 12
SUBJECTS = ("teacher", "dsl", "deputy", "head", "chair", "co_ordinator", "governor")
OTHERS = ("third_pupil", "senior_leader", "technician", "Somebody unknown")
NEXT = {
    Status.SUBMITTED: Status.TRIAGED,
    Status.TRIAGED: Status.IN_PROGRESS,
    Status.IN_PROGRESS: Status.AWAITING_OUTSIDE,
    Status.AWAITING_OUTSIDE: Status.CLOSED,
    Status.CLOSED: Status.REOPENED,
    Status.REOPENED: Status.CLOSED,
}
REFUSED = (NotNow, Stale, PermissionDenied, PermissionError, LookupError)


class Histories(RuleBasedStateMachine):
    """One history: a record about somebody, and what then happens."""

    cast: Cast
    name: str
    asked = 0
    """How often it was asked whether the subject, being one, sees it."""

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    @initialize(type=st.sampled_from(IncidentType), danger=st.booleans())
    def there_is_a_record(self, type: IncidentType, danger: bool) -> None:
        self.hidden = a_concern(self.cast, about=self.name, by="senco", type=type, danger=danger)
        self.person = Person.objects.get(account=self.subject, school=self.cast.school)

    @property
    def subject(self) -> User:
        """The account as a new request finds it."""
        return self.cast.user(self.name)

    @property
    def is_subject(self) -> bool:
        """Whether they stand on the record as its subject now."""
        return Involvement.objects.subjects().filter(incident=self.hidden, person=self.person).exists()

    def attempt(self, act: Any, **given: Any) -> bool:
        """An act as it comes; refused is an answer too."""
        try:
            with transaction.atomic():
                act(**given)
        except REFUSED:
            return False
        return True

    def owner(self) -> User | None:
        try:
            return holder(fresh(self.hidden))
        except LookupError:
            return None

    # -- what happens to the person ------------------------------------------------------------------

    @rule(role=st.sampled_from(Role))
    def they_are_given_a_post(self, role: Role) -> None:
        self.attempt(
            give_post, user=self.subject, school=self.cast.school, role=role, by=self.cast.school_admin
        )

    @rule(role=st.sampled_from(Role))
    def they_try_to_give_themselves_a_post(self, role: Role) -> None:
        given = {"user": self.subject, "school": self.cast.school, "role": role, "by": self.subject}
        assert not self.attempt(give_post, **given)

    @rule()
    def their_posts_end(self) -> None:
        yesterday = timezone.localdate() - dt.timedelta(days=1)
        Membership.objects.filter(user=self.subject, from_date__lte=yesterday).update(until=yesterday)

    @rule(flag=st.booleans())
    def they_become_a_superuser(self, flag: bool) -> None:
        User.objects.filter(pk=self.subject.pk).update(is_superuser=flag)

    @rule(flag=st.booleans())
    def their_account_is_closed_or_opened(self, flag: bool) -> None:
        User.objects.filter(pk=self.subject.pk).update(is_active=flag)

    @rule(who=st.sampled_from(("dsl", "head", "technician", "vice_chair")))
    def they_declare_a_connection(self, who: str) -> None:
        other = self.cast.person_of(self.cast.user(who))
        if other != self.person and not Connection.objects.filter(person=self.person, other=other).exists():
            declare_connection(person=self.person, other=other, closeness=Closeness.FAMILY, by=None)

    @rule()
    def their_connections_are_taken_back(self) -> None:
        Connection.objects.filter(person=self.person).delete()

    @rule()
    def they_become_a_parent_of_a_pupil(self) -> None:
        if not self.person.wards.exists():
            add_guardian(pupil=self.cast.second_pupil, guardian=self.person, by=None)

    # -- what is tried with the record ---------------------------------------------------------------

    @precondition(lambda self: self.is_subject)
    @rule()
    def somebody_tries_to_share_it_with_them(self) -> None:
        if by := self.owner():
            given = {"incident": self.hidden, "user": self.subject, "reason": "x", "until": None, "by": by}
            assert not self.attempt(actions.share, **given)

    @precondition(lambda self: self.is_subject)
    @rule()
    def somebody_tries_to_assign_it_to_them(self) -> None:
        if by := self.owner():
            version = fresh(self.hidden).version
            given = {"incident": self.hidden, "to": self.subject, "version": version, "by": by}
            assert not self.attempt(actions.assign, **given)

    @precondition(lambda self: self.is_subject)
    @rule()
    def somebody_tries_to_give_them_a_task(self) -> None:
        if by := self.owner():
            given = {"words": "Look", "detail": "", "assigned_to": self.subject, "due_at": None}
            assert not self.attempt(actions.give_task, incident=self.hidden, required=False, by=by, **given)

    @rule()
    def an_invitation_is_written_behind_everybody_s_back(self) -> None:
        given = {"record": self.hidden, "user": self.subject, "by": self.cast.senco, "reason": "x"}
        invite(table=IncidentInvitation, until=None, **given)

    @rule()
    def they_are_entered_as_assigned_behind_everybody_s_back(self) -> None:
        Incident.objects.filter(pk=self.hidden.pk).update(assigned_to=self.subject)
        Task.objects.filter(incident=self.hidden).update(assigned_to=self.subject)

    @rule()
    def invitations_end(self) -> None:
        for one in IncidentInvitation.objects.current().filter(content_object=self.hidden):
            end_invitation(invitation=one, by=None)

    # -- what happens to the record ------------------------------------------------------------------

    @rule()
    def it_goes_on(self) -> None:
        to = NEXT[Status(fresh(self.hidden).status)]
        self.attempt(lambda: advance(self.hidden, to))

    @rule(accepted=st.sampled_from(AcceptedAs))
    def it_is_triaged(self, accepted: AcceptedAs) -> None:
        if self.owner() and fresh(self.hidden).status == Status.SUBMITTED:
            self.attempt(lambda: advance(self.hidden, Status.TRIAGED, accepted_as=accepted))

    @rule(to=st.sampled_from((Role.DSL, Role.DEPUTY_DSL, Role.HEAD, Role.CHAIR, Role.VICE_CHAIR)))
    def it_is_escalated(self, to: Role) -> None:
        if by := self.owner():
            given = {"to": to, "reason": "x", "version": fresh(self.hidden).version, "by": by}
            self.attempt(actions.escalate, incident=self.hidden, **given)

    @rule(who=st.sampled_from(OTHERS), part=st.sampled_from(Part))
    def somebody_else_is_named(self, who: str, part: Part) -> None:
        if by := self.owner():
            given = {"involved": involved(self.cast, who, part)[0], "version": fresh(self.hidden).version}
            self.attempt(actions.add_person, incident=self.hidden, by=by, **given)

    @rule()
    def its_clocks_run_out(self) -> None:
        actions.run_out_clocks(now=timezone.now() + dt.timedelta(days=30))

    @precondition(lambda self: self.is_subject)
    @rule()
    def they_are_withdrawn_and_named_again(self) -> None:
        by = self.owner()
        row = Involvement.objects.subjects().filter(incident=self.hidden, person=self.person).get()
        version = fresh(self.hidden).version
        given = {"row": row, "reason": "x", "version": version, "by": by}
        if by is None or not self.attempt(actions.withdraw_person, **given):
            return
        again = involved(self.cast, self.name, Part.SUBJECT)[0]
        if by := self.owner():
            version = fresh(self.hidden).version
            self.attempt(actions.add_person, incident=self.hidden, involved=again, version=version, by=by)

    # -- what must hold after each step --------------------------------------------------------------

    @invariant()
    def the_subject_sees_nothing(self) -> None:
        if not hasattr(self, "hidden") or not self.is_subject:
            return
        type(self).asked += 1
        user, incident = self.subject, fresh(self.hidden)
        assert not INCIDENTS.visible_to(user, Incident.objects.all()).filter(pk=incident.pk).exists()
        assert not any(INCIDENTS.allows(user, one, incident) for one in Capability)
        assert not TASKS.visible_to(user, Task.objects.filter(incident=incident)).exists()
        owed = Message.objects.filter(about_label="incidents.incident", about_id=incident.pk, to_user=user)
        for message in owed:
            assert not declared_notices()[message.notice].may_receive(incident, user)

    @rule()
    def they_open_its_page(self) -> None:
        if self.is_subject and self.subject.is_active:
            client = sign_in(Client(), self.subject)
            assert client.get(self.hidden.get_absolute_url()).status_code in (302, 404)
            assert self.hidden.reference.encode() not in client.get("/incidents/?view=all").content


@pytest.mark.either_engine
@pytest.mark.filterwarnings("ignore::hypothesis.errors.NonInteractiveExampleWarning")
@pytest.mark.usefixtures("by_the_owner")  # who may take a connection back, which the product never does
@pytest.mark.parametrize("name", SUBJECTS)
def test_no_history_opens_a_record_to_its_subject(cast: Cast, name: str) -> None:
    Histories.cast, Histories.name, Histories.asked = cast, name, 0
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=HISTORIES // len(SUBJECTS) + 1,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=HISTORIES <= 200,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert (
        Histories.asked > HISTORIES
    )  # each history asks several times; it had a subject nearly all the while
