"""The school's equipment: what is out, what should be back, what one person has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Exists, OuterRef, Prefetch, Q

from esafety.office.models import Device, Loan
from esafety.office.vocabulary import DeviceState
from esafety.papers.spreadsheet import line
from esafety.people.vocabulary import PersonKind

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

    from esafety.people.models import Person, School

BOM = "\ufeff"
HEADINGS = (
    "Asset tag", "Kind", "Description", "Serial number", "State", "Signed out to", "Who they are", "Since", "Due back",
)  # fmt: skip


class Show(StrEnum):
    """Which devices a list shows."""

    ALL = "all"
    OUT = "out"
    OVERDUE = "overdue"
    HERE = "here"
    MISSING = "missing"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """As the page calls it."""
        return {"here": "In school", "out": "Signed out", "withdrawn": "Out of service"}.get(
            self, self.capitalize()
        )


class Shown(NamedTuple):
    """A device and its open loan, if it has one."""

    device: Device
    loan: Loan | None


def devices(school: School, show: Show = Show.ALL, typed: str = "") -> QuerySet[Device]:
    """The school's devices of one list, with their open loans; `typed` is part of a tag, number or description."""
    loans = Loan.objects.filter(device=OuterRef("pk"))
    out, overdue = Exists(loans.out()), Exists(loans.overdue())
    missing = Q(state__in=(DeviceState.LOST, DeviceState.STOLEN))
    found = Device.objects.filter(school=school).filter(
        {
            Show.ALL: Q(),
            Show.OUT: Q(out),
            Show.OVERDUE: Q(overdue),
            Show.HERE: Q(~out) & Q(state=DeviceState.IN_SERVICE),
            Show.MISSING: missing,
            Show.WITHDRAWN: Q(state=DeviceState.WITHDRAWN),
        }[show]
    )
    for word in typed.split()[:5]:
        found = found.filter(
            Q(asset_tag__icontains=word) | Q(serial_number__icontains=word) | Q(description__icontains=word)
        )
    open_loan = Prefetch("loans", Loan.objects.out().select_related("person"), to_attr="open_loans")
    return found.prefetch_related(open_loan)


def with_loan(found: Iterable[Device]) -> list[Shown]:
    """Devices of a list, each with its open loan."""
    return [Shown(device, next(iter(device.open_loans), None)) for device in found]  # type: ignore[attr-defined]


def counts(school: School) -> dict[Show, int]:
    """How many each list holds."""
    return {show: devices(school, show).count() for show in Show}


def things_to_return(person: Person) -> list[Loan]:
    """What a person has to give back, the longest lent first: for whoever sees somebody out."""
    return list(Loan.objects.out().filter(person=person).select_related("device").order_by("out_on", "pk"))


def loans_of(person: Person) -> list[Loan]:
    """Everything a person has and had, what is still out first."""
    return list(
        Loan.objects.filter(person=person).select_related("device").order_by("-returned_on", "-out_on")
    )


def overdue(school: School) -> str:
    """What the office's entrance says of the devices, or nothing."""
    late = Loan.objects.overdue().filter(device__school=school).count()
    return f"{late} overdue." if late else ""


def export_lines(school: School, show: Show, typed: str) -> Iterator[str]:
    """Headings, then a line for each device of a list."""
    yield BOM + line(HEADINGS)
    for device, loan in with_loan(devices(school, show, typed)):
        yield line(_cells(device, loan))


def _cells(device: Device, loan: Loan | None) -> list[str]:
    cells = [device.asset_tag, device.get_kind_display(), device.description, device.serial_number]
    cells.append(device.get_state_display())
    if loan is None:
        return [*cells, "", "", "", ""]
    who = PersonKind(loan.person.kind).label
    return [*cells, loan.person.full_name, who, _day(loan.out_on), _day(loan.due_back)]


def _day(when: dt.date | None) -> str:
    """2026-11-21: every spreadsheet program reads it as a date."""
    return when.isoformat() if when else ""
