"""Every kind of message there is, about a record full of words of its own: none of them is in the mail (S5, AC-15)."""

from __future__ import annotations

import re
from email import message_from_bytes
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.db import transaction
from django.utils import timezone

from aup import actions
from aup.models import Invitation
from aup.sending import invite
from aup.told import Chosen
from aup.vocabulary import Audience
from esafety.governance.actions import begin_report
from esafety.governance.counting.periods import calendar_of
from esafety.governance.models import Report
from esafety.governance.vocabulary import ReportKind
from esafety.keeping.models import Disposal, Hold
from esafety.moving.actions import send_transfer
from esafety.office.actions import ask_for_reset, invite_account
from esafety.office.actions.invitations import Invitee
from esafety.office.models import AccountInvitation
from esafety.outbox.models import Message
from esafety.outbox.notices import declared_notices
from esafety.outbox.owing import owe
from esafety.outbox.post import Line, compose
from esafety.papers.models import DocumentLink
from esafety.people.models import Guardianship, Person
from esafety.people.vocabulary import ContactKind, Role
from esafety.subject_access.actions import begin_answer, send_answer
from filtering.actions import set_plan
from incidents.models import Task
from incidents.vocabulary import IncidentType
from tests.aup.editions import a_draft, in_force
from tests.aup.signing import a_parent
from tests.cast import Cast
from tests.filtering.asking import agree, ask
from tests.house import filtering_world
from tests.house.world import a_full_record
from tests.incidents.alerting import a_source, an_alert
from tests.moving.arriving import arrived
from tests.moving.moves import begun, chosen
from tests.papers.hostile import pdf
from tests.subject_access.asking import asked

HEADERS = {
    "subject", "from", "to", "date", "message-id", "mime-version", "content-type", "content-transfer-encoding",
    "auto-submitted", "x-auto-response-suppress",
}  # fmt: skip
OF_THE_SCHOOL = {
    "office.calendar_missing",
    "office.contacts_stale",
    "office.directory_changed",
    "office.joined",
    "office.made_close",
    "office.mail_test",
    "governance.policies_to_read",
    "governance.digest",
    "alert.waiting",
}
REPORTS = {"governance.report_to_approve", "governance.report_ready"}
NAMES = (
    "Marcus",
    "Bright",
    "Kate",
    "Lowry",
    "Ruth",
    "Adeyemi",
    "grooming",
    "Grooming",
    "pupil",
    "allegation",
)


OF_AN_INVITATION = {"office.invited"}
OF_A_CHANGE = {
    "office.change_waiting", "office.change_confirmed", "office.change_done", "office.sign_in_asked",
    "office.sign_in_confirmed", "office.sign_in_done",
}  # fmt: skip


BY_LINK = ("incident.copy_ready", "incident.form_ready", "incident.letter_ready")
"""Mails that bring somebody outside the link to one document."""


def an_invitation(cast: Cast) -> AccountInvitation:
    invitee = Invitee("Nell", "Archer", "nell@harbour.example")
    invite_account(school=cast.school, invitee=invitee, roles=[Role.STAFF], by=cast.school_admin)
    return AccountInvitation.objects.get()


def a_signing_invitation(cast: Cast) -> Invitation:
    """A mother without an account, asked to sign for a child whose name must not be in the mail."""
    in_force(cast, Audience.KS2)
    mother = a_parent(cast.school, "Kate Bright", [cast.second_pupil], "kate@home.example")
    chosen = Chosen("Marcus Bright", timezone.localdate())
    draft = actions.draft_campaign(school=cast.school, chosen=chosen, by=cast.co_ordinator)
    started = actions.start_campaign(campaign=draft, by=cast.co_ordinator)
    invite(started.rounds.select_related("campaign__school").get())
    return Invitation.objects.get(signer=mother)


TO_THE_PROVIDER = {"filtering.provider_do", "filtering.provider_ending", "filtering.provider_close"}


def of_filtering(code: str, cast: Cast) -> Any:
    """A record of the filtering room with words of its own in every text."""
    if code.startswith("filtering.look"):
        return filtering_world.a_look(cast, purpose="zqpurposeqz", about=cast.second_pupil)
    if code == "filtering.fault_open":
        return filtering_world.a_check(cast, reached=1).results.faults().get()
    if code == "filtering.check_missed":
        return set_plan(school=cast.school, every_days=14, samples="https://zqsiteqz.example", by=None)
    if code == "filtering.year_to_sign":
        return filtering_world.a_year(cast, 2026)
    request = ask(cast, addresses="zqsiteqz.example", purpose="zqpurposeqz", lesson="zqlessonqz")
    return agree(cast, request)


def a_report(cast: Cast) -> Report:
    period = calendar_of(cast.school).terms[0]
    return begin_report(school=cast.school, kind=ReportKind.TERMLY, period=period, by=cast.dsl)


