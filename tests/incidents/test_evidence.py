"""Evidence: the question before any file, what is kept, who takes a copy, and what never comes in."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.utils import DatabaseError
from django.test import Client
from django.test.utils import CaptureQueriesContext

from esafety.access.capabilities import Capability
from esafety.audit.models import AuditEvent
from esafety.papers import tasks
from esafety.papers.models import ReceivedFile, StoredFile
from incidents import actions
from incidents.access import INCIDENTS
from incidents.models import EvidenceItem, EvidenceOpening, Incident, Note
from incidents.policy.viewing import PRESET_YES
from incidents.vocabulary import IncidentType, Status
from incidents.vocabulary.evidence import EvidenceKind
from tests.builders import a_concern, advance
from tests.cast import Cast, sign_in
from tests.house.routes import routes
from tests.incidents.evidence_acts import WORDS, download, fields_of, send_file, through_the_gate
from tests.papers.hostile import HONEST, png
from tests.papers.scanning import EICAR, a_scanner

As = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _kept_here(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "papers"


@pytest.fixture
def incident(cast: Cast) -> Incident:
    return advance(a_concern(cast), to=Status.IN_PROGRESS)


@pytest.fixture
def filed(incident: Incident, as_: As) -> EvidenceItem:
    assert send_file(as_("dsl"), incident, png(30, 40)).status_code == 302
    return EvidenceItem.objects.get()


def codes(incident: Incident) -> list[str]:
    return list(AuditEvent.objects.about(incident).values_list("code", flat=True))


def kept(settings: Any) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.mark.parametrize("answer", ["yes", "not_sure"])
def test_yes_and_not_sure_lead_to_a_page_without_a_field_for_a_file(
    incident: Incident, as_: As, answer: str
) -> None:
    client = as_("dsl")
    gate = client.get(f"/incidents/{incident.reference}/evidence/gate/").content.decode()
    assert 'type="file"' not in gate
    led = client.post(
        f"/incidents/{incident.reference}/evidence/gate/", {"could_be_illegal": answer}, follow=True
    ).content.decode()
    assert 'type="file"' not in led
    assert "Do not open, look at, copy, print, photograph, send or delete it" in led
    assert fields_of(led) >= {"description", "kept_where", "kept_by", "police_reference", "iwf_reference"}
    assert "incident.evidence_stopped" in codes(incident)


@pytest.mark.parametrize("kind", sorted(PRESET_YES))
def test_some_kinds_of_incident_answer_the_question_themselves(
    cast: Cast, as_: As, kind: IncidentType
) -> None:
    incident = a_concern(cast, type=kind)
    asked = 0
    for name in ("head", "dsl", "deputy", "co_ordinator"):
        page = as_(name).get(f"/incidents/{incident.reference}/evidence/gate/", follow=True)
        if page.status_code != 200:
            continue
        assert 'type="file"' not in page.content.decode()
        assert ("could_be_illegal" in page.content.decode()) == (name in ("dsl", "deputy"))
        asked += 1
    assert asked


def test_only_a_lead_may_say_otherwise_and_says_why(cast: Cast, as_: As) -> None:
    incident = a_concern(cast, type=IncidentType.NUDES)
    client = as_("dsl")
    refused = through_the_gate(client, incident)
    assert refused.status_code == 422
    assert "Say why it cannot be of that kind" in refused.content.decode()
    led = through_the_gate(client, incident, reason="It is the parent’s letter")
    assert "permit=" in led["Location"]
    assert Note.objects.get(incident=incident, audience="leads").text.endswith("It is the parent’s letter")
    assert through_the_gate(as_("head"), incident, reason="I say so")["Location"].endswith("/illegal/")


def test_without_a_permit_there_is_no_form(incident: Incident, as_: As) -> None:
    answer = as_("dsl").get(f"/incidents/{incident.reference}/evidence/file/")
    assert answer["Location"].endswith("/evidence/gate/")


def test_a_file_is_kept_sealed_and_listed_without_being_shown(
    filed: EvidenceItem, incident: Incident, as_: As, settings: Any
) -> None:
    page = as_("dsl").get(f"/incidents/{incident.reference}/evidence/").content.decode()
    assert WORDS in page
    assert "Not checked for viruses" in page
    assert "No virus scanner is set up here" in page
    assert "<img" not in page
    (place,) = kept(settings)
    assert png(30, 40)[:20] not in place.read_bytes()
    assert codes(incident)[-3:-1] == ["upload.allowed", "incident.evidence_filed"]


def test_a_download_asks_why_and_for_consent_to_what_was_not_checked(
    filed: EvidenceItem, incident: Incident, as_: As
) -> None:
    client = as_("dsl")
    assert download(client, filed, reason="", confirmed="on").status_code == 422
    assert download(client, filed).status_code == 422
    assert not EvidenceOpening.objects.exists()
    answer = download(client, filed, confirmed="on")
    assert b"".join(answer.streaming_content) == png(30, 40)
    assert answer["Content-Disposition"].startswith('attachment; filename="evidence-')
    assert answer["Content-Disposition"].endswith('.png"')
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert EvidenceOpening.objects.get().reason == "The police officer asked for a copy"
    assert "incident.evidence_opened" in codes(incident)


def test_a_download_asks_again_who_it_is(filed: EvidenceItem, cast: Cast) -> None:
    client = sign_in(Client(), cast.dsl, recently=False)
    answer = download(client, filed, confirmed="on")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/confirm/")
    assert not EvidenceOpening.objects.exists()


def test_only_those_who_work_on_the_incident_come_near_it(cast: Cast, as_: As) -> None:
    incident = advance(a_concern(cast, about="teacher", by="senior_leader"), to=Status.IN_PROGRESS)
    assert send_file(as_("head"), incident, png()).status_code == 302
    item = EvidenceItem.objects.get()
    for name in Cast.accounts():
        allowed = INCIDENTS.allows(cast.user(name), Capability.WORK, incident)
        client = as_(name)
        for address in (
            "evidence/",
            "evidence/note/",
            "evidence/gate/",
            f"evidence/{item.key}/",
            "items/",
            "reviews/",
        ):
            got = client.get(f"/incidents/{incident.reference}/{address}").status_code
            assert (got == 200) == allowed, (name, address, got)
        if not allowed:
            assert download(client, item, confirmed="on").status_code in (403, 404), name
    assert as_("teacher").get(f"/incidents/{incident.reference}/evidence/").status_code == 404, "the subject"


def test_a_permit_for_one_incident_opens_no_other(
    cast: Cast, incident: Incident, as_: As, settings: Any
) -> None:
    other = a_concern(cast, about="second_pupil")
    led = through_the_gate(as_("dsl"), incident)["Location"]
    elsewhere = led.replace(incident.reference, other.reference)
    assert send_file(as_("dsl"), other, png(), to=elsewhere).status_code == 422
    assert send_file(as_("head"), incident, png(), to=led).status_code == 422, "somebody else's"
    assert kept(settings) == []
    assert send_file(as_("dsl"), incident, png(), to=led).status_code == 302
    assert send_file(as_("dsl"), incident, png(), to=led).status_code == 422, "used"
    assert StoredFile.objects.count() == 1


def test_four_megabytes_to_every_page_of_the_incident_leave_no_byte(
    cast: Cast, incident: Incident, as_: As, settings: Any
) -> None:
    """By those who may do most, with a permit that is none: on every page beside the incident."""
    ends = [route.pattern for route in routes() if route.pattern.startswith("incidents/<str:reference>/")]
    assert len(ends) > 40
    for name in ("dsl", "head"):
        client = as_(name)
        for end in ends:
            address = "/" + re.sub(r"<[^>]+>", "1", end.replace("<str:reference>", incident.reference))
            file = SimpleUploadedFile("photo.jpg", b"\xff\xd8\xff" + b"x" * 4 * 1024 * 1024)
            answer = client.post(
                f"{address}?permit=forged", {"file": file, "description": "x", "promise": "on"}
            )
            assert answer.status_code < 500, address
            assert kept(settings) == [], address


def test_a_piece_of_another_incident_is_not_there(filed: EvidenceItem, cast: Cast, as_: As) -> None:
    other = a_concern(cast, about="second_pupil")
    address = f"/incidents/{other.reference}/evidence/{filed.key}/"
    assert as_("dsl").get(address).status_code == 404
    assert as_("dsl").post(address, {"reason": "x", "confirmed": "on"}).status_code == 404


def test_a_closed_incident_takes_no_file_and_keeps_what_was_typed(
    cast: Cast, incident: Incident, as_: As, settings: Any
) -> None:
    led = through_the_gate(as_("dsl"), incident)["Location"]
    advance(incident, to=Status.CLOSED)
    answer = send_file(as_("dsl"), incident, png(), to=led)
    assert answer.status_code == 422
    assert WORDS in answer.content.decode()
    assert "This incident is closed" in answer.content.decode()
    assert ReceivedFile.objects.count() == 0


def test_with_a_scanner_a_virus_never_comes_out_again(
    incident: Incident, as_: As, settings: Any, tmp_path: Path
) -> None:
    with a_scanner(tmp_path / "clamd") as address:
        settings.CLAMAV_ADDRESS = address
        send_file(as_("dsl"), incident, EICAR, "chat.txt")
        item = EvidenceItem.objects.get()
        assert download(as_("dsl"), item).status_code == 422, "in quarantine"
        tasks.scan(item.file_id)
        answer = download(as_("dsl"), item)
    assert answer.status_code == 422
    assert "A virus was found in this file" in answer.content.decode()
    assert not EvidenceOpening.objects.exists()


def test_one_press_closes_a_file_that_may_be_illegal_for_everybody(
    filed: EvidenceItem, incident: Incident, as_: As
) -> None:
    address = f"/incidents/{incident.reference}/evidence/{filed.key}/illegal/"
    assert b"Close it for good" in as_("co_ordinator").get(address).content
    assert as_("co_ordinator").post(address).status_code == 302
    for name in ("co_ordinator", "dsl", "head", "deputy"):
        answer = download(as_(name), filed, confirmed="on")
        assert answer.status_code == 422
        assert "may be illegal" in answer.content.decode()
    assert not EvidenceOpening.objects.exists()


def test_a_note_says_where_the_thing_is(incident: Incident, as_: As) -> None:
    client = as_("co_ordinator")
    answer = client.post(
        f"/incidents/{incident.reference}/evidence/note/",
        {"kind": "paper", "description": "Two screenshots, signed", "kept_where": "Locked cabinet, office"},
    )  # fmt: skip
    assert answer.status_code == 302
    page = client.get(f"/incidents/{incident.reference}/evidence/").content.decode()
    assert "Locked cabinet, office" in page
    assert (
        f'{incident.reference}/evidence/">Evidence</a> (1)'
        in client.get(f"/incidents/{incident.reference}/").content.decode()
    )


def test_a_note_of_something_illegal_is_a_reference_only(cast: Cast, incident: Incident, as_: As) -> None:
    answer = as_("dsl").post(
        f"/incidents/{incident.reference}/evidence/illegal/",
        {
            "description": "Picture received on the pupil’s phone, not opened by staff",
            "kept_where": "Safe", "kept_by": "Head", "police_reference": "CR/118/26", "iwf_reference": "",
        },
    )  # fmt: skip
    assert answer.status_code == 302
    item = EvidenceItem.objects.get()
    assert (item.kind, item.file) == (EvidenceKind.ILLEGAL, None)


def test_the_list_costs_the_same_however_much_there_is(incident: Incident, cast: Cast, as_: As) -> None:
    client = as_("dsl")

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(f"/incidents/{incident.reference}/evidence/")
        return len(caught)

    send_file(client, incident, HONEST["notes.txt"], "notes.txt")
    one = queries()
    for number in range(6):
        send_file(client, incident, png(number + 1, 3))
        actions.note_evidence(incident=incident, kind=EvidenceKind.PAPER, description="x", kept_where="y", kept_by="",
                              by=cast.dsl)  # fmt: skip
    assert queries() == one
    assert one <= 14


def test_a_merge_loses_no_evidence(cast: Cast, filed: EvidenceItem, incident: Incident, as_: As) -> None:
    into = a_concern(cast)
    actions.merge(incident=incident, into=into, reason="The same", version=incident.version, by=cast.dsl)
    filed.refresh_from_db()
    assert filed.incident_id == into.pk
    answer = download(as_("dsl"), filed, confirmed="on")
    assert b"".join(answer.streaming_content) == png(30, 40)
    assert ReceivedFile.objects.about(into).count() == 1


def test_who_took_a_copy_cannot_be_taken_back(filed: EvidenceItem, as_: As) -> None:
    download(as_("dsl"), filed, confirmed="on")
    with pytest.raises(DatabaseError):
        EvidenceOpening.objects.update(reason="another")
