"""The routing tables against the reviewed expectation, row by row, and against its rules everywhere else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain, combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esafety.people.vocabulary import Role
from incidents.policy import routing
from incidents.policy.routing import Clock, Facts, Subject, TaskCode
from incidents.vocabulary import AcceptedAs, FoundBy, IncidentType, Lane, Nature
from tests.incidents import oracle

ROWS = {"ordinary": oracle.read(oracle.EXPECTED), "special": oracle.read(oracle.SPECIAL)}
AT_LEAST = {"ordinary": 2940, "special": 2548}
"""Rows in each sheet. It grows with the vocabulary and never shrinks."""
COLUMNS = ("lane", "line", "first_look", "tell", "tasks")
POSTS = (
    *(Role.CO_ORDINATOR, Role.DSL, Role.DEPUTY_DSL, Role.HEAD),
    *(Role.CHAIR, Role.VICE_CHAIR, Role.AUTHORITY_OFFICER),
)
ELSEWHERE = {
    *(TaskCode.FIRST_LOOK, TaskCode.COPY, TaskCode.CHILD_REVIEW),
    *(TaskCode.TAKE_ACCESS, TaskCode.GIVE_ACCESS),
    *(code for code in TaskCode if code.startswith(("referral_", "learn_"))),
}
"""Tasks that no row names: every incident has the first, closing opens the second and what is to be learnt,
a sanction those about access, referrals the others."""


def natures_of(row: oracle.Row) -> tuple[str, ...]:
    return oracle.NATURES if row["nature"] == "any" else (row["nature"],)


def names(cell: str) -> list[str]:
    return [] if cell == "none" else cell.split(";")


def case_of(row: oracle.Row, nature: str) -> oracle.Case:
    accepted = row.get("accepted_as", "not_yet")
    return oracle.Case(
        subjects=frozenset(names(row["subjects"])),
        types=frozenset(names(row["type"])),
        danger=row["danger"] == "yes",
        nature=nature,
        staff_harmed=row.get("staff_harmed") == "yes",
        found_by=row.get("found_by", "reported"),
        accepted_as="" if accepted == "not_yet" else accepted,
        harm_test=row.get("harm_test") == "yes",
    )


def facts_of(case: oracle.Case) -> Facts:
    return Facts(
        types=frozenset(IncidentType(name) for name in case.types),
        subjects=frozenset(Subject(name) for name in case.subjects),
        staff_harmed=case.staff_harmed,
        danger=case.danger,
        nature=Nature(case.nature),
        found_by=FoundBy(case.found_by),
        accepted_as=AcceptedAs(case.accepted_as) if case.accepted_as else None,
        harm_test=case.harm_test,
    )


def task_codes(facts: Facts) -> list[str]:
    return [task.code.value for task, _ in routing.tasks(facts) if task.code not in ELSEWHERE]


def product_says(case: oracle.Case) -> dict[str, list[str]]:
    """The product's answer, in the sheet's words and order; a name given twice would stay twice."""
    facts = facts_of(case)
    row = routing.ownership(facts)
    return {
        "lane": [row.lane.value],
        "line": [role.value for role in row.line],
        "first_look": [routing.first_look(facts).value],
        "tell": sorted((role.value for role in routing.tell(facts)), key=POSTS.index),
        "tasks": sorted(task_codes(facts), key=oracle.TASKS.index),
    }


def differences(column: str, expected: list[str], found: list[str]) -> list[str]:
    if column in ("tell", "tasks"):
        lacking = [f"lacks {name}" for name in expected if name not in found]
        beyond = [f"adds {name}" for name in found if name not in expected]
        doubled = [f"doubles {name}" for name, times in Counter(found).items() if times > 1]
        return lacking + beyond + doubled
    return [] if expected == found else [f"says {';'.join(found)} for {';'.join(expected)}"]


class Comparison:
    """Counts every kind of difference and keeps its first example, so that a failure fits on a page."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.examples: dict[str, str] = {}

    def note(self, what: list[str], example: object) -> None:
        self.counts.update(what)
        for difference in what:
            self.examples.setdefault(difference, str(example))

    def __str__(self) -> str:
        return "\n".join(
            f"the product {what} in {count} cases, the first: {self.examples[what]}"
            for what, count in self.counts.most_common()
        )


# --- the sheets themselves ---


