"""Reports to governors: counted, commented, approved by another, frozen for ever, downloaded."""

from __future__ import annotations

import hashlib
import io
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from esafety.access.refusals import NotNow, Stale
from esafety.audit.models import AuditEvent
from esafety.governance import actions
from esafety.governance.counting.printing import html_of
from esafety.governance.models import PeriodCount, Report
from esafety.governance.vocabulary import ReportKind, ReportStage
from esafety.outbox.models import Message
from esafety.outbox.relay import drain
from esafety.papers import cabinet, pdf
from esafety.people.models import Person
from esafety.schooldays.models import Term
from incidents.vocabulary import IncidentType, Status
from tests.cast import Cast, sign_in
from tests.governance.terms import (
    IN_SPRING,
    IN_SUMMER,
    LAST_SUMMER,
    SPRING,
    SUMMER,
    a_draft,
    cells,
    codes,
    concern_on,
    concerns,
    fresh,
    period,
    published,
)


def content(report: Report) -> bytes:
    assert report.file is not None
    return b"".join(cabinet.read(report.file))


def text_of(report: Report) -> str:
    read = PdfReader(io.BytesIO(content(report)))
    return " ".join(" ".join(page.extract_text() for page in read.pages).split())


def test_a_report_counts_a_term_beside_the_one_before_and_the_same_a_year_ago(
    cast: Cast, pupils: list[Person]
) -> None:
    concerns(cast, IN_SUMMER, pupils[:14])
    concerns(cast, IN_SPRING, pupils[20:29])
    concerns(cast, LAST_SUMMER, pupils[40:43])
    report = a_draft(cast)
    assert cells(report, "Cases") == {"Cases reported": ["15", "10", "7 or fewer"]}
    assert cells(report, "Cases by type")["Bullying and hate online"] == ["15", "10", "7 or fewer"]
    assert cells(report, "Cases by type")["Getting round security"] == ["7 or fewer"] * 3
    assert {"headline", "types", "risks", "stages", "nature", "outcomes", "timeliness", "learning"} <= set(
        codes(report)
    )


def test_a_holiday_belongs_to_the_term_after_it(cast: Cast, pupils: list[Person]) -> None:
    concerns(cast, period(cast.school, SUMMER).span.first, pupils[:9])
    assert period(cast.school, SUMMER).span.first.isoformat() == "2026-03-28"
    assert cells(a_draft(cast), "Cases")["Cases reported"][:2] == ["10", "7 or fewer"]


def test_what_is_no_incident_or_was_merged_is_not_counted(cast: Cast, pupils: list[Person]) -> None:
    from incidents import actions as cases

    made = concerns(cast, IN_SUMMER, pupils[:9])
    cases.set_aside(incident=made[0], reason="A joke", version=made[0].version, by=cast.dsl)
    report = a_draft(cast)
    assert report.count is not None
    assert report.count.true["total"] == [8, 8]


def test_serious_matters_and_matters_about_adults_are_in_no_termly_figure(
    cast: Cast, pupils: list[Person]
) -> None:
    concerns(cast, IN_SUMMER, pupils[:9])
    concern_on(cast, IN_SUMMER, pupils[10], type=IncidentType.NUDES)
    concern_on(cast, IN_SUMMER, "head", type=IncidentType.DEVICE_MISUSE)
    concern_on(cast, IN_SUMMER, pupils[11], types=[IncidentType.GROOMING])
    report = a_draft(cast)
    assert report.count is not None
    assert report.count.true["total"] == [9, 9]
    assert "serious" not in codes(report)


