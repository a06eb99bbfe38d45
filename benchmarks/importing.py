"""`python -m benchmarks.importing`: bringing 20,000 pupils in, against a bare `bulk_create` of the same rows.

The floor reads the same file with `csv.DictReader`, makes the same people and writes them by `bulk_create`, five
hundred at a time: no matching, no questions, no way back. Ours is measured in its two halves, the check and the
bringing in, and then a second time with every pupil in a new class. Asked by turns: A B B A.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.scratch import say, scratch, where, write

if TYPE_CHECKING:
    from esafety.people.models import School, User

LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
GIVEN = "Ada Ben Cara Dev Ella Finn Gia Hal Ivy Jo Kai Lena Milo Nia Omar Pia Quin Rosa Sam Tess".split()
FAMILY = (
    "Abbott Barlow Cheema Dacre Eze Farrow Gill Hobson Iqbal Jessop Kaur Lund Moyo Nash Obi Platt".split()
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.importing")
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3, help="of two floors and two imports each")
    parser.add_argument("--sqlite", action="store_true")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    asked = parser.parse_args()
    with scratch(asked.sqlite):
        lines = list(_measure(asked.rows, asked.rounds))
    table = "\n".join(lines)
    print(table)
    if asked.write:
        write("importing", table)
    return 0


def a_file(rows: int, *, moved: bool = False) -> bytes:
    """So many pupils, the same ones every time; `moved` puts each into another class."""
    made = io.StringIO()
    out = csv.writer(made)
    out.writerow(
        ["UPN", "Adno", "Legal Surname", "Legal Forename", "Preferred Forename", "DOB", "Year", "Reg Group"]
    )
    for at in range(rows):
        family = f"{FAMILY[at % 16]}-{FAMILY[at // 16 % 16]}{FAMILY[at // 256 % 16].lower()}"
        born = f"{1 + at % 28:02}/{1 + at % 12:02}/{2008 + at % 10}"
        year = 1 + (at + moved) % 11
        out.writerow([upn(at), f"{at:06}", family, f"{GIVEN[at % 20]} {GIVEN[at // 20 % 20]}", "", born, year,
                      f"{year}{'ABCDEF'[at % 6]}"])  # fmt: skip
    return made.getvalue().encode()


def upn(at: int) -> str:
    """A unique pupil number with the right check letter."""
    figures = f"{850_000_000_000 + at:012}"
    weighed = sum(weight * int(figure) for weight, figure in enumerate(figures, start=2))
    return LETTERS[weighed % 23] + figures


def _measure(rows: int, rounds: int) -> Iterator[str]:
    from django.db import connection

    school, user = _place()
    first, moved = a_file(rows), a_file(rows, moved=True)
    figures: dict[str, list[float]] = {
        "floor": [],
        "check": [],
        "bring in": [],
        "check again": [],
        "change": [],
    }
    growth = []
    for _ in range(rounds):
        for side in ("floor", "ours", "ours", "floor"):
            _empty(school)
            if side == "floor":
                figures["floor"].append(_timed(lambda: floor(school, first)))
                continue
            with _watched() as peak:
                _import(school, user, first, figures["check"], figures["bring in"])
            growth.append(peak())
            _import(school, user, moved, figures["check again"], figures["change"])
    yield where(connection.vendor, rounds).replace("milliseconds;", f"{rows:,} pupils; seconds;")
    yield ""
    yield "| what | seconds | × floor |"
    yield "| --- | --- | --- |"
    base = statistics.median(figures["floor"])
    words = {
        "floor": "bare bulk_create of the same people",
        "check": "check (line by line, nothing changed)",
        "bring in": "bring in (all new)",
        "check again": "check next year's file",
        "change": "bring in (every pupil changed)",
    }
    for name, taken in figures.items():
        middle = statistics.median(taken)
        line = f"| {words[name]} | {middle:.2f} | **{middle / base:.2f}** |"
        say(line)
        yield line
    yield f"| memory the process grew by while it checked and brought in, at most | {max(growth):.0f} MB | |"


def _place() -> tuple[School, User]:
    from esafety.office.actions import add_account, add_person, add_school, give_post
    from esafety.people.vocabulary import PersonKind, Role

    school = add_school(name="Import School", by=None)
    user = add_account(email="office@import.example", name="Office", by=None)
    add_person(
        school=school, kind=PersonKind.STAFF, given_name="Of", family_name="Fice", account=user, by=None
    )
    give_post(user=user, school=school, role=Role.SCHOOL_ADMIN, by=None)
    return school, user


def _empty(school: School) -> None:
    """Away with what the last turn left."""
    from esafety.office.models import ImportChange, ImportLine, ImportRun, RollImport
    from esafety.people.models import Person

    for model in (ImportLine, ImportChange, ImportRun, RollImport):
        model._base_manager.all().delete()
    Person.objects.filter(school=school, account=None)._raw_delete("default")


def floor(school: School, content: bytes) -> None:
    """The same people without any of it."""
    import datetime as dt

    from django.db import transaction

    from esafety.people.models import Person
    from esafety.people.queries import searched_by

    with transaction.atomic():
        Person.objects.bulk_create(
            (
                Person(
                    school=school,
                    kind="pupil",
                    upn=row["UPN"],
                    source_id=row["Adno"],
                    given_name=row["Legal Forename"],
                    family_name=row["Legal Surname"],
                    born_on=dt.date(*map(int, reversed(row["DOB"].split("/")))),
                    year_group=f"Year {row['Year']}",
                    class_name=row["Reg Group"],
                    search_text=searched_by(row["Legal Forename"], row["Legal Surname"]),
                )
                for row in csv.DictReader(io.StringIO(content.decode()))
            ),
            batch_size=500,
        )


def _import(school: School, user: User, content: bytes, checked: list[float], applied: list[float]) -> None:
    from esafety.office import actions
    from esafety.office.models import ImportRun
    from esafety.office.roll.vocabulary import DateOrder, FileKind
    from esafety.office.tasks import work_on_import
    from esafety.papers import cabinet

    file = cabinet.keep([content])
    given = actions.begin_import(
        school=school, kind=FileKind.PUPILS, file=file, file_name="pupils.csv", by=user
    )

    def work(run: ImportRun) -> Callable[[], Any]:
        return lambda: work_on_import(run.pk)

    order = DateOrder(given.date_order)
    checked.append(
        _timed(work(actions.check_import(given=given, columns=given.columns, date_order=order, by=user)))
    )
    given.refresh_from_db()
    applied.append(_timed(work(actions.apply_import(given=given, by=user))))


def _timed(act: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


@contextmanager
def _watched() -> Iterator[Callable[[], float]]:
    """How many megabytes the process grew by at most, looked at every hundredth of a second."""
    page = os.sysconf("SC_PAGE_SIZE") / 1_000_000
    over, seen = threading.Event(), [0.0]

    def now() -> float:
        return int(Path("/proc/self/statm").read_text().split()[1]) * page

    start = now()

    def look() -> None:
        while not over.wait(0.01):
            seen[0] = max(seen[0], now() - start)

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    yield lambda: seen[0]
    over.set()
    watcher.join()


if __name__ == "__main__":
    sys.exit(main())