@pytest.mark.parametrize("sheet", ROWS)
def test_sheet_never_shrinks_and_asks_nothing_twice(sheet: str) -> None:
    rows = ROWS[sheet]
    questions = {tuple(value for name, value in row.items() if name not in COLUMNS) for row in rows}
    assert len(rows) >= AT_LEAST[sheet]
    assert len(questions) == len(rows)


def test_sheets_say_what_the_written_rules_say() -> None:
    """Whoever edits a sheet by hand must also change the rule, and the other way round."""
    assert ROWS["ordinary"] == list(oracle.ordinary_rows())
    assert ROWS["special"] == list(oracle.special_rows())


def test_sheet_knows_every_word_of_the_product() -> None:
    """A new type, subject, nature, lane or task fails here until the expectation is extended."""
    assert set(oracle.TYPES) == set(IncidentType.values)
    assert set(oracle.SUBJECTS) == {subject.value for subject in Subject}
    assert set(oracle.NATURES) == set(Nature.values)
    assert set(oracle.LANES) == set(Lane.values)
    assert set(oracle.TASKS) == {code.value for code in TaskCode if code not in ELSEWHERE}


def test_ordinary_sheet_is_the_whole_world_of_two_subjects_one_type_and_danger() -> None:
    """29 sets of subjects × 26 types × danger or not = 1,508 questions, each for all three natures."""
    sets = [";".join(pair) or "none" for size in range(3) for pair in combinations(oracle.SUBJECTS, size)]
    asked = Counter(
        (row["subjects"], row["type"], row["danger"], nature)
        for row in ROWS["ordinary"]
        for nature in natures_of(row)
    )
    world = set(product(sets, ("none", *oracle.TYPES), ("no", "yes"), oracle.NATURES))
    assert set(asked) == world
    assert set(asked.values()) == {1}
    assert len(world) == 1508 * 3


# --- the product against the sheets ---


@pytest.mark.parametrize("sheet", ROWS)
@pytest.mark.parametrize("column", COLUMNS)
def test_every_row(sheet: str, column: str) -> None:
    """5,966 cases: 4,524 of the ordinary sheet (`any` is asked three times) and 1,442 of the special one."""
    found = Comparison()
    for row in ROWS[sheet]:
        expected = [row[column]] if column in ("lane", "first_look") else names(row[column])
        for nature in natures_of(row):
            case = case_of(row, nature)
            found.note(differences(column, expected, product_says(case)[column]), case)
    assert not found.counts, str(found)


def test_every_combination_for_one_subject_and_one_type() -> None:
    """All facts against the written rules: 8 × 26 × 2 × 3 × 2 × 8 × 5 × 2 = 199,680 cases, each once."""
    cases = _world()
    found, asked = Comparison(), 0
    for case in cases:
        asked += 1
        expected, says = oracle.answer(case), product_says(case)
        for column in COLUMNS:
            wanted = getattr(expected, column)
            wanted = [wanted] if isinstance(wanted, str) else list(wanted)
            if wanted != says[column]:
                found.note(differences(column, wanted, says[column]), case)
    assert asked == 199_680
    assert not found.counts, str(found)


def _world() -> Iterator[oracle.Case]:
    for subject, type_, *rest in product(
        ("", *oracle.SUBJECTS),
        ("", *oracle.TYPES),
        (False, True),
        oracle.NATURES,
        (False, True),
        FoundBy.values,
        ("", *AcceptedAs.values),
        (False, True),
    ):
        yield oracle.Case(frozenset({subject} - {""}), frozenset({type_} - {""}), *rest)


def test_each_task_has_the_clock_and_the_hands_the_rules_give_it() -> None:
    """domain/routing.md, columns "clock" and "tell". None: whoever owns the incident."""
    expected = {
        "lado_consider": (Clock.WORKING_DAY_1, None),
        "lado_refer": (Clock.WORKING_DAY_1, None),
        "child_safe": (Clock.SAME_SCHOOL_DAY, None),
        "chair_consider": (Clock.NEXT_SCHOOL_DAY, None),
        "police": (Clock.AT_ONCE, None),
        "channel": (Clock.SAME_SCHOOL_DAY, None),
        "filter_review": (Clock.SAME_SCHOOL_DAY, Role.NETWORK_MANAGER),
        "block": (Clock.NEXT_SCHOOL_DAY, Role.NETWORK_MANAGER),
        "network": (Clock.NEXT_SCHOOL_DAY, Role.NETWORK_MANAGER),
        "data_breach": (Clock.HOURS_72, Role.DATA_PROTECTION_LEAD),
        "acknowledge": (Clock.SCHOOL_DAYS_5, None),
    }
    given_out = {(task.code.value, task.clock, task.role) for row in routing.DUTIES for task in row.tasks}
    assert {entry for entry in given_out if entry[0] in expected} == {
        (code, clock, role) for code, (clock, role) in expected.items()
    }
    assert {code for code, _, _ in given_out} == set(oracle.TASKS)


