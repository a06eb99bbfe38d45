"""What becomes of each kept file of one's answer; opening one to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from esafety.access.refusals import NotNow
from esafety.audit import record
from esafety.moving.actions import open_arrival_file
from esafety.moving.models import ArrivalFile
from esafety.subject_access.actions.guard import call_back, change_answer, must_prepare
from esafety.subject_access.contents import contents_of
from esafety.subject_access.files import File, enclosed
from esafety.subject_access.models import FileDecision
from esafety.subject_access.policy.files import MOST_BYTES, MOST_FILES
from esafety.subject_access.vocabulary import FILE_DECIDED, FILE_OPENED, FILE_UNDECIDED, FileOutcome
from incidents.actions import open_evidence
from incidents.models import EvidenceItem

if TYPE_CHECKING:
    from esafety.audit.trail import Detail
    from esafety.people.models import User
    from esafety.subject_access.models import AccessAnswer
    from esafety.subject_access.policy.exemptions import Exemption

NOT_THERE = "This file is no longer there. Go back to the answer and look again."
BY_HAND_INSTEAD = "Choose “Give it by hand”: the answer lists it, and you hand it over beside it."


@transaction.atomic
def decide_file(
    *,
    answer: AccessAnswer,
    file: int,
    outcome: FileOutcome,
    looked: bool,
    confirmed: bool,
    exemption: Exemption | None,
    why: str,
    version: int,
    by: User,
) -> FileDecision:
    """Decide that a file goes with the answer, goes by hand, or is held back under an exemption and why.

    Decided again, the later counts. A link that still opens the answer as it was before is closed.

    Raises PermissionDenied; NotNow for a file that is not there, for one to be given that is closed, was not looked
    through, or was not checked for viruses and `by` has not confirmed that they know, for more than travels with one
    answer, for one held back without a reason, and when the answer was changed.
    """
    must_prepare(by, answer)
    files = contents_of(answer, by).files
    found = _found(files, file)
    if outcome == FileOutcome.HELD_BACK:
        _must_say_why(exemption, why)
    else:
        _must_be_fit(found, looked=looked, confirmed=confirmed)
    if outcome == FileOutcome.ENCLOSED:
        _must_have_room(files, found)
    change_answer(answer, version)
    call_back(answer, by)
    _end(answer, file)
    held_back = outcome == FileOutcome.HELD_BACK
    made = FileDecision.objects.create(
        answer=answer,
        file=file,
        sha256=found.stored.sha256,
        outcome=outcome,
        exemption=exemption if held_back and exemption else "",
        why=why if held_back else "",
        by=by,
    )
    detail: dict[str, Detail] = {"file": file, "outcome": outcome.value}
    record(FILE_DECIDED, by=by, school=answer.school, about=answer, detail=detail)
    return made


@transaction.atomic
def undecide_file(*, answer: AccessAnswer, file: int, version: int, by: User) -> AccessAnswer:
    """Take back what was decided about a file: it goes nowhere until it is decided anew. A link is closed.

    Raises PermissionDenied; NotNow when the answer was changed meanwhile.
    """
    must_prepare(by, answer)
    changed = change_answer(answer, version)
    if _end(answer, file):
        call_back(answer, by)
        record(FILE_UNDECIDED, by=by, school=answer.school, about=answer, detail={"file": file})
    return changed


@transaction.atomic
def open_file(*, answer: AccessAnswer, file: int, reason: str, confirmed: bool, by: User) -> File:
    """Write down that `by` takes a copy of one file, by the rules of its room; the view hands it out after this.

    Raises PermissionDenied; NotNow once the answer was given, for a file that is not there or is closed, and for one
    not checked for viruses when `by` has not confirmed that they know. Source: quality.md S9.
    """
    must_prepare(by, answer)
    found = _found(contents_of(answer, by).files, file)
    _must_be_open(found, confirmed=confirmed)
    if isinstance(found.row, EvidenceItem):
        open_evidence(item=found.row, reason=reason, confirmed=confirmed, by=by)
    elif isinstance(found.row, ArrivalFile):
        open_arrival_file(arrival=found.row.arrival, file=found.row, confirmed=confirmed, by=by)
    else:
        record(FILE_OPENED, by=by, school=answer.school, about=answer, detail={"file": file})
    return found


def _found(files: list[File], file: int) -> File:
    found = next((one for one in files if one.stored.pk == file), None)
    if found is None:
        raise NotNow(NOT_THERE)
    return found


def _must_say_why(exemption: Exemption | None, why: str) -> None:
    if not exemption or not why.strip():
        raise NotNow("Choose what allows it to be held back, and say why it applies here.")


def _must_be_open(file: File, *, confirmed: bool) -> None:
    if file.closed:
        raise NotNow(file.closed)
    if file.unchecked and not confirmed:
        raise NotNow("This file was not checked for viruses. Confirm that you know.")


def _must_be_fit(file: File, *, looked: bool, confirmed: bool) -> None:
    if file.why_not:
        raise NotNow(file.why_not)
    _must_be_open(file, confirmed=confirmed)
    if not looked:
        raise NotNow("Look through the whole of it first, then say that you have.")


def _must_have_room(files: list[File], more: File) -> None:
    going = [one for one in enclosed(files) if one.stored.pk != more.stored.pk]
    if len(going) >= MOST_FILES:
        raise NotNow(f"{MOST_FILES} files go with this answer, and no more can. {BY_HAND_INSTEAD}")
    if sum(one.stored.size for one in going) + more.stored.size > MOST_BYTES:
        most = MOST_BYTES // 1024 // 1024
        raise NotNow(f"With this file more than {most} MB would go with the answer. {BY_HAND_INSTEAD}")


def _end(answer: AccessAnswer, file: int) -> int:
    standing = FileDecision.objects.standing(answer).filter(file=file)
    return standing.update(ended_at=timezone.now())
