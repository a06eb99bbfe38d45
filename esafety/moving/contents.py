"""What a file for the next school holds: the pupil's own part of each incident, others by letters, chosen files.

Source: reference/field.md c11 (contents of a child protection file: front sheet, household, chronology, referrals).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from esafety.moving.vocabulary import Others
from esafety.papers.receiving import opening
from esafety.people.models import Guardianship
from incidents import names
from incidents.models import EvidenceItem, Involvement
from incidents.record.child import Chronology, Entry, chronology_of, in_clear, labels_for

if TYPE_CHECKING:
    from esafety.moving.models import Transfer
    from esafety.people.models import User


class Contents(NamedTuple):
    """Everything that could go, the household, and whose name is written as a letter."""

    found: Chronology
    household: list[Guardianship]
    strangers: list[Involvement]

    def called(self, transfer: Transfer) -> Any:
        """Who is called what: letters for everybody but the pupil and their household."""
        return labels_for(transfer.pupil, self.strangers)


def contents_of(transfer: Transfer, user: User, *, and_also: Iterable[int] = ()) -> Contents:
    """What of the file's incidents, `and_also` of others, the account reads, oldest first. Fifteen queries, however
    much there is."""
    parts = {*transfer.parts.values_list("incident", flat=True), *and_also}
    found = chronology_of(transfer.pupil, user, most=None)
    mine = Chronology(
        [row for row in found.parts if row.incident_id in parts],
        [entry for entry in found.entries if entry.incident.pk in parts],
        [row for row in found.people if row.incident_id in parts],
    )
    household = list(transfer.pupil.guardianships.select_related("guardian").order_by("priority", "pk"))
    home = {row.guardian_id for row in household}
    return Contents(mine, household, [row for row in mine.people if row.person_id not in home])


def key_of(entry: Entry) -> str:
    """How an entry is named in what was left out: "note-12", "report-7" by its incident."""
    return f"{entry.what}-{entry.number or entry.incident.pk}"


def named_in_clear(transfer: Transfer, contents: Contents) -> list[dict[str, Any]]:
    """Others whose names stand in clear text: which part, who, how they are named."""
    return in_clear(contents.found._replace(people=contents.strangers), transfer.pupil)


def going(transfer: Transfer, contents: Contents) -> list[dict[str, Any]]:
    """The entries that go, each as it will be read there."""
    called, known = contents.called(transfer), names.names_of(contents.strangers)

    def told(text: str) -> str:
        if transfer.others == Others.NAMES:
            return names.for_reading(text)
        return names.relabelled(text, called.of, known, transfer.clear_names)

    left = set(transfer.left_out)
    return [_row(entry, told) for entry in contents.found.entries if key_of(entry) not in left]


def _row(entry: Entry, told: Any) -> dict[str, Any]:
    mark = entry.mark
    return {
        "at": entry.at,
        "incident": entry.incident.reference,
        "kind": entry.what,
        "title": told(entry.title),
        "headline": told(mark.headline) if mark and mark.headline else "",
        "text": told(entry.text),
        "impact": told(mark.impact) if mark else "",
        "significant": entry.is_significant,
        "by": entry.by,
    }


def files_that_can_go(transfer: Transfer) -> list[EvidenceItem]:
    """Files of the incidents that can be opened now: never one in quarantine, infected or possibly illegal."""
    incidents = transfer.parts.values("incident")
    found = EvidenceItem.objects.filter(incident__in=incidents, file__isnull=False)
    rows = found.select_related("file__file", "incident").order_by("added_at", "pk")
    return [item for item in rows if item.file is not None and not opening.why_closed(item.file)]


def files_that_go(transfer: Transfer) -> list[EvidenceItem]:
    """The chosen ones that can still be opened."""
    return [item for item in files_that_can_go(transfer) if item.key in transfer.files]


def size_of(item: EvidenceItem) -> int:
    """Bytes of a file of evidence."""
    return item.file.file.size if item.file else 0
