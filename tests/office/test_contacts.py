"""Whom the school can reach outside: entered, checked, corrected without rewriting history, and chased."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from esafety.access.refusals import NotNow
from esafety.audit.models import AuditEvent
from esafety.office import actions
from esafety.office.queries.contacts import directory, is_used
from esafety.outbox.models import Message
from esafety.outbox.owing import owe
from esafety.outbox.relay import drain
from esafety.outbox.vocabulary import State
from esafety.people.models import ExternalContact
from esafety.people.queries import contact
from esafety.people.vocabulary import ContactKind
from esafety.ui.templatetags.ui import dialled
from incidents.models import Incident
from incidents.notices import NOBODY_INSIDE
from tests.builders import a_concern
from tests.cast import Cast, sign_in

UNION = {
    "kind": "union",
    "name": "Regional office",
    "telephone": "01632 960109",
    "out_of_hours": "",
    "email": "",
    "secure_mail_note": "",
}


def keeper(cast: Cast) -> Client:
    return sign_in(Client(), cast.school_admin)


def officer(cast: Cast) -> ExternalContact:
    return cast.contact(ContactKind.AUTHORITY_OFFICER)


def details(one: ExternalContact, **changed: str) -> dict[str, str]:
    return {name: getattr(one, name) for name in UNION} | changed


def ring(cast: Cast) -> Message:
    """The authority's officer is asked to ring, because nobody inside may own the matter."""
    incident = a_concern(cast, about="pupil")
    Incident.objects.filter(pk=incident.pk).update(owned=False)
    with transaction.atomic():
        return owe(NOBODY_INSIDE, about=incident, to=officer(cast), key="again")


def test_an_administrator_without_any_case_keeps_the_directory(cast: Cast) -> None:
    client = keeper(cast)
    answer = client.post(reverse("contact_add"), UNION, follow=True)
    page = answer.content.decode()
    assert "Regional office is in the directory." in page
    assert 'href="tel:01632960109"' in page
    made = ExternalContact.objects.get(kind="union")
    assert reverse("contact_verify", args=[made.pk]) in page
    assert made.verified_on is None, "entering is not checking"
    assert AuditEvent.objects.filter(code="office.contact_added", about_id=made.pk).exists()


def test_a_teacher_reads_the_directory_and_changes_nothing(cast: Cast) -> None:
    client = sign_in(Client(), cast.teacher)
    page = client.get(reverse("contacts")).content.decode()
    assert "lado@shire.example" in page
    assert "I have checked" not in page
    assert "Add a contact" not in page
    for name in ("contact_change", "contact_verify", "contact_remove"):
        assert client.post(reverse(name, args=[officer(cast).pk])).status_code == 404
    assert client.get(reverse("contact_add")).status_code == 403