def test_the_whole_way_of_a_report(cast: Cast, pupils: list[Person]) -> None:
    concerns(cast, IN_SUMMER, pupils[:14], to=Status.TRIAGED)
    report = a_draft(cast)
    report = actions.comment(
        report=report,
        section="types",
        text="Bullying in chats rose. Year 5 has had three lessons since.",
        version=report.version,
        by=cast.dsl,
    )
    report = actions.ask_of_meeting(
        report=report, asks="Note the report. Approve the new policy.", version=report.version, by=cast.dsl
    )
    actions.add_point(
        school=cast.school,
        words="Visit a lesson on group chats",
        owner="Online safety governor",
        due_on=None,
        report=report,
        by=cast.dsl,
    )
    report = actions.submit_report(report=report, version=report.version, by=cast.dsl)
    told = set(
        Message.objects.filter(notice="governance.report_to_approve").values_list("to_user__name", flat=True)
    )
    assert told == {"Helen Marsh"}
    report = actions.approve_report(report=report, version=report.version, by=cast.head)
    assert report.stage == ReportStage.APPROVED
    drain()
    report = fresh(report)
    assert report.stage == ReportStage.PUBLISHED
    assert report.fingerprint == hashlib.sha256(content(report)).hexdigest()
    words = text_of(report)
    for expected in (
        "Bullying in chats rose",
        "Visit a lesson",
        "Approve the new policy",
        "7 or fewer",
        "SDC-1",
    ):
        assert expected in words
    told = set(
        Message.objects.filter(notice="governance.report_ready").values_list("to_user__name", flat=True)
    )
    assert {"Olu Bankole", "Mary Quill", "Graham Okoro", "Helen Marsh"} <= told
    assert not {"Jamal Rashid", "Leila Haddad", "Victor Amis", "Idris Cole"} & told
    written = AuditEvent.objects.filter(about_id=report.pk, code__startswith="governance.")
    assert list(written.order_by("number").values_list("code", flat=True)) == [
        "governance.report_begun",
        "governance.report_counted",
        "governance.report_commented",
        "governance.report_commented",
        "governance.point_added",
        "governance.report_submitted",
        "governance.report_approved",
        "governance.report_published",
    ]


def test_the_same_report_gives_the_same_bytes_again(cast: Cast, pupils: list[Person]) -> None:
    concerns(cast, IN_SUMMER, pupils[:14])
    report = published(cast)
    again = pdf.render(html_of(Report.objects.get(pk=report.pk))).content
    assert hashlib.sha256(again).hexdigest() == report.fingerprint


def test_the_pdf_is_tagged_titled_and_its_chart_is_told_in_words(cast: Cast, pupils: list[Person]) -> None:
    concerns(cast, IN_SUMMER, pupils[:14])
    read = PdfReader(io.BytesIO(content(published(cast))))
    root: Any = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert read.metadata is not None
    assert read.metadata.title == f"Termly report, {SUMMER}"
    alts: list[str] = []
    _figures(root["/StructTreeRoot"], alts)
    assert any("Bullying and hate online: this term 15" in alt for alt in alts)


def _figures(node: Any, alts: list[str]) -> None:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for one in node:
            _figures(one, alts)
    elif isinstance(node, dict):
        if node.get("/S") == "/Figure":
            alts.append(str(node.get("/Alt", "")))
        if "/K" in node:
            _figures(node["/K"], alts)


def test_late_changes_to_old_cases_move_nothing_that_was_published(cast: Cast, pupils: list[Person]) -> None:
    made = concerns(cast, IN_SUMMER, pupils[:14])
    report = published(cast)
    before, figures = content(report), report.figures
    concerns(cast, IN_SUMMER, pupils[50:70])
    from incidents import actions as cases

    cases.set_aside(incident=made[0], reason="A joke", version=made[0].version, by=cast.dsl)
    later = a_draft(cast, replaces=report)
    assert cells(later, "Cases") == cells(report, "Cases")
    assert (content(fresh(report)), fresh(report).figures) == (before, figures)
    with pytest.raises(NotNow, match="published already"):
        actions.begin_report(
            school=cast.school, kind=ReportKind.TERMLY, period=period(cast.school, SUMMER), by=cast.dsl
        )


def test_a_term_that_was_printed_once_as_a_comparison_is_never_counted_another_way(
    cast: Cast, pupils: list[Person]
) -> None:
    concerns(cast, IN_SPRING, pupils[:9])
    published(cast, SUMMER)
    concerns(cast, IN_SPRING, pupils[20:40])
    assert cells(a_draft(cast, SPRING), "Cases")["Cases reported"][0] == "10"


def test_somebody_else_approves_than_drafted_or_wrote(cast: Cast, pupils: list[Person]) -> None:
    report = a_draft(cast, by=cast.deputy)
    report = actions.comment(
        report=report, section="headline", text="A calm term.", version=report.version, by=cast.head
    )
    report = actions.submit_report(report=report, version=report.version, by=cast.deputy)
    for writer in (cast.head,):
        with pytest.raises(NotNow, match="Somebody else must approve"):
            actions.approve_report(report=report, version=report.version, by=writer)
    with pytest.raises(NotNow, match="for the head or the designated safeguarding lead"):
        actions.approve_report(report=report, version=report.version, by=cast.co_ordinator)
    assert actions.approve_report(report=report, version=report.version, by=cast.dsl).approved_by == cast.dsl


