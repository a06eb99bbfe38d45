"""Checking the trail: needs only the rows and, to see a cut tail, an anchor printed earlier."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import Max

from esafety.audit.models import AuditEvent
from esafety.audit.trail import FIRST


class Fault(NamedTuple):
    """Where a chain is broken and how, in words."""

    school_id: int
    number: int
    why: str


class Anchor(NamedTuple):
    """The head of one school's chain at a moment, short enough to print: `school:number:hash`."""

    school_id: int
    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.school_id}:{self.number}:{self.hash}"

    @classmethod
    def parse(cls, text: str) -> Anchor:
        """Read a printed anchor. Raises ValueError when it is not one."""
        school_id, number, digest = text.strip().split(":")
        return cls(int(school_id), int(number), digest)


def anchors() -> list[Anchor]:
    """The head of every chain now."""
    heads = AuditEvent.objects.order_by("school_id").values("school_id").annotate(head=Max("number"))
    return [
        Anchor(
            **AuditEvent.objects.values("school_id", "number", "hash").get(
                school_id=row["school_id"], number=row["head"]
            )
        )
        for row in heads
    ]


def faults(printed: list[Anchor] | None = None) -> Iterator[Fault]:
    """Every break in every chain, oldest first; then every printed anchor that is not to be found."""
    school_id, number, previous = None, 0, FIRST
    for entry in AuditEvent.objects.order_by("school_id", "number").iterator():
        if entry.school_id != school_id:
            school_id, number, previous = entry.school_id, 0, FIRST
        if entry.number != number + 1:
            yield Fault(
                entry.school_id, entry.number, f"entries {number + 1} to {entry.number - 1} are missing"
            )
        elif entry.previous_hash != previous:
            yield Fault(entry.school_id, entry.number, "it does not follow the entry before it")
        if entry.hash != entry.digest():
            yield Fault(entry.school_id, entry.number, "its content was changed")
        number, previous = entry.number, entry.hash
    for anchor in printed or []:
        if not AuditEvent.objects.filter(
            school_id=anchor.school_id, number=anchor.number, hash=anchor.hash
        ).exists():
            yield Fault(anchor.school_id, anchor.number, "the printed anchor is not in the chain")
