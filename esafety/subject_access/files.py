"""Kept files that belong to what an answer tells: which there are, what was decided, which go.

Which tables: `policy/files.py`. A file is there for whoever reads its entry, and for nobody else. It goes only once its
maker has decided so, while its entry goes, and while it can be opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from django.apps import apps
from django.db.models import Q

from esafety.papers import cabinet
from esafety.papers.models import ReceivedFile, StoredFile
from esafety.papers.receiving import opening
from esafety.papers.receiving.vocabulary import Verdict
from esafety.subject_access.models import FileDecision
from esafety.subject_access.policy.files import FILES, HeldFile
from esafety.subject_access.vocabulary import GIVEN_FILES, FileOutcome
from esafety.ui.templatetags.ui import day

if TYPE_CHECKING:
    from esafety.subject_access.contents import Told
    from esafety.subject_access.models import AccessAnswer

PDF = "pdf"
ENTRY_KEPT_BACK = "The whole of its entry is kept back, so the file does not go either."


class File(NamedTuple):
    """One kept file. `closed` says why it cannot be handed out, whatever was decided; `number` counts what is given.

    `row` is where it is kept; `received` what the gate knows of it, where it came from outside.
    """

    held: HeldFile
    entry: Told
    row: Any
    stored: StoredFile
    received: ReceivedFile | None
    decision: FileDecision | None
    closed: str
    number: int = 0

    @property
    def why_not(self) -> str:
        """Why it goes in no way now, in a sentence; nothing when it can."""
        return self.closed or (ENTRY_KEPT_BACK if self.entry.gone else "")

    @property
    def waits(self) -> bool:
        """Whether somebody must still decide about it."""
        return self.decision is None and not self.why_not

    @property
    def is_stuck(self) -> bool:
        """Whether it was to be given and can no longer be handed out."""
        return bool(self.closed) and self.decision is not None and self.decision.outcome in GIVEN_FILES

    def is_given(self, outcome: FileOutcome) -> bool:
        """Whether it goes now, in this way."""
        return not self.why_not and self.decision is not None and self.decision.outcome == outcome

    @property
    def suffix(self) -> str:
        """The ending of what it is by its content."""
        return self.received.sort.suffix if self.received else PDF

    @property
    def name(self) -> str:
        """The name under which it goes: drawn here, never what it was called by whoever sent it."""
        return f"file-{self.number}.{self.suffix}"

    @property
    def unchecked(self) -> bool:
        """Whether no virus scanner has looked at it."""
        return self.received is not None and opening.needs_confirming(self.received)


def files_of(answer: AccessAnswer, told: Iterable[Told]) -> list[File]:
    """The files of these entries. One query a table, one for what was decided; none where no entry can have one."""
    entries = {one.line.key: one for one in told}
    found = [one for held in FILES for one in _kept(held, entries)]
    if not found:
        return []
    rows = {row.file: row for row in FileDecision.objects.standing(answer).select_related("by")}
    return _numbered(one._replace(decision=rows.get(one.stored.pk)) for one in found)


def enclosed(files: Iterable[File]) -> list[File]:
    """Those that travel with the answer."""
    return [one for one in files if one.is_given(FileOutcome.ENCLOSED)]


def by_hand(files: Iterable[File]) -> list[File]:
    """Those that are given beside it."""
    return [one for one in files if one.is_given(FileOutcome.BY_HAND)]


def is_shut_meanwhile(answer: AccessAnswer) -> bool:
    """Whether a file that was to go has been destroyed or closed since it was decided. Two queries, whoever asks."""
    going = FileDecision.objects.standing(answer).filter(outcome=FileOutcome.ENCLOSED).values("file")
    if cabinet.is_any_destroyed(going):
        return True
    shut = Q(set_aside_at__isnull=False) | Q(verdict__in=(Verdict.WAITING, Verdict.INFECTED))
    return bool(ReceivedFile.objects.filter(shut, file__in=going).exists())


def _kept(held: HeldFile, entries: dict[str, Told]) -> Iterator[File]:
    of_table = f"{held.told_with}-"
    owners = {key.removeprefix(of_table): one for key, one in entries.items() if key.startswith(of_table)}
    if not owners:
        return
    model = apps.get_model(held.model)
    is_received = model._meta.get_field(held.column).related_model is ReceivedFile
    rows = model._base_manager.filter(
        **{f"{held.owner}__in": list(owners), f"{held.column}__isnull": False}
    ).select_related(f"{held.column}__file" if is_received else held.column)
    for row in rows.order_by("pk"):
        kept = getattr(row, held.column)
        received, stored = (kept, kept.file) if is_received else (None, kept)
        entry = owners[str(row.pk if held.owner == "pk" else getattr(row, f"{held.owner}_id"))]
        yield File(held, entry, row, stored, received, None, _closed(stored, received))


def _closed(stored: StoredFile, received: ReceivedFile | None) -> str:
    if stored.destroyed_at:
        return f"It was destroyed on {day(stored.destroyed_at)}. Only its fingerprint is kept."
    return opening.why_closed(received) if received else ""


def _numbered(found: Iterable[File]) -> list[File]:
    files, number = [], 0
    for one in found:
        given = any(one.is_given(way) for way in GIVEN_FILES)
        number += given
        files.append(one._replace(number=number if given else 0))
    return files
