"""Kept files that belong to an answer: who decides, what goes, what never does, and what the package really holds."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from aup.actions import add_scan
from aup.vocabulary import Audience, Route
from esafety.access.refusals import NotNow
from esafety.audit.models import AuditEvent
from esafety.office.demo import clock
from esafety.outbox.relay import drain
from esafety.papers import cabinet
from esafety.papers.models import Paper, ReceivedFile, StoredFile
from esafety.papers.receiving.vocabulary import Verdict
from esafety.people.models import Guardianship, Person
from esafety.subject_access import actions
from esafety.subject_access.actions import deciding
from esafety.subject_access.contents import contents_of
from esafety.subject_access.files import File
from esafety.subject_access.models import AccessAnswer, FileDecision
from esafety.subject_access.package import as_data
from esafety.subject_access.policy.exemptions import Exemption
from esafety.subject_access.policy.files import FILES, NOT_GIVEN
from esafety.subject_access.vocabulary import FileOutcome, GivenHow, RequestState
from incidents.actions import approve_letter, doubt_evidence, file_evidence, finish_letter, write_letter
from incidents.letters.receivers import receivers
from incidents.models import EvidenceItem, EvidenceOpening, Incident
from incidents.vocabulary import IncidentType, Status
from incidents.vocabulary.letters import LetterKind
from tests.aup.editions import in_force
from tests.aup.signing import signs
from tests.builders import a_concern, advance
from tests.cast import Cast, sign_in
from tests.house.evidence_world import a_sealed_file
from tests.house.sealed import a_scan
from tests.keeping.old import LONG_AGO, carried_out, three_years
from tests.moving.arriving import opened, taken_in
from tests.moving.moves import a_history
from tests.moving.packages import WORDS, a_record, parts_of, sealed, with_picture
from tests.subject_access.asking import asked, fresh

PICTURE = b"\x89PNG of a chat" + bytes(range(256)) * 700
OTHER = b"\x89PNG of another chat"
ENCLOSED, BY_HAND, HELD_BACK = FileOutcome


def evidence(incident: Incident, cast: Cast, content: bytes, words: str = "A screenshot") -> EvidenceItem:
    """A file of evidence, as it comes through the gate."""
    return file_evidence(
        incident=incident, sent=a_sealed_file("Zoë and Marcus.png", content), description=words, by=cast.dsl
    )


def with_files(cast: Cast) -> AccessAnswer:
    """The lead's answer about Zoë, with two files of evidence; her mother can be written to."""
    mother = cast.person_of(cast.parent)
    Person.objects.filter(pk=mother.pk).update(email="leila@home.example")
    Guardianship.objects.filter(guardian=mother).update(parental_responsibility=True)
    incident = a_history(cast)
    evidence(incident, cast, PICTURE)
    evidence(incident, cast, OTHER, "A second screenshot")
    return fresh(actions.begin_answer(asked=asked(cast), by=cast.dsl))


def files(answer: AccessAnswer, cast: Cast) -> list[File]:
    return contents_of(answer, cast.dsl).files


def decided(answer: AccessAnswer, cast: Cast, number: int, outcome: FileOutcome, **more: Any) -> AccessAnswer:
    """The same with a decision about one of its files, by the order of the list."""
    now = fresh(answer)
    held = outcome == HELD_BACK
    given: dict[str, Any] = {
        "looked": True,
        "confirmed": True,
        "exemption": Exemption.OTHERS if held else None,
        "why": "Marcus is in it." if held else "",
        "version": now.version,
        "by": cast.dsl,
    }
    file = files(now, cast)[number].stored.pk
    actions.decide_file(answer=now, file=file, outcome=outcome, **{**given, **more})
    return fresh(answer)


def first_goes(cast: Cast) -> AccessAnswer:
    """The first goes, the second is held back."""
    return decided(decided(with_files(cast), cast, 0, ENCLOSED), cast, 1, HELD_BACK)


def packed(answer: AccessAnswer, cast: Cast) -> dict[str, bytes]:
    """The parts of the ZIP as its maker downloads it."""
    client = sign_in(Client(), cast.dsl)
    page = client.post(reverse("access_answer_pack", args=[answer.reference]))["Location"]
    drain()
    got = client.get(f"{page}download/")
    assert got["Content-Type"] == "application/zip"
    assert got["Content-Disposition"].endswith('.zip"')
    with zipfile.ZipFile(io.BytesIO(b"".join(got.streaming_content))) as archive:  # type: ignore[attr-defined]
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def sent(answer: AccessAnswer, cast: Cast) -> Any:
    """Sent to her mother by a link, and made."""
    now = fresh(answer)
    made = actions.send_answer(answer=now, to=cast.person_of(cast.parent), version=now.version, by=cast.dsl)
    drain()
    return made


