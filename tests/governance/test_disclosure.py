"""SDC-1: no small cell of anything printed has fewer than four possible values, whatever the intruder adds up.

The intruder of `intruder.py` knows nothing of the product's arithmetic: it tries every world that fits.
"""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from esafety.governance.policy.disclosure import (
    FEWEST_VALUES,
    MANY,
    NOT_SHOWN,
    PERCENT_FROM,
    SEVEN_OR_FEWER,
    STEP,
    Cell,
    Link,
    Margins,
    Span,
    Table,
    band,
    banded,
    banded_rest,
    is_small,
    linked_spans,
    percentage,
    printed,
    release,
    spans,
    tells_total,
    two_way_is_safe,
    two_way_spans,
)
from tests.governance.intruder import guesses, linked_guesses, two_way_guesses

MOST = 60


@st.composite
def a_cell(draw: st.DrawFn) -> Cell:
    """Mostly small, sometimes large, sometimes nine reports about one boy."""
    cases = draw(st.one_of(st.integers(0, 9), st.integers(0, 30)))
    return Cell(cases, draw(st.integers(min(1, cases), cases)) if draw(st.booleans()) else cases)


@st.composite
def a_table(draw: st.DrawFn, code: str = "type") -> Table:
    cells = draw(st.lists(a_cell(), min_size=2, max_size=4))
    return Table(code, {f"c{at}": cell for at, cell in enumerate(cells)})


@st.composite
def tables_of_one_total(draw: st.DrawFn) -> tuple[Cell, list[Table]]:
    """Two tables that split the same cases in different ways."""
    first = draw(a_table())
    total = sum(cell.cases for cell in first.cells.values())
    left, second = total, {}
    for at in range(draw(st.integers(1, 3))):
        part = draw(st.integers(0, left))
        second[f"d{at}"] = Cell(part, draw(st.integers(0, part)))
        left -= part
    second["rest"] = Cell(left, left)
    return Cell(total, draw(st.integers(0, total))), [first, Table("nature", second)]


@pytest.mark.parametrize(
    ("cases", "children", "words"),
    [
        (0, 0, SEVEN_OR_FEWER),
        (7, 7, SEVEN_OR_FEWER),
        (8, 8, "10"),
        (9, 1, NOT_SHOWN),
        (12, 12, "10"),
        (13, 8, "15"),
        (100, 7, NOT_SHOWN),
        (102, 99, "100"),
        (103, 99, "105"),
    ],
)
def test_a_count_is_printed_in_bands_and_zero_is_hidden(cases: int, children: int, words: str) -> None:
    assert printed(Cell(cases, children)).words == words


@given(a_cell())
def test_what_is_printed_fits_the_truth_and_leaves_four_values(cell: Cell) -> None:
    shown = printed(cell)
    assert shown.span.low <= cell.cases <= shown.span.high
    assert shown.span.values >= FEWEST_VALUES


ADVERSARIAL = [
    [1, 1, 1, 1],
    [40, 0, 0, 0],
    [8, 0, 0, 0],
    [2, 2, 2, 2],
    [7, 7, 7, 7],
    [8, 8, 8, 0],
    [0, 0, 0, 0],
    [12, 12, 12, 1],
]


@pytest.mark.parametrize("cases", ADVERSARIAL)
@pytest.mark.parametrize("children", ["as many", "one"])
def test_tables_made_to_leak_leak_nothing(cases: list[int], children: str) -> None:
    cells = {f"c{at}": Cell(n, n if children == "as many" else min(n, 1)) for at, n in enumerate(cases)}
    people = sum(cell.children for cell in cells.values())
    total = Cell(sum(cases), people)
    leaks_nothing(total, [Table("type", cells)])


def leaks_nothing(total: Cell, tables: list[Table], *, exact: bool = False) -> None:
    """Whatever was released, the intruder is left with four values for every small cell."""
    out = release(total, tables, exact_total=exact)
    standing = [table for table in tables if table.code in out.tables]
    words = [[out.tables[table.code][name].words for name in table.cells] for table in standing]
    known = [total.cases] if exact else range(out.total.span.low, min(out.total.span.high, MOST * 4) + 1)
    for table, cells in zip(standing, guesses(words, known), strict=True):
        for cell, values in zip(table.cells.values(), cells, strict=True):
            assert cell.cases in values, "the intruder rules out the truth: the oracle is wrong"
            if is_small(cell):
                assert len(values) >= FEWEST_VALUES, (table, values)


@settings(max_examples=300, deadline=None)
@given(tables_of_one_total(), st.booleans())
@example((Cell(10, 10), [Table("type", {"a": Cell(8, 8), "b": Cell(2, 2)})]), True)
def test_no_tables_printed_together_pin_a_small_cell(made: tuple[Cell, list[Table]], exact: bool) -> None:
    leaks_nothing(*made, exact=exact)


