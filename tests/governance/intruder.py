"""The intruder, written without the product: tries every whole table that fits what was printed.

Slow and plain on purpose. It knows the printed words, that cases are whole numbers, and that cells add up.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence


def values_of(words: str, most: int) -> range:
    """What a printed word says a count can be, no higher than `most`."""
    if words == "7 or fewer":
        return range(min(7, most) + 1)
    if words == "not shown":
        return range(8, most + 1)
    middle = int(words)
    return range(middle - 2, min(middle + 2, most) + 1)


def guesses(tables: Sequence[Sequence[str]], totals: Iterable[int]) -> list[list[set[int]]]:
    """For each cell of each table: every value it has in some world that fits everything printed.

    The tables split the same total, each case into exactly one cell of each.
    """
    found: list[list[set[int]]] = [[set() for _ in table] for table in tables]
    for total in totals:
        worlds = [_fitting(table, total) for table in tables]
        if all(map(all, worlds)):
            for cells, fitting in zip(found, worlds, strict=True):
                for cell, values in zip(cells, fitting, strict=True):
                    cell |= values
    return found


def _fitting(table: Sequence[str], total: int) -> list[set[int]]:
    """For each cell, the values that the other cells can complete to the total."""
    ranges = [values_of(words, total) for words in table]
    others = [_sums(ranges[:at] + ranges[at + 1 :], total) for at in range(len(ranges))]
    return [
        {value for value in own if reached >> (total - value) & 1}
        for own, reached in zip(ranges, others, strict=True)
    ]


def _sums(ranges: Sequence[range], most: int) -> int:
    """Every sum of one value from each, no higher than `most`: bit n is set when n can be reached."""
    reached, all_bits = 1, (1 << (most + 1)) - 1
    for values in ranges:
        moved = 0
        for value in values:
            moved |= reached << value
        reached = moved & all_bits
    return reached


def two_way_guesses(
    cells: Sequence[Sequence[str]], rows: Sequence[str], columns: Sequence[str], total: str, most: int
) -> list[list[set[int]]]:
    """The same for a table with rows and columns and their printed totals; only for tiny tables."""
    width = len(columns)
    found: list[list[set[int]]] = [[set() for _ in columns] for _ in rows]
    choices = [values_of(words, most) for row in cells for words in row]
    for world in itertools.product(*choices):
        table = [world[at : at + width] for at in range(0, len(world), width)]
        down = [sum(row[at] for row in table) for at in range(width)]
        fits = (
            all(sum(row) in values_of(words, most) for row, words in zip(table, rows, strict=True))
            and all(value in values_of(words, most) for value, words in zip(down, columns, strict=True))
            and sum(world) in values_of(total, most)
        )
        if fits:
            for row, seen in zip(table, found, strict=True):
                for value, cell in zip(row, seen, strict=True):
                    cell.add(value)
    return found


def linked_guesses(
    rows: Sequence[str],
    columns: Sequence[str],
    together: Sequence[tuple[int, int]],
    totals: Iterable[int],
    most: int,
) -> tuple[list[set[int]], list[set[int]]]:
    """For each cell of two tables of which only some pairs go together: its values in every world; for tiny tables."""
    wanted = set(totals)
    across, down = ([set[int]() for _ in words] for words in (rows, columns))
    highest = [
        min(most, max(values_of(rows[row], most)), max(values_of(columns[column], most)))
        for row, column in together
    ]
    for world in itertools.product(*(range(high + 1) for high in highest)):
        if sum(world) not in wanted:
            continue
        of_rows, of_columns = [0] * len(rows), [0] * len(columns)
        for (row, column), count in zip(together, world, strict=True):
            of_rows[row] += count
            of_columns[column] += count
        if _fit(of_rows, rows) and _fit(of_columns, columns):
            for counts, seen in ((of_rows, across), (of_columns, down)):
                for count, values in zip(counts, seen, strict=True):
                    values.add(count)
    return across, down


def _fit(counts: Sequence[int], words: Sequence[str]) -> bool:
    return all(count in values_of(word, 10**6) for count, word in zip(counts, words, strict=True))