def test_the_database_itself_refuses_a_report_approved_by_its_writer(
    cast: Cast, pupils: list[Person]
) -> None:
    report = a_draft(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(approved_by=cast.dsl)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("We spoke with Zoë about it.", "Zoë"),
        ("zoe’s parents came in.", "zoe’s"),
        ("The matter with Haddad is closed.", "Haddad"),
        ("Z.H. was upset.", "Z.H."),
        ("It was ZH again.", "ZH"),
        ("A call with Mr Bright helped.", "Bright"),
        ("The Smith-Kowalska family agreed.", "Smith-Kowalska"),
        ("Jamal rang the parents.", "Jamal"),
    ],
)
def test_a_commentary_that_names_somebody_is_refused_with_word_and_sentence(
    cast: Cast, pupils: list[Person], text: str, word: str
) -> None:
    report = a_draft(cast)
    client = sign_in(Client(), cast.dsl)
    url = reverse("report_comment", args=[report.reference, "headline"])
    answer = client.post(url, {"text": f"A calm term. {text}", "version": report.version})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f"“{word}” is the name, or the initials, of somebody in the school: “{text}”" in page
    assert f"A calm term. {text}" in page, "nothing typed is lost"
    assert not report.comments.exists()


@pytest.mark.parametrize(
    "text",
    [
        "A bright start. In May the PE lessons moved, and IT helped. We will mark it.",
        "Harbour View Primary has a new filter.",
        "Marks were given for effort.",
    ],
)
def test_ordinary_words_are_nobody_s_name(cast: Cast, pupils: list[Person], text: str) -> None:
    report = a_draft(cast)
    actions.comment(report=report, section="headline", text=text, version=report.version, by=cast.dsl)
    assert report.comments.get().text == text


def test_two_writers_at_once_lose_nothing(cast: Cast, pupils: list[Person]) -> None:
    report = a_draft(cast)
    seen = report.version
    actions.comment(report=report, section="headline", text="First.", version=seen, by=cast.dsl)
    with pytest.raises(Stale):
        actions.comment(report=report, section="headline", text="Second.", version=seen, by=cast.head)
    url = reverse("report_comment", args=[report.reference, "headline"])
    answer = sign_in(Client(), cast.head).post(url, {"text": "Second.", "version": seen})
    assert answer.status_code == 422
    assert b"Somebody else changed this report while you were writing" in answer.content
    assert b"Second." in answer.content


def test_a_term_without_data_says_so_and_is_no_zero(cast: Cast, pupils: list[Person]) -> None:
    report = a_draft(cast)
    assert cells(report, "Cases")["Cases reported"][0] == "7 or fewer"
    notes = [note for section in report.figures for note in section["notes"]]
    assert any("Nothing was reported in these days" in note for note in notes)


def test_a_school_of_sixty_pupils_prints_no_count_of_a_term(cast: Cast) -> None:
    from tests.governance.terms import a_roll, a_year_behind

    a_year_behind(cast.school)
    concerns(cast, IN_SUMMER, a_roll(cast.school, 56)[:20])
    report = published(cast)
    assert "types" not in codes(report)
    assert [section["tables"] for section in report.figures if section["code"] == "headline"] == [[]]
    assert "With fewer than 100 pupils" in text_of(report)
    year = published(cast, "School year 2025 to 2026")
    assert cells(year, "Cases") == {"Cases reported": ["20", "7 or fewer"]}
    assert "types" not in codes(year)


def test_a_report_is_not_begun_while_two_terms_overlap(cast: Cast, pupils: list[Person]) -> None:
    Term.objects.filter(school=cast.school, name=SPRING).update(ends_on="2026-04-20")
    answer = sign_in(Client(), cast.dsl).get(reverse("report_begin"))
    assert answer.status_code == 409
    assert b"overlap, so that days would be counted twice" in answer.content


def test_days_that_overlap_with_published_ones_are_not_counted(cast: Cast, pupils: list[Person]) -> None:
    published(cast, SPRING)
    Term.objects.filter(school=cast.school, name=SPRING).update(ends_on="2026-03-20")
    report = actions.begin_report(
        school=cast.school, kind=ReportKind.TERMLY, period=period(cast.school, SUMMER), by=cast.dsl
    )
    drain()
    run = report.runs.get()
    assert run.has_failed
    assert "overlap with them" in run.last_error
    page = sign_in(Client(), cast.dsl).get(report.get_absolute_url()).content.decode()
    assert "overlap with them" in page