@settings(max_examples=200, deadline=None)
@given(a_table(), st.integers(0, 4), st.integers(0, 4))
def test_the_closed_form_is_exactly_what_the_intruder_finds(table: Table, below: int, above: int) -> None:
    true = sum(cell.cases for cell in table.cells.values())
    total = Span(max(0, true - below), true + above)
    shown = [printed(cell) for cell in table.cells.values()]
    found = guesses([[one.words for one in shown]], range(total.low, total.high + 1))[0]
    ours = spans([one.span for one in shown], total)
    assert [Span(min(values), max(values)) for values in found] == ours
    assert [len(values) for values in found] == [span.values for span in ours], (
        "no value in between is missing"
    )


def test_a_table_that_would_leak_is_withheld_and_the_total_stays() -> None:
    out = release(Cell(10, 10), [Table("type", {"a": Cell(8, 8), "b": Cell(2, 2)})], exact_total=True)
    assert out.withheld == ("type",)
    assert out.tables == {}
    assert out.total.words == "10"


def test_two_tables_that_are_safe_alone_can_be_unsafe_together() -> None:
    """One table narrows the total, and the narrowed total pins a cell of the other."""
    total = Cell(32, 32)
    large = Table("nature", {"a": Cell(8, 8), "b": Cell(8, 8), "c": Cell(8, 8), "d": Cell(8, 8)})
    other = Table("type", {"a": Cell(28, 28), "b": Cell(4, 4)})
    for alone in (large, other):
        assert release(total, [alone]).withheld == ()
    leaks_nothing(total, [large, other])


@st.composite
def a_small_two_way(draw: st.DrawFn) -> list[list[Cell]]:
    size = st.one_of(st.integers(0, 3), st.integers(6, 10))
    rows = [[draw(size) for _ in range(2)] for _ in range(2)]
    return [[Cell(n, n if draw(st.booleans()) else min(n, 1)) for n in row] for row in rows]


@settings(max_examples=25, deadline=None)
@given(a_small_two_way())
def test_a_flow_finds_exactly_what_trying_every_world_finds(rows: list[list[Cell]]) -> None:
    shown = [[printed(cell) for cell in row] for row in rows]
    sums = [_sum(row) for row in rows]
    downs = [_sum([row[at] for row in rows]) for at in range(2)]
    total = _sum([cell for row in rows for cell in row])
    margins = Margins(
        [printed(one).span for one in sums], [printed(one).span for one in downs], printed(total).span
    )
    true = [[cell.cases for cell in row] for row in rows]
    ours = two_way_spans(true, [[one.span for one in row] for row in shown], margins)
    most = total.cases + 14
    found = two_way_guesses(
        [[one.words for one in row] for row in shown],
        [printed(one).words for one in sums],
        [printed(one).words for one in downs],
        printed(total).words,
        most,
    )
    for row, seen in zip(ours, found, strict=True):
        for span, values in zip(row, seen, strict=True):
            if span.high <= most:
                assert Span(min(values), max(values)) == span


def _sum(cells: list[Cell]) -> Cell:
    return Cell(sum(cell.cases for cell in cells), sum(cell.children for cell in cells))


def test_a_two_way_table_whose_margins_pin_a_cell_is_not_safe() -> None:
    rows = [[Cell(8, 8), Cell(2, 2)], [Cell(9, 9), Cell(20, 20)]]
    exact = Margins([Span(10, 10), Span(29, 29)], [Span(17, 17), Span(22, 22)], Span(39, 39))
    assert not two_way_is_safe(rows, exact)
    loose = Margins([Span(0, MANY)] * 2, [Span(0, MANY)] * 2, Span(0, MANY))
    assert two_way_is_safe(rows, loose)


PAIRS = ((0, 0), (0, 1), (1, 1), (2, 0))
"""Three groups, two areas: the first group lies in both, each of the others in one."""
LINK = Link("type", "risk", frozenset((f"r{row}", f"c{column}") for row, column in PAIRS))


def linked(world: tuple[int, ...], *, one_child: bool = False) -> tuple[Table, Table]:
    """Both tables of cases that fall into the pairs so often."""

    def cells(place: int, letter: str, many: int) -> dict[str, Cell]:
        counts = [
            sum(n for pair, n in zip(PAIRS, world, strict=True) if pair[place] == at) for at in range(many)
        ]
        return {f"{letter}{at}": Cell(n, min(n, 1) if one_child else n) for at, n in enumerate(counts)}

    return Table("type", cells(0, "r", 3)), Table("risk", cells(1, "c", 2))