def downloaded(made: Any) -> bytes:
    """The sealed PDF, as the mother saves it."""
    client = Client()
    ticket = client.post(made.link.path, {"passphrase": made.passphrase}).context["ticket"]
    got = client.post(reverse("papers:document_download", args=[made.link.token]), {"ticket": ticket})
    return b"".join(got.streaming_content)  # type: ignore[attr-defined]


# -- which files there are -----------------------------------------------------------------------------


def test_every_column_that_holds_a_kept_file_is_given_or_says_why_not() -> None:
    there = {
        (model._meta.label, field.name)
        for model in apps.get_models()
        for field in model._meta.fields
        if field.related_model in (StoredFile, ReceivedFile)
    }
    given = {(held.model, held.column) for held in FILES}
    not_given = {one for ones in NOT_GIVEN.values() for one in ones}
    assert given & not_given == set()
    assert there == given | not_given
    assert all(len(reason) > 20 for reason in NOT_GIVEN)


def test_every_kind_of_file_that_belongs_to_somebody_is_found_and_travels(cast: Cast) -> None:
    """Zoë's evidence, a letter, the agreement her mother signed on paper, its scan, her old school's file."""
    answer = with_files(cast)
    incident = Incident.objects.get()
    letter = write_letter(
        incident=incident, kind=LetterKind.PARENTS_INFORMED,
        to=next(one for one in receivers(incident, LetterKind.PARENTS_INFORMED) if one.child == cast.pupil),
        words=dict.fromkeys(("what", "starts", "ends", "meeting", "item"), "X"), address="", by=cast.dsl,
    )  # fmt: skip
    letter = finish_letter(letter=letter, version=letter.version, by=cast.dsl)
    if letter.second_needed:
        approve_letter(letter=letter, version=letter.version, by=cast.head)
    in_force(cast, Audience.KS2)
    paper: dict[str, Any] = {"entered_by": cast.co_ordinator, "signed_on": timezone.localdate()}
    signature = signs(cast.person_of(cast.parent), cast.pupil, Audience.KS2, route=Route.PAPER, **paper)
    add_scan(signature=signature, sent=a_scan("paper.pdf"), by=cast.co_ordinator)
    came = opened(cast, sealed(parts_of(*with_picture(a_record()))), WORDS, by=cast.dsl)
    taken_in(cast, came, cast.pupil, by=cast.dsl)
    drain()
    answer = fresh(answer)
    found = files(answer, cast)
    assert {one.held for one in found} == set(FILES)
    assert len(found) == 7  # two of evidence, a picture and the pages that came
    for number in range(len(found)):
        decided(answer, cast, number, ENCLOSED)
    parts = packed(fresh(answer), cast)
    hashes = [
        hashlib.sha256(parts[f"file-{number}.{one.suffix}"]).hexdigest()
        for number, one in enumerate(found, 1)
    ]
    assert hashes == [one.stored.sha256 for one in found]


def test_as_many_queries_however_many_files(cast: Cast) -> None:
    answer = first_goes(cast)
    client, url = sign_in(Client(), cast.dsl), reverse("access_answer_files", args=[answer.reference])
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(5):
        evidence(Incident.objects.get(), cast, OTHER, f"Screenshot {number}")
        answer = decided(answer, cast, 2 + number, (ENCLOSED, HELD_BACK)[number % 2])
    client.get(url)  # a session that has not been used for a minute is written first
    with CaptureQueriesContext(connection) as many:
        assert client.get(url).content.count(b"Take it back") == 7
    assert len(many) == len(few)


# -- what the package really holds -----------------------------------------------------------------------


