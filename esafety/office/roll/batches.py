"""Lines by the five hundred, never cutting a line of the file in two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from esafety.office.models import ImportLine, RollImport

SIZE = 500


def fresh(lines: Iterable[ImportLine]) -> Iterator[list[ImportLine]]:
    """Lines as they are read, in batches."""
    batch: list[ImportLine] = []
    for _, parts in groupby(lines, key=lambda line: line.number):
        batch.extend(parts)
        if len(batch) >= SIZE:
            yield batch
            batch = []
    if batch:
        yield batch


def kept(given: RollImport, after: int) -> Iterator[list[ImportLine]]:
    """Lines of the last check, after a line of the file, in batches."""
    while batch := _next(given, after):
        yield batch
        after = batch[-1].number


def _next(given: RollImport, after: int) -> list[ImportLine]:
    rows = ImportLine.objects.filter(roll_import=given, number__gt=after).order_by("number", "part")
    batch = list(rows[:SIZE])
    if len(batch) < SIZE:
        return batch
    last = batch[-1].number
    return [*batch, *rows.filter(number=last, part__gt=batch[-1].part)]