def test_a_term_that_is_not_over_can_be_drafted_and_not_sent(cast: Cast, pupils: list[Person]) -> None:
    report = a_draft(cast, "Autumn term 2026")
    with pytest.raises(NotNow, match="before the last day was over"):
        actions.submit_report(report=report, version=report.version, by=cast.dsl)
    with pytest.raises(NotNow, match="has not begun"):
        a_draft(cast, "Spring term 2027")


def test_a_withdrawn_edition_stays_as_such_and_a_new_one_takes_its_place(
    cast: Cast, pupils: list[Person]
) -> None:
    first = published(cast)
    actions.withdraw_report(
        report=first, reason="The wrong year's training.", version=first.version, by=cast.head
    )
    second = published(cast, replaces=fresh(first))
    governor = sign_in(Client(), cast.governor)
    listed = governor.get(reverse("reports_to_governors")).content.decode()
    assert "Withdrawn" in listed
    assert listed.count(SUMMER) == 2
    page = governor.get(first.get_absolute_url()).content.decode()
    assert "This edition was withdrawn" in page
    assert "The wrong year’s training." in page.replace("&#x27;", "’")
    assert second.get_absolute_url() in page
    assert (second.edition, second.stage) == (2, ReportStage.PUBLISHED)


def test_a_published_edition_is_replaced_when_the_next_is_published(cast: Cast, pupils: list[Person]) -> None:
    first = published(cast)
    second = a_draft(cast, replaces=first)
    assert fresh(first).stage == ReportStage.PUBLISHED
    second = actions.submit_report(report=second, version=second.version, by=cast.dsl)
    actions.approve_report(report=second, version=second.version, by=cast.head)
    drain()
    assert fresh(first).stage == ReportStage.REPLACED
    assert content(fresh(first))


def test_every_download_is_written_down(cast: Cast, pupils: list[Person]) -> None:
    report = published(cast)
    answer = sign_in(Client(), cast.governor).get(reverse("report_download", args=[report.reference]))
    assert b"".join(answer.streaming_content) == content(report)  # type: ignore[attr-defined]
    event = AuditEvent.objects.get(code="governance.report_downloaded")
    assert (event.actor_name, event.detail["fingerprint"]) == ("Olu Bankole", report.fingerprint)


def test_governors_see_no_draft_and_no_other_school(cast: Cast, pupils: list[Person]) -> None:
    draft = a_draft(cast)
    for name in ("governor", "safety_governor", "chair", "other_dsl", "other_head", "trust_admin", "teacher"):
        client = sign_in(Client(), cast.user(name))
        assert client.get(draft.get_absolute_url()).status_code == 404, name
        assert client.get(reverse("report_download", args=[draft.reference])).status_code == 404
    assert (
        SUMMER not in sign_in(Client(), cast.governor).get(reverse("reports_to_governors")).content.decode()
    )


def test_there_is_no_way_from_a_report_to_a_case(cast: Cast, pupils: list[Person]) -> None:
    made = concerns(cast, IN_SUMMER, pupils[:9])
    report = published(cast)
    governor = sign_in(Client(), cast.governor)
    page = governor.get(report.get_absolute_url()).content.decode()
    assert "/incidents/" not in page
    for incident in made:
        assert incident.reference not in page
        assert incident.reference not in text_of(report)
        assert governor.get(incident.get_absolute_url()).status_code == 404


def test_the_subject_of_an_allegation_approves_the_same_report_as_if_there_were_none(
    cast: Cast, pupils: list[Person]
) -> None:
    """Nothing that whoever writes or approves a report sees moves with a matter about them (decision 0031)."""
    concerns(cast, IN_SUMMER, pupils[:9])
    year = "School year 2025 to 2026"
    without = a_draft(cast, year)
    seen = list(without.figures)
    for _ in range(9):
        concern_on(cast, IN_SUMMER, "head")
    actions.count_anew(report=without, by=cast.dsl)
    drain()
    assert fresh(without).figures == seen


def test_serious_matters_are_one_figure_a_year_from_eight_on(cast: Cast, pupils: list[Person]) -> None:
    year = "School year 2025 to 2026"
    concerns(cast, IN_SUMMER, pupils[:8], type=IncidentType.NUDES)
    assert "Serious matters this year: 10." in text_of(published(cast, year))