def test_what_is_given_is_in_the_pack_byte_for_byte_and_listed(cast: Cast) -> None:
    answer = first_goes(cast)
    parts = packed(answer, cast)
    pages = f"what-is-held-{answer.reference}.pdf"
    assert set(parts) == {pages, "answer.json", "manifest.json", "file-1.png"}
    assert parts["file-1.png"] == PICTURE
    listed = {one["name"]: one for one in json.loads(parts["manifest.json"])["parts"]}
    assert set(listed) == {"answer.json", "file-1.png"}
    for name, one in listed.items():
        assert (one["size"], one["sha256"]) == (len(parts[name]), hashlib.sha256(parts[name]).hexdigest())
    told = json.loads(parts["answer.json"])
    assert [one["name"] for one in told["files"]] == ["file-1.png"]
    assert told["files"][0]["kind"] == "File of evidence"
    assert told["files"][0]["checked_for_viruses"] is False
    assert (told["files_by_hand"], told["files_not_given"]) == ([], 1)
    text = " ".join(
        " ".join(page.extract_text() for page in PdfReader(io.BytesIO(parts[pages])).pages).split()
    )
    assert "Files that go with this answer" in text
    assert "file-1.png" in text
    assert "1 file is not given" in text
    assert "It tells about somebody else" in text
    for part in parts.values():
        assert OTHER not in part
        assert b"Marcus.png" not in part


def test_what_is_given_is_inside_the_sealed_pdf_byte_for_byte(cast: Cast) -> None:
    made = sent(first_goes(cast), cast)
    content = downloaded(made)
    assert PICTURE[:40] not in content
    reader = PdfReader(io.BytesIO(content))
    assert reader.decrypt("not these words at all") == 0
    assert reader.decrypt(made.passphrase)
    inside = {name: parts[0] for name, parts in reader.attachments.items()}
    assert set(inside) == {"answer.json", "manifest.json", "file-1.png"}
    assert inside["file-1.png"] == PICTURE
    for one in json.loads(inside["manifest.json"])["parts"]:
        part = inside[one["name"]]
        assert (one["size"], one["sha256"]) == (len(part), hashlib.sha256(part).hexdigest())
    pages = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "They are inside this PDF" in pages


def test_what_is_given_by_hand_is_listed_and_not_inside(cast: Cast) -> None:
    answer = decided(decided(with_files(cast), cast, 0, BY_HAND), cast, 1, ENCLOSED)
    parts = packed(answer, cast)
    assert {name for name in parts if name.startswith("file-")} == {"file-2.png"}
    told = json.loads(parts["answer.json"])
    assert [one["name"] for one in told["files_by_hand"]] == ["file-1.png"]
    pages = PdfReader(io.BytesIO(parts[f"what-is-held-{answer.reference}.pdf"])).pages
    assert "Files that are given separately" in " ".join(
        " ".join(page.extract_text() for page in pages).split()
    )


# -- nobody decided, nothing goes -------------------------------------------------------------------------


def test_nothing_leaves_while_a_file_waits_for_somebody_to_decide(cast: Cast) -> None:
    answer = decided(with_files(cast), cast, 0, ENCLOSED)
    given = {"answer": answer, "by": cast.dsl}
    for act in (
        lambda: actions.print_answer(**given),
        lambda: actions.pack_answer(**given),
        lambda: sent(answer, cast),
        lambda: actions.give_answer(
            to="x", on=timezone.localdate(), how=GivenHow.HAND, version=answer.version, **given
        ),
    ):
        with pytest.raises(NotNow, match="Decide about each file first: 1 is left"):
            act()
    client = sign_in(Client(), cast.dsl)
    data = client.get(reverse("access_answer_data", args=[answer.reference]))
    assert data["Location"] == answer.get_absolute_url()
    assert "1 is left" in client.get(answer.get_absolute_url()).content.decode()


def test_whoever_gives_a_file_says_that_they_looked_and_that_they_know_of_viruses(cast: Cast) -> None:
    answer = with_files(cast)
    with pytest.raises(NotNow, match="Look through the whole"):
        decided(answer, cast, 0, ENCLOSED, looked=False)
    with pytest.raises(NotNow, match="not checked for viruses"):
        decided(answer, cast, 0, BY_HAND, confirmed=False)
    with pytest.raises(NotNow, match="say why it applies"):
        decided(answer, cast, 0, HELD_BACK, why=" ")
    with pytest.raises(NotNow, match="what allows it"):
        decided(answer, cast, 0, HELD_BACK, exemption=None)
    assert not FileDecision.objects.exists()
    assert decided(answer, cast, 0, HELD_BACK, looked=False, confirmed=False).version == answer.version + 1


