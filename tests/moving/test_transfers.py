"""A pupil's safeguarding file goes to the next school: what is in it, who may, until when, whether they have it."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from esafety.access.capabilities import Capability
from esafety.access.refusals import NotNow
from esafety.audit.models import AuditEvent
from esafety.moving import actions
from esafety.moving.access import MOVERS, TRANSFERS
from esafety.moving.contents import contents_of, key_of
from esafety.moving.models import Transfer
from esafety.moving.package import parts_of_package, record_of
from esafety.moving.vocabulary import Others, ReceiptHow, TransferState
from esafety.outbox.models import Message
from esafety.outbox.relay import drain
from esafety.papers import handover, sealed_pdf
from esafety.papers.models import DocumentLink
from esafety.people.models import Person
from esafety.schooldays.calendar import LONDON
from incidents.actions import add_note
from incidents.models import EvidenceItem
from incidents.vocabulary import Audience, IncidentType, Standing
from tests.builders import a_concern
from tests.cast import Cast
from tests.incidents.evidence_acts import send_file
from tests.moving.moves import (
    a_history,
    a_receiver,
    begun,
    chosen,
    sealed_file,
    sent_out,
    taken_apart,
)
from tests.papers.hostile import png

As = Callable[[str], Client]
SECRETS = re.compile(r'value="\w{64}"|nonce="[^"]+"|"\w{64}"|absolute-seconds="\d+"')


def words_of(transfer: Transfer, cast: Cast) -> str:
    return json.dumps(record_of(transfer, cast.dsl), ensure_ascii=False)


# -- what is in it ---------------------------------------------------------------------------------


def test_what_was_sent_is_what_is_read_without_this_product(cast: Cast, tmp_path: Path) -> None:
    incident = a_history(cast)
    transfer = begun(cast)
    made = sent_out(transfer, cast.dsl)
    said, parts = taken_apart(sealed_file(made), made.passphrase, tmp_path)
    assert said == "2 parts, all as they were sent\n"
    read = json.loads(parts["pupil-file.json"])
    sent = record_of(Transfer.objects.get(pk=transfer.pk), cast.dsl)
    assert {**read, "made_at": ""} == {**sent, "made_at": "", "files": []}
    assert [one["reference"] for one in read["incidents"]] == [incident.reference]
    assert read["pupil"]["given_name"] == "Zoë"
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(parts["pupil-file.pdf"])).pages)
    assert all(word in text for word in ("Zoë Haddad", incident.reference, "cried"))


def test_others_are_letters_and_the_household_keeps_its_names(cast: Cast, tmp_path: Path) -> None:
    a_history(cast)
    made = sent_out(begun(cast), cast.dsl)
    _, parts = taken_apart(sealed_file(made), made.passphrase, tmp_path)
    pages = "".join(page.extract_text() for page in PdfReader(io.BytesIO(parts["pupil-file.pdf"])).pages)
    for text in (parts["pupil-file.json"].decode(), pages):
        assert "Marcus" not in text
        assert "Bright" not in text
        assert "Mr Tall" not in text
        assert "Child B" in text
        assert "Leila Haddad" in text  # her mother


def test_names_stand_where_the_local_procedure_says_so_and_the_file_tells(cast: Cast) -> None:
    a_history(cast)
    transfer = chosen(begun(cast), cast.dsl, others=Others.NAMES)
    told = record_of(transfer, cast.dsl)
    assert told["others_named_by"] == "names"
    assert "Marcus laughed" in json.dumps(told, ensure_ascii=False)


def test_what_is_left_out_is_not_in_it_and_the_reason_is(cast: Cast) -> None:
    a_history(cast)
    transfer = begun(cast)
    note = next(
        key for key in map(key_of, contents_of(transfer, cast.dsl).found.entries) if key.startswith("note")
    )
    with pytest.raises(NotNow, match="Say why"):
        chosen(transfer, cast.dsl, leave_out=(note,), left_out_why=" ")
    transfer = chosen(transfer, cast.dsl, leave_out=(note,))
    told = record_of(transfer, cast.dsl)
    assert told["left_out"] == {"entries": 1, "why": "It is about something else."}
    assert "cried" not in json.dumps(told)


def test_nothing_at_all_is_not_sent(cast: Cast) -> None:
    a_history(cast)
    transfer = begun(cast)
    everything = [key_of(entry) for entry in contents_of(transfer, cast.dsl).found.entries]
    with pytest.raises(NotNow, match="Nothing would go"):
        chosen(transfer, cast.dsl, left_out=everything, left_out_why="No")


def test_a_file_of_evidence_goes_when_it_is_chosen_and_never_one_set_aside(
    cast: Cast, as_: As, tmp_path: Path
) -> None:
    from esafety.papers.actions import set_aside

    incident = a_history(cast)
    send_file(as_("dsl"), incident, png())
    drain()
    item = EvidenceItem.objects.get(incident=incident)
    transfer = chosen(begun(cast), cast.dsl, files=[item.key])
    made = sent_out(transfer, cast.dsl)
    said, parts = taken_apart(sealed_file(made), made.passphrase, tmp_path)
    assert said.startswith("3 parts")
    assert parts["file-1.png"] == png()
    assert json.loads(parts["pupil-file.json"])["files"][0]["name"] == "file-1.png"
    assert item.file is not None
    set_aside(received=item.file, by=cast.dsl)
    assert set(parts_of_package(Transfer.objects.get(pk=transfer.pk), cast.dsl, b"%PDF")) == {
        "manifest.json", "pupil-file.json", "pupil-file.pdf",
    }  # fmt: skip
    with pytest.raises(NotNow, match="can no longer be opened"):
        chosen(transfer, cast.dsl, files=[item.key])


def test_a_long_file_goes_whole(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of a chronology is cut after so many entries; what leaves is not."""
    a_history(cast)
    transfer = begun(cast)
    all_of_them = len(contents_of(transfer, cast.dsl).found.entries)
    monkeypatch.setattr("incidents.record.child.MOST", 1)
    assert len(contents_of(transfer, cast.dsl).found.entries) == all_of_them > 1


