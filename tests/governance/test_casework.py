"""What a report says of sanctions, referrals, time limits and patterns is counted where casework left it."""

from __future__ import annotations

import datetime as dt

import pytest

from esafety.access.refusals import NotNow
from esafety.governance import actions as governance
from esafety.governance.counting import year_sections
from esafety.governance.counting.cases import cases
from esafety.governance.counting.periods import Period
from esafety.governance.counting.shown import Drawn
from esafety.governance.counting.tables import MEASURES
from esafety.governance.models import PeriodCount, Report
from esafety.governance.policy.disclosure import SMALL, Cell, printed
from esafety.governance.policy.groups import NO_SANCTION, PATTERN_WORDS, REFERRAL_TO, RUNGS, STEP_WORDS
from esafety.office.demo import clock
from esafety.outbox.relay import drain
from esafety.people.models import Person, School
from esafety.schooldays.calendar import Span
from incidents import actions as acts
from incidents import figures
from incidents.models import Incident, Pattern, Task
from incidents.policy.patterns import RULES
from incidents.vocabulary import ChildAction, IncidentType, Measure, Nature, Part, Status
from incidents.vocabulary.outside import Agency, Approach
from incidents.vocabulary.watching import RuleCode, Step
from tests.builders import a_referral, advance
from tests.cast import Cast
from tests.governance import oracle
from tests.governance.terms import IN_SUMMER, a_draft, cells, codes, concern_on, concerns, fresh


def taken_up(cast: Cast, pupils: list[Person], **more: object) -> list[Incident]:
    """Cases of the summer that are being worked on."""
    told = {"type": IncidentType.BULLYING, "nature": Nature.DELIBERATE, "to": Status.IN_PROGRESS, **more}
    return concerns(cast, IN_SUMMER, pupils, **told)


def decide(cast: Cast, one: Incident, rung: str, *measures: Measure, hours: int = 2) -> None:
    """A decision about the subject of a case, some hours after it was reported."""
    with clock.at(one.reported_at + dt.timedelta(hours=hours)):
        acts.sanction(
            row=one.involvements.get(part=Part.SUBJECT),
            rung=rung,
            measures=list(measures),
            proportion="In proportion.",
            context="",
            by=cast.user("dsl"),
        )


def true(report: Report, table: str) -> dict[str, tuple[int, int]]:
    """What was found of a table before disclosure control."""
    assert report.count is not None
    return {code: tuple(cell) for code, cell in report.count.true["tables"][table].items()}


def test_sanctions_are_counted_from_the_decisions_about_children(cast: Cast, pupils: list[Person]) -> None:
    made = taken_up(cast, pupils[:14])
    for one in made[:9]:
        decide(cast, one, "C", Measure.PARENTS_CONTACTED)
    decide(cast, made[9], "A", Measure.TEACHER)
    decide(cast, made[10], "")
    decide(
        cast, made[0], "B", Measure.PARENTS_CONTACTED, hours=3
    )  # a later decision takes the place of the earlier
    report = a_draft(cast)
    found = true(report, "sanction")
    assert found == oracle.sanctions(report)
    assert found["c-5-1/C"] == (8, 8)
    assert found["c-5-1/B"] == (1, 1)
    shown = cells(report, "Sanctions by category")
    assert shown["C: Deliberate, harming systems or people"][0] == "10"
    assert (
        shown["A: Low level"][0]
        == shown["D: Continued serious breaches, or possibly criminal"][0]
        == "7 or fewer"
    )
    assert set(shown) == {"No sanction, or none decided yet", *(label for label in shown if label[1] == ":")}


def test_referrals_are_counted_from_their_register_and_not_from_ticks(
    cast: Cast, pupils: list[Person]
) -> None:
    made = taken_up(cast, pupils[:12])
    for one in made[:9]:
        a_referral(one, Agency.PLATFORM)
    a_referral(made[0], Agency.POLICE, reference="DEV/1/26", consent="given")
    a_referral(made[1], Agency.SOCIAL_CARE, approach=Approach.ADVICE, consent="given")
    a_referral(made[2], Agency.HEALTH, approach=Approach.NOT_REFERRED, method=None)
    ticked = [
        ChildAction.POLICE.value,
        ChildAction.SOCIAL_CARE_REFERRAL.value,
        ChildAction.DISCIPLINARY.value,
    ]
    Incident.objects.filter(pk__in=[one.pk for one in made[3:12]]).update(actions_child=ticked)
    report = a_draft(cast)
    found = true(report, "agency")
    assert found == oracle.agencies(report)
    assert (found["site"], found["police"], found["health"]) == ((9, 9), (1, 1), (0, 0))
    assert true(report, "sanction")[NO_SANCTION] == (12, 12), "a tick is no sanction"
    shown = cells(report, "Bodies outside that were asked or told")
    assert [row[0] for row in shown.values()].count("10") == 1
    assert {row[0] for row in shown.values()} == {"10", "7 or fewer"}


