"""The paper form: the same questions as the pages; every line of the Appendix 4 form is asked somewhere."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils.choices import flatten_choices
from pypdf import PdfReader

from esafety.audit.models import AuditEvent
from esafety.papers.models import Paper
from esafety.papers.tasks import make
from incidents.forms.reporting import (
    ActionForm,
    ConsideredForm,
    DetailsForm,
    StartForm,
    WhatForm,
    WhenForm,
)
from incidents.forms.reporting_people import NamedForm, PeopleForm
from incidents.models import Incident
from incidents.reporting.blank import ORDER, blank_form
from incidents.reporting.sections import SECTIONS
from incidents.told import Account
from incidents.vocabulary import (
    APPENDIX_4_TYPES,
    ChildAction,
    ConsideredAs,
    IncidentType,
    Material,
    PersonSort,
    StaffAction,
)
from tests.incidents.report_acts import text_of

APPENDIX_4 = {
    "date happened": [(WhenForm, "happened_on"), (WhenForm, "first_day"), (WhenForm, "last_day")],
    "time": [(WhenForm, "happened_time")],
    "name of the person reporting": [
        (StartForm, "reporter_kind"), (StartForm, "told_by"), (StartForm, "written_by")
    ],
    "if it was not reported, how it was identified": [(WhenForm, "found_by"), (WhenForm, "found_by_other")],
    "where it happened": [(WhenForm, "place"), (WhenForm, "place_detail")],
    "who was involved": [(PeopleForm, "sort"), (PeopleForm, "name"), (PeopleForm, "part")],
    "type of incident": [(WhatForm, "types"), (WhatForm, "other_type")],
    "description": [(WhatForm, "description")],
    "nature": [(DetailsForm, "nature")],
    "the material was": [(DetailsForm, "material")],
    "could be considered": [(ConsideredForm, "considered_as")],
    "action taken, staff": [(ActionForm, "actions_staff")],
    "action taken, child": [(ActionForm, "actions_child")],
    "specific action": [(ActionForm, "specific_action")],
}  # fmt: skip
"""Each row of the paper form (domain/incident-record.md, table A) and where a reporter answers it."""


@pytest.mark.parametrize("line", APPENDIX_4)
def test_every_line_of_the_paper_form_is_asked(line):
    for form, name in APPENDIX_4[line]:
        assert name in form.base_fields
        assert form in {section.form for section in SECTIONS}


@pytest.mark.parametrize(
    "form, name, words, length",
    [
        (WhatForm, "types", IncidentType, len(IncidentType)),
        (DetailsForm, "material", Material, 6),
        (ConsideredForm, "considered_as", ConsideredAs, 4),
        (ActionForm, "actions_staff", StaffAction, 8),
        (ActionForm, "actions_child", ChildAction, 10),
        (PeopleForm, "sort", PersonSort, 6),
    ],
)
def test_every_word_of_its_lists_can_be_ticked(form, name, words, length):
    offered = {value for value, _ in flatten_choices(form.base_fields[name].choices) if value}
    assert offered == set(words.values)
    assert len(offered) == length


def test_the_first_twelve_types_are_the_paper_form_s():
    assert len(APPENDIX_4_TYPES) == 12
    assert APPENDIX_4_TYPES[-1] is IncidentType.OTHER


def test_the_outcome_is_a_column_filled_in_at_closing():
    assert Incident._meta.get_field("outcome")


def test_every_field_of_an_account_is_asked_somewhere():
    asked = {name for section in SECTIONS for name in section.form.base_fields}
    renamed = {"happened_until"}  # asked as the last of several days
    assert set(vars(Account(description="", types=[], primary_type=IncidentType.SCAM))) - asked == renamed


def test_whatever_a_page_asks_the_paper_asks():
    on_paper = {(form, name) for _, _, asked in ORDER for form, name in asked}
    on_screen = {
        (section.form, name)
        for section in SECTIONS
        if section.form is not PeopleForm
        for name in section.form.base_fields
    }
    assert on_paper == on_screen
    assert set(NamedForm.base_fields) == set(PeopleForm.base_fields) - {"search"}


@pytest.mark.django_db
def test_the_page_prints_and_the_trail_knows(as_, cast):
    page = as_("teacher").get(reverse("blank_form"))
    said = text_of(page)
    for words in ("Harbour View Primary", "Priya Nair", "01632 960100", "Child debriefed", "Outcome"):
        assert words in said
    for kind in IncidentType:
        assert kind.label in said
    assert AuditEvent.objects.filter(code="incident.form_printed", actor_id=cast.teacher.pk).count() == 1


@pytest.mark.django_db
def test_a_pdf_is_made_of_it(as_, cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client = as_("teacher")
    waiting = client.post(reverse("blank_form"))
    paper = Paper.objects.get()
    assert waiting["Location"] == reverse("papers:paper", args=[paper.reference])
    make(paper.pk)
    download = client.get(reverse("papers:download", args=[paper.reference]))
    reader = PdfReader(BytesIO(b"".join(download.streaming_content)))
    words = " ".join("\n".join(page.extract_text() for page in reader.pages).split())
    for title, _, _ in ORDER:
        assert title in words
    assert "Breach of the acceptable-use agreement" in words
    assert len(reader.pages) <= 7


@pytest.mark.django_db
def test_who_may_not_report_gets_no_form(as_):
    assert as_("parent").get(reverse("blank_form")).status_code == 403
    assert as_("pupil_account").post(reverse("blank_form")).status_code == 403


@pytest.mark.django_db
def test_the_form_stands_in_the_paper_form_s_order(cast):
    titles = [group.title for group in blank_form(cast.school)["groups"]]
    order = ["When and where", "Who reports it", "Where it happened", "Who was involved", "Type of incident",
             "What happened", "Nature of the incident", "Action taken"]  # fmt: skip
    assert [title for title in titles if title in order] == order