def test_fewer_serious_matters_are_told_by_word_of_mouth(cast: Cast, pupils: list[Person]) -> None:
    year = "School year 2025 to 2026"
    concerns(cast, IN_SUMMER, pupils[:7], type=IncidentType.NUDES)
    concern_on(cast, IN_SUMMER, "teacher", by="second_teacher")  # fewer than fifty staff: in no count
    words = text_of(published(cast, year))
    assert "tells the chair of governors about them in person" in words
    assert "Serious matters this year" not in words


def test_the_year_sets_its_terms_beside_each_other(cast: Cast, pupils: list[Person]) -> None:
    concerns(cast, IN_SUMMER, pupils[:20])
    concerns(cast, IN_SPRING, pupils[20:38])
    report = published(cast, "School year 2025 to 2026")
    terms = cells(report, "Cases, term by term")
    assert terms == {
        "Autumn term 2025": ["7 or fewer"],
        "Spring term 2026": ["20"],
        "Summer term 2026": ["20"],
        "The whole year": ["40"],
    }
    assert cells(report, "Cases by type and term")["Bullying and hate online"][:3] == [
        "7 or fewer",
        "20",
        "20",
    ]
    assert PeriodCount.objects.frozen().filter(school=cast.school).count() >= 4


def test_the_list_and_a_report_cost_the_same_however_many(
    cast: Cast, pupils: list[Person], django_assert_num_queries: Any
) -> None:
    report = published(cast)
    client = sign_in(Client(), cast.governor)
    urls = {reverse("reports_to_governors"): 6, report.get_absolute_url(): 13}
    for url, most in urls.items():
        with django_assert_num_queries(most, exact=False) as few:
            client.get(url)
        assert len(few) <= most, (url, len(few))
    published(cast, SPRING)
    with django_assert_num_queries(len(few), exact=False):
        client.get(report.get_absolute_url())


def test_a_new_edition_begins_with_the_words_of_the_one_before(cast: Cast, pupils: list[Person]) -> None:
    report = a_draft(cast)
    report = actions.comment(
        report=report, section="headline", text="A calm term.", version=report.version, by=cast.dsl
    )
    report = actions.submit_report(report=report, version=report.version, by=cast.dsl)
    actions.approve_report(report=report, version=report.version, by=cast.head)
    drain()
    second = a_draft(cast, replaces=fresh(report))
    assert second.comments.get().text == "A calm term."
    discarded = actions.discard_report(report=second, version=second.version, by=cast.dsl)
    assert discarded.stage == ReportStage.DISCARDED
    assert a_draft(cast, replaces=fresh(report)).edition == 2, "what nobody saw is no edition"


def test_a_draft_is_discarded_only_after_a_question(cast: Cast, pupils: list[Person]) -> None:
    report = a_draft(cast)
    lead = sign_in(Client(), cast.dsl)
    page = reverse("report_discard_draft", args=[report.reference])
    assert page in lead.get(report.get_absolute_url()).content.decode()
    assert "Discard this draft?" in lead.get(page).content.decode()
    assert fresh(report).stage == ReportStage.DRAFT, "looking is not deciding"
    assert lead.post(page).status_code == 422, "which version is meant is not said"
    actions.comment(report=report, section="headline", text="Later.", version=report.version, by=cast.dsl)
    assert lead.post(page, {"version": report.version}).status_code == 422, "somebody wrote in it meanwhile"
    assert fresh(report).stage == ReportStage.DRAFT
    assert lead.post(page, {"version": fresh(report).version}).status_code == 302
    assert fresh(report).stage == ReportStage.DISCARDED


def test_only_days_that_have_begun_are_offered(cast: Cast, pupils: list[Person]) -> None:
    page = sign_in(Client(), cast.dsl).get(reverse("report_begin")).content.decode()
    assert SUMMER in page
    later = [one for one in Term.objects.filter(school=cast.school) if one.starts_on > timezone.localdate()]
    assert all(one.name not in page for one in later)


def test_percentages_give_way_to_bands_and_not_to_silence(cast: Cast, pupils: list[Person]) -> None:
    """Where an exact percentage and a table get in each other's way, the table stays and the measure is a band."""
    concerns(cast, IN_SUMMER, pupils[:20])
    report = a_draft(cast)
    assert report.count is not None
    assert not report.count.printed["told_exactly"], (
        "the table of types stays, so an exact percentage may not"
    )
    told = dict(map(tuple, report.count.printed["measures"]))
    assert told["Looked at within its time"] in {"over 95%", "85 to 95%", "up to 5%"}
    assert told["Time limits kept"] != "left out"
    assert cells(report, "Cases by type")["Bullying and hate online"][0] == "20"