def test_a_file_whose_entry_is_kept_back_does_not_go(cast: Cast) -> None:
    answer = first_goes(cast)
    key = files(answer, cast)[0].entry.line.key
    actions.keep_back(
        answer=answer, key=key, words="", exemption=Exemption.WISHES, why="x", version=answer.version,
        by=cast.dsl,
    )  # fmt: skip
    assert set(packed(fresh(answer), cast)) & {"file-1.png", "file-2.png"} == set()


# -- what is closed ---------------------------------------------------------------------------------------


def set_aside(file: File, cast: Cast) -> None:
    doubt_evidence(item=file.row, by=cast.dsl)


def infected(file: File, cast: Cast) -> None:
    ReceivedFile.objects.filter(file=file.stored).update(verdict=Verdict.INFECTED)


def in_quarantine(file: File, cast: Cast) -> None:
    ReceivedFile.objects.filter(file=file.stored).update(verdict=Verdict.WAITING)


def destroyed(file: File, cast: Cast) -> None:
    cabinet.destroy(file.stored)


CLOSED = {
    set_aside: "may be illegal",
    infected: "virus was found",
    in_quarantine: "has not looked at this file yet",
    destroyed: "was destroyed on",
}


@pytest.mark.parametrize("how", CLOSED, ids=lambda how: how.__name__)
def test_a_closed_file_is_never_given_and_the_page_says_why(cast: Cast, how: Any) -> None:
    answer = with_files(cast)
    how(files(answer, cast)[0], cast)
    for outcome in (ENCLOSED, BY_HAND):
        with pytest.raises(NotNow, match=CLOSED[how]):
            decided(answer, cast, 0, outcome)
    page = sign_in(Client(), cast.dsl).get(reverse("access_answer_files", args=[answer.reference]))
    assert CLOSED[how] in page.content.decode()
    parts = packed(decided(answer, cast, 1, ENCLOSED), cast)
    assert [name for name in parts if name.startswith("file-")] == ["file-1.png"]
    assert parts["file-1.png"] == OTHER


@pytest.mark.parametrize("how", CLOSED, ids=lambda how: how.__name__)
def test_what_was_sent_or_made_with_a_file_that_is_closed_since_does_not_open(cast: Cast, how: Any) -> None:
    answer = first_goes(cast)
    client = sign_in(Client(), cast.dsl)
    made = sent(answer, cast)
    answer = fresh(answer)
    page = client.post(reverse("access_answer_pack", args=[answer.reference]))["Location"]
    drain()
    assert client.get(f"{page}download/").status_code == 200
    assert Client().get(made.link.path).status_code == 200
    how(files(answer, cast)[0], cast)
    assert Client().get(made.link.path).status_code == 404
    assert client.get(f"{page}download/").status_code == 302
    assert "no longer opens" in client.get(page).content.decode()
    assert "can no longer be handed out" in client.get(answer.get_absolute_url()).content.decode()
    with pytest.raises(NotNow, match="take it back"):
        actions.pack_answer(answer=answer, by=cast.dsl)
    file = files(answer, cast)[0].stored.pk
    actions.undecide_file(answer=answer, file=file, version=answer.version, by=cast.dsl)
    assert not any(name.startswith("file-") for name in packed(fresh(answer), cast))


# -- a change after it was made -----------------------------------------------------------------------------


def held_back_after_all(answer: AccessAnswer, cast: Cast) -> None:
    decided(answer, cast, 0, HELD_BACK)


def given_too(answer: AccessAnswer, cast: Cast) -> None:
    decided(answer, cast, 1, ENCLOSED)


def by_hand_instead(answer: AccessAnswer, cast: Cast) -> None:
    decided(answer, cast, 0, BY_HAND)


def taken_back(answer: AccessAnswer, cast: Cast) -> None:
    file = files(answer, cast)[1].stored.pk
    actions.undecide_file(answer=answer, file=file, version=fresh(answer).version, by=cast.dsl)


@pytest.mark.parametrize("change", [held_back_after_all, given_too, by_hand_instead, taken_back])
def test_what_was_made_before_a_file_was_decided_otherwise_does_not_open(cast: Cast, change: Any) -> None:
    answer = first_goes(cast)
    made = sent(answer, cast)
    answer = fresh(answer)
    client = sign_in(Client(), cast.dsl)
    pages = []
    for name in ("access_answer_pack", "access_answer_print"):
        pages.append(client.post(reverse(name, args=[answer.reference]))["Location"])
    drain()
    assert [client.get(f"{page}download/").status_code for page in pages] == [200, 200]
    assert Client().get(made.link.path).status_code == 200
    change(answer, cast)
    assert [client.get(f"{page}download/").status_code for page in pages] == [302, 302]
    assert Client().get(made.link.path).status_code == 404


