"""What other schools had sent of a pupil goes on to the next school: as they wrote it, said to be theirs."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from esafety.moving.models import Arrival, ArrivalEntry, ArrivalFile
from esafety.papers import cabinet
from esafety.papers.receiving import opening

if TYPE_CHECKING:
    from esafety.moving.models import Transfer


def going_on(transfer: Transfer) -> tuple[list[dict[str, Any]], dict[str, bytes]]:
    """For the record: each school with its entries and files; and the files by name. Raises what `cabinet.read` raises.

    The pages of a file that came go on as a file too, so that people read it who have no product for it.
    """
    told: list[dict[str, Any]] = []
    contents: dict[str, bytes] = {}
    for number, arrival in enumerate(_arrivals(transfer), 1):
        theirs = {row.pk: name for row, name in _named(number, arrival)}
        files = [row for row in _files(arrival) if row.pk in theirs]
        for row in files:
            assert row.file is not None
            contents[theirs[row.pk]] = b"".join(cabinet.read(row.file.file))
        for school in _schools(arrival, files):
            told.append(
                {
                    "school": school or arrival.sender,
                    "reference": "" if school else arrival.sender_reference,
                    "others_named_by": arrival.others,
                    "entries": [_entry(row) for row in arrival.entries.all() if row.school == school],
                    "files": [_file(row, theirs[row.pk]) for row in files if row.school == school],
                }
            )
    return told, contents


def described(transfer: Transfer) -> list[dict[str, Any]]:
    """For pages: which school had sent what, under which names it travels, how many files cannot."""
    return [
        {
            "school": arrival.sender,
            "sent_on": arrival.sent_on,
            "names": [name for _, name in _named(number, arrival)],
            "closed": sum(row.file is None or bool(opening.why_closed(row.file)) for row in _files(arrival)),
        }
        for number, arrival in enumerate(_arrivals(transfer), 1)
    ]


def bytes_gone_on(transfer: Transfer) -> int:
    """How much of it there is."""
    rows = itertools.chain.from_iterable(_files(arrival) for arrival in _arrivals(transfer))
    return sum(row.file.file.size for row in rows if row.file and not opening.why_closed(row.file))


def _arrivals(transfer: Transfer) -> list[Arrival]:
    """Those that are part of it and still the pupil's."""
    found = Arrival.objects.taken_in().filter(
        pk__in=transfer.received.values("arrival"), pupil=transfer.pupil_id
    )
    return list(found.prefetch_related("entries", "files__file__file").order_by("sent_on", "pk"))


def _files(arrival: Arrival) -> list[ArrivalFile]:
    return list(arrival.files.all())


def _named(number: int, arrival: Arrival) -> list[tuple[ArrivalFile, str]]:
    """The files that can be opened, each with the name under which it travels."""
    return [
        (row, f"received-{number}-{row.number}.{row.file.sort.suffix}")
        for row in _files(arrival)
        if row.file is not None and not opening.why_closed(row.file)
    ]


def _schools(arrival: Arrival, files: list[ArrivalFile]) -> list[str]:
    """The sender (""), then the schools before whose words it brought."""
    rows: list[ArrivalEntry | ArrivalFile] = [*arrival.entries.all(), *files]
    return ["", *dict.fromkeys(row.school for row in rows if row.school)]


def _entry(row: ArrivalEntry) -> dict[str, Any]:
    names = ("incident", "kind", "title", "headline", "text", "impact", "significant")
    told = {name: getattr(row, name) for name in names}
    return told | {"at": timezone.localtime(row.at).isoformat(timespec="seconds"), "by": row.written_by}


def _file(row: ArrivalFile, name: str) -> dict[str, Any]:
    assert row.file is not None
    at = timezone.localtime(row.added_at or row.arrival.came_at)
    return {
        "name": name,
        "incident": row.incident,
        "added_at": at.isoformat(timespec="seconds"),
        "sha256": row.file.file.sha256,
    }