@settings(max_examples=40, deadline=None)
@example((8, 5, 2, 7), 0)
@given(st.tuples(*[st.integers(0, 9)] * len(PAIRS)), st.integers(0, 2))
def test_what_two_linked_tables_tell_is_exactly_what_trying_every_world_finds(
    world: tuple[int, ...], loose: int
) -> None:
    rows, columns = linked(world)
    total = Span(max(0, sum(world) - loose), sum(world) + loose)
    ours = linked_spans(rows, columns, LINK, total)
    words = [[printed(cell).words for cell in table.cells.values()] for table in (rows, columns)]
    found = linked_guesses(words[0], words[1], PAIRS, range(total.low, total.high + 1), total.high)
    assert ours is not None
    for derived, seen in zip(ours, found, strict=True):
        assert [Span(min(values), max(values)) for values in seen] == derived


def test_two_tables_that_are_safe_to_a_stranger_may_not_be_to_whoever_knows_the_types() -> None:
    """Seven and seven lie in one area, told as 15: neither group can be nearly none."""
    rows, columns = linked((0, 7, 7, 3))
    total = Cell(17, 17)
    assert release(total, [rows, columns], exact_total=True).withheld == ()
    assert release(total, [rows, columns], exact_total=True, links=[LINK]).withheld == ("type",)


@settings(max_examples=60, deadline=None)
@given(st.tuples(*[st.integers(0, 9)] * len(PAIRS)), st.booleans())
def test_nobody_who_knows_which_types_lie_where_pins_a_small_cell(
    world: tuple[int, ...], exact: bool
) -> None:
    rows, columns = linked(world)
    total = Cell(sum(world), sum(world))
    out = release(total, [rows, columns], exact_total=exact, links=[LINK])
    if len(out.tables) < 2:
        return
    known = (
        range(total.cases, total.cases + 1) if exact else range(out.total.span.low, out.total.span.high + 1)
    )
    words = [[one.words for one in out.tables[table.code].values()] for table in (rows, columns)]
    for table, cells in zip(
        (rows, columns), linked_guesses(words[0], words[1], PAIRS, known, max(known)), strict=True
    ):
        for cell, values in zip(table.cells.values(), cells, strict=True):
            assert not is_small(cell) or len(values) >= FEWEST_VALUES


def test_counts_that_do_not_fit_the_link_lead_whoever_goes_by_it_astray() -> None:
    rows = Table("type", {"r0": Cell(0, 0), "r1": Cell(9, 9), "r2": Cell(0, 0)})
    columns = Table("risk", {"c0": Cell(9, 9), "c1": Cell(0, 0)})
    assert linked_spans(rows, columns, LINK, Span(9, 9)) is None


@pytest.mark.parametrize(
    ("part", "base", "words"),
    [
        (0, 0, "none due"),
        (19, 20, "95%"),
        (96, 100, "over 95%"),
        (20, 20, "over 95%"),
        (1, 3, "33%"),
        (0, 9, "0%"),
    ],
)
def test_a_measure_of_work_is_exact_below_ninety_five_per_cent(part: int, base: int, words: str) -> None:
    assert percentage(part, base) == words


def test_a_percentage_of_cases_needs_twenty_printed() -> None:
    assert not tells_total(Cell(17, 17))
    assert tells_total(Cell(18, 18))
    assert not tells_total(Cell(40, 3))


@pytest.mark.parametrize(
    ("part", "base", "words", "rest"),
    [
        (40, 40, "over 95%", "under 5%"),
        (38, 40, "85 to 95%", "5 to 15%"),
        (34, 40, "75 to 85%", "15 to 25%"),
        (35, 40, "85 to 95%", "5 to 15%"),
        (3, 40, "5 to 15%", "85 to 95%"),
        (2, 40, "up to 5%", "95% or more"),
        (0, 40, "up to 5%", "95% or more"),
        (0, 0, "none due", "none due"),
    ],
)
def test_a_measure_is_told_in_bands_where_it_must_not_tell_its_base(
    part: int, base: int, words: str, rest: str
) -> None:
    assert (banded(part, base), banded_rest(part, base)) == (words, rest)


def test_a_band_fits_every_base_it_is_printed_for() -> None:
    """Whoever reads a band learns nothing of the number of cases: each number has a count in each band."""
    bands = {band(part, 2000) for part in range(2001)}
    for base in range(PERCENT_FROM - STEP // 2, 400):
        assert {band(part, base) for part in range(base + 1)} == bands


@given(st.integers(1, 500).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base))))
def test_a_band_holds_its_share(measure: tuple[int, int]) -> None:
    part, base = measure
    known = band(part, base)
    assert known is not None
    assert known.low < 100 * part / base <= known.high or (part == 0 and known.low == 0)
