"""Live figures, the digest, the rules in force, schools side by side."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from esafety.governance import actions
from esafety.governance.models import PeriodCount
from esafety.governance.policy.disclosure import FEWEST_VALUES
from esafety.governance.queries.comparing import HIDDEN, compared, together
from esafety.governance.queries.figures import figures
from esafety.outbox.models import Message
from esafety.people.models import Person
from incidents.models import Task
from incidents.vocabulary import IncidentType
from tests.builders import a_concern
from tests.cast import Cast, sign_in
from tests.governance.intruder import values_of
from tests.governance.terms import IN_SUMMER, concerns, published


def leading(cast: Cast, name: str) -> dict[str, str]:
    return {one.label: one.number for one in figures(cast.user(name), cast.school)["leading"]}


def test_each_number_leads_to_the_list_behind_it(cast: Cast) -> None:
    a_concern(cast, about="second_pupil", type=IncidentType.GROOMING)
    late = a_concern(cast, about="third_pupil")
    Task.objects.filter(incident=late).update(missed_at=timezone.now())
    client = sign_in(Client(), cast.dsl)
    shown = figures(cast.dsl, cast.school)
    numbers = [
        *shown["leading"],
        *(one for _, group in shown["groups"] for one in group),
        *shown["times"]["leading"],
    ]
    assert len(numbers) > 8
    assert [one.number for one in shown["times"]["leading"]] == ["2", "1"]
    for one in numbers:
        rows = re.findall(r'href="/incidents/(\d\d-\w+)/', client.get(one.url).content.decode())
        assert len(set(rows)) == int(one.number), (one, rows)


def test_nobody_counts_what_they_may_not_open(cast: Cast) -> None:
    before = {name: leading(cast, name) for name in ("dsl", "head", "co_ordinator", "senior_leader")}
    a_concern(cast, about="head")
    assert {name: leading(cast, name) for name in before} == before, "a matter about the head is the chair's"
    a_concern(cast, about="second_teacher")
    assert leading(cast, "dsl") == before["dsl"], "a close friend of the lead is its subject"
    assert leading(cast, "head")["Open"] == "1"


def test_the_digest_is_told_of_once_a_fortnight_and_says_nothing(cast: Cast) -> None:
    monday = dt.date(2026, 11, 30)
    told = actions.send_digest(school=cast.school, today=monday)
    assert told == 5
    names = set(Message.objects.filter(notice="governance.digest").values_list("to_user__name", flat=True))
    assert names == {"Ruth Adeyemi", "Tom Bellamy", "Priya Nair", "Helen Marsh", "Sian Pryce"}
    assert actions.send_digest(school=cast.school, today=monday) == 0
    assert actions.send_digest(school=cast.other, today=dt.date(2026, 12, 25)) == 0, "not in the holidays"


def test_a_governor_reads_the_rules_in_force(cast: Cast) -> None:
    page = sign_in(Client(), cast.governor).get(reverse("rules")).content.decode()
    for words in ("What each role may do at all", "Who must act", "Head of school", "Clocks"):
        assert words in page


def test_schools_are_compared_by_what_they_published(cast: Cast, pupils: list[Person]) -> None:
    concerns(cast, IN_SUMMER, pupils[:14])
    published(cast)
    (period,) = compared(cast.trust_admin)
    assert period["rows"][0][0]["text"] == "Harbour View Primary"
    assert period["rows"][0][1]["text"] == "15"
    assert period["total"] == "", "one school alone has no total"
    page = sign_in(Client(), cast.trust_admin).get(reverse("schools_compared")).content.decode()
    assert "Harbour View Primary" in page
    assert "/incidents/" not in page


def a_count(cases: int, **printed_: object) -> PeriodCount:
    """A school's published count: its total and no table."""
    printed = {"too_small": False, "told_exactly": False, "tables": {}, **printed_}
    return PeriodCount(true={"total": [cases, cases], "tables": {}}, printed=printed)


@pytest.mark.parametrize("theirs", range(8))
@pytest.mark.parametrize("mine", [20, 22, 23, 40])
def test_a_total_of_two_schools_less_one_leaves_four_values_for_the_other(mine: int, theirs: int) -> None:
    """A reader who knows one school's number exactly must not find the other's by subtraction."""
    told = together([a_count(mine, told_exactly=True), a_count(theirs)])
    if told != HIDDEN:
        possible = [other for other in range(8) if other + mine in values_of(told, 100)]
        assert theirs in possible
        assert len(possible) >= FEWEST_VALUES


def test_a_total_that_would_be_a_subtraction_is_hidden() -> None:
    assert together([a_count(20, told_exactly=True), a_count(1)]) == HIDDEN


def test_a_small_school_keeps_its_number_out_of_the_total() -> None:
    assert together([a_count(14), a_count(3, too_small=True)]) == ""