@pytest.mark.parametrize(
    "type_, subject, codes",
    [
        *((name, "pupil", {"police"}) for name in sorted(oracle.ILLEGAL | oracle.POLICE_KINDS)),  # E N.B.
        *((name, "pupil", {"channel"}) for name in sorted(oracle.EXTREMISM)),  # C 4.8
        ("bullying", "staff", {"lado_consider"}),  # C 4.1
        ("bullying", "head", {"lado_consider", "child_safe"}),
        *((name, "staff", {"lado_consider", "lado_refer"}) for name in sorted(oracle.MAY_HARM)),  # C 4.4
        ("data_loss", "other", {"data_breach"}),  # C 3.2
    ],
)
@pytest.mark.parametrize("danger", [False, True])
def test_what_cannot_be_left_open_at_closing(type_: str, subject: str, codes: set[str], danger: bool) -> None:
    case = oracle.Case(frozenset({subject}), frozenset({type_}), danger=danger)
    required = {task.code.value for task, _ in routing.tasks(facts_of(case)) if task.required}
    assert codes <= required


def test_every_rule_says_why_and_from_where() -> None:
    rows = [*routing.OWNERSHIP, *routing.DUTIES]
    assert all(row.because and row.source for row in rows)
    assert len({row.id for row in routing.OWNERSHIP}) == len(routing.OWNERSHIP)
    assert len({row.id for row in routing.DUTIES}) == len(routing.DUTIES)


# --- who owns it, whoever is missing ---


def subsets(roles: tuple[Role, ...]) -> list[frozenset[Role]]:
    return [frozenset(some) for size in range(len(roles) + 1) for some in combinations(roles, size)]


LINES = sorted({row["line"] for row in chain(*ROWS.values())})


def walk(line: list[Role], free: frozenset[Role], passed_over: frozenset[Role]) -> Role | None:
    """Go down the line once for somebody not yet asked, then back up it for anybody at all."""
    for role in line:
        if role in free and role not in passed_over:
            return role
    for role in reversed(line):
        if role in free:
            return role
    return None


def test_every_line_of_the_product_is_on_the_sheets() -> None:
    assert {";".join(row.line) for row in routing.OWNERSHIP} == set(LINES)
    assert len(LINES) == 6


@pytest.mark.parametrize("cell", LINES)
def test_owner_for_every_line_whoever_is_missing_and_whoever_was_passed_over(cell: str) -> None:
    """6 lines × 128 sets of posts conflicted or not held × 128 sets passed over = 98,304 cases."""
    line = [Role(name) for name in names(cell)]
    everybody = frozenset(POSTS)
    for missing, passed_over in product(subsets(POSTS), subsets(POSTS)):
        free = everybody - missing
        found = routing.owner(line, free, passed_over)
        assert found == walk(line, free, passed_over)
        assert found not in missing
        assert (found is None) == (not free & set(line))


@pytest.mark.parametrize("cell", LINES)
def test_escalation_asks_everybody_who_is_free_once_and_never_loses_the_record(cell: str) -> None:
    line = [Role(name) for name in names(cell)]
    for missing in subsets(POSTS):
        free = [role for role in line if role not in missing]
        asked: list[Role] = []
        while (found := routing.owner(line, free, asked)) and found not in asked:
            asked.append(found)
        assert asked == free
        assert routing.owner(line, free, asked) == (free[-1] if free else None)


@pytest.mark.parametrize("cell", LINES)
def test_every_line_ends_outside_the_school(cell: str) -> None:
    assert cell.endswith("vice_chair;authority_officer")


