"""SDC-1: what may be printed of small numbers, and what an intruder could work out from everything printed.

Pure: no database, no clock. Source: quality.md section 5; reference/security.md section 6.3. Governors know the school,
the children and the gossip, so a count tells nothing below eight, zero included, and every total is banded on its own.

Three questions, asked in this order: `printed` (one count), `spans` (what the intruder knows of each cell of a table),
`release` (which tables of a period may be printed together). `two_way_is_safe` answers for a table with rows and
columns whose margins are printed too, and `linked_spans` for two tables of which only some pairs of cells go together:
there the intruder's knowledge is a flow through a network (flow.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from esafety.governance.policy.flow import Arrow, Left, Node, Room, moves, send

SMALL: Final = 7
"""A count up to this one, zero included, is printed as "7 or fewer". Source: quality.md section 5."""
STEP: Final = 5
FEWEST_VALUES: Final = 4
"""A small cell must keep so many possible values for whoever knows everything printed."""
PERCENT_FROM: Final = 20
"""A percentage of cases is printed from this printed total on (reference/security.md 6.3, rule 2)."""
NEARLY_ALL: Final = 95
SMALLEST_ROLL: Final = 100
"""A school with fewer pupils prints the total of its year and no other count of cases (rule 6)."""
SERIOUS_FROM: Final = 8
"""Serious matters are one yearly group, printed from so many on (rule 5)."""
STAFF_FROM: Final = 50
"""In a school with fewer staff, matters about adults of the school are in no printed count (rule 5)."""
RULE: Final = "SDC-1"
MANY: Final = 10**6
"""Where no upper bound is known."""

SEVEN_OR_FEWER: Final = "7 or fewer"
NOT_SHOWN: Final = "not shown"


class Cell(NamedTuple):
    """A count of cases, and of the distinct children behind them."""

    cases: int
    children: int


class Span(NamedTuple):
    """The values a number can have for somebody who does not know it, both ends included."""

    low: int
    high: int

    @property
    def values(self) -> int:
        """How many there are."""
        return self.high - self.low + 1

    def within(self, other: Span) -> Span:
        """What both allow."""
        return Span(max(self.low, other.low), min(self.high, other.high))


class Printed(NamedTuple):
    """What stands in the report, and what it alone tells."""

    words: str
    span: Span

    @property
    def drawn(self) -> int | None:
        """How long a bar for it is; None when nothing is drawn. "7 or fewer" is drawn empty, up to seven."""
        return None if self.words == NOT_SHOWN else SMALL if self.words == SEVEN_OR_FEWER else int(self.words)


class Table(NamedTuple):
    """One fixed table. `adds_up`: each case of the total is in exactly one cell."""

    code: str
    cells: Mapping[str, Cell]
    adds_up: bool = True


class Link(NamedTuple):
    """Two tables of which only some pairs of cells go together: a type of incident lies in one area of risk.

    `together`: pairs of a cell of `rows` and a cell of `columns`.
    """

    rows: str
    columns: str
    together: frozenset[tuple[str, str]]


class Release(NamedTuple):
    """What may be printed of a period: the total, the tables by code, and the codes of those withheld."""

    total: Printed
    tables: Mapping[str, Mapping[str, Printed]]
    withheld: tuple[str, ...]


def printed(cell: Cell) -> Printed:
    """What is printed of one count."""
    if cell.cases <= SMALL:
        return Printed(SEVEN_OR_FEWER, Span(0, SMALL))
    if cell.children <= SMALL:
        return Printed(NOT_SHOWN, Span(SMALL + 1, MANY))
    nearest = (cell.cases + STEP // 2) // STEP * STEP
    return Printed(str(nearest), Span(nearest - STEP // 2, nearest + STEP // 2))


def is_small(cell: Cell) -> bool:
    """Whether the cell is one that the rule protects."""
    return cell.cases <= SMALL or cell.children <= SMALL


def spans(cells: Sequence[Span], total: Span) -> list[Span]:
    """What each cell of a table that adds up can be, for whoever knows the cells and the total as printed.

    Exact: any value in a span can be completed to a whole table (reference/security.md 6.3, rule 4).
    """
    low, high = sum(one.low for one in cells), sum(one.high for one in cells)
    return [one.within(Span(total.low - (high - one.high), total.high - (low - one.low))) for one in cells]


def total_known(total: Span, tables: Iterable[Sequence[Span]]) -> Span:
    """What the total can be, for whoever adds up every table printed of it."""
    for cells in tables:
        total = total.within(Span(sum(one.low for one in cells), sum(one.high for one in cells)))
    return total


def release(
    total: Cell, tables: Sequence[Table], *, exact_total: bool = False, links: Sequence[Link] = ()
) -> Release:
    """Which tables of one total may be printed together.

    A table is withheld when a small cell of it would have fewer than four possible values. Every table narrows what is
    known of the total and so of every other table; so all are judged together, the worst goes, and the rest is judged
    anew. `exact_total`: something printed beside them may tell the total exactly. `links`: which cells of two tables
    go together, as far as everybody knows.
    """
    shown = printed(total)
    known = Span(total.cases, total.cases) if exact_total else shown.span
    standing = list(tables)
    while worst := _worst(known, standing, links):
        standing.remove(worst)
    codes = {table.code for table in standing}
    return Release(
        shown,
        {table.code: _printed(table) for table in standing},
        tuple(table.code for table in tables if table.code not in codes),
    )


def _printed(table: Table) -> dict[str, Printed]:
    return {name: printed(cell) for name, cell in table.cells.items()}


def _worst(total: Span, tables: Sequence[Table], links: Sequence[Link]) -> Table | None:
    """The table with the narrowest small cell, when that is too narrow."""
    shown = {table.code: [printed(cell).span for cell in table.cells.values()] for table in tables}
    known = total_known(total, [shown[table.code] for table in tables if table.adds_up])
    width = {table.code: narrowest(table, known) for table in tables}
    standing = {table.code: table for table in tables}
    for link in links:
        if link.rows in standing and link.columns in standing:
            pair = standing[link.rows], standing[link.columns]
            for table, derived in zip(pair, linked_spans(*pair, link, known) or (), strict=False):
                width[table.code] = min(width[table.code], _least(table, derived))
    found = [(width[table.code], at) for at, table in enumerate(tables)]
    least, at = min(found, default=(MANY, 0))
    return tables[at] if least < FEWEST_VALUES else None


def narrowest(table: Table, total: Span) -> int:
    """How many values the most exposed small cell of a table has left."""
    shown = [printed(cell).span for cell in table.cells.values()]
    derived = spans(shown, total) if table.adds_up else [one.within(Span(0, total.high)) for one in shown]
    return _least(table, derived)


def _least(table: Table, derived: Sequence[Span]) -> int:
    small = [one.values for one, cell in zip(derived, table.cells.values(), strict=True) if is_small(cell)]
    return min(small, default=MANY)


# -- a table with rows and columns, whose margins are printed too -----------------------------------

Counts = Sequence[Sequence[int]]
Known = Sequence[Sequence[Span]]


class Margins(NamedTuple):
    """What is printed round a table: the total of each row, of each column, and of all."""

    rows: Sequence[Span]
    columns: Sequence[Span]
    total: Span


def two_way_spans(true: Counts, cells: Known, margins: Margins) -> list[list[Span]]:
    """What each cell of a two-way table can be: the true table is one flow of those that fit what is printed."""
    network = _network(true, cells, margins)
    return [
        [_known(network, (("row", row), ("column", column)), count) for column, count in enumerate(counts)]
        for row, counts in enumerate(true)
    ]


def _known(network: Mapping[Arrow, Room], arrow: Arrow, count: int) -> Span:
    room = moves(network, arrow)
    return Span(count - room.falls, count + room.rises)


_SOURCE, _SINK = ("source", 0), ("sink", 0)


def _network(true: Counts, cells: Known, margins: Margins) -> dict[Arrow, Room]:
    """Source → rows → columns → sink → source: what is printed of each, as room round the true count."""
    room: dict[Arrow, Room] = {}

    def arrow(tail: Node, head: Node, count: int, known: Span) -> None:
        room[tail, head] = Room(count - known.low, known.high - count)

    for row, counts in enumerate(true):
        arrow(_SOURCE, ("row", row), sum(counts), margins.rows[row])
        for column, count in enumerate(counts):
            arrow(("row", row), ("column", column), count, cells[row][column])
    for column, known in enumerate(margins.columns):
        arrow(("column", column), _SINK, sum(counts[column] for counts in true), known)
    arrow(_SINK, _SOURCE, sum(map(sum, true)), margins.total)
    return room


def two_way_is_safe(cells: Sequence[Sequence[Cell]], margins: Margins) -> bool:
    """Whether every small cell keeps four possible values when the table is printed with these margins."""
    true = [[cell.cases for cell in row] for row in cells]
    shown = [[printed(cell).span for cell in row] for row in cells]
    derived = two_way_spans(true, shown, margins)
    return all(
        span.values >= FEWEST_VALUES
        for row, found in zip(cells, derived, strict=True)
        for cell, span in zip(row, found, strict=True)
        if is_small(cell)
    )


# -- two tables of which only some pairs of cells go together ---------------------------------------


def linked_spans(
    rows: Table, columns: Table, link: Link, total: Span
) -> tuple[list[Span], list[Span]] | None:
    """What each cell of both tables can be for whoever knows which cells go together, and both tables as printed.

    None where the true counts do not fit the link (somebody chose another area than usual): whoever goes by it then
    is led astray.
    """
    inner = _inner(rows, columns, link)
    if inner is None:
        return None
    free, never = Span(0, MANY), Span(0, 0)
    cells = [
        [free if (row, column) in link.together else never for column in columns.cells] for row in rows.cells
    ]
    down, across = ([printed(cell).span for cell in table.cells.values()] for table in (rows, columns))
    network = _network(inner, cells, Margins(down, across, total))
    return (
        [_known(network, (_SOURCE, ("row", at)), cell.cases) for at, cell in enumerate(rows.cells.values())],
        [
            _known(network, (("column", at), _SINK), cell.cases)
            for at, cell in enumerate(columns.cells.values())
        ],
    )


def _inner(rows: Table, columns: Table, link: Link) -> Counts | None:
    """Some way to fill the pairs that go together so that both tables come out as they are."""
    left: Left = {_SOURCE: {}, _SINK: {}}
    for at, (row, cell) in enumerate(rows.cells.items()):
        left[_SOURCE]["row", at] = cell.cases
        left["row", at] = {
            ("column", place): MANY for place, one in enumerate(columns.cells) if (row, one) in link.together
        }
    for place, cell in enumerate(columns.cells.values()):
        left["column", place] = {_SINK: cell.cases}
    cases = sum(cell.cases for cell in rows.cells.values())
    if (
        cases != sum(cell.cases for cell in columns.cells.values())
        or send(left, _SOURCE, _SINK, cases) < cases
    ):
        return None
    return [
        [left["column", place].get(("row", at), 0) for place in range(len(columns.cells))]
        for at in range(len(rows.cells))
    ]


# -- process measures -------------------------------------------------------------------------------


def percentage(part: int, base: int) -> str:
    """A measure of work, exact to one per cent; above 95 it says no more. An empty base has none."""
    if base <= 0:
        return "none due"
    share = 100 * part / base
    return f"over {NEARLY_ALL}%" if share > NEARLY_ALL else f"{round(share)}%"


def remaining(done: int, base: int) -> str:
    """What is left of a measure of work; where nearly all is done it says no more than `percentage` does."""
    is_nearly_all = base > 0 and 100 * done / base > NEARLY_ALL
    return f"under {100 - NEARLY_ALL}%" if is_nearly_all else percentage(base - done, base)


BAND: Final = 10
"""How wide the bands of a percentage are where an exact one would tell its base. From ten up every base has a count in
every band, so that a band tells nothing of it."""


def band(part: int, base: int) -> Span | None:
    """The band of a measure of work, in per cent: above its low end, up to its high end. An empty base has none."""
    if base <= 0:
        return None
    share = 100 * part / base
    if share > NEARLY_ALL:
        return Span(NEARLY_ALL, 100)
    steps = max(0, -(-(share - BAND / 2) // BAND))
    high = int(steps) * BAND + BAND // 2
    return Span(max(0, high - BAND), high)


def banded(part: int, base: int) -> str:
    """A measure of work told in bands."""
    known = band(part, base)
    if known is None:
        return "none due"
    if known.high == 100:
        return f"over {NEARLY_ALL}%"
    return f"up to {known.high}%" if known.low == 0 else f"{known.low} to {known.high}%"


def banded_rest(done: int, base: int) -> str:
    """What is left of a measure of work, in the same band turned round: it tells no more than `banded` does."""
    known = band(done, base)
    if known is None:
        return "none due"
    if known.high == 100:
        return f"under {100 - NEARLY_ALL}%"
    return f"{100 - known.high}% or more" if known.low == 0 else f"{100 - known.high} to {100 - known.low}%"


def tells_total(total: Cell) -> bool:
    """Whether a percentage of the total may be printed beside it, which can give the total away exactly."""
    drawn = printed(total).drawn
    return drawn is not None and drawn >= PERCENT_FROM