def test_the_later_of_two_who_decide_at_once_is_refused(cast: Cast) -> None:
    answer = with_files(cast)
    decided(answer, cast, 0, HELD_BACK)
    with pytest.raises(NotNow, match="Somebody has changed this"):
        decided(answer, cast, 0, ENCLOSED, version=answer.version)
    assert FileDecision.objects.get().outcome == HELD_BACK


def test_a_file_whose_record_was_disposed_of_is_not_given(cast: Cast) -> None:
    """The request was closed and its link is still open when the record goes by the one door."""
    three_years(cast)
    with clock.at(LONG_AGO):
        incident = a_concern(cast, about="pupil", harmed="second_pupil")
        evidence(incident, cast, PICTURE)
        incident = advance(Incident.objects.get(pk=incident.pk), to=Status.CLOSED)
    mother = cast.person_of(cast.parent)
    Person.objects.filter(pk=mother.pk).update(email="leila@home.example")
    Guardianship.objects.filter(guardian=mother).update(parental_responsibility=True)
    answer = fresh(actions.begin_answer(asked=asked(cast), by=cast.dsl))
    answer = decided(answer, cast, 0, ENCLOSED)
    made = sent(answer, cast)
    page = sign_in(Client(), cast.dsl).post(reverse("access_answer_pack", args=[answer.reference]))[
        "Location"
    ]
    drain()
    end: dict[str, Any] = {"state": RequestState.ANSWERED, "ended_on": timezone.localdate(), "why": ""}
    actions.end_request(asked=answer.request, version=answer.request.version, by=cast.dsl, **end)
    assert Client().get(made.link.path).status_code == 200
    carried_out(cast, incident)
    assert not Incident.objects.filter(pk=incident.pk).exists()
    assert files(answer, cast) == []
    assert Client().get(made.link.path).status_code == 404
    assert sign_in(Client(), cast.dsl).get(f"{page}download/").status_code == 302
    assert not any(name.startswith("file-") for name in packed(fresh(answer), cast))


# -- limits -------------------------------------------------------------------------------------------------


