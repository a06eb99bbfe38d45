"""Forms for agencies: filled in from the record, completed, read through, sent by a one-document link."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client
from pypdf import PdfReader

from esafety.access.refusals import NotNow
from esafety.office.actions import add_contact
from esafety.outbox.registry import promises
from esafety.outbox.relay import keep_due
from esafety.papers import cabinet
from esafety.papers.models import DocumentLink, Paper
from esafety.people.models import ExternalContact
from esafety.people.vocabulary import ContactKind
from incidents import actions
from incidents.models import Referral, ReferralForm
from incidents.policy.referral_forms import FORMS, questions
from incidents.record.form_facts import facts_for, filled_in
from incidents.told import Reporter
from incidents.vocabulary import IncidentType, Part, ReporterKind, Status
from incidents.vocabulary.outside import Agency, HarmTest, Step
from tests.builders import a_concern, a_referral, advance
from tests.cast import Cast

As = Callable[[str], Client]
SAID = "He asked her for a picture, and to meet by the harbour."


@pytest.fixture
def social_care(cast: Cast) -> ExternalContact:
    found = ExternalContact.objects.current().filter(school=cast.school, kind=ContactKind.SOCIAL_CARE).first()
    if found is not None and found.email:
        return found
    return add_contact(
        school=cast.school, kind=ContactKind.SOCIAL_CARE, name="Front door", email="front@council.example",
        telephone="01632 960301", out_of_hours="", secure_mail_note="", by=cast.dsl,
    )  # fmt: skip


@pytest.fixture
def referral(cast: Cast) -> Referral:
    """The safeguarding lead rang social care about a groomed child."""
    incident = a_concern(
        cast,
        about="A stranger online",
        harmed="pupil",
        witnesses="second_pupil",
        type=IncidentType.GROOMING,
        description=SAID,
        child_words="I was scared.",
    )
    incident = advance(incident, Status.IN_PROGRESS)
    child = incident.involvements.get(person=cast.pupil)
    return a_referral(incident, Agency.SOCIAL_CARE, about=child, reason="She may be harmed.")


def kept(referral: Referral, cast: Cast, **more: str) -> ReferralForm:
    asked = FORMS[Agency(referral.agency)]
    answers = filled_in(asked, referral, cast.dsl) | more
    return actions.fill_in_form(
        referral=referral, answers=answers, edition=referral.forms.count(), by=cast.dsl
    )


# -- what the record answers -----------------------------------------------------------------------


def test_the_record_fills_in_what_it_knows(cast: Cast, referral: Referral) -> None:
    facts = filled_in(FORMS[Agency.SOCIAL_CARE], referral, cast.dsl)
    assert facts["child"] == "Zoë Haddad"
    assert facts["child_born_on"] == "3 November 2016"
    assert facts["child_year"] == "Year 5, 5H"
    assert facts["school"] == "Harbour View Primary"
    assert facts["referrer"] == "Ruth Adeyemi"
    assert facts["description"] == SAID
    assert facts["child_views"] == "I was scared."
    assert facts["worries"] == "She may be harmed."
    assert "Leila Haddad" in facts["parents"]
    assert "child_gender" not in facts


def test_the_lados_form_names_the_adult_the_child_and_the_tests(cast: Cast) -> None:
    incident = a_concern(
        cast, about="teacher", harmed="pupil", by="second_teacher", type=IncidentType.STAFF_PUPIL_CONTACT
    )
    incident = advance(incident, Status.IN_PROGRESS, harm_test=True)
    row = incident.involvements.get(part=Part.SUBJECT)
    tests = (HarmTest.RISK, HarmTest.UNSUITABLE)
    referral = a_referral(
        incident, Agency.LADO, about=row, harm_tests=tests, reason="He wrote to her at night."
    )
    facts = filled_in(FORMS[Agency.LADO], referral, cast.head)
    assert facts["adult"] == "Jamal Rashid"
    assert facts["adult_post"] == "Teacher, member of staff or volunteer"
    assert facts["child"] == "Zoë Haddad"
    assert facts["harm_tests"].splitlines() == [HarmTest.RISK.label, HarmTest.UNSUITABLE.label]
    assert facts["alleger"] == "Kate Lowry"


def test_whoever_does_not_want_to_be_named_is_not_named_on_a_form(cast: Cast) -> None:
    incident = a_concern(
        cast, harmed="pupil", about=(), type=IncidentType.GROOMING,
        reporter=Reporter(kind=ReporterKind.WITHHELD),
    )  # fmt: skip
    referral = a_referral(advance(incident, Status.IN_PROGRESS), Agency.POLICE, reference="1")
    facts = facts_for(referral, cast.dsl)
    assert facts["reporter"] == ""
    assert "Jamal Rashid" not in "".join(facts.values())


def test_no_form_asks_the_same_thing_twice_and_every_fact_exists(cast: Cast, referral: Referral) -> None:
    facts = facts_for(referral, cast.dsl) | {
        "adult_known_as": "",
        "adult": "",
        "adult_born_on": "",
        "adult_post": "",
    }
    for form in FORMS.values():
        codes = [question.code for question in questions(form)]
        assert len(codes) == len(set(codes))
        assert {question.fact for question in questions(form)} - {""} <= set(facts)


# -- kept and read through -------------------------------------------------------------------------


def test_the_lead_completes_the_form_and_reads_it_through(cast: Cast, as_: As, referral: Referral) -> None:
    lead, page = as_("dsl"), f"{referral.get_absolute_url()}form/"
    shown = lead.get(page).content.decode()
    assert "Zoë Haddad" in shown
    assert SAID in shown
    answered = lead.post(
        page, {"edition": 0, "child": "Zoë Haddad", "child_gender": "Girl", "description": SAID}
    )
    assert answered["Location"] == referral.get_absolute_url()
    form = referral.forms.get()
    assert form.answers == {"child": "Zoë Haddad", "child_gender": "Girl", "description": SAID}
    read = lead.get(f"{page}1/").content.decode()
    assert "Girl" in read
    assert read.count("Not known") > 20
    again = lead.get(page).content.decode()
    assert 'value="Girl"' in again


def test_an_edition_that_was_kept_is_never_changed(cast: Cast, referral: Referral) -> None:
    form = kept(referral, cast)
    second = kept(referral, cast, child_gender="Girl")
    assert (form.edition, second.edition) == (1, 2)
    with pytest.raises(DatabaseError), transaction.atomic():
        ReferralForm.objects.filter(pk=form.pk).update(answers={})


def test_of_two_who_fill_it_in_at_once_the_later_keeps_every_word(
    cast: Cast, as_: As, referral: Referral
) -> None:
    page = f"{referral.get_absolute_url()}form/"
    kept(referral, cast)
    with pytest.raises(NotNow, match="another edition"):
        actions.fill_in_form(referral=referral, answers={}, edition=0, by=cast.deputy)
    answered = as_("deputy").post(page, {"edition": 0, "child_gender": "Girl who likes boats"})
    assert answered.status_code == 422
    assert "Girl who likes boats" in answered.content.decode()
    assert referral.forms.count() == 1


@pytest.mark.parametrize("spoil", [{"child": "x" * 301}, {"description": "x" * 10_001}, {"child": "a\x00b"}])
def test_too_much_or_odd_input_is_refused_in_words(
    as_: As, referral: Referral, spoil: dict[str, str]
) -> None:
    page = f"{referral.get_absolute_url()}form/"
    answered = as_("dsl").post(page, {"edition": 0, "child_gender": "Girl who likes boats", **spoil})
    assert answered.status_code == 422
    assert "Girl who likes boats" in answered.content.decode()
    assert not ReferralForm.objects.exists()


def test_an_agency_without_a_form_of_ours_has_none(cast: Cast, as_: As, referral: Referral) -> None:
    other = a_referral(referral.incident, Agency.HEALTH)
    assert as_("dsl").get(f"{other.get_absolute_url()}form/").status_code == 404


# -- sent ------------------------------------------------------------------------------------------


def post() -> None:
    """The background work is done: documents are made, mail is sent."""
    for _ in range(2):
        for promise in promises():
            keep_due(promise)


def pdf_of(link: DocumentLink) -> str:
    paper = Paper.objects.get(pk=link.paper_id)
    assert paper.file is not None
    content = b"".join(cabinet.read(paper.file))
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_the_copy_says_what_was_kept_and_what_nobody_knows(
    cast: Cast, as_: As, referral: Referral, social_care: ExternalContact
) -> None:
    form = kept(referral, cast)
    sent = actions.send_form(form=form, contact=social_care, by=cast.dsl)
    post()
    text = pdf_of(sent.link)
    assert "Multi-agency referral to children’s social care" in text
    assert "Zoë Haddad" in text
    assert SAID in " ".join(text.split())
    assert "Not known" in text
    step = referral.entries.get(step=Step.WRITTEN)
    assert sent.link.reference in step.words
    assert not referral.tasks.open().filter(code__startswith="referral_written").exists()


def test_the_mail_says_nothing_and_the_page_shows_who_has_it_and_its_fingerprint(
    cast: Cast, as_: As, referral: Referral, social_care: ExternalContact
) -> None:
    kept(referral, cast)
    lead = as_("dsl")
    page = f"{referral.get_absolute_url()}form/1/"
    answered = lead.post(page, {"contact": social_care.pk}).content.decode()
    assert "telephone" in answered
    post()
    letter = next(one for one in mail.outbox if social_care.email in one.to)
    said = letter.subject + letter.body
    for word in ("Zoë", "Haddad", "harbour", "groom", "social care", referral.incident.reference):
        assert word not in said
    shown = lead.get(referral.get_absolute_url()).content.decode()
    link = DocumentLink.objects.get()
    assert f"to {social_care.name}" in shown
    assert link.paper.file is not None
    assert link.paper.file.sha256 in shown


def test_a_form_goes_only_to_the_agency_it_is_for(
    cast: Cast, referral: Referral, social_care: ExternalContact
) -> None:
    form = kept(referral, cast)
    lado = ExternalContact.objects.create(
        school=cast.school, kind=ContactKind.LADO, name="LADO", email="lado@council.example"
    )
    theirs = ExternalContact.objects.create(
        school=cast.other, kind=ContactKind.SOCIAL_CARE, name="Theirs", email="theirs@council.example"
    )
    for wrong in (lado, theirs):
        with pytest.raises(PermissionDenied):
            actions.send_form(form=form, contact=wrong, by=cast.dsl)
    with pytest.raises(PermissionDenied):
        actions.send_form(form=form, contact=social_care, by=cast.senco)


def test_a_link_can_be_closed_before_its_time(
    cast: Cast, as_: As, referral: Referral, social_care: ExternalContact
) -> None:
    sent = actions.send_form(form=kept(referral, cast), contact=social_care, by=cast.dsl)
    url = f"{referral.get_absolute_url()}links/{sent.link.pk}/close/"
    assert as_("dsl").post(url, {"version": 1, "reason": "Wrong person"}).status_code == 302
    sent.link.refresh_from_db()
    assert not sent.link.is_open
    other = a_referral(referral.incident, Agency.POLICE, reference="1")
    elsewhere = f"{other.get_absolute_url()}links/{sent.link.pk}/close/"
    assert as_("dsl").get(elsewhere).status_code == 404