def about(code: str, cast: Cast, incident: Any) -> Any:
    """A record of the kind the notice speaks of."""
    if code.startswith("incident.task"):
        return Task.objects.filter(incident=incident).first()
    if code == "incident.form_ready":
        return DocumentLink.objects.get(paper__about_label="incidents.referralform")
    if code in BY_LINK:
        return DocumentLink.objects.about(incident).get()
    if code in OF_THE_SCHOOL:
        return cast.school
    if code.startswith("alert."):
        words = {name: f"zq{name}qz" for name in ("user", "device", "category", "content")}
        return an_alert(cast, a_source(cast, name="zqsourceqz"), **words)
    if code == "agreement.to_approve":
        return a_draft(cast, Audience.KS1, title="zqtitleqz", body="zqwordsqz\nI am kind.")
    if code.startswith("agreement."):
        return a_signing_invitation(cast)
    if code in OF_AN_INVITATION:
        return an_invitation(cast)
    if code in OF_A_CHANGE:
        return ask_for_reset(user=cast.senior_leader, school=cast.school, by=cast.school_admin)
    if code.startswith("filtering."):
        return of_filtering(code, cast)
    if code in REPORTS:
        return a_report(cast)
    if code == "moving.part_asked":
        return incident
    if code == "moving.file_taken_in":
        return arrived(cast, pdf(), sealed=False, by=cast.dsl)
    if code.startswith("moving."):
        transfer = chosen(begun(cast, pupil=cast.second_pupil), cast.dsl)
        ready = code == "moving.file_ready"
        return (
            send_transfer(transfer=transfer, version=transfer.version, by=cast.dsl).link
            if ready
            else transfer
        )
    if code.startswith("subject_access."):
        return of_a_request(code, cast)
    if code == "keeping.to_lift":
        told = {"kind": "complaint", "reason": "zqreasonqz", "laid_by": cast.dsl}
        asked_for = {"lift_asked_by": cast.head, "lift_reason": "zqliftqz"}
        return Hold.objects.create(school=cast.school, incident=incident, **told, **asked_for)
    if code == "keeping.to_approve":
        return Disposal.objects.create(school=cast.school, proposed_by=cast.dsl, said_back="zqbackqz")
    return incident if code.startswith("incident.") else Message.objects.order_by("pk")[0]


def of_a_request(code: str, cast: Cast) -> Any:
    """A request about a child by the mother, and the link to an answer."""
    request = asked(cast, about=cast.pupil)
    if code != "subject_access.answer_ready":
        return request
    mother = cast.person_of(cast.parent)
    Person.objects.filter(pk=mother.pk).update(email="mother@home.example")
    Guardianship.objects.filter(guardian=mother).update(parental_responsibility=True)
    mother.refresh_from_db()
    answer = begin_answer(asked=request, by=cast.dsl)
    return send_answer(answer=answer, to=mother, version=1, by=cast.dsl).link


@pytest.mark.either_engine
@pytest.mark.parametrize(
    "code", sorted(code for code in declared_notices() if not code.startswith("doorbell."))
)
def test_a_mail_says_where_and_never_what(cast: Cast, code: str) -> None:
    incident = a_full_record(cast, about="second_pupil", type=IncidentType.GROOMING)
    notice, officer = declared_notices()[code], cast.contact(ContactKind.AUTHORITY_OFFICER)
    recipient = officer if code in (*BY_LINK, "incident.nobody_inside") else cast.senco
    if code in TO_THE_PROVIDER:
        recipient = cast.contact(ContactKind.FILTERING)
    spoken_of = about(code, cast, incident)
    if code == "subject_access.answer_ready":
        recipient = spoken_of.person
    if code == "moving.file_ready":
        recipient = spoken_of.contact
    with transaction.atomic():
        message = owe(notice, about=spoken_of, to=recipient, key="again", school=cast.school)
    line = Line()
    line.send(compose(message, notice, message.record()))
    line.close()
    (sent,) = mail.outbox
    raw = sent.message().as_bytes()
    assert not re.findall(rb"zq\w+?qz", raw)
    assert not [name for name in NAMES if name in raw.decode()]
    parsed = message_from_bytes(raw)
    assert {name.lower() for name in parsed} <= HEADERS
    assert (sent.recipients(), sent.attachments, sent.reply_to) == ([recipient.email], [], [])
    assert (parsed.get_content_type(), parsed.is_multipart()) == ("text/plain", False)
    links = re.findall(r"https?://\S+", sent.body)
    assert len(links) == 1
    assert links[0].startswith(settings.BASE_URL)


def test_the_wording_of_a_mail_does_not_tell_one_kind_of_record_from_another(cast: Cast) -> None:
    """The same notice about a lost laptop and about an allegation is the same mail but for the reference."""
    said = set()
    for who, kind in (
        ("second_pupil", IncidentType.DATA_LOSS),
        ("teacher", IncidentType.STAFF_PUPIL_CONTACT),
    ):
        incident = a_full_record(cast, about=who, type=kind)
        with transaction.atomic():
            message = owe(declared_notices()["incident.new_item"], about=incident, to=cast.head, key="again")
        one = compose(message, declared_notices()["incident.new_item"], incident)
        said.add((one.subject + one.body).replace(incident.reference, "REFERENCE"))
    assert len(said) == 1