def test_who_may_not_check_an_entry_is_not_asked_to_and_one_number_stands_once(cast: Cast) -> None:
    ExternalContact.objects.filter(school=cast.school).update(verified_on=None)
    police = ExternalContact.objects.get(school=cast.school, telephone="999")
    ExternalContact.objects.filter(pk=police.pk).update(out_of_hours="999")
    page = sign_in(Client(), cast.teacher).get(reverse("contacts")).content.decode()
    assert "The school office or a safeguarding lead does that" in page
    assert "Check the entries" not in page
    assert page.count('href="tel:999"') == 1
    assert "Check the entries" in keeper(cast).get(reverse("contacts")).content.decode()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"telephone": "ask Julie"}, "The telephone number must be numbers, like 01632 960001"),
        ({"telephone": "12"}, "The telephone number must be numbers"),
        ({"out_of_hours": "01632 96010O"}, "The number out of hours must be numbers"),
        ({"email": "nobody"}, "Enter an email address in the correct format"),
        ({"name": "  "}, "Enter the name"),
        ({"kind": "friend"}, "Select the kind of contact from the options shown"),
        ({"telephone": ""}, "Enter a telephone number, an email address or how else to reach them"),
    ],
)
def test_what_nobody_could_use_is_refused_and_kept(cast: Cast, wrong: dict[str, str], says: str) -> None:
    answer = keeper(cast).post(reverse("contact_add"), UNION | wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count(says) >= 2, "in the summary and beside the field"
    assert not ExternalContact.objects.filter(kind="union").exists()


@pytest.mark.parametrize(
    "number", ["101", "999", "+44 (0)1632 960001", "01632 960001 ext. 12", "0800-960-001 x4"]
)
def test_numbers_are_taken_as_people_write_them(cast: Cast, number: str) -> None:
    keeper(cast).post(reverse("contact_add"), UNION | {"telephone": number})
    assert ExternalContact.objects.get(kind="union").telephone == number


def test_a_link_dials_what_is_written() -> None:
    assert dialled("01632 960 001") == "tel:01632960001"
    assert dialled("+44 (0)1632 960001") == "tel:+4401632960001"
    assert dialled("01632 960001 ext. 12") == "tel:01632960001;ext=12"


def test_one_press_says_that_it_was_checked_today(cast: Cast) -> None:
    one = officer(cast)
    ExternalContact.objects.filter(pk=one.pk).update(verified_on=dt.date(2020, 1, 1))
    client = keeper(cast)
    assert "1 not checked for a year." in client.get(reverse("office")).content.decode()
    page = client.post(reverse("contact_verify", args=[one.pk]), follow=True).content.decode()
    assert "Online safety desk: checked today." in page
    one.refresh_from_db()
    assert one.verified_on == timezone.localdate()
    assert "not checked for a year" not in client.get(reverse("office")).content.decode()
    assert AuditEvent.objects.get(code="office.contact_verified").about_id == one.pk


def test_a_contact_nothing_was_sent_to_is_corrected_in_place(cast: Cast) -> None:
    one = officer(cast)
    sent = details(one, telephone="01632 960190")
    page = keeper(cast).post(reverse("contact_change", args=[one.pk]), sent, follow=True).content.decode()
    assert "counts as checked today" in page
    one.refresh_from_db()
    assert (one.telephone, one.verified_on, one.retired_on) == ("01632 960190", timezone.localdate(), None)
    assert AuditEvent.objects.get(code="office.contact_changed").detail == {
        "kind": "authority_officer",
        "changed": ["telephone"],
        "in_place_of": None,
    }


def test_what_was_sent_keeps_the_details_it_was_sent_with(cast: Cast) -> None:
    message = ring(cast)
    drain()
    old = officer(cast)
    keeper(cast).post(reverse("contact_change", args=[old.pk]), details(old, email="new@shire.example"))
    old.refresh_from_db()
    message.refresh_from_db()
    new = contact(cast.school, ContactKind.AUTHORITY_OFFICER)
    assert new is not None
    assert (old.email, old.retired_on) == ("desk@shire.example", timezone.localdate())
    assert (message.to_contact, new.email) == (old, "new@shire.example")
    assert [one.pk for one in directory(cast.school) if one.kind == "authority_officer"] == [new.pk]
    assert AuditEvent.objects.get(code="office.contact_changed").detail["in_place_of"] == old.pk


def test_what_could_not_be_delivered_follows_to_the_corrected_address(cast: Cast) -> None:
    """A wrong address must not swallow the one message that says that nobody inside may act."""
    message = ring(cast)
    Message.objects.filter(pk=message.pk).update(state=State.PARKED, last_error="refused (550)")
    old = officer(cast)
    new = actions.change_contact(
        contact=old,
        by=cast.dsl,
        **details(old, email="right@shire.example") | {"kind": ContactKind(old.kind)},
    )
    message.refresh_from_db()
    assert message.to_contact == new
    message.again()
    mail.outbox.clear()
    drain()
    assert ["right@shire.example"] in [one.to for one in mail.outbox]


def test_changing_only_the_note_needs_no_new_row(cast: Cast) -> None:
    ring(cast)
    one = officer(cast)
    keeper(cast).post(reverse("contact_change", args=[one.pk]), details(one, secure_mail_note="Ring first."))
    one.refresh_from_db()
    assert (one.secure_mail_note, one.retired_on) == ("Ring first.", None)


def test_removing_says_what_becomes_of_it_and_then_does_that(cast: Cast) -> None:
    client, unused = keeper(cast), cast.contact(ContactKind.FILTERING)
    assert "goes for good" in client.get(reverse("contact_remove", args=[unused.pk])).content.decode()
    client.post(reverse("contact_remove", args=[unused.pk]))
    assert not ExternalContact.objects.filter(pk=unused.pk).exists()
    ring(cast)
    used = officer(cast)
    assert is_used(used)
    assert "stays on its records" in client.get(reverse("contact_remove", args=[used.pk])).content.decode()
    client.post(reverse("contact_remove", args=[used.pk]))
    used.refresh_from_db()
    assert used.retired_on == timezone.localdate()
    assert contact(cast.school, ContactKind.AUTHORITY_OFFICER) is None
    kept = (
        AuditEvent.objects.filter(code="office.contact_removed")
        .order_by("pk")
        .values_list("detail", flat=True)
    )
    assert [one["kept"] for one in kept] == [False, True]


def test_a_retired_contact_is_left_as_it_is(cast: Cast) -> None:
    ring(cast)
    one = officer(cast)
    actions.remove_contact(contact=one, by=cast.dsl)
    client = keeper(cast)
    for name in ("contact_change", "contact_verify", "contact_remove"):
        assert client.post(reverse(name, args=[one.pk])).status_code == 404
    with pytest.raises(NotNow, match="Open the list again"):
        actions.verify_contact(contact=one, by=cast.dsl)


def test_nobody_reaches_into_another_school_s_directory(cast: Cast) -> None:
    theirs = ExternalContact.objects.filter(school=cast.other)[0]
    for name in ("contact_change", "contact_verify", "contact_remove"):
        assert keeper(cast).post(reverse(name, args=[theirs.pk])).status_code == 404


def test_the_contact_checked_last_is_the_one_that_is_used(cast: Cast) -> None:
    """On both engines: one that nobody ever checked never comes before one that was."""
    actions.add_contact(school=cast.school, kind=ContactKind.LADO, name="Unchecked", by=None)
    found = contact(cast.school, ContactKind.LADO)
    assert found is not None
    assert found.name == "Duty LADO"


def test_stale_contacts_are_chased_every_four_weeks_until_they_are_checked(cast: Cast) -> None:
    today = timezone.localdate()
    ExternalContact.objects.filter(school=cast.school).update(verified_on=today)
    actions.chase_contacts(school=cast.school, today=today)
    assert not Message.objects.exists()
    one = officer(cast)
    ExternalContact.objects.filter(pk=one.pk).update(verified_on=today - dt.timedelta(days=366))
    for ahead in range(28):
        actions.chase_contacts(school=cast.school, today=today + dt.timedelta(days=ahead))
    told = Message.objects.filter(notice="office.contacts_stale")
    keepers = {cast.dsl, cast.deputy, cast.co_ordinator, cast.head, cast.school_admin, cast.trust_admin}
    assert {message.to_user for message in told} == keepers
    assert told.count() == len(keepers)
    actions.chase_contacts(school=cast.school, today=today + dt.timedelta(days=28))
    assert told.all().count() == 2 * len(keepers)
    assert AuditEvent.objects.filter(code="office.contacts_chased").count() == 2


def test_nobody_alone_says_where_copies_of_records_go(cast: Cast) -> None:
    """An administrator who sees no case and puts their own address in is noticed by whoever sends copies."""
    one = officer(cast)
    keeper(cast).post(reverse("contact_change", args=[one.pk]), details(one, email="mine@private.example"))
    told = Message.objects.filter(notice="office.directory_changed")
    assert {message.to_user for message in told} == {
        cast.dsl, cast.deputy, cast.co_ordinator, cast.head, cast.trust_admin, cast.chair, cast.vice_chair,
    }  # fmt: skip
    keeper(cast).post(reverse("contact_add"), UNION)
    keeper(cast).post(reverse("contact_remove", args=[cast.contact(ContactKind.CHANNEL).pk]))
    assert told.all().count() == 21
    drain()
    assert all("mine@private.example" not in one.body for one in mail.outbox)


def test_a_note_that_changes_tells_nobody(cast: Cast) -> None:
    one = officer(cast)
    keeper(cast).post(reverse("contact_change", args=[one.pk]), details(one, secure_mail_note="Ring first."))
    assert not Message.objects.filter(notice="office.directory_changed").exists()
