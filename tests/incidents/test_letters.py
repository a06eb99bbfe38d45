"""Letters: whose text, to whom, who approves, what they may not say, how they leave."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.utils import IntegrityError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from esafety.access.refusals import NotNow, Stale
from esafety.audit.models import AuditEvent
from esafety.outbox.models import Message
from esafety.outbox.relay import drain
from esafety.outbox.tasks import deliver
from esafety.outbox.vocabulary import State
from esafety.papers.models import DocumentLink
from esafety.papers.purging import purge
from esafety.papers.tasks import make as make_paper
from esafety.people.models import Guardianship, Person
from incidents import actions
from incidents.actions.guard import fresh
from incidents.letters.receivers import receivers
from incidents.letters.texts import filled, ours, text_for
from incidents.models import Incident, Letter, LetterPdf, LetterText
from incidents.policy.letters import RULES, To, needs_second, placeholders, why_not_text
from incidents.policy.routing import TaskCode
from incidents.tasks import make_letter
from incidents.vocabulary import FoundBy, IncidentType, Lane, Status, TaskState
from incidents.vocabulary.letters import How, LetterKind, LetterState
from tests.builders import a_concern, advance
from tests.cast import Cast, sign_in

As = Callable[[str], Client]
WHAT = "Messages in the class chat hurt another child. We spoke with everybody."


@pytest.fixture(autouse=True)
def _kept_here(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "papers"


@pytest.fixture
def incident(cast: Cast) -> Incident:
    """Zoë wrote it, Marcus was hurt."""
    return advance(a_concern(cast, about="pupil", harmed="second_pupil"), to=Status.IN_PROGRESS)


def a_letter(
    cast: Cast, incident: Incident, kind: LetterKind = LetterKind.PARENTS_INFORMED, **more: Any
) -> Letter:
    to = more.pop("to", None) or receivers(incident, kind)[0]
    words = {"what": WHAT, "starts": "1 December 2026", "ends": "4 December 2026", "meeting": "Thursday at 3pm",
             "item": "a phone"} | more.pop("words", {})  # fmt: skip
    given = {"address": "1 Quay Street\nHarbour", "by": cast.co_ordinator, **more}
    return actions.write_letter(incident=incident, kind=kind, to=to, words=words, **given)


def step(letter: Letter, act: Any, by: Any, **more: Any) -> Letter:
    letter.refresh_from_db()
    return act(letter=letter, version=letter.version, by=by, **more)


def finished(cast: Cast, incident: Incident, kind: LetterKind = LetterKind.PARENTS_INFORMED) -> Letter:
    letter = step(a_letter(cast, incident, kind), actions.finish_letter, cast.co_ordinator)
    if letter.second_needed:
        letter = step(letter, actions.approve_letter, cast.head)
    return letter


# -- texts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", LetterKind)
def test_every_kind_has_a_text_that_can_be_filled_in(kind: LetterKind) -> None:
    text = ours(kind)
    assert why_not_text(kind, text.subject) is None
    assert why_not_text(kind, text.text) is None
    for name in RULES[kind].asks:
        assert f"{{{name}}}" in text.text, "what is asked is said"
    words = dict.fromkeys(placeholders(kind), "X")
    assert "{" not in filled(text.text, words)


@pytest.mark.parametrize(
    "wrong",
    [
        "{upn}",
        "{child.upn}",
        "{0}",
        "{child!r}",
        "{child:>9}",
        "{",
        "}",
        "{child",
        "{ child }",
        "{__class__}",
    ],
)
def test_anything_but_the_fixed_names_is_refused_in_a_sentence(cast: Cast, as_: As, wrong: str) -> None:
    client = as_("head")
    answer = client.post(
        "/letters/texts/meeting/", {"subject": "Hello", "text": f"Dear {{recipient}}, {wrong}"}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert re.search("cannot be filled in|curly bracket stands alone", page)
    assert "Dear {recipient}" in page, "nothing typed is lost"
    with pytest.raises(NotNow):
        actions.edit_letter_text(
            school=cast.school, kind=LetterKind.MEETING, subject="x", text=wrong, by=cast.head
        )


def test_what_is_filled_in_is_not_filled_in_again() -> None:
    assert filled("Dear {recipient}", {"recipient": "{school}", "school": "X"}) == "Dear {school}"


def test_a_school_s_own_text_counts_from_then_on(cast: Cast, incident: Incident, as_: As) -> None:
    before = a_letter(cast, incident)
    given = {"subject": "From {school}", "text": "Dear {recipient}, about {child}: {what}"}
    assert as_("head").post("/letters/texts/parents_informed/", given).status_code == 302
    after = a_letter(cast, incident)
    assert (before.edition, after.edition) == (0, 1)
    assert after.subject == "From Harbour View Primary"
    assert after.text.startswith("Dear Leila Haddad, about Zoë Haddad: Messages")
    assert text_for(cast.other, LetterKind.PARENTS_INFORMED).edition == 0, "another school's is its own"
    assert "The school’s, edition 1" in as_("dsl").get("/letters/texts/").content.decode()
    for name in ("teacher", "technician", "parent", "governor"):
        assert as_(name).get("/letters/texts/").status_code == 403


# -- to whom -------------------------------------------------------------------------------------


def test_it_goes_to_parents_of_children_in_it_and_never_where_a_court_forbids(
    cast: Cast, incident: Incident
) -> None:
    assert [one.name for one in receivers(incident, LetterKind.MEETING)] == ["Leila Haddad"]
    letter = finished(cast, incident)
    Guardianship.objects.filter(pupil=cast.pupil).update(no_contact=True)
    assert receivers(incident, LetterKind.MEETING) == []
    for act in (
        actions.send_letter_by_link,
        lambda **given: actions.record_letter_sent(how=How.POST, **given),
    ):
        with pytest.raises(NotNow, match="can no longer be written to"):
            step(letter, act, cast.co_ordinator)
    assert not DocumentLink.objects.exists()


def test_a_parent_who_is_a_subject_is_never_written_to(cast: Cast) -> None:
    incident = a_concern(cast, about=cast.person_of(cast.parent), harmed="pupil")
    assert receivers(incident, LetterKind.PARENTS_INFORMED) == []


def test_a_forged_choice_is_no_choice(cast: Cast, incident: Incident, as_: As) -> None:
    Guardianship.objects.filter(pupil=cast.pupil).update(no_contact=True)
    barred = Guardianship.objects.get(pupil=cast.pupil)
    answer = as_("dsl").post(
        f"/incidents/{incident.reference}/letters/write/parents_informed/",
        {"to": f"parent-{barred.pk}", "what": WHAT},
    )
    assert answer.status_code == 422
    assert not Letter.objects.exists()


def test_without_anybody_to_write_to_nothing_is_asked_in_vain(cast: Cast, as_: As) -> None:
    nobody = a_concern(cast, about=(), type=IncidentType.SCAM)
    page = as_("dsl").get(f"/incidents/{nobody.reference}/letters/write/parents_informed/").content.decode()
    assert "There is nobody to whom this letter can go" in page
    assert "Write the letter" not in page
    assert "the school office keeps" in page
    assert reverse("contacts") in page
    assert "Back to the letters" in page


def test_covering_letters_go_to_bodies_of_their_kind(cast: Cast, incident: Incident) -> None:
    for kind, word in ((LetterKind.COVER_POLICE, "police"), (LetterKind.COVER_AUTHORITY, "shire")):
        found = receivers(incident, kind)
        assert found
        assert all(one.contact and one.contact.school == cast.school for one in found), word
        assert all(one.child is None for one in found)


# -- what it says --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "slip", ["Marcus hurt her.", "The Bright family complained.", "Marcus Bright told us."]
)
def test_a_letter_home_names_only_its_own_child(cast: Cast, incident: Incident, slip: str) -> None:
    letter = a_letter(cast, incident, words={"what": slip})
    with pytest.raises(NotNow, match="names somebody else who is part of this: Marcus Bright"):
        step(letter, actions.finish_letter, cast.co_ordinator)
    assert fresh_state(letter) == LetterState.DRAFT


def test_its_own_child_and_receiver_and_words_that_are_no_names_pass(cast: Cast, incident: Incident) -> None:
    letter = a_letter(
        cast, incident, words={"what": "Zoë Haddad will see it in May. It was not so bright an idea."}
    )
    assert step(letter, actions.finish_letter, cast.co_ordinator).state == LetterState.APPROVED


def test_somebody_named_in_words_only_is_found_too(cast: Cast) -> None:
    incident = a_concern(cast, about="pupil", witnesses="Petronella Quist")
    letter = a_letter(cast, incident, words={"what": "Petronella saw it."})
    with pytest.raises(NotNow, match="Petronella Quist"):
        step(letter, actions.finish_letter, cast.co_ordinator)


def test_words_of_every_day_in_what_somebody_typed_are_no_names(cast: Cast) -> None:
    incident = a_concern(cast, about="pupil", witnesses="A cousin, nineteen, first name Yahya")
    letter = a_letter(
        cast, incident, words={"what": "It was the first time, and a cousin of nineteen saw it."}
    )
    assert step(letter, actions.finish_letter, cast.co_ordinator).state == LetterState.APPROVED
    named = a_letter(cast, incident, words={"what": "Yahya saw it."})
    with pytest.raises(NotNow, match="Yahya"):
        step(named, actions.finish_letter, cast.co_ordinator)


def fresh_state(letter: Letter) -> str:
    return str(Letter.objects.get(pk=letter.pk).state)


# -- who approves --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", LetterKind)
@pytest.mark.parametrize("lane", Lane)
def test_serious_letters_and_closely_held_matters_need_a_second_person(kind: LetterKind, lane: Lane) -> None:
    serious = {"sanction_c", "access_withdrawn", "cover_police", "cover_authority", "complaint_answered"}
    assert needs_second(kind, lane) == (kind.value in serious or lane != "online_safety")


def test_nobody_approves_their_own(cast: Cast, incident: Incident) -> None:
    letter = step(a_letter(cast, incident, LetterKind.SANCTION_C), actions.finish_letter, cast.co_ordinator)
    assert letter.state == LetterState.WAITING
    with pytest.raises(NotNow, match="Somebody else"):
        step(letter, actions.approve_letter, cast.co_ordinator)
    letter = step(letter, actions.send_letter_back, cast.head, reason="Shorter, please")
    assert letter.sent_back == "Shorter, please"
    letter = step(letter, actions.change_letter, cast.head, subject="S", text="T", address="")
    letter = step(letter, actions.finish_letter, cast.head)
    with pytest.raises(NotNow, match="Somebody else"):
        step(letter, actions.approve_letter, cast.head)  # they wrote the last words
    letter = step(letter, actions.approve_letter, cast.co_ordinator)
    assert (letter.state, letter.approved_by) == (LetterState.APPROVED, cast.co_ordinator)
    with pytest.raises(IntegrityError):
        Letter.objects.filter(pk=letter.pk).update(approved_by=letter.written_by_id)


def told_of_letters(of: Incident) -> set[tuple[int, str]]:
    """Whom a mail about a letter was promised, and what became of it."""
    drain()
    rows = Message.objects.filter(notice="incident.letter", about_id=of.pk)
    return set(rows.values_list("to_user", "state"))


def test_a_letter_that_waits_is_told_to_those_who_can_be_the_second_and_its_way_to_its_writer(
    cast: Cast, incident: Incident
) -> None:
    letter = step(a_letter(cast, incident, LetterKind.SANCTION_C), actions.finish_letter, cast.co_ordinator)
    seconds = {(user.pk, State.DONE) for user in (cast.dsl, cast.deputy, cast.head)}
    assert told_of_letters(incident) == seconds
    letter = step(letter, actions.send_letter_back, cast.head, reason="Shorter, please")
    assert told_of_letters(incident) == {*seconds, (cast.co_ordinator.pk, State.DONE)}
    sent = [one for one in mail.outbox if "a letter needs you" in one.subject]
    assert len(sent) == 4
    assert f"/incidents/{incident.reference}/letters/" in sent[0].body
    assert not any(letter.recipient in one.body or letter.subject in one.body for one in sent)
    letter = step(letter, actions.finish_letter, cast.head)
    assert len([one for one in mail.outbox if "a letter needs you" in one.subject]) == 4, "not told yet"
    step(letter, actions.approve_letter, cast.dsl)
    drain()
    last = [one.to for one in mail.outbox if "a letter needs you" in one.subject][4:]
    assert sorted(last) == sorted([[cast.dsl.email], [cast.deputy.email], [cast.co_ordinator.email]])


def test_of_a_letter_about_the_head_nobody_hears_who_does_not_work_on_it(cast: Cast) -> None:
    matter = advance(a_concern(cast, about="head", harmed="pupil"), to=Status.IN_PROGRESS)
    kind = LetterKind.PARENTS_INFORMED
    letter = a_letter(cast, matter, kind, by=cast.chair)
    step(letter, actions.finish_letter, cast.chair)
    assert told_of_letters(matter) == set(), "not even a message that is withheld"


def test_where_nobody_else_may_work_a_letter_is_ready_and_the_trail_says_so(cast: Cast) -> None:
    matter = advance(a_concern(cast, about="head", harmed="pupil"), to=Status.IN_PROGRESS)
    letter = a_letter(cast, matter, LetterKind.PARENTS_INFORMED, by=cast.chair)
    url = reverse("incident_letter", args=[matter.reference, letter.reference])
    page = sign_in(Client(), cast.chair).get(url).content.decode()
    assert "Nobody else may work on this matter" in page
    assert "Finish: it is ready to send" in page
    letter = step(letter, actions.finish_letter, cast.chair)
    assert (letter.state, letter.second_needed) == (LetterState.APPROVED, False)
    assert AuditEvent.objects.filter(code="incident.letter_finished_alone", about_id=matter.pk).exists()


def test_what_was_approved_does_not_change(cast: Cast, incident: Incident) -> None:
    letter = finished(cast, incident)
    with pytest.raises(NotNow):
        step(letter, actions.change_letter, cast.dsl, subject="x", text="y", address="")


def test_who_finishes_a_letter_does_not_become_its_writer(cast: Cast, incident: Incident) -> None:
    """Otherwise the writer could approve their own words once somebody else has pressed."""
    letter = step(a_letter(cast, incident, LetterKind.SANCTION_C), actions.finish_letter, cast.head)
    with pytest.raises(NotNow, match="Somebody else"):
        step(letter, actions.approve_letter, cast.co_ordinator)
    assert step(letter, actions.approve_letter, cast.head).state == LetterState.APPROVED


def test_the_slower_of_two_keeps_what_they_typed_and_can_send_it_again(
    cast: Cast, incident: Incident, as_: As
) -> None:
    letter = a_letter(cast, incident)
    address = f"/incidents/{incident.reference}/letters/{letter.reference}/change/"
    typed = {"version": 1, "subject": "Mine", "text": "What I typed", "address": ""}
    step(letter, actions.change_letter, cast.dsl, subject="x", text="y", address="")
    page = as_("head").post(address, typed)
    assert page.status_code == 422
    shown = page.content.decode()
    assert "What I typed" in shown
    assert "Somebody else changed this letter" in shown
    assert 'name="version" value="2"' in shown
    assert as_("head").post(address, {**typed, "version": 2}).status_code == 302


def test_of_two_at_once_the_slower_is_told(cast: Cast, incident: Incident) -> None:
    letter = a_letter(cast, incident)
    step(letter, actions.change_letter, cast.dsl, subject="x", text="y", address="")
    with pytest.raises(Stale):
        actions.change_letter(letter=letter, subject="a", text="b", address="", version=1, by=cast.head)


def test_who_does_not_work_on_it_writes_and_reads_none(cast: Cast, incident: Incident, as_: As) -> None:
    letter = finished(cast, incident)
    for name in ("teacher", "technician", "parent", "other_dsl", "governor", "pupil_account"):
        with pytest.raises(PermissionDenied):
            a_letter(cast, incident, by=cast.user(name))
        for end in ("", f"{letter.reference}/", f"{letter.reference}/pdf/", "write/meeting/"):
            got = as_(name).get(f"/incidents/{incident.reference}/letters/{end}").status_code
            assert got in (403, 404), (name, end)


# -- how it leaves -------------------------------------------------------------------------------


def test_the_pdf_is_made_and_kept_for_good(cast: Cast, incident: Incident, as_: As) -> None:
    letter = finished(cast, incident)
    make_letter(LetterPdf.objects.get().pk)
    answer = as_("dsl").get(f"/incidents/{incident.reference}/letters/{letter.reference}/pdf/")
    reader = PdfReader(BytesIO(b"".join(answer.streaming_content)))
    text = " ".join("".join(page.extract_text() for page in reader.pages).split())
    for word in (
        "Leila Haddad",
        "1 Quay Street",
        "Something that happened online",
        "class chat",
        "Priya Nair",
    ):
        assert word in text
    assert "Marcus" not in text
    assert answer["Content-Disposition"].startswith("attachment")
    purge()
    assert LetterPdf.objects.get().file.destroyed_at is None
    assert "incident.letter_read" in AuditEvent.objects.about(incident).values_list("code", flat=True)


def test_by_link_the_parent_gets_a_mail_that_says_nothing(cast: Cast, incident: Incident, as_: As) -> None:
    Person.objects.filter(pk=cast.person_of(cast.parent).pk).update(email="leila@home.example")
    letter = finished(cast, incident)
    answer = as_("dsl").post(
        f"/incidents/{incident.reference}/letters/{letter.reference}/link/", {"version": letter.version}
    )
    words = re.search(r'<span class="govuk-heading-m">([^<]+)</span>', answer.content.decode())
    assert words, "shown once"
    message = Message.objects.get(notice="incident.letter_ready")
    deliver(message.pk)
    (sent,) = mail.outbox
    assert sent.to == ["leila@home.example"]
    raw = sent.message().as_string()
    for word in ("Zoë", "Haddad", "Leila", "Messages", incident.reference, "chat"):
        assert word not in raw
    link = DocumentLink.objects.get()
    make_paper(link.paper_id)
    page = Client().post(link.path, {"passphrase": words[1]})
    ticket = re.search(r'name="ticket" value="([^"]+)"', page.content.decode())
    assert ticket
    got = Client().post(f"{link.path}download/", {"ticket": ticket[1]})
    assert "class chat" in PdfReader(BytesIO(b"".join(got.streaming_content))).pages[0].extract_text()
    assert Client().post(link.path, {"passphrase": "one-two-three-four"}).status_code == 422
    assert fresh_state(letter) == LetterState.SENT


def test_a_court_s_order_after_the_link_stops_the_mail(cast: Cast, incident: Incident) -> None:
    Person.objects.filter(pk=cast.person_of(cast.parent).pk).update(email="leila@home.example")
    step(finished(cast, incident), actions.send_letter_by_link, cast.dsl)
    Guardianship.objects.filter(pupil=cast.pupil).update(no_contact=True)
    deliver(Message.objects.get(notice="incident.letter_ready").pk)
    assert mail.outbox == []


def test_a_court_s_order_shuts_a_link_that_is_on_its_way(cast: Cast, incident: Incident) -> None:
    Person.objects.filter(pk=cast.person_of(cast.parent).pk).update(email="leila@home.example")
    step(finished(cast, incident), actions.send_letter_by_link, cast.dsl)
    link = DocumentLink.objects.get()
    assert Client().get(link.path).status_code == 200
    Guardianship.objects.filter(pupil=cast.pupil).update(no_contact=True)
    assert Client().get(link.path).status_code == 404


def test_without_an_address_of_theirs_it_goes_by_post(cast: Cast, incident: Incident, as_: As) -> None:
    Person.objects.filter(pk=cast.person_of(cast.parent).pk).update(email="")
    letter = finished(cast, incident)
    with pytest.raises(NotNow, match="no email address"):
        step(letter, actions.send_letter_by_link, cast.dsl)
    client = as_("dsl")
    letter.refresh_from_db()
    address = f"/incidents/{incident.reference}/letters/{letter.reference}/"
    assert client.post(f"{address}sent/", {"how": "post", "version": letter.version}).status_code == 302
    assert "By post" in client.get(address).content.decode()
    assert client.post(f"{address}sent/", {"how": "post", "version": letter.version}).status_code == 422


def test_from_the_form_to_a_letter_ready_to_send(cast: Cast, incident: Incident, as_: As) -> None:
    client, address = as_("co_ordinator"), f"/incidents/{incident.reference}/letters/"
    tie = Guardianship.objects.get(pupil=cast.pupil)
    given = {"to": f"parent-{tie.pk}", "what": WHAT, "meeting": "Thursday 3 December at 3:30pm",
             "starts_0": 1, "starts_1": 12, "starts_2": 2026, "ends_0": 4, "ends_1": 12, "ends_2": 2026}  # fmt: skip
    refused = client.post(f"{address}write/sanction_c/", {**given, "ends_0": "30", "ends_1": "11"})
    assert refused.status_code == 422
    assert WHAT in refused.content.decode()
    led = client.post(f"{address}write/sanction_c/", given)["Location"]
    page = client.get(led).content.decode()
    assert "From 1 December 2026 until 4 December 2026 Zoë Haddad has no access" in page
    version = Letter.objects.get().version
    assert "Somebody else" in client.post(f"{led}finish/", {"version": version}, follow=True).content.decode()
    head = as_("head")
    assert (
        "Approved: ready to send"
        in head.post(f"{led}approve/", {"version": version + 1}, follow=True).content.decode()
    )
    assert client.get(f"{address}write/burn/").status_code == 404
    other = a_concern(cast, about="third_pupil")
    assert client.get(led.replace(incident.reference, other.reference)).status_code == 404


def test_a_complaint_by_somebody_who_is_not_on_the_roll(cast: Cast, as_: As) -> None:
    incident = a_concern(cast, about="pupil", type=IncidentType.OTHER, other_type="Complaint")
    address = f"/incidents/{incident.reference}/letters/write/complaint_acknowledged/"
    given = {
        "to": "other",
        "what": "You say nobody rang back.",
        "ends_0": "9",
        "ends_1": "12",
        "ends_2": "2026",
    }
    client = as_("dsl")
    assert "Enter the name of whoever complained" in client.post(address, given).content.decode()
    assert client.post(address, {**given, "other_name": "Mrs Albright"}).status_code == 302
    letter = Letter.objects.get()
    Guardianship.objects.filter(pupil=cast.pupil).update(no_contact=True)
    barred = client.post(address, {**given, "other_name": "leila haddad"})
    assert barred.status_code == 422, "typing the name is no way round a court’s order"
    assert letter.text.startswith("Dear Mrs Albright,")
    assert step(letter, actions.finish_letter, cast.dsl).state == LetterState.APPROVED


def test_a_letter_that_left_ends_the_step_that_asked_for_it(cast: Cast) -> None:
    incident = a_concern(cast, about="pupil", found_by=FoundBy.COMPLAINT)
    step_of = incident.tasks.get(code=TaskCode.ACKNOWLEDGE)
    letter = finished(cast, incident, LetterKind.COMPLAINT_ACKNOWLEDGED)
    assert incident.tasks.get(pk=step_of.pk).state == TaskState.OPEN
    step(letter, actions.record_letter_sent, cast.dsl, how=How.POST)
    assert incident.tasks.get(pk=step_of.pk).state == TaskState.DONE


def test_the_list_costs_the_same_however_many(cast: Cast, incident: Incident, as_: As) -> None:
    client, address = as_("dsl"), f"/incidents/{incident.reference}/letters/"
    a_letter(cast, incident)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200
        return len(caught)

    queries()
    one = queries()
    for _ in range(5):
        a_letter(cast, incident)
    assert queries() == one
    assert one <= 12


def test_a_merge_takes_letters_along(cast: Cast, incident: Incident) -> None:
    letter = finished(cast, incident)
    into = a_concern(cast, about="pupil")
    actions.merge(incident=incident, into=into, reason="Same", version=fresh(incident).version, by=cast.dsl)
    assert Letter.objects.get(pk=letter.pk).incident == into
    assert step(letter, actions.record_letter_sent, cast.dsl, how=How.BY_HAND).how == "by_hand"


def test_kinds_for_parents_are_about_a_child_and_the_others_are_not() -> None:
    for kind, rule in RULES.items():
        assert ("child" in placeholders(kind)) == (rule.to is To.PARENT)
    assert LetterText._meta.get_field("language").default == "en-GB"
