"""Who may use the systems, today and on any past day; what parents allow; when somebody signs again."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from aup import actions
from aup.models import SignAgain
from aup.policy.validity import Round, Standing
from aup.queries.consents import standing_answers, without_photographs
from aup.queries.register import STAFF, groups_of, register_on
from aup.queries.validity import agreements_on
from aup.vocabulary import Audience, Capacity, ReSignReason
from esafety.audit.models import AuditEvent
from esafety.office.actions import add_guardian, add_person
from esafety.office.demo.clock import at
from esafety.outbox.relay import drain
from esafety.people.models import Guardianship, Person
from esafety.people.vocabulary import PersonKind
from tests.aup.editions import in_force, today
from tests.aup.register import signs, the_mother_signs
from tests.aup.signing import a_child, a_parent
from tests.cast import Cast

DAY = dt.timedelta(days=1)


def row_of(cast: Cast, person: Person, day: dt.date | None = None) -> Any:
    return next(row for row in register_on(cast.school, day or today()) if row.person == person)


@pytest.fixture
def ks2(cast: Cast) -> None:
    in_force(cast, Audience.KS2)


@pytest.mark.usefixtures("ks2")
def test_a_child_may_use_the_systems_once_a_parent_signed_and_from_that_day(cast: Cast) -> None:
    assert row_of(cast, cast.pupil).why == "Missing: a parent’s or carer’s signature"
    the_mother_signs(cast)
    row = row_of(cast, cast.pupil)
    assert (row.may_use, row.why) == (True, "")
    assert row.verdict.last_day is not None
    assert not row_of(cast, cast.pupil, today() - DAY).may_use
    assert not row_of(cast, cast.second_pupil).may_use


@pytest.mark.usefixtures("ks2")
def test_a_parents_no_to_the_internet_keeps_the_child_off_it_although_the_rules_are_signed(
    cast: Cast,
) -> None:
    the_mother_signs(cast, internet=False)
    row = row_of(cast, cast.pupil)
    assert (row.may_use, row.why) == (False, "A parent or carer does not allow the internet")
    assert row.verdict.may_use


def test_a_secondary_pupil_needs_their_own_signature_and_a_parents(cast: Cast) -> None:
    in_force(cast, Audience.KS3_4)
    yaw = a_child(cast.school, "Yaw Okafor", "Year 8", "8A", dt.date(2014, 1, 30))
    mother = a_parent(cast.school, "Amina Okafor", [yaw])
    signs(mother, yaw, Audience.KS3_4, capacity=Capacity.GUARDIAN)
    assert row_of(cast, yaw).why == "Missing: the person’s own signature"
    signs(yaw, yaw, Audience.KS3_4)
    assert row_of(cast, yaw).may_use


def test_staff_and_governors_sign_for_themselves(cast: Cast) -> None:
    in_force(cast, Audience.STAFF)
    teacher = cast.person_of(cast.teacher)
    signs(teacher, teacher, Audience.STAFF)
    rows = register_on(cast.school, today(), STAFF)
    assert [row.person for row in rows if row.may_use] == [teacher]
    assert not row_of(cast, cast.person_of(cast.governor)).may_use


def test_the_year_turns_and_the_signature_is_due_then_missing(cast: Cast) -> None:
    with at(dt.datetime(2026, 9, 8, 10, tzinfo=dt.UTC)):
        in_force(cast, Audience.STAFF)
        teacher = cast.person_of(cast.teacher)
        signs(teacher, teacher, Audience.STAFF)
    with at(dt.datetime(2027, 9, 8, 10, tzinfo=dt.UTC)):
        row = row_of(cast, teacher)
        assert (row.may_use, row.why) == (True, "To be signed again")
        assert row.verdict.standing is Standing.DUE
    with at(dt.datetime(2027, 10, 8, 10, tzinfo=dt.UTC)):
        assert not row_of(cast, teacher).may_use
        assert row_of(cast, teacher, dt.date(2027, 9, 8)).may_use
        actions.set_yearly_round(
            school=cast.school, round_=Round(month=1, day=10, days_to_sign=14), by=cast.co_ordinator
        )
        assert not row_of(cast, teacher).may_use
        assert row_of(cast, teacher, dt.date(2026, 12, 24)).may_use


@pytest.mark.usefixtures("ks2")
def test_a_pupil_who_moves_up_to_another_key_stage_signs_other_rules(cast: Cast) -> None:
    the_mother_signs(cast)
    Person.objects.filter(pk=cast.pupil.pk).update(year_group="Year 7")
    row = row_of(cast, cast.pupil)
    assert row.verdict.audience == Audience.KS3_4
    assert not row.may_use
    Person.objects.filter(pk=cast.pupil.pk).update(year_group="Hedgehogs")
    assert row_of(cast, cast.pupil).why == "Year group not known"


@pytest.mark.usefixtures("ks2")
def test_a_new_edition_that_asks_for_it_makes_everybody_due(cast: Cast) -> None:
    the_mother_signs(cast)
    in_force(cast, Audience.KS2, again=False)
    assert row_of(cast, cast.pupil).why == ""
    in_force(cast, Audience.KS2, again=True)
    assert row_of(cast, cast.pupil).why == "To be signed again"


@pytest.mark.usefixtures("ks2")
def test_meet_and_sign_again_ends_it_at_once_and_says_nothing_of_why(
    as_: Callable[[str], Client], cast: Cast
) -> None:
    the_mother_signs(cast)
    actions.require_new_signature(
        person=cast.pupil,
        reason=ReSignReason.AFTER_INCIDENT,
        incident_reference="ABCD-EFGH",
        by=cast.dsl,
    )
    assert not row_of(cast, cast.pupil).may_use
    for name in ("technician", "co_ordinator"):
        page = as_(name).get(reverse("signer", args=[cast.pupil.pk])).content.decode()
        assert "ABCD-EFGH" not in page
        assert "ncident: meet" not in page
    the_mother_signs(cast)
    assert row_of(cast, cast.pupil).may_use


def test_a_demand_is_never_changed_or_removed(cast: Cast) -> None:
    demand = actions.require_new_signature(
        person=cast.pupil, reason=ReSignReason.MISTAKE, by=cast.co_ordinator
    )
    for change in (
        lambda: SignAgain.objects.filter(pk=demand.pk).update(reason="appointment"),
        lambda: SignAgain.objects.filter(pk=demand.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_only_those_who_run_agreements_or_work_on_cases_end_a_signature(cast: Cast) -> None:
    for name in ("teacher", "technician", "governor", "parent", "other_dsl", "trust_admin"):
        with pytest.raises(PermissionDenied):
            actions.require_new_signature(person=cast.pupil, reason=ReSignReason.MISTAKE, by=cast.user(name))


def test_which_edition_somebody_had_signed_that_day(cast: Cast) -> None:
    """The question of the incidents room."""
    with at(dt.datetime(2026, 9, 8, 10, tzinfo=dt.UTC)):
        first = in_force(cast, Audience.STAFF)
        teacher, other = cast.person_of(cast.teacher), cast.person_of(cast.second_teacher)
        signs(teacher, teacher, Audience.STAFF)
    with at(dt.datetime(2026, 10, 8, 10, tzinfo=dt.UTC)):
        second = in_force(cast, Audience.STAFF, after=first)
        signs(teacher, teacher, Audience.STAFF)

        def on(day: dt.date) -> list[list[Any]]:
            held = agreements_on([teacher, other], day, today())
            return [[one.edition for one in person.signatures] for person in held]

        assert on(dt.date(2026, 9, 7)) == [[], []]
        assert on(dt.date(2026, 9, 20)) == [[first], []]
        assert on(dt.date(2026, 10, 8)) == [[second], []]


@pytest.mark.usefixtures("ks2")
def test_the_register_costs_the_same_for_few_and_for_many(
    cast: Cast, django_assert_num_queries: Callable[..., Any]
) -> None:
    the_mother_signs(cast)
    school = cast.school
    with django_assert_num_queries(6):
        register_on(school, today())
    for number in range(40):
        child = a_child(cast.school, f"Child Number{number}", "Year 4", "4R", dt.date(2018, 1, 1))
        mother = a_parent(cast.school, f"Mother Number{number}", [child], f"m{number}@home.example")
        signs(mother, child, Audience.KS2, capacity=Capacity.GUARDIAN)
    with django_assert_num_queries(6):
        rows = register_on(school, today())
    group = next(one for one in groups_of(rows) if one.name == "4R")
    assert (group.people, group.may_use, group.missing) == (41, 40, 1)
    with django_assert_num_queries(5):
        agreements_on([row.person for row in rows][:30], today(), today())


# -- photographs ----------------------------------------------------------------------------------


@pytest.mark.usefixtures("ks2")
def test_nobodys_answer_is_a_no_and_a_withdrawal_takes_effect_at_once(cast: Cast) -> None:
    def listed() -> list[Person]:
        return [one.child for one in without_photographs(cast.school)]

    assert cast.pupil in listed()
    made = the_mother_signs(cast, photographs=True)
    assert cast.pupil not in listed()
    mother = cast.person_of(cast.parent)
    actions.change_consents(
        child=cast.pupil, answers={"photographs": False}, signer=mother, origin=_origin(made), by=cast.parent
    )
    assert cast.pupil in listed()
    actions.change_consents(
        child=cast.pupil, answers={"photographs": True}, signer=mother, origin=_origin(made), by=cast.parent
    )
    assert cast.pupil not in listed()


def _origin(made: Any) -> Any:
    from aup.told import Origin

    return Origin(made.route)


@pytest.mark.usefixtures("ks2")
@pytest.mark.parametrize(("hers", "his"), [(True, False), (False, True), (False, False)])
def test_one_parents_no_is_enough(cast: Cast, hers: bool, his: bool) -> None:
    father = add_person(
        school=cast.school, kind=PersonKind.PARENT, given_name="Sami", family_name="Haddad", by=None
    )
    add_guardian(pupil=cast.pupil, guardian=father, relationship="Father", by=None)
    the_mother_signs(cast, photographs=hers)
    signs(father, cast.pupil, Audience.KS2, capacity=Capacity.GUARDIAN, consents={"photographs": his})
    assert standing_answers(cast.school, "photographs")[cast.pupil.pk].given is False


@pytest.mark.usefixtures("ks2")
def test_the_yes_of_somebody_who_may_no_longer_sign_for_the_child_does_not_count_but_their_no_does(
    cast: Cast,
) -> None:
    the_mother_signs(cast, photographs=True)
    Guardianship.objects.filter(pupil=cast.pupil).update(no_contact=True)
    assert cast.pupil in [one.child for one in without_photographs(cast.school)]
    Guardianship.objects.filter(pupil=cast.pupil).update(no_contact=False)
    the_mother_signs(cast, photographs=False)
    Guardianship.objects.filter(pupil=cast.pupil).update(no_contact=True)
    assert standing_answers(cast.school, "photographs")[cast.pupil.pk].given is False


@pytest.mark.usefixtures("ks2")
def test_a_teacher_opens_the_list_of_a_class_and_prints_it(
    as_: Callable[[str], Client], cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    the_mother_signs(cast, photographs=True)
    teacher = as_("teacher")
    whole = teacher.get(reverse("photographs")).content.decode()
    assert "6L" in whole
    assert "Marcus Bright" not in whole
    page = teacher.get(reverse("photographs"), {"class": "6L"}).content.decode()
    assert "Marcus Bright" in page
    assert "Zoë Haddad" not in teacher.get(reverse("photographs"), {"class": "5H"}).content.decode()
    answer = teacher.get(reverse("photographs_export"), {"class": "6L"})
    lines = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))  # type: ignore[arg-type]
    assert lines[0] == ["Class", "Name", "Year", "Why"]
    assert {line[1] for line in lines[1:]} == {"Marcus Bright", "Anya Kowalska"}
    paper = teacher.post(reverse("photographs_print")).headers["Location"]
    drain()
    answer = teacher.get(reverse("papers:download", args=[paper.strip("/").split("/")[-1]]))
    pdf = PdfReader(io.BytesIO(b"".join(answer) if answer.streaming else answer.content))  # type: ignore[arg-type]
    pages = [page.extract_text() for page in pdf.pages]
    assert len(pages) == 3
    assert "Children without a class" in pages[0]
    assert "Ben Bellamy" in pages[1]
    assert "Marcus Bright" in pages[2]
    assert "Zoë" not in "".join(pages)
    assert as_("technician").get(reverse("photographs")).status_code == 403


def test_the_photograph_list_costs_the_same_for_few_and_for_many(
    cast: Cast, django_assert_num_queries: Callable[..., Any]
) -> None:
    for number in range(30):
        a_child(cast.school, f"Child Number{number}", "Year 4", "4R", dt.date(2018, 1, 1))
    school = cast.school
    with django_assert_num_queries(2):
        assert len(without_photographs(school)) > 30


# -- pages ----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("ks2")
def test_the_network_manager_sees_a_past_day_and_exports_it(as_: Callable[[str], Client], cast: Cast) -> None:
    the_mother_signs(cast)
    client = as_("technician")
    whole = client.get(reverse("agreement_register")).content.decode()
    assert "Class 5H" in whole
    assert "Zoë Haddad" not in whole
    assert "Zoë Haddad" in client.get(reverse("agreement_register"), {"group": "5H"}).content.decode()
    missing = client.get(reverse("agreement_register"), {"group": "5H", "show": "missing"}).content.decode()
    assert "Zoë Haddad" not in missing
    answer = client.get(reverse("agreement_register_export"), {"group": "5H"})
    lines = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))  # type: ignore[arg-type]
    assert lines[1][0] == "Zoë Haddad"
    assert lines[1][4] == "Yes"
    yesterday = today() - DAY
    asked = {"day_0": yesterday.day, "day_1": yesterday.month, "day_2": yesterday.year, "group": "5H"}
    answer = client.get(reverse("agreement_register_export"), asked)
    lines = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))  # type: ignore[arg-type]
    assert lines[1][4] == "No"
    assert AuditEvent.objects.filter(code="agreement.register_exported").count() == 2


@pytest.mark.usefixtures("ks2")
def test_the_register_is_printed(
    as_: Callable[[str], Client], cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    the_mother_signs(cast)
    client = as_("technician")
    paper = client.post(reverse("agreement_register_print")).headers["Location"]
    drain()
    answer = client.get(reverse("papers:download", args=[paper.strip("/").split("/")[-1]]))
    pdf = PdfReader(io.BytesIO(b"".join(answer) if answer.streaming else answer.content))  # type: ignore[arg-type]
    text = "".join(page.extract_text() for page in pdf.pages)
    assert "Class 5H" in text
    assert "Zoë Haddad" in text
    assert "Governors" in text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"day_0": "31", "day_1": "2", "day_2": "2026"}, "must be a real date"),
        ({"day_0": "1", "day_1": "1", "day_2": "2999"}, "must be today or in the past"),
        ({"day_0": "a\x00", "day_1": "1", "day_2": "2026"}, "must be a real date"),
    ],
)
def test_a_day_that_is_none_is_said_so(
    as_: Callable[[str], Client], typed: dict[str, str], told: str
) -> None:
    answer = as_("technician").get(reverse("agreement_register"), typed)
    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_a_group_nobody_is_in_is_an_empty_list(as_: Callable[[str], Client]) -> None:
    for group in ("Q9", "x" * 300, "a\x00b"):
        answer = as_("technician").get(reverse("agreement_register"), {"group": group})
        assert "Nobody here" in answer.content.decode()


@pytest.mark.usefixtures("ks2")
def test_one_person_s_page_shows_signatures_and_every_answer(
    as_: Callable[[str], Client], cast: Cast
) -> None:
    made = the_mother_signs(cast, photographs=True)
    actions.change_consents(
        child=cast.pupil,
        answers={"photographs": False},
        signer=cast.person_of(cast.parent),
        origin=_origin(made),
        by=cast.parent,
    )
    page = as_("co_ordinator").get(reverse("signer", args=[cast.pupil.pk])).content.decode()
    assert page.count("The school may publish photographs of my child") == 2
    assert "Leila Haddad, Mother" in page
    assert AuditEvent.objects.filter(code="agreement.person_seen").count() == 1
    for name, status in (("teacher", 404), ("other_head", 404), ("parent", 404), ("technician", 200)):
        assert as_(name).get(reverse("signer", args=[cast.pupil.pk])).status_code == status


@pytest.mark.usefixtures("ks2")
def test_the_co_ordinator_ends_a_signature_on_a_page(as_: Callable[[str], Client], cast: Cast) -> None:
    the_mother_signs(cast)
    url = reverse("signer_again", args=[cast.pupil.pk])
    client = as_("co_ordinator")
    assert client.post(url, {}).status_code == 422
    client.post(url, {"reason": "mistake"})
    assert not row_of(cast, cast.pupil).may_use
    assert as_("technician").post(url, {"reason": "mistake"}).status_code == 403


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"begins_0": "1", "begins_1": "9", "begins_2": "2027", "days_to_sign": "30", "days_for_edition": "14"}, 302),
        ({"begins_0": "31", "begins_1": "8", "begins_2": "2027", "days_to_sign": "30", "days_for_edition": "14"}, 422),
        ({"begins_0": "1", "begins_1": "9", "begins_2": "2027", "days_to_sign": "151", "days_for_edition": "14"}, 422),
        ({"begins_0": "1", "begins_1": "9", "begins_2": "2027", "days_to_sign": "-1", "days_for_edition": "14"}, 422),
        ({"begins_0": "1", "begins_1": "9", "begins_2": "2027", "days_to_sign": "9" * 400}, 422),
        ({}, 422),
    ],
)  # fmt: skip
def test_the_yearly_round_is_set_within_bounds(
    as_: Callable[[str], Client], typed: dict[str, str], status: int
) -> None:
    assert as_("co_ordinator").post(reverse("agreement_round"), typed).status_code == status


def test_two_schools_know_nothing_of_each_other(as_: Callable[[str], Client], cast: Cast) -> None:
    rows = register_on(cast.school, today())
    assert cast.other_pupil not in [row.person for row in rows]
    assert cast.other_pupil not in [one.child for one in without_photographs(cast.school)]
    assert as_("co_ordinator").get(reverse("signer", args=[cast.other_pupil.pk])).status_code == 404
