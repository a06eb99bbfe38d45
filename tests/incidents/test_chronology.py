"""A chronology worth reading: what is significant, in one line, what it meant; one child's own part; on paper with
everybody else as "Child B"."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from esafety.audit.models import AuditEvent
from esafety.outbox.registry import promises
from esafety.outbox.relay import keep_due
from esafety.papers import cabinet
from esafety.papers.models import Paper
from incidents import actions, names
from incidents.models import ChronologyMark, ChronologyPrint, Incident, Involvement, Note
from incidents.record.child import _letter, chronology_of, in_clear, labels_for
from incidents.vocabulary import Audience, DecisionKind, IncidentType, Lane, PartKind, Standing, Status
from incidents.vocabulary.outside import Agency, Answer, Step
from tests.builders import a_concern, a_referral, a_step, advance
from tests.cast import Cast

As = Callable[[str], Client]


@pytest.fixture
def bullying(cast: Cast) -> Incident:
    """One pupil bullied another online; the safeguarding lead works on it."""
    incident = a_concern(
        cast,
        about="second_pupil",
        harmed="pupil",
        witnesses="Mr Tall",
        type=IncidentType.SELF_HARM,
        description="Marcus Bright told Zoë Haddad to hurt herself. Mr Tall saw it.",
    )
    return advance(incident, Status.IN_PROGRESS)


def a_note(cast: Cast, incident: Incident, text: str, *, audience: Audience = Audience.EVERYONE) -> Note:
    people = list(Involvement.objects.standing().filter(incident=incident))
    return actions.add_note(
        incident=incident,
        text=text,
        standing=Standing.FACT,
        audience=audience,
        by=cast.dsl,
        referring_to=people,
    )


# -- names as references ---------------------------------------------------------------------------


def test_names_in_a_note_are_kept_as_references_and_read_as_they_were_typed(
    cast: Cast, as_: As, bullying: Incident
) -> None:
    text = "Zoë cried. MARCUS laughed; zoë haddad left."
    note = a_note(cast, bullying, text)
    part = {row.who: row.pk for row in bullying.involvements.all()}
    assert names.referred_to(note.text) == {part["Zoë Haddad"], part["Marcus Bright"]}
    assert names.for_reading(note.text) == text
    assert text in as_("dsl").get(bullying.get_absolute_url()).content.decode()


def test_only_those_who_were_picked_become_references(cast: Cast, bullying: Incident) -> None:
    zoe = bullying.involvements.get(person=cast.pupil)
    note = actions.add_note(
        incident=bullying, text="Zoë and Marcus spoke.", standing=Standing.FACT, audience=Audience.EVERYONE,
        by=cast.dsl, referring_to=[zoe],
    )  # fmt: skip
    assert names.referred_to(note.text) == {zoe.pk}
    assert "Marcus" in note.text


def test_a_part_of_a_longer_word_is_nobodys_name(cast: Cast, bullying: Incident) -> None:
    note = a_note(cast, bullying, "Brightness, zoëlike, Brightly")
    assert names.referred_to(note.text) == set()


def test_a_name_that_two_have_is_nobodys(cast: Cast) -> None:
    incident = a_concern(cast, about=["deputys_child"], harmed="pupil", witnesses=["parent"])
    note = actions.add_note(
        incident=incident, text="Haddad came; Leila Haddad spoke.", standing=Standing.FACT,
        audience=Audience.EVERYONE, by=cast.co_ordinator,
        referring_to=list(incident.involvements.all()),
    )  # fmt: skip
    leila = incident.involvements.get(person=cast.person_of(cast.parent))
    assert names.referred_to(note.text) == {leila.pk}


def test_nobody_can_forge_a_reference(cast: Cast, bullying: Incident) -> None:
    part = bullying.involvements.get(person=cast.second_pupil).pk
    forged = f"\ue000{part}\ue001x\ue002"
    added = actions.add_to_report(incident=bullying, text=forged, standing=Standing.FACT, by=cast.teacher)
    assert names.referred_to(added.text) == set()
    noted = a_note(cast, bullying, forged)
    assert names.referred_to(noted.text) == set()


def test_a_note_is_found_by_the_name_that_was_typed(cast: Cast, as_: As, bullying: Incident) -> None:
    a_note(cast, bullying, "Spoke with Marcus at the quayside.")
    found = as_("dsl").post("/incidents/", {"words": "quayside Marcus"}, follow=True).content.decode()
    assert bullying.reference in found


def test_the_reporter_reads_a_message_as_it_was_typed(cast: Cast, as_: As, bullying: Incident) -> None:
    a_note(cast, bullying, "Zoë is with the nurse now.", audience=Audience.REPORTER)
    shown = as_("teacher").get(f"/reports/{bullying.reference}/").content.decode()
    assert "Zoë is with the nurse now." in shown
    assert "\ue000" not in shown


@given(st.text(max_size=80))
def test_whatever_is_typed_reads_back_as_it_was_typed_but_for_the_marks(text: str) -> None:
    row = Involvement(pk=7, name="Mr Tall", folded=" mr tall ")
    kept = names.with_references(text, [row], [row])
    assert names.for_reading(kept) == names.as_typed(text)


# -- marks -----------------------------------------------------------------------------------------


def test_the_lead_marks_a_note_as_significant(cast: Cast, as_: As, bullying: Incident) -> None:
    note = a_note(cast, bullying, "Zoë said that she sleeps badly.")
    lead, page = as_("dsl"), f"/incidents/{bullying.reference}/chronology/"
    form = f"{page}note/{note.pk}/"
    assert "sleeps badly" in lead.get(form).content.decode()
    told = {"version": 1, "significant": "yes", "headline": "Sleeps badly since", "impact": "Tired in class."}
    assert lead.post(form, told).status_code == 302
    shown = lead.get(page).content.decode()
    assert "Sleeps badly since" in shown
    assert "Impact: Tired in class." in shown
    assert AuditEvent.objects.filter(code="incident.marked").count() == 1
    assert lead.post(form, {"version": 1, "significant": "no"}).status_code == 302
    assert "Sleeps badly since" not in lead.get(page).content.decode()
    with pytest.raises(DatabaseError), transaction.atomic():
        ChronologyMark.objects.all().delete()


def test_a_mark_without_its_line_is_refused_in_words(cast: Cast, as_: As, bullying: Incident) -> None:
    page = f"/incidents/{bullying.reference}/chronology/report/0/"
    for spoil in ({"headline": ""}, {"headline": "x" * 121}, {"impact": "x" * 5_001}, {"significant": ""}):
        told = {"version": 1, "significant": "yes", "headline": "A line", "impact": "Tired", **spoil}
        assert as_("dsl").post(page, told).status_code == 422
    assert not ChronologyMark.objects.exists()


def test_what_may_not_be_read_cannot_be_marked(cast: Cast, as_: As) -> None:
    incident = advance(a_concern(cast), Status.IN_PROGRESS)
    lead_only = actions.add_note(
        incident=incident, text="Quiet", standing=Standing.FACT, audience=Audience.LEADS, by=cast.dsl
    )
    actions.share(incident=incident, user=cast.senco, reason="Support", until=None, by=cast.dsl)
    page = f"/incidents/{incident.reference}/chronology/note/{lead_only.pk}/"
    assert as_("senco").get(page).status_code == 403
    other = a_concern(cast)
    with pytest.raises(PermissionDenied):
        actions.mark_entry(
            incident=other, entry=lead_only, significant=True, headline="x", impact="", by=cast.dsl
        )
    elsewhere = f"/incidents/{other.reference}/chronology/note/{lead_only.pk}/"
    assert as_("dsl").get(elsewhere).status_code == 404
    for odd in ("report/1", "nothing/0", "entry/99"):
        assert as_("dsl").get(f"/incidents/{incident.reference}/chronology/{odd}/").status_code == 404


# -- one child across incidents --------------------------------------------------------------------


def page_of(person: object) -> str:
    return f"/children/{person.pk}/chronology/"  # type: ignore[attr-defined]


def test_a_child_s_chronology_gathers_their_part_across_incidents(
    cast: Cast, as_: As, bullying: Incident
) -> None:
    a_concern(cast, about="pupil", description="She shared a password.")
    a_concern(cast, about="third_pupil", description="Nothing to do with her.")
    referral = a_referral(bullying, Agency.SOCIAL_CARE, about=bullying.involvements.get(person=cast.pupil))
    a_step(referral, Step.DECIDED, answer=Answer.ASSESSMENT, words="They will visit.")
    shown = as_("dsl").get(page_of(cast.pupil)).content.decode()
    assert "She shared a password." in shown
    assert "Their part: harmed" in shown
    assert "Their part: subject" in shown
    assert "They will visit." in shown
    assert "Nothing to do with her." not in shown
    assert AuditEvent.objects.filter(code="incident.chronology_read").count() == 1


def test_what_names_others_and_not_the_child_is_theirs(cast: Cast, bullying: Incident) -> None:
    a_note(cast, bullying, "Marcus was sent home.")
    a_note(cast, bullying, "Marcus said sorry to Zoë.")
    a_note(cast, bullying, "Nobody answered the door.")
    texts = [names.for_reading(one.text) for one in chronology_of(cast.pupil, cast.dsl).entries]
    assert "Marcus was sent home." not in texts
    assert "Marcus said sorry to Zoë." in texts
    assert "Nobody answered the door." in texts
    assert "Marcus was sent home." in [
        names.for_reading(one.text) for one in chronology_of(cast.second_pupil, cast.dsl).entries
    ]


def test_what_an_agency_answered_about_another_child_is_theirs(cast: Cast, bullying: Incident) -> None:
    other = a_referral(
        bullying, Agency.SOCIAL_CARE, about=bullying.involvements.get(person=cast.second_pupil)
    )
    a_step(other, Step.DECIDED, answer=Answer.EARLY_HELP, words="They know the family.")
    assert all("They know the family." not in one.text for one in chronology_of(cast.pupil, cast.dsl).entries)


def test_each_reader_meets_only_what_they_work_on(cast: Cast, as_: As, bullying: Incident) -> None:
    a_concern(cast, about="pupil", description="She shared a password.")
    a_concern(cast, about="head", harmed="pupil", by="second_teacher", description="The head shouted at her.")
    lead = as_("dsl").get(page_of(cast.pupil)).content.decode()
    assert "The head shouted" not in lead
    quiet = as_("co_ordinator").get(page_of(cast.pupil)).content.decode()
    assert "She shared a password." in quiet
    assert "hurt herself" not in quiet
    assert "The head shouted" in as_("chair").get(page_of(cast.pupil)).content.decode()


def test_nobody_else_finds_a_chronology(cast: Cast, as_: As, bullying: Incident) -> None:
    actions.share(incident=bullying, user=cast.senco, reason="Support", until=None, by=cast.dsl)
    for name in ("teacher", "senco", "governor", "school_admin", "parent", "other_dsl", "technician"):
        assert as_(name).get(page_of(cast.pupil)).status_code == 404, name
    assert as_("dsl").get(page_of(cast.third_pupil)).status_code == 404
    assert as_("dsl").get(page_of(cast.person_of(cast.teacher))).status_code == 404
    assert as_("dsl").get("/children/987654321/chronology/").status_code == 404


def test_whoever_is_close_to_a_child_has_no_chronology_of_them(cast: Cast, as_: As) -> None:
    a_concern(cast, about="pupil", harmed="deputys_child", type=IncidentType.SELF_HARM)
    assert as_("dsl").get(page_of(cast.deputys_child)).status_code == 200
    assert as_("deputy").get(page_of(cast.deputys_child)).status_code == 404


def test_how_an_allegation_ended_is_not_in_a_childs_file(cast: Cast) -> None:
    incident = a_concern(cast, about="teacher", harmed="pupil", by="second_teacher")
    assert incident.lane == Lane.STAFF
    advance(incident, Status.CLOSED, harm_test=True)
    assert incident.decisions.filter(kind=DecisionKind.ALLEGATION).exists()
    titles = [one.title for one in chronology_of(cast.pupil, cast.head).entries]
    assert not [title for title in titles if "allegation" in title.lower()]


def test_the_page_asks_the_same_number_of_questions_however_much_there_is(
    cast: Cast, as_: As, bullying: Incident
) -> None:
    lead = as_("dsl")
    a_note(cast, bullying, "One")
    a_concern(cast, about="pupil", type=IncidentType.SELF_HARM)
    pages = (page_of(cast.pupil), f"/incidents/{bullying.reference}/chronology/", bullying.get_absolute_url())
    counts = [_queries(lead, page) for page in pages]
    for _ in range(4):
        a_note(cast, bullying, "Again")
        a_concern(cast, about="pupil", type=IncidentType.SELF_HARM)
    assert [_queries(lead, page) for page in pages] == counts
    assert max(counts) <= 19, counts


def _queries(client: Client, page: str) -> int:
    client.get(page)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page).status_code == 200
    return len(asked)


# -- on paper --------------------------------------------------------------------------------------


def test_letters_begin_at_b_and_go_on_after_z() -> None:
    assert [_letter(number) for number in (1, 2, 25, 26, 27)] == ["B", "C", "Z", "AA", "AB"]


def test_one_person_has_one_letter_in_the_whole_print(cast: Cast, bullying: Incident) -> None:
    second = a_concern(
        cast, about="second_pupil", harmed="pupil", witnesses="third_pupil", type=IncidentType.SELF_HARM
    )
    found = chronology_of(cast.pupil, cast.dsl)
    called = labels_for(cast.pupil, found.people)
    part = {(row.incident_id, row.who): row.pk for row in found.people}
    assert called.of(part[bullying.pk, "Marcus Bright"]) == "Child B"
    assert called.of(part[second.pk, "Marcus Bright"]) == "Child B"
    assert called.of(part[bullying.pk, "Mr Tall"]) == "Adult C"
    assert called.of(part[second.pk, "Anya Kowalska"]) == "Child D"
    assert called.of(part[second.pk, "Zoë Haddad"]) is None


def printed(as_: As, person: object, **answers: object) -> str:
    answered = as_("dsl").post(page_of(person), {"purpose": "Conference on 3 December", **answers})
    assert answered.status_code == 302, answered.content.decode()
    for promise in promises():
        keep_due(promise)
    paper = Paper.objects.latest("pk")
    assert paper.file is not None
    content = b"".join(cabinet.read(paper.file))
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return " ".join(text.split())


def test_the_print_names_the_child_and_nobody_else(cast: Cast, as_: As, bullying: Incident) -> None:
    note = a_note(cast, bullying, "Zoë said that Marcus Bright wrote to her. Mr Tall rang.")
    actions.mark_entry(
        incident=bullying, entry=note, significant=True, headline="Marcus wrote again", impact="Afraid of Marcus.",
        by=cast.dsl,
    )  # fmt: skip
    text = printed(as_, cast.pupil)
    assert "Chronology: Zoë Haddad" in text
    assert "Conference on 3 December" in text
    assert "Zoë said that Child B wrote to her. Adult C rang." in text
    assert "Child B told Zoë Haddad to hurt herself. Adult C saw it." in text
    assert "Child B wrote again" in text
    assert "Impact on the child: Afraid of Child B." in text
    for name in ("Marcus", "Bright", "Tall"):
        assert name not in text


def test_the_page_lists_names_in_clear_text_and_the_printer_decides(
    cast: Cast, as_: As, bullying: Incident
) -> None:
    listed = {row["who"]: row for row in in_clear(chronology_of(cast.pupil, cast.dsl), cast.pupil)}
    assert listed["Marcus Bright"]["typed"] == "Marcus Bright"
    assert listed["Mr Tall"]["label"] == "Adult C"
    assert "Zoë Haddad" not in listed
    page = as_("dsl").get(page_of(cast.pupil)).content.decode()
    assert "Mr Tall (Adult C): Mr Tall" in page
    text = printed(as_, cast.pupil, clear_names=[listed["Mr Tall"]["part"]])
    assert "Mr Tall saw it." in text
    assert "Marcus" not in text
    assert ChronologyPrint.objects.get().clear_names == [listed["Mr Tall"]["part"]]


def test_only_significant_events_are_printed_when_asked(cast: Cast, as_: As, bullying: Incident) -> None:
    actions.mark_entry(
        incident=bullying,
        entry=None,
        significant=True,
        headline="Told to hurt herself",
        impact="",
        by=cast.dsl,
    )
    a_note(cast, bullying, "A lesser thing about the weather.")
    text = printed(as_, cast.pupil, significant_only="on")
    assert "Told to hurt herself" in text
    assert "weather" not in text


def test_bad_input_prints_nothing(cast: Cast, as_: As, bullying: Incident) -> None:
    for spoil in ({"purpose": ""}, {"purpose": "x" * 201}, {"purpose": "a\x00b"}, {"clear_names": "987654"}):
        answered = as_("dsl").post(page_of(cast.pupil), {"purpose": "Conference", **spoil})
        assert answered.status_code == 422, spoil
    assert not ChronologyPrint.objects.exists()


def test_whoever_lost_the_right_gets_no_print(cast: Cast, as_: As, bullying: Incident) -> None:
    with pytest.raises(PermissionDenied):
        actions.print_chronology(
            child=cast.pupil, purpose="x", significant_only=False, clear_names=[], by=cast.senco
        )


def test_what_is_recorded_of_a_childs_own_part_is_theirs_alone(cast: Cast, bullying: Incident) -> None:
    row = bullying.involvements.get(person=cast.pupil)
    actions.record_part(
        row=row, kind=PartKind.SUPPORT, words="Sees the nurse each Friday with Marcus.", by=cast.dsl
    )  # fmt: skip
    assert "Sees the nurse" in "".join(one.text for one in chronology_of(cast.pupil, cast.dsl).entries)
    theirs = chronology_of(cast.second_pupil, cast.dsl).entries
    assert "Sees the nurse" not in "".join(one.text for one in theirs)