# -- the seal --------------------------------------------------------------------------------------


def test_the_file_opens_with_its_six_words_only(cast: Cast, tmp_path: Path) -> None:
    a_history(cast)
    made = sent_out(begun(cast), cast.dsl)
    assert len(made.passphrase.split()) == 6
    content = sealed_file(made)
    assert b"Haddad" not in content
    said, parts = taken_apart(content, "maple river seven kettle oak tin", tmp_path)
    assert (said.strip(), parts) == ("These are not the words", {})
    assert handover.unlock(made.link, made.passphrase)


def test_a_cut_or_altered_file_is_refused(cast: Cast, tmp_path: Path) -> None:
    a_history(cast)
    made = sent_out(begun(cast), cast.dsl)
    content = sealed_file(made)
    said, parts = taken_apart(content[: len(content) // 2], made.passphrase, tmp_path)
    assert "all as they were sent" not in said
    parts_inside = PdfReader(io.BytesIO(content))
    parts_inside.decrypt(made.passphrase)
    inside = {name: found[0] for name, found in parts_inside.attachments.items()}
    inside["pupil-file.json"] = inside["pupil-file.json"].replace(b"cried", b"lied ")
    forged = sealed_pdf.seal(inside["pupil-file.pdf"], inside, "one two three four five six")
    said, parts = taken_apart(forged, "one two three four five six", tmp_path)
    assert "pupil-file.json was altered" in said


def test_another_edition_is_refused(tmp_path: Path, cast: Cast) -> None:
    a_history(cast)
    made = sent_out(begun(cast), cast.dsl)
    opened = PdfReader(io.BytesIO(sealed_file(made)))
    opened.decrypt(made.passphrase)
    inside = {name: found[0] for name, found in opened.attachments.items()}
    inside["manifest.json"] = inside["manifest.json"].replace(b'"edition": 1', b'"edition": 2')
    newer = sealed_pdf.seal(inside["pupil-file.pdf"], inside, "a b c")
    assert "edition is not known here" in taken_apart(newer, "a b c", tmp_path)[0]


def test_the_words_are_kept_nowhere(cast: Cast) -> None:
    a_history(cast)
    made = sent_out(begun(cast), cast.dsl)
    kept = DocumentLink.objects.filter(pk=made.link.pk).values().get()
    assert not any(word in str(value) for value in kept.values() for word in made.passphrase.split())


# -- who may ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", Cast.accounts())
def test_leads_head_and_chair_send_what_they_may_read(cast: Cast, name: str) -> None:
    a_history(cast)
    transfer = begun(cast)
    user = cast.user(name)
    seen = TRANSFERS.visible_to(user, Transfer.objects.all()).exists()
    assert seen == TRANSFERS.allows(user, Capability.MOVE_FILES, transfer)
    assert seen == (name in {"dsl", "deputy", "head"})
    may_begin = MOVERS.visible_to(user, Person.objects.filter(pk=cast.pupil.pk)).exists()
    assert may_begin == MOVERS.allows(user, Capability.MOVE_FILES, cast.pupil)
    assert may_begin == (name in {"dsl", "deputy", "head"})


def test_a_part_the_lead_may_not_read_is_sent_by_its_readers_and_the_lead_learns_nothing(
    cast: Cast, as_: As
) -> None:
    a_history(cast)
    about_the_lead = a_concern(cast, about="dsl", harmed="pupil", type=IncidentType.STAFF_PUPIL_CONTACT)
    before = begun(cast)
    assert about_the_lead.pk not in before.parts.values_list("incident", flat=True)
    assert about_the_lead.reference not in words_of(before, cast)
    asked = Message.objects.filter(notice="moving.part_asked")
    assert [(row.about_id, row.to_user) for row in asked] == [(about_the_lead.pk, cast.head)]
    theirs = begun(cast, by=cast.head, contact=before.contact)
    assert about_the_lead.pk in theirs.parts.values_list("incident", flat=True)
    assert not TRANSFERS.visible_to(cast.dsl, Transfer.objects.filter(pk=theirs.pk)).exists()
    page = as_("dsl").get(reverse("transfers")).content.decode()
    assert theirs.reference not in page
    assert page.count("Zoë Haddad") == 1
    missing = as_("dsl").get(reverse("transfer", args=["AAAA-AAAA"]))
    hidden = as_("dsl").get(reverse("transfer", args=[theirs.reference]))
    assert (hidden.status_code, len(hidden.content)) == (404, len(missing.content))


def test_with_and_without_the_matter_about_the_lead_every_page_is_the_same_to_them(
    cast: Cast, as_: As
) -> None:
    """Two worlds: the file that the lead prepares tells nothing of what the lead may not read."""
    a_history(cast)
    transfer = begun(cast)
    pages = [
        reverse(name, args=[transfer.reference])
        for name in ("transfer", "transfer_contents", "transfer_send")
    ]
    pages += [reverse("transfers"), reverse("tasks")]
    client = as_("dsl")

    def world() -> list[str]:
        return [SECRETS.sub("", client.get(page).content.decode()) for page in pages]

    first = world()
    a_concern(cast, about="dsl", harmed="pupil", type=IncidentType.STAFF_PUPIL_CONTACT)
    begun(cast, by=cast.head, contact=transfer.contact)
    assert world() == first


def test_a_parent_among_the_leads_sends_nothing_of_their_own_child(cast: Cast) -> None:
    a_concern(cast, about="second_pupil", harmed="deputys_child", type=IncidentType.SELF_HARM)
    with pytest.raises(PermissionDenied):
        begun(cast, by=cast.deputy, pupil=cast.deputys_child)
    transfer = begun(cast, pupil=cast.deputys_child)
    assert not TRANSFERS.visible_to(cast.deputy, Transfer.objects.filter(pk=transfer.pk)).exists()


@pytest.mark.parametrize(
    "more",
    [{"email": ""}, {"telephone": ""}, {"verified_on": None}, {"verified_on": dt.date(2025, 1, 1)}],
    ids=["no email", "no telephone", "never checked", "checked long ago"],
)
def test_only_a_checked_receiver_can_be_chosen(cast: Cast, more: dict[str, object]) -> None:
    a_history(cast)
    with pytest.raises(NotNow, match="cannot be used"):
        begun(cast, contact=a_receiver(cast, **more))


# -- until when, and whether they have it ----------------------------------------------------------


@pytest.mark.parametrize(
    "starts_on, due_on",
    [
        (dt.date(2026, 11, 9), dt.date(2026, 11, 13)),  # Monday: Friday
        (dt.date(2026, 10, 22), dt.date(2026, 11, 4)),  # Thursday before half term
        (dt.date(2027, 1, 4), dt.date(2027, 1, 8)),  # first day of term: the fifth
        (dt.date(2026, 12, 21), dt.date(2027, 1, 8)),  # in the holidays
    ],
)
def test_it_is_due_on_the_fifth_school_day(cast: Cast, starts_on: dt.date, due_on: dt.date) -> None:
    a_history(cast)
    transfer = begun(cast, starts_on=starts_on)
    assert transfer.due_at.astimezone(LONDON) == dt.datetime.combine(due_on, dt.time(17), LONDON)


def test_a_receipt_by_the_link_is_taken_once(cast: Cast) -> None:
    a_history(cast)
    transfer = begun(cast)
    made = sent_out(transfer, cast.dsl)
    assert handover.hand_over(made.link) is not None
    handover.acknowledge(made.link)
    assert actions.take_receipts() == 1
    assert actions.take_receipts() == 0
    transfer.refresh_from_db()
    assert (transfer.state, transfer.received_how) == (TransferState.RECEIVED, ReceiptHow.LINK)
    assert transfer.received_by == transfer.contact.name
    events = AuditEvent.objects.about(transfer).values_list("code", flat=True)
    assert [code for code in events if code == "moving.transfer_received"] == ["moving.transfer_received"]


def test_a_receipt_by_hand_says_who_when_and_how(cast: Cast) -> None:
    a_history(cast)
    transfer = begun(cast)
    today = timezone.localdate()
    given = {"received_by": "M Lindqvist, lead", "how": ReceiptHow.TELEPHONE, "by": cast.dsl}
    with pytest.raises(NotNow, match="not sent yet"):
        actions.enter_receipt(transfer=transfer, received_on=today, version=1, **given)
    sent_out(transfer, cast.dsl)
    transfer.refresh_from_db()
    with pytest.raises(NotNow, match="on or after"):
        actions.enter_receipt(
            transfer=transfer, received_on=today - dt.timedelta(days=1), version=transfer.version, **given
        )
    done = actions.enter_receipt(transfer=transfer, received_on=today, version=transfer.version, **given)
    assert done.state == TransferState.RECEIVED
    with pytest.raises(NotNow, match="finished"):
        actions.enter_receipt(transfer=done, received_on=today, version=done.version, **given)


def test_it_is_chased_until_it_is_received(cast: Cast) -> None:
    a_history(cast)
    transfer = begun(cast)
    assert actions.remind_of_transfers(now=transfer.remind_at - dt.timedelta(minutes=1)) == 0
    assert actions.remind_of_transfers(now=transfer.remind_at) == 1
    assert actions.remind_of_transfers(now=transfer.remind_at) == 0
    told = Message.objects.filter(notice="moving.not_sent")
    assert {row.to_user for row in told} == {cast.dsl, cast.deputy, cast.head}
    sent_out(transfer, cast.dsl)
    for times in (1, 2):
        transfer.refresh_from_db()
        assert actions.remind_of_transfers(now=transfer.remind_at) == 1
        assert Message.objects.filter(notice="moving.no_receipt", to_user=cast.dsl).count() == times
    transfer.refresh_from_db()
    done = actions.enter_receipt(
        transfer=transfer, received_by="Lead", received_on=timezone.localdate(), how=ReceiptHow.EMAIL,
        version=transfer.version, by=cast.dsl,
    )  # fmt: skip
    assert actions.remind_of_transfers(now=done.remind_at + dt.timedelta(days=60)) == 0


def test_sent_again_the_earlier_link_closes_and_the_words_are_new(cast: Cast) -> None:
    a_history(cast)
    transfer = begun(cast)
    first, second = sent_out(transfer, cast.dsl), sent_out(transfer, cast.dsl)
    first.link.refresh_from_db()
    assert not first.link.is_alive
    assert second.link.is_alive
    assert first.passphrase != second.passphrase


def test_two_press_send_at_once_and_one_is_told(cast: Cast) -> None:
    a_history(cast)
    transfer = begun(cast)
    actions.send_transfer(transfer=transfer, version=transfer.version, by=cast.dsl)
    with pytest.raises(NotNow, match="Somebody has changed this file"):
        actions.send_transfer(transfer=transfer, version=transfer.version, by=cast.deputy)
    assert DocumentLink.objects.about(transfer).alive().count() == 1


def test_what_was_added_since_is_looked_at_before_it_is_sent(cast: Cast, as_: As) -> None:
    a_history(cast)
    transfer = begun(cast)
    a_concern(cast, about="third_pupil", harmed="pupil", type=IncidentType.SELF_HARM)
    with pytest.raises(NotNow, match="added since"):
        actions.send_transfer(transfer=transfer, version=transfer.version, by=cast.dsl)
    assert "was added since" in as_("dsl").get(transfer.get_absolute_url()).content.decode()
    transfer = chosen(transfer, cast.dsl)
    assert transfer.parts.count() == 2
    actions.send_transfer(transfer=transfer, version=transfer.version, by=cast.dsl)


def test_stopped_nothing_opens_any_more(cast: Cast) -> None:
    a_history(cast)
    transfer = begun(cast)
    made = sent_out(transfer, cast.dsl)
    transfer.refresh_from_db()
    actions.stop_transfer(transfer=transfer, why="She stays.", version=transfer.version, by=cast.dsl)
    made.link.refresh_from_db()
    assert not made.link.is_alive
    assert Transfer.objects.get(pk=transfer.pk).state == TransferState.STOPPED


# -- pages -----------------------------------------------------------------------------------------


def test_from_the_chronology_to_the_words_by_pages(cast: Cast, as_: As) -> None:
    a_history(cast)
    contact, client = a_receiver(cast), as_("dsl")
    chronology = client.get(reverse("child_chronology", args=[cast.pupil.pk])).content.decode()
    begin = reverse("transfer_begin", args=[cast.pupil.pk])
    assert begin in chronology
    refused = client.post(begin, {"contact": contact.pk})
    assert refused.status_code == 422
    day = {"starts_on_0": "9", "starts_on_1": "11", "starts_on_2": "2026"}
    to = client.post(begin, {"contact": contact.pk, **day})
    transfer = Transfer.objects.get()
    assert to["Location"] == reverse("transfer_contents", args=[transfer.reference])
    form = client.get(to["Location"]).context["form"]
    given = {
        "entries": form.initial["entries"],
        "shown": form.initial["shown"],
        "others": "letters",
        "version": form.initial["version"],
    }
    assert client.post(to["Location"], given)["Location"] == transfer.get_absolute_url()
    transfer.refresh_from_db()
    sent = client.post(reverse("transfer_send", args=[transfer.reference]), {"version": transfer.version})
    assert "read these words out" in sent.content.decode()
    assert "small letters" in sent.content.decode()
    assert "Get the receipt" in client.get(reverse("tasks")).content.decode()


def test_what_is_due_asks_the_same_number_of_questions_however_many_files_move(
    cast: Cast, as_: As, django_assert_num_queries: Callable[..., object]
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    a_history(cast)
    client, first = as_("dsl"), begun(cast)
    client.get(reverse("transfers"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("transfers"))
    for _ in range(3):
        begun(cast, contact=first.contact)
    with CaptureQueriesContext(connection) as several:
        client.get(reverse("transfers"))
    assert len(several) == len(one) <= 12


def test_a_note_written_while_the_page_was_open_goes(cast: Cast, as_: As) -> None:
    """A box that was not there was not left empty."""
    incident = a_history(cast)
    transfer, client = begun(cast), as_("dsl")
    page = reverse("transfer_contents", args=[transfer.reference])
    initial = client.get(page).context["form"].initial
    add_note(
        incident=incident, text="Zoë is well.", standing=Standing.FACT, audience=Audience.EVERYONE,
        by=cast.dsl, referring_to=list(incident.involvements.all()),
    )  # fmt: skip
    given = {name: initial[name] for name in ("version", "entries", "shown", "others")}
    assert client.post(page, given).status_code == 302
    assert "Zoë is well." in words_of(Transfer.objects.get(pk=transfer.pk), cast)