def test_time_limits_are_counted_from_the_clocks_of_casework(cast: Cast, pupils: list[Person]) -> None:
    made = taken_up(cast, pupils[:22])
    clocks = Task.objects.filter(incident__in=made, due_at__isnull=False)
    late = list(clocks.filter(state="open").order_by("pk")[:15])
    for task in late:
        Task.objects.filter(pk=task.pk).update(missed_at=task.due_at)
    report = a_draft(cast)
    kept, out = oracle.clocks(report)
    counted = cases(cast.school, report.span)
    assert (kept, out) == (
        sum(one.clocks_kept for one in counted),
        sum(one.clocks_run_out for one in counted),
    )
    assert out == 15
    told = cells(report, "Time taken")
    assert tuple(told) == MEASURES
    assert told["Time limits kept"][0] == f"{round(100 * kept / (kept + out))}%"
    assert told["Time limits that ran out"][0] == f"{round(100 * out / (kept + out))}%"


def test_nothing_of_a_matter_about_an_adult_is_among_them(cast: Cast, pupils: list[Person]) -> None:
    taken_up(cast, pupils[:9])
    before = a_draft(cast)
    assert before.count is not None
    first = {name: true(before, name) for name in ("sanction", "agency", "became")}
    concern_on(cast, IN_SUMMER, "second_teacher", type=IncidentType.DEVICE_MISUSE, to=Status.IN_PROGRESS)
    acts_again = cases(cast.school, before.span)
    assert sum(one.serious for one in acts_again) == 1
    governance.count_anew(report=before, by=cast.user("dsl"))
    drain()
    again = fresh(before)
    assert {name: true(again, name) for name in first} == first


def a_pattern(
    cast: Cast, made: list[Incident], rule: RuleCode, *, circle: int = 1, about: str = "x"
) -> Pattern:
    """A pattern as the rules write it down."""
    found = Pattern.objects.create(school=cast.school, rule=rule, about=about, circle=circle)
    for one in made:
        found.evidence.create(incident=one)
    return found


def answer(cast: Cast, pattern: Pattern, step: Step) -> None:
    """Answered in the summer."""
    with clock.at(dt.datetime.combine(IN_SUMMER, dt.time(15), dt.UTC)):
        acts.answer_pattern(pattern=pattern, step=step, reason="Seen together.", by=cast.user("dsl"))


def test_repeat_patterns_are_told_in_words_free_of_identity(cast: Cast, pupils: list[Person]) -> None:
    made = taken_up(cast, pupils[:9])
    answer(cast, a_pattern(cast, made[:3], RuleCode.PERSON, about=str(pupils[0].pk)), Step.LINK)
    answer(cast, a_pattern(cast, made[3:5], RuleCode.SITE, about="free-coins.example"), Step.FILTER_REVIEW)
    a_pattern(cast, made[5:8], RuleCode.PLACE, about="the bus")  # nobody answered it
    report = a_draft(cast)
    shown = cells(report, "Repeat patterns that were looked into")
    assert shown == {
        "One person was concerned in several cases": ["The cases were looked at together"],
        "One site turned up in cases with several people": ["A review of the filter was asked for"],
    }
    words = str(report.figures)
    assert "free-coins" not in words
    assert pupils[0].family_name not in words


def test_a_pattern_is_not_told_of_where_the_number_of_cases_is_not(cast: Cast, pupils: list[Person]) -> None:
    made = taken_up(cast, pupils[:SMALL])
    answer(cast, a_pattern(cast, made, RuleCode.PERSON, about=str(pupils[0].pk)), Step.LINK)
    report = a_draft(cast)
    assert "learning" in codes(report)
    with pytest.raises(LookupError):
        cells(report, "Repeat patterns that were looked into")


def test_a_pattern_with_a_serious_matter_or_an_adult_in_it_is_in_no_report(
    cast: Cast, pupils: list[Person]
) -> None:
    made = taken_up(cast, pupils[:9])
    serious = concern_on(cast, IN_SUMMER, pupils[10], type=IncidentType.NUDES, to=Status.IN_PROGRESS)
    answer(cast, a_pattern(cast, [made[0], serious], RuleCode.PERSON, circle=2), Step.LINK)
    answer(cast, a_pattern(cast, made[:2], RuleCode.PLACE, circle=3), Step.DISMISS)
    with pytest.raises(LookupError):
        cells(a_draft(cast), "Repeat patterns that were looked into")


