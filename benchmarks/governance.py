"""`python -m benchmarks.governance`: what governors' reports cost, and how they stand up to somebody who adds them up.

Three figures: a year of a trust of twenty schools counted (each term and the year, in one process); the share of a
report's making that is spent inside WeasyPrint, in processor time; and tables
made to leak, each attacked by the intruder of `tests/governance/intruder.py`, who knows nothing of the product's
arithmetic.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import statistics
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from benchmarks.scratch import say, scratch, write

if TYPE_CHECKING:
    from esafety.people.models import School

SIZE = 80_000
"""Incidents of twenty schools over eight years: the trust of quality.md R1."""
TABLES = 50_000
FEWEST = 4


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.governance")
    parser.add_argument("--size", type=int, default=SIZE, help="incidents of twenty schools over eight years")
    parser.add_argument("--tables", type=int, default=TABLES, help="adversarial tables")
    parser.add_argument("--sqlite", action="store_true")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    asked = parser.parse_args()
    with scratch(asked.sqlite):
        lines = list(_measure(asked.size, asked.tables))
    table = "\n".join(lines)
    print(table)
    if asked.write:
        write("governance", table)
    return 0


def _measure(size: int, tables: int) -> Iterator[str]:
    from django.db import connection

    from benchmarks import archive
    from esafety.people.models import School

    say(f"{size} incidents in twenty schools")
    archive.fill(size)
    _accept_all()
    schools = list(School.objects.order_by("pk"))
    for school in schools:
        _terms(school)
    say("counting")
    took, cases = _count(schools)
    say("printing")
    shares, pages, seconds = _print(schools[0])
    say(f"attacking {tables} tables")
    attacked, withheld, narrowest = _attack(tables)
    yield _measured(connection.vendor)
    yield ""
    yield "| what | figure | goal |"
    yield "| --- | --- | --- |"
    year = f"a year of {len(schools)} schools counted: three terms and the year each, {cases:,} cases"
    yield f"| {year} | {took:.1f} s | 30 s |"
    middle = f"{statistics.median(shares):.0%} ({shares[0]:.0%} to {shares[-1]:.0%}) of {seconds:.2f} s (CPU)"
    yield f"| a report of {pages} pages: share of its time inside WeasyPrint, middle of nine rounds | {middle} | 90 % |"
    yield (
        f"| tables attacked ({withheld:,} of them withheld): fewest values left to a small cell | {narrowest} in "
        f"{attacked:,} | 4 in 50,000 |"
    )


def _measured(engine: str) -> str:
    import django

    return (
        f"Measured on {time.strftime('%-d %B %Y')}: {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"Django {django.get_version()}, {engine}, one process; load of the machine while measuring: "
        f"{os.getloadavg()[0]:.1f}."
    )


def _accept_all() -> None:
    """The archive says of no case what triage found it to be; what is closed without that counts as no incident."""
    from incidents.models import Incident
    from incidents.vocabulary import AcceptedAs

    Incident.objects.filter(accepted_as="").update(accepted_as=AcceptedAs.ONLINE_SAFETY)


def _terms(school: School) -> None:
    """Three stretches that hold the whole archive, whose incidents are forty minutes apart in each school."""
    import datetime as dt

    from esafety.schooldays.models import Term

    days = (
        ("First", (2026, 8, 1), (2026, 9, 10)),
        ("Second", (2026, 9, 11), (2026, 10, 15)),
        ("Third", (2026, 10, 16), (2026, 11, 20)),
    )
    for name, first, last in days:
        Term.objects.create(
            school=school, name=f"{name} {last[0]}", starts_on=dt.date(*first), ends_on=dt.date(*last)
        )


def _count(schools: list[School]) -> tuple[float, int]:
    from esafety.governance.counting.periods import calendar_of
    from esafety.governance.counting.tallying import tally

    begins, cases = time.perf_counter(), 0
    for school in schools:
        year = calendar_of(school).years()[-1]
        for period in (*year.parts, year):
            count = tally(school, period)
        cases += count.true["total"][0] + count.true["serious"][0]
    return time.perf_counter() - begins, cases


def _print(school: School) -> tuple[list[float], int, float]:
    """A report's file made nine times: which share of the processor's time was spent inside WeasyPrint.

    Processor time, not the clock on the wall: on a busy machine two makings of the same page differ by a third.
    `pdf.render` does nothing but call WeasyPrint; the rest of a making is `html_of`.
    """
    from esafety.governance.counting.printing import html_of
    from esafety.papers import pdf

    report = _a_report(school)
    pdf.render(html_of(report))  # fonts are found once in a process
    shares, whole = [], []
    for _ in range(9):
        begins = time.process_time()
        html = html_of(report)
        written = time.process_time()
        made = pdf.render(html)
        ends = time.process_time()
        shares.append((ends - written) / (ends - begins))
        whole.append(ends - begins)
    return sorted(shares), made.pages, statistics.median(whole)


def _a_report(school: School) -> Any:
    from django.utils import timezone

    from esafety.governance.counting.periods import calendar_of
    from esafety.governance.counting.sections import drawn_sections
    from esafety.governance.counting.shown import Drawn
    from esafety.governance.counting.tallying import tally
    from esafety.governance.models import Report
    from esafety.governance.vocabulary import ReportKind
    from esafety.people.models import User

    calendar = calendar_of(school)
    period = calendar.terms[-1]
    before = calendar.before(period)
    earlier = tally(school, before) if before else None
    drawn = Drawn(school, period, tally(school, period), earlier, None)
    writer, approver = User.objects.order_by("pk")[:2]
    return Report.objects.create(
        school=school,
        kind=ReportKind.TERMLY,
        period=period.name,
        first_day=period.span.first,
        last_day=period.span.last,
        figures=drawn_sections(ReportKind.TERMLY, drawn),
        drafted_by=writer,
        approved_by=approver,
        approved_at=timezone.now(),
    )


def _attack(tables: int) -> tuple[int, int, int]:
    """Tables made to leak, two or three of one total: what is the least that is left to a small cell?"""
    from esafety.governance.policy.disclosure import is_small, release
    from tests.governance.intruder import guesses

    dice = random.Random(7)  # the same tables each time
    attacked = withheld = 0
    narrowest = 10**6
    while attacked < tables:
        total, made, exact = _leaky(dice)
        out = release(total, made, exact_total=exact)
        attacked += len(made)
        withheld += len(out.withheld)
        standing = [table for table in made if table.code in out.tables]
        words = [[out.tables[table.code][name].words for name in table.cells] for table in standing]
        span = out.total.span
        known = [total.cases] if exact else range(span.low, min(span.high, total.cases + 40) + 1)
        for table, cells in zip(standing, guesses(words, known), strict=True):
            for cell, values in zip(table.cells.values(), cells, strict=True):
                if is_small(cell):
                    narrowest = min(narrowest, len(values))
    return attacked, withheld, narrowest


def _leaky(dice: random.Random) -> tuple[Any, list[Any], bool]:
    """One total and tables that split it: all ones, one big and the rest none, edges of the bands, many about few."""
    from esafety.governance.policy.disclosure import Cell, Table

    shapes = (
        lambda: [1] * dice.randint(2, 6),
        lambda: [dice.randint(8, 60)] + [0] * dice.randint(1, 5),
        lambda: [dice.choice((7, 8, 12, 13, 17, 18)) for _ in range(dice.randint(2, 5))],
        lambda: [dice.randint(0, 9) for _ in range(dice.randint(2, 6))],
        lambda: [dice.randint(0, 30) for _ in range(dice.randint(2, 6))],
    )
    first = dice.choice(shapes)()
    total = sum(first)
    splits = [first, *(_split(dice, total) for _ in range(dice.randint(1, 2)))]
    few = dice.random() < 0.3
    made = [
        Table(
            f"t{at}",
            {f"c{n}": Cell(one, min(one, dice.randint(0, 7)) if few else one) for n, one in enumerate(cells)},
        )
        for at, cells in enumerate(splits)
    ]
    return Cell(total, min(total, 5) if few and dice.random() < 0.5 else total), made, dice.random() < 0.5


def _split(dice: random.Random, total: int) -> list[int]:
    cuts = sorted(dice.randint(0, total) for _ in range(dice.randint(1, 5)))
    return [after - before for before, after in zip([0, *cuts], [*cuts, total], strict=True)]


if __name__ == "__main__":
    raise SystemExit(main())