@pytest.mark.parametrize(
    "subject, absent",
    [
        ("head", {"head", "dsl", "deputy_dsl", "co_ordinator"}),
        ("chair", {"chair", "head", "dsl", "deputy_dsl", "co_ordinator"}),
        ("governor", {"head", "dsl", "deputy_dsl", "co_ordinator"}),
        ("dsl", {"dsl", "deputy_dsl", "co_ordinator"}),
        ("staff", {"dsl", "deputy_dsl", "co_ordinator"}),
    ],
)
def test_nobody_judges_their_own_or_those_they_answer_to(subject: str, absent: set[str]) -> None:
    """Whatever else is true: no line about an adult holds a post below the one who must decide (C 4.4)."""
    rows = [row for row in chain(*ROWS.values()) if subject in names(row["subjects"])]
    if (
        subject == "chair"
    ):  # about the head as well, the chair is struck out by name: people-and-roles, rule 2
        rows = [row for row in rows if "head" not in names(row["subjects"])]
    assert rows
    for row in rows:
        line = routing.ownership(facts_of(case_of(row, natures_of(row)[0]))).line
        assert not absent & {role.value for role in line}


# --- several things at once ---

cases = st.builds(
    oracle.Case,
    subjects=st.frozensets(st.sampled_from(oracle.SUBJECTS)),
    types=st.frozensets(st.sampled_from(oracle.TYPES), max_size=6),
    danger=st.booleans(),
    nature=st.sampled_from(oracle.NATURES),
    staff_harmed=st.booleans(),
    found_by=st.sampled_from(FoundBy.values),
    accepted_as=st.sampled_from(["", *AcceptedAs.values]),
    harm_test=st.booleans(),
)


def parts(case: oracle.Case) -> list[oracle.Case]:
    """The same case with one subject, or none, and one type, or none."""
    return [
        case._replace(subjects=frozenset({subject} - {""}), types=frozenset({type_} - {""}))
        for subject, type_ in product(("", *case.subjects), ("", *case.types))
    ]


def strictness(case: oracle.Case) -> int:
    return oracle.LANES.index(routing.ownership(facts_of(case)).lane.value)


@settings(max_examples=1000, deadline=None)
@given(cases)
def test_several_subjects_and_types_are_answered_as_the_written_rules_answer(case: oracle.Case) -> None:
    expected, says = oracle.answer(case), product_says(case)
    assert says["lane"] == [expected.lane]
    assert says["line"] == list(expected.line)
    assert says["first_look"] == [expected.first_look]
    assert says["tell"] == list(expected.tell)
    assert says["tasks"] == list(expected.tasks)


@settings(max_examples=500, deadline=None)
@given(cases.map(lambda case: case._replace(staff_harmed=False)))
def test_lane_is_never_less_strict_than_any_part(case: oracle.Case) -> None:
    assert strictness(case) == max(strictness(part) for part in parts(case))


@settings(max_examples=300, deadline=None)
@given(cases)
def test_harm_to_staff_only_ever_narrows_the_circle_and_never_takes_a_child_from_the_leads(
    case: oracle.Case,
) -> None:
    without, within = case._replace(staff_harmed=False), case._replace(staff_harmed=True)
    before, after = (routing.ownership(facts_of(one)).lane for one in (without, within))
    assert after == (Lane.STAFF if before == Lane.ONLINE_SAFETY else before)


@settings(max_examples=500, deadline=None)
@given(cases)
def test_tasks_and_those_told_are_the_union_of_the_parts(case: oracle.Case) -> None:
    whole = product_says(case)
    for column in ("tell", "tasks"):
        assert set(whole[column]) == set().union(*(product_says(part)[column] for part in parts(case)))


@settings(max_examples=500, deadline=None)
@given(cases)
def test_first_look_is_never_later_than_for_any_part(case: oracle.Case) -> None:
    order = [Clock.MINUTES_15, Clock.SAME_SCHOOL_DAY, Clock.NEXT_SCHOOL_DAY]
    clock = order.index(routing.first_look(facts_of(case)))
    assert clock <= min(order.index(routing.first_look(facts_of(part))) for part in parts(case))


@settings(max_examples=500, deadline=None)
@given(cases, st.sampled_from(["", *oracle.SUBJECTS]), st.sampled_from(["", *oracle.TYPES]), st.booleans())
def test_another_fact_never_takes_back_a_task_or_word_to_anybody(
    case: oracle.Case, subject: str, type_: str, danger: bool
) -> None:
    more = case._replace(
        subjects=case.subjects | ({subject} - {""}),
        types=case.types | ({type_} - {""}),
        danger=case.danger or danger,
    )
    before, after = product_says(case), product_says(more)
    for column in ("tell", "tasks"):
        assert set(before[column]) <= set(after[column])
