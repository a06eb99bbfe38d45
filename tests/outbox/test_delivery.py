"""One message, one recipient: sent once, tried again, withheld, parked, told."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, transaction
from django.utils import timezone

from esafety.audit import note
from esafety.audit.models import AuditEvent
from esafety.outbox import Notice, declare_notice
from esafety.outbox.actions.retry_message import NotParked, retry_message
from esafety.outbox.delivery import deliver
from esafety.outbox.models import Message
from esafety.outbox.notices import declared_notices
from esafety.outbox.owing import owe
from esafety.outbox.patience import Fault, NotDone
from esafety.outbox.post import line
from esafety.outbox.queries import messages_about
from esafety.outbox.relay import drain
from esafety.outbox.vocabulary import MESSAGE_RETRIED, Step
from esafety.people.models import ExternalContact, Person, School, User
from tests.outbox.conftest import make_due, promise
from tests.outbox.doorbell import BROKEN, RANG
from tests.outbox.smtp import MailServer, faults_of


def test_a_healthy_server_gets_exactly_one(mail_server: MailServer, school: School, dsl: User) -> None:
    promise(dsl, school)
    drain()
    drain()
    (mail,) = mail_server.received
    assert mail.recipients == ("dsl@marsh.example",)
    assert mail.subject.strip() == "Marsh Lane Primary: something needs you"
    assert f"/doors/{school.pk}/" in mail.text
    assert messages_about(school)[0].sentence.startswith("Sent to Ada Byrne: ")


def test_the_same_event_mails_a_person_once_and_another_event_again(
    mail_server: MailServer, school: School, dsl: User, office: User, officer: ExternalContact
) -> None:
    for _ in range(3):
        for person in (dsl, office, officer):
            promise(person, school, key="monday")
    promise(dsl, school, key="tuesday")
    drain()
    assert sorted(mail.to for mail in mail_server.received) == [
        "desk@county.example", "dsl@marsh.example", "dsl@marsh.example", "office@marsh.example",
    ]  # fmt: skip


def test_the_database_itself_refuses_a_second_row_for_the_same_event(school: School, dsl: User) -> None:
    first = promise(dsl, school)
    twin = Message(
        school=school, notice=first.notice, about_label=first.about_label, about_id=first.about_id,
        to_user=dsl, key=first.key, message_id="<other@x>",
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_the_database_refuses_a_message_to_nobody_or_to_two(
    school: School, dsl: User, officer: ExternalContact, parent: Person
) -> None:
    both = {"to_user": dsl, "to_contact": officer}
    for recipients in ({}, both, {"to_contact": officer, "to_person": parent}, both | {"to_person": parent}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Message.objects.create(school=school, about_id=1, key="k", message_id="<x@x>", **recipients)


def test_somebody_on_the_roll_without_an_account_gets_it_once_and_is_told_of_by_name(
    mail_server: MailServer, school: School, parent: Person
) -> None:
    for _ in range(2):
        promise(parent, school)
    drain()
    assert [mail.recipients for mail in mail_server.received] == [("leila@home.example",)]
    assert messages_about(school)[0].sentence.startswith("Sent to Leila Haddad: ")


def test_somebody_without_an_address_is_told_of_as_not_reached(school: School, parent: Person) -> None:
    Person.objects.filter(pk=parent.pk).update(email="")
    message = promise(parent, school)
    with pytest.raises(NotDone, match="no email address"):
        deliver(message.pk)


def test_what_is_rolled_back_is_never_sent(mail_server: MailServer, school: School, dsl: User) -> None:
    with transaction.atomic():
        owe(RANG, about=school, to=dsl)
        transaction.set_rollback(True)
    drain()
    assert not mail_server.received
    assert not Message.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_message_is_promised_inside_a_transaction_or_not_at_all(school: School, dsl: User) -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        owe(RANG, about=school, to=dsl)


def test_many_mails_go_over_one_connection(mail_server: MailServer, school: School, dsl: User) -> None:
    for number in range(30):
        promise(dsl, school, key=str(number))
    drain()
    assert len(mail_server.received) == 30
    assert mail_server.connections == 1


def test_a_slow_server_is_waited_for(mail_server: MailServer, school: School, dsl: User) -> None:
    mail_server.slow_seconds = 0.5
    promise(dsl, school)
    drain()
    assert len(mail_server.received) == 1
    assert messages_about(school)[0].step == Step.SENT


@pytest.mark.parametrize("reply", ["451 try later", "452 full", "421 closing"])
def test_a_server_that_says_later_gets_it_later(
    mail_server: MailServer, school: School, dsl: User, reply: str
) -> None:
    mail_server.refuse_data = [reply]
    promise(dsl, school)
    _try()
    assert not mail_server.received
    assert "Not sent to Ada Byrne yet: the mail server" in messages_about(school)[0].sentence
    make_due()
    drain()
    assert len(mail_server.received) == 1
    assert "at try 2" in messages_about(school)[0].sentence
    assert messages_about(school)[0].step == Step.RETRIED


def test_one_refused_address_does_not_hold_up_the_others(
    mail_server: MailServer, school: School, dsl: User, office: User, teacher: User
) -> None:
    mail_server.refuse["office@marsh.example"] = "450 busy"
    for person in (dsl, office, teacher):
        promise(person, school)
    drain()
    assert sorted(mail.to for mail in mail_server.received) == ["dsl@marsh.example", "teacher@marsh.example"]


def test_a_line_cut_after_the_mail_was_taken_sends_it_again_under_the_same_id(
    mail_server: MailServer, school: School, dsl: User
) -> None:
    mail_server.cut_after_data = 1
    message = promise(dsl, school)
    _try()
    make_due()
    drain()
    first, second = mail_server.received
    assert first.message_id == second.message_id == message.message_id


def test_the_message_id_is_in_the_name_of_the_site(
    settings: Any, school: School, dsl: User, office: User
) -> None:
    settings.BASE_URL = "https://safety.marsh.example"
    assert promise(dsl, school).message_id.endswith("@safety.marsh.example>")
    settings.BASE_URL = "http://127.0.0.1:8000"
    assert promise(office, school).message_id.endswith("@[127.0.0.1]>")


def test_a_server_that_is_down_parks_nothing_however_long(
    mail_server: MailServer, school: School, dsl: User
) -> None:
    promise(dsl, school)
    mail_server.stop()
    for _ in range(60):
        make_due()
        _try()
    assert messages_about(school)[0].step == Step.FAILED
    mail_server.start()
    make_due()
    drain()
    assert len(mail_server.received) == 1


def test_without_name_servers_nothing_is_parked_and_everything_goes_once_they_answer(
    mail_server: MailServer, settings: Any, school: School, dsl: User
) -> None:
    """`.invalid` is the name that no name server may ever know (RFC 2606)."""
    known, settings.EMAIL_HOST = settings.EMAIL_HOST, "mail.safekeep.invalid"
    message = promise(dsl, school)
    for _ in range(60):
        make_due()
        _try()
    message.refresh_from_db()
    assert "gaierror" in message.last_error
    assert messages_about(school)[0].step == Step.FAILED
    settings.EMAIL_HOST = known
    make_due()
    drain()
    assert len(mail_server.received) == 1


def test_a_server_that_hangs_is_left_after_a_while_and_then_found_again(
    mail_server: MailServer, settings: Any, school: School, dsl: User
) -> None:
    settings.EMAIL_TIMEOUT = 0.3
    mail_server.stop()
    mail_server.listen()
    promise(dsl, school)
    _try()
    assert messages_about(school)[0].step == Step.FAILED
    mail_server.start()
    make_due()
    drain()
    assert mail_server.received[-1].to == "dsl@marsh.example"


def test_an_address_that_does_not_exist_is_parked_and_the_people_who_look_after_mail_are_told(
    mail_server: MailServer, school: School, dsl: User, office: User, teacher: User
) -> None:
    mail_server.refuse["teacher@marsh.example"] = "550 5.1.1 teacher@marsh.example unknown"
    promise(teacher, school)
    for _ in range(Fault.NEVER.value):
        make_due()
        _try()
    drain()
    (about_teacher,) = messages_about(school)
    assert about_teacher.step == Step.PARKED
    assert "(550)" in about_teacher.sentence
    assert "teacher@" not in about_teacher.message.last_error
    warnings = {mail.to: mail for mail in mail_server.received}
    assert set(warnings) == {"dsl@marsh.example", "office@marsh.example"}
    assert "/outbox/" in warnings["dsl@marsh.example"].text
    entry = AuditEvent.objects.get(code="outbox.message_parked")
    assert entry.detail["notice"] == "doorbell.rang"


def test_a_text_that_cannot_be_made_is_parked_and_its_error_shows_no_content(
    mail_server: MailServer, school: School, dsl: User
) -> None:
    message = promise(dsl, school, notice=BROKEN)
    for _ in range(Fault.OWN.value):
        make_due(notice="doorbell.broken")
        _try()
    message.refresh_from_db()
    assert (message.state, message.last_error) == ("parked", "ZeroDivisionError")


def test_a_message_that_kills_whoever_sends_it_is_parked(school: School, dsl: User) -> None:
    message = promise(dsl, school)
    for _ in range(Fault.OWN.value):
        make_due()
        assert Message.objects.claim(message.pk)
    make_due()
    deliver(message.pk)
    message.refresh_from_db()
    assert message.state == "parked"


def test_a_warning_that_cannot_be_sent_raises_no_further_warning(
    mail_server: MailServer, school: School, dsl: User, teacher: User
) -> None:
    mail_server.refuse = {"teacher@marsh.example": "550 no", "dsl@marsh.example": "550 no"}
    promise(teacher, school)
    for _ in range(3 * Fault.NEVER.value):
        make_due()
        _try()
    assert Message.objects.filter(state="parked").count() == 2
    assert Message.objects.count() == 2


def test_a_parked_message_goes_out_when_a_person_asks_for_it(
    mail_server: MailServer, school: School, dsl: User, teacher: User
) -> None:
    mail_server.refuse["teacher@marsh.example"] = "550 no"
    message = promise(teacher, school)
    for _ in range(Fault.NEVER.value):
        make_due()
        _try()
    message.refresh_from_db()
    mail_server.refuse.clear()
    retry_message(by=dsl, message=message)
    drain()
    assert [mail.to for mail in mail_server.received].count("teacher@marsh.example") == 1
    with pytest.raises(NotParked):
        retry_message(by=dsl, message=message)
    assert AuditEvent.objects.filter(code="outbox.message_retried").count() == 1


def test_whoever_lost_the_right_between_promise_and_sending_gets_nothing(
    mail_server: MailServer, school: School, dsl: User
) -> None:
    promise(dsl, school)
    dsl.memberships.update(from_date=dt.date(2020, 1, 1), until=dt.date(2020, 1, 2))
    drain()
    assert not mail_server.received
    assert "the right to see the record had ended" in messages_about(school)[0].sentence
    assert AuditEvent.objects.get(code="outbox.message_withheld").detail["why"] == "right_ended"


def test_a_closed_account_gets_nothing(mail_server: MailServer, school: School, dsl: User) -> None:
    promise(dsl, school)
    User.objects.update(is_active=False)
    drain()
    assert not mail_server.received
    assert messages_about(school)[0].step == Step.WITHHELD


def test_a_message_about_a_record_that_is_gone_is_withheld(
    mail_server: MailServer, school: School, dsl: User
) -> None:
    message = promise(dsl, school)
    Message.objects.update(about_id=999_999)
    drain()
    message.refresh_from_db()
    assert not mail_server.received
    assert (message.state, message.last_error) == ("withheld", "record_gone")


def test_somebody_without_an_address_is_parked_not_lost(
    mail_server: MailServer, school: School, officer: ExternalContact
) -> None:
    ExternalContact.objects.update(email="")
    promise(officer, school)
    for _ in range(Fault.OWN.value):
        make_due()
        _try()
    assert "no email address" in messages_about(school)[0].sentence


def test_the_record_shows_when_its_recipient_opened_it(
    mail_server: MailServer, school: School, dsl: User, office: User
) -> None:
    promise(dsl, school)
    note(MESSAGE_RETRIED, by=dsl, school=school, about=school)  # before it was sent
    drain()
    note(MESSAGE_RETRIED, by=office, school=school, about=school)  # somebody else
    assert "opened the record here" not in messages_about(school)[0].sentence
    note(MESSAGE_RETRIED, by=dsl, school=school, about=school)
    assert "They first opened the record here" in messages_about(school)[0].sentence


def test_every_step_has_a_sentence(school: School, dsl: User) -> None:
    message = promise(dsl, school)
    now = timezone.now()
    rows = [
        ({}, Step.QUEUED),
        ({"due_at": now + dt.timedelta(hours=9)}, Step.WAITING),
        ({"last_error": "x", "attempts": 1}, Step.FAILED),
        ({"state": "done", "done_at": now}, Step.SENT),
        ({"state": "done", "done_at": now, "attempts": 3}, Step.RETRIED),
        ({"state": "withheld", "last_error": "account_closed"}, Step.WITHHELD),
        ({"state": "parked", "last_error": "x"}, Step.PARKED),
    ]
    assert {step for _, step in rows} == set(Step) - {Step.OPENED}  # the test above
    for fields, step in rows:
        Message.objects.filter(pk=message.pk).update(**fields)
        (delivery,) = messages_about(school)
        assert delivery.step == step
        assert "Ada Byrne" in delivery.sentence
        assert "{" not in delivery.sentence


def test_who_holds_an_expired_lease_cannot_undo_what_the_next_one_did(school: School, dsl: User) -> None:
    message = promise(dsl, school)
    slow = Message.objects.claim(message.pk)
    make_due()
    quick = Message.objects.claim(message.pk)
    assert slow is not None
    assert quick is not None
    assert quick.settle()
    assert not slow.fail("too late")
    assert not slow.settle()
    message.refresh_from_db()
    assert message.state == "done"


@pytest.mark.parametrize("text", ["{name}", "{school.name}", "{about}", "{link!r:{school}}"])
def test_a_text_that_could_carry_more_is_refused_when_it_is_declared(text: str) -> None:
    rest: dict[str, Any] = {"may_receive": lambda about, to: True, "path": lambda about: "/"}
    if text.startswith("{link"):
        with pytest.raises(ImproperlyConfigured):
            declare_notice(Notice(code="doorbell.bad", subject=text, body="", **rest))
        return
    with pytest.raises(ImproperlyConfigured):
        declare_notice(Notice(code="doorbell.bad", subject="", body=text, **rest))


def test_no_mail_of_any_kind_carries_a_name_or_a_second_recipient(
    mail_server: MailServer, school: School, dsl: User, office: User, teacher: User, officer: ExternalContact
) -> None:
    dsl.name, office.name, teacher.name, officer.name = canaries = [f"CANARY{n}ZEBRA" for n in range(4)]
    for person in (dsl, office, teacher, officer):
        person.save()
        promise(person, school)
    mail_server.refuse["teacher@marsh.example"] = "550 teacher@marsh.example CANARY"
    for _ in range(Fault.NEVER.value):
        make_due()
        _try()
    drain()
    kinds = {Message.objects.get(message_id=mail.message_id).notice for mail in mail_server.received}
    ours = {code for code in declared_notices() if code.startswith(("outbox.", "doorbell."))}
    assert kinds == ours - {"doorbell.broken"}
    assert [faults_of(mail, [*canaries, "CANARY"]) for mail in mail_server.received] == [[]] * len(
        mail_server.received
    )
    assert {mail.parsed["From"] for mail in mail_server.received} == {"Safekeep <no-reply@school.invalid>"}


def test_a_school_name_with_a_line_break_cannot_add_a_header(
    mail_server: MailServer, school: School, dsl: User
) -> None:
    School.objects.update(name="Marsh\nBcc: everyone@marsh.example\r\n{link}")
    promise(dsl, school)
    drain()
    (mail,) = mail_server.received
    assert mail.recipients == ("dsl@marsh.example",)
    assert mail.parsed["Bcc"] is None
    assert "{link}" in mail.subject


def test_a_broken_line_is_replaced_within_a_batch(mail_server: MailServer, school: School, dsl: User) -> None:
    first, second = promise(dsl, school, key="1"), promise(dsl, school, key="2")
    mail_server.cut_after_data = 1
    with line():
        with pytest.raises(NotDone):
            deliver(first.pk)
        deliver(second.pk)
    assert len(mail_server.received) == 2
    assert mail_server.connections == 2


def _try() -> None:
    """One round of the relay; a server that is away ends it."""
    with suppress(NotDone):
        drain()