def test_more_than_fits_is_refused_with_the_way_out(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = decided(with_files(cast), cast, 0, ENCLOSED)
    monkeypatch.setattr(deciding, "MOST_BYTES", len(PICTURE) + len(OTHER) - 1)
    with pytest.raises(NotNow, match="more than 0 MB would go with the answer. Choose “Give it by hand”"):
        decided(answer, cast, 1, ENCLOSED)
    monkeypatch.setattr(deciding, "MOST_BYTES", len(PICTURE) + len(OTHER))
    monkeypatch.setattr(deciding, "MOST_FILES", 1)
    with pytest.raises(NotNow, match="1 files go with this answer, and no more can"):
        decided(answer, cast, 1, ENCLOSED)
    decided(answer, cast, 0, ENCLOSED)  # again: it is not counted twice
    decided(answer, cast, 1, BY_HAND)


# -- who may ------------------------------------------------------------------------------------------------


def test_files_of_a_case_that_may_not_be_seen_are_neither_listed_nor_opened_nor_decided(cast: Cast) -> None:
    """The chair's case about the head: the lead answers the head's request, and learns of no file."""
    incident = a_concern(cast, about="head", type=IncidentType.GROOMING)
    made = file_evidence(
        incident=incident, sent=a_sealed_file("x.png", PICTURE), description="A message", by=cast.chair
    )
    assert made.file is not None
    request = asked(cast, about=cast.person_of(cast.head), by=cast.data_protection_lead)
    lead = fresh(actions.begin_answer(asked=request, by=cast.dsl))
    chair = fresh(actions.begin_answer(asked=request, by=cast.chair))
    assert [one.stored for one in contents_of(chair, cast.chair).files] == [made.file.file]
    assert contents_of(lead, cast.dsl).files == []
    client, theirs = sign_in(Client(), cast.dsl), sign_in(Client(), cast.chair)
    for name in ("access_answer_file", "access_answer_file_open"):
        keys = [lead.reference, made.file.file.pk]
        missing = client.get(reverse(name, args=[lead.reference, 10**9]))
        assert client.get(reverse(name, args=keys)).content == missing.content
        assert missing.status_code == 404
        assert client.get(reverse(name, args=[chair.reference, keys[1]])).status_code == 404
        assert theirs.get(reverse(name, args=[chair.reference, keys[1]])).status_code == 200
    given: dict[str, Any] = {
        "file": made.file.file.pk, "outcome": ENCLOSED, "looked": True, "confirmed": True, "exemption": None,
        "why": "", "version": 1, "by": cast.dsl,
    }  # fmt: skip
    with pytest.raises(NotNow, match="no longer there"):
        actions.decide_file(answer=lead, **given)
    with pytest.raises(PermissionDenied):
        actions.decide_file(answer=chair, **given)
    with pytest.raises(NotNow, match="no longer there"):
        actions.open_file(answer=lead, file=made.file.file.pk, reason="x", confirmed=True, by=cast.dsl)
    assert "PNG" not in as_data(lead, cast.dsl).decode()
    assert b"file-1" not in as_data(lead, cast.dsl)


# -- the trail, the pages -------------------------------------------------------------------------------------


def test_a_file_is_opened_by_the_rules_of_its_case(cast: Cast) -> None:
    answer = with_files(cast)
    file = files(answer, cast)[0].stored.pk
    client = sign_in(Client(), cast.dsl)
    url = reverse("access_answer_file_open", args=[answer.reference, file])
    assert client.post(url, {"reason": "To look through it"}).status_code == 422
    assert client.post(url, {"confirmed": "on"}).status_code == 422
    assert not EvidenceOpening.objects.exists()
    got = client.post(url, {"reason": "To look through it", "confirmed": "on"})
    assert b"".join(got.streaming_content) == PICTURE  # type: ignore[attr-defined]
    assert got["Content-Disposition"].startswith("attachment")
    assert EvidenceOpening.objects.get().reason == "To look through it"
    assert AuditEvent.objects.filter(code="incident.evidence_opened").count() == 1


def test_what_leaves_is_in_the_trail_by_one_entry_that_says_which_files(cast: Cast) -> None:
    answer = first_goes(cast)
    file = files(answer, cast)[0].stored.pk
    packed(answer, cast)
    sent(answer, cast)
    for code in ("subject_access.packed", "subject_access.sent"):
        row = AuditEvent.objects.get(code=code)
        assert row.detail["files"] == [file]
    decisions = AuditEvent.objects.filter(code="subject_access.file_decided").order_by("pk")
    assert [row.detail["outcome"] for row in decisions] == ["enclosed", "held_back"]


def test_the_page_asks_and_says_what_is_missing(cast: Cast) -> None:
    answer = with_files(cast)
    file = files(answer, cast)[0].stored.pk
    client = sign_in(Client(), cast.dsl)
    url = reverse("access_answer_file", args=[answer.reference, file])
    shown = client.get(url).content.decode()
    assert "A screenshot" in shown
    assert "Zoë and Marcus.png" not in shown
    refused = client.post(url, {"outcome": "enclosed", "version": answer.version})
    assert refused.status_code == 422
    assert "tick the box to say that you have" in refused.content.decode()
    refused = client.post(url, {"outcome": "held_back", "why": "Marcus", "version": answer.version})
    assert refused.status_code == 422
    done = client.post(
        url, {"outcome": "held_back", "exemption": "others", "why": "Marcus", "version": answer.version}
    )
    assert done["Location"] == reverse("access_answer_files", args=[answer.reference])
    listed = client.get(done["Location"]).content.decode()
    assert "Held back" in listed
    assert "To be decided" in listed
    row = FileDecision.objects.get()
    assert (row.outcome, row.exemption, row.sha256) == (
        "held_back",
        "others",
        hashlib.sha256(PICTURE).hexdigest(),
    )


def test_an_answer_without_files_is_as_it_was(cast: Cast) -> None:
    a_history(cast)
    answer = fresh(actions.begin_answer(asked=asked(cast), by=cast.dsl))
    assert ">Files<" not in sign_in(Client(), cast.dsl).get(answer.get_absolute_url()).content.decode()
    assert set(packed(answer, cast)) == {
        f"what-is-held-{answer.reference}.pdf", "answer.json", "manifest.json",
    }  # fmt: skip
    assert Paper.objects.filter(kind="subject_access.packed").count() == 1