def test_every_agency_rung_rule_and_step_has_its_words() -> None:
    assert set(REFERRAL_TO) == set(Agency)
    assert {code for body in oracle.BODIES.values() for code in body} == set(Agency)
    assert {REFERRAL_TO[code].value for code in Agency} == set(oracle.BODIES)
    assert set(PATTERN_WORDS) == {rule.code for rule in RULES} - {RuleCode.LOW_LEVEL}
    assert set(STEP_WORDS) == set(Step)
    assert len(RUNGS) == len(set(RUNGS))


def test_a_duplicate_s_decision_counts_with_the_case_it_became_part_of(
    cast: Cast, pupils: list[Person]
) -> None:
    one, other = taken_up(cast, [pupils[0], pupils[0]])
    decide(cast, one, "C", Measure.PARENTS_CONTACTED)
    one, other = (Incident.objects.get(pk=case.pk) for case in (one, other))
    with clock.at(oracle.an_hour_after(other) + dt.timedelta(hours=3)):
        acts.merge(incident=one, into=other, reason="The same", version=one.version, by=cast.user("dsl"))
    (facts,) = figures.facts(cast.school, a_draft(cast).span)
    assert facts.pk == other.pk
    assert facts.rungs == {"c-5-1/C"}


def test_facts_cost_the_same_however_many_cases(
    cast: Cast, pupils: list[Person], django_assert_num_queries: object
) -> None:
    school, span = cast.school, a_draft(cast).span
    for count in (1, 5):
        taken_up(cast, pupils[:count])
        with django_assert_num_queries(6):  # type: ignore[operator]
            figures.facts(school, span)


def test_a_count_that_was_frozen_before_a_table_was_changed_is_still_printed(
    cast: Cast, pupils: list[Person]
) -> None:
    concerns(cast, IN_SUMMER, pupils[:9])
    report = a_draft(cast)
    assert report.count is not None
    kept = report.count
    for name in ("sanction", "agency", "became"):
        del kept.printed["tables"][name]
        del kept.true["tables"][name]
    kept.true["tables"]["outcome"] = {"open": [9, 9]}
    kept.printed["tables"]["outcome"] = {"open": printed(Cell(9, 9)).words}
    kept.printed.pop("patterns")
    kept.frozen_at = kept.counted_at
    kept.save()
    report = a_draft(cast, "Spring term 2026")
    assert "outcomes" in codes(report)


@pytest.mark.parametrize(
    ("terms", "is_told"), [((20, 1), False), ((40, 30), True), ((12, 6), False), ((15, 2), False)]
)
def test_the_year_s_measures_are_left_out_with_the_year_s_number(
    terms: tuple[int, ...], is_told: bool
) -> None:
    """Told or too few: either says on which side of twenty the year lies, and so what a small term can be."""

    def a_count(cases: int, *, exactly: bool = False) -> PeriodCount:
        printed_ = {
            "too_small": False,
            "told_exactly": exactly,
            "tables": {},
            "measures": [["Time limits kept", "90%"]],
        }
        return PeriodCount(true={"total": [cases, cases], "tables": {}}, printed=printed_)

    days = Span(dt.date(2026, 1, 1), dt.date(2026, 7, 1))
    year = Period("2025 to 2026", days, tuple(Period(str(at), days) for at, _ in enumerate(terms)))
    parts = tuple(a_count(one, exactly=one > SMALL) for one in terms)
    drawn = Drawn(School(name="x"), year, a_count(sum(terms)), a_count(50), None, parts)
    shown = year_sections.timeliness(drawn)
    assert (shown is not None) == is_told == year_sections.year_is_safe(drawn)
    if shown:
        assert shown["tables"][0]["columns"] == ["", "This year"]


def test_a_case_goes_on_being_counted_as_it_stands(cast: Cast, pupils: list[Person]) -> None:
    made = taken_up(cast, pupils[:9])
    with clock.at(oracle.an_hour_after(made[0]) + dt.timedelta(hours=5)):
        advance(made[0], Status.CLOSED, accepted_as="")
    report = a_draft(cast)
    assert true(report, "became")["nothing"][0] == 1
    assert sum(cell[0] for cell in true(report, "became").values()) == 9
    with pytest.raises(NotNow):
        acts.sanction(
            row=made[0].involvements.get(part=Part.SUBJECT), rung="", measures=[], proportion="x", context="",
            by=cast.user("dsl"),
        )  # fmt: skip
