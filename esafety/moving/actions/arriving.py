"""A file from another school: put here, opened with its words or described, not kept.

Source: docs/transfer-format.md.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from esafety.access.capabilities import Capability
from esafety.access.refusals import NotNow
from esafety.access.roles import may
from esafety.audit import note, record
from esafety.audit.trail import Detail
from esafety.moving.actions.arrival_guard import change_arrival, must_be
from esafety.moving.json_reading import Unreadable
from esafety.moving.matching import adults_like, pupils_like
from esafety.moving.models import Arrival, ArrivalFile, ArrivalNamed
from esafety.moving.package import PAGES
from esafety.moving.reading import Inside, Package, all_by_letters, entries_of, read_package
from esafety.moving.vocabulary import (
    ARRIVAL_CAME,
    ARRIVAL_DESCRIBED,
    ARRIVAL_NOT_KEPT,
    ARRIVAL_OPENED,
    ARRIVAL_WRONG_WORDS,
    ArrivalState,
    Others,
)
from esafety.papers import cabinet
from esafety.papers.models import ReceivedFile
from esafety.papers.receiving import opening
from esafety.papers.receiving.inside import judged
from esafety.papers.receiving.kinds import EVIDENCE, SEALED
from esafety.papers.receiving.taking_in import take_in
from esafety.papers.unsealing import NotOpened, unseal

if TYPE_CHECKING:
    from esafety.papers.uploads import SealedUpload
    from esafety.people.models import School, User


@transaction.atomic
def receive_file(*, school: School, sent: SealedUpload, by: User) -> Arrival:
    """Put a file that another school sent here, as it came, in quarantine. Raises PermissionDenied."""
    if not may(by, Capability.RECEIVE_FILES, school.pk):
        raise PermissionDenied
    made = Arrival.objects.create(school=school, is_sealed=sent.kind == SEALED, came_by=by)
    made.came_as = take_in(sent, about=made, by=by)
    made.save(update_fields=["came_as"])
    record(ARRIVAL_CAME, by=by, school=school, about=made, detail={"file": made.came_as.reference})
    return made


def open_arrival(*, arrival: Arrival, words: str, version: int, by: User) -> Arrival:
    """Open a sealed file with the words that were told by telephone; they are kept nowhere.

    What is inside is checked against its manifest and comes through the gate, each file by itself. Raises
    PermissionDenied; NotNow for words that do not open it, for what is not whole or not known, while the scanner has
    not looked, when the same file is here already, and when it was changed meanwhile.
    """
    must_be(by, arrival, ArrivalState.CLOSED)
    if not arrival.is_sealed or arrival.came_as is None:
        raise NotNow("This file is not sealed: say who sent it, and when.")
    if why := opening.why_closed(arrival.came_as):
        raise NotNow(why)
    try:
        package = read_package(unseal(b"".join(cabinet.read(arrival.came_as.file)), words))
    except NotOpened as not_opened:
        if not_opened.is_words:
            note(ARRIVAL_WRONG_WORDS, by=by, school=arrival.school, about=arrival)
        raise NotNow(f"{not_opened}.") from None
    except Unreadable as unreadable:
        raise NotNow(f"{unreadable}.") from None
    try:
        return _keep_opened(arrival, package, version, by)
    except IntegrityError:  # somebody opened the same file in this very moment
        _must_be_new(arrival, package)
        raise


@transaction.atomic
def _keep_opened(arrival: Arrival, package: Package, version: int, by: User) -> Arrival:
    told = package.record
    _must_be_new(arrival, package)
    kept = cabinet.keep([package.raw])
    kept.save(force_insert=True)
    counted: dict[str, Any] = {
        "entries": sum(len(rows) for _, rows in entries_of(told)),
        "schools": [school for school, _ in entries_of(told) if school],
    }
    beside = ("made_at", "from", "to", "starts_on", "pupil", "household", "incidents", "left_out")
    changed = change_arrival(
        arrival,
        version,
        state=ArrivalState.OPENED,
        opened_at=timezone.now(),
        opened_by=by,
        sender=told["from"]["school"],
        sent_by=told["from"]["sent_by"],
        sent_on=timezone.localdate(dt.datetime.fromisoformat(told["made_at"])),
        sender_reference=told["reference"],
        manifest_sha256=package.manifest_sha256,
        others=Others.LETTERS if all_by_letters(told) else Others.NAMES,
        record=kept,
        told={name: told[name] for name in beside} | counted,
    )
    pages = Inside("", {"name": PAGES}, package.pages)
    for number, inside in enumerate([pages, *package.files], 1):
        _through_the_gate(changed, number, inside, by)
    _name(changed)
    assert changed.came_as is not None
    cabinet.destroy(changed.came_as.file)
    detail: dict[str, Detail] = {"entries": counted["entries"], "files": len(package.files)}
    record(ARRIVAL_OPENED, by=by, school=changed.school, about=changed, detail=detail)
    return changed


@transaction.atomic
def describe_arrival(
    *, arrival: Arrival, sender: str, sent_by: str, sent_on: dt.date, version: int, by: User
) -> Arrival:
    """Say who sent a file that is an ordinary document, and when: paper, or another product's print.

    Raises PermissionDenied, and NotNow for a sealed one and when it was changed meanwhile.
    """
    must_be(by, arrival, ArrivalState.CLOSED)
    if arrival.is_sealed:
        raise NotNow("This file is sealed. Open it with its words.")
    columns = {"sender": sender, "sent_by": sent_by, "sent_on": sent_on}
    now = timezone.now()
    changed = change_arrival(
        arrival, version, state=ArrivalState.OPENED, opened_at=now, opened_by=by, **columns
    )
    ArrivalFile.objects.create(
        arrival=changed, number=1, name="document.pdf", is_pages=True, file=changed.came_as
    )
    record(ARRIVAL_DESCRIBED, by=by, school=changed.school, about=changed)
    return changed


@transaction.atomic
def discard_arrival(*, arrival: Arrival, why: str, version: int, by: User) -> Arrival:
    """Do not keep a file that is not for this school, or came broken: what was in it is destroyed, the reason stays.

    Raises PermissionDenied; NotNow once it was ever taken in, for a file inside that may be illegal, and when it was
    changed meanwhile.
    """
    must_be(by, arrival, ArrivalState.CLOSED, ArrivalState.OPENED)
    if arrival.placings.exists():
        raise NotNow("This file was taken in before. It stays; take it in for the right pupil.")
    files = files_of(arrival)
    if any(one.is_set_aside for one in files):
        raise NotNow(
            "Somebody said that a file inside may be illegal. It stays closed here until the police have said so."
        )
    for one in files:
        cabinet.destroy(one.file)
    if arrival.record is not None:
        cabinet.destroy(arrival.record)
    changed = change_arrival(arrival, version, state=ArrivalState.NOT_KEPT, not_kept_why=why, told={})
    record(ARRIVAL_NOT_KEPT, by=by, school=changed.school, about=changed)
    return changed


def files_of(arrival: Arrival) -> list[ReceivedFile]:
    """What came and what came inside, as far as it was not destroyed."""
    rows = ReceivedFile.objects.about(arrival).filter(file__destroyed_at=None).select_related("file")
    return list(rows)


def _must_be_new(arrival: Arrival, package: Package) -> None:
    """The same package twice, by its sender's reference and its manifest."""
    same = Arrival.objects.filter(
        school=arrival.school,
        sender_reference=package.record["reference"],
        manifest_sha256=package.manifest_sha256,
    ).exclude(state=ArrivalState.NOT_KEPT)
    if same.exclude(pk=arrival.pk).exists():
        raise NotNow(
            "This very file was opened here before. You need not keep it a second time: choose “Do not keep it”."
        )


def _through_the_gate(arrival: Arrival, number: int, inside: Inside, by: User) -> None:
    name = inside.told["name"]
    taken = judged(name, inside.content, EVIDENCE)
    ArrivalFile.objects.create(
        arrival=arrival,
        number=number,
        school=inside.school,
        name=name,
        sha256=inside.told.get("sha256", ""),
        incident=inside.told.get("incident", ""),
        added_at=inside.told.get("added_at"),
        is_pages=name == PAGES,
        file=None if isinstance(taken, str) else take_in(taken, about=arrival, by=by),
        not_taken_why=taken[:300] if isinstance(taken, str) else "",
    )


def _name(arrival: Arrival) -> None:
    pupils = pupils_like(arrival.school, arrival.told["pupil"])
    adults = adults_like(arrival.school, arrival.told["household"])
    found = [(one, True) for one in pupils] + [(one, False) for one in adults]
    rows = [ArrivalNamed(arrival=arrival, person=one, is_pupil=is_pupil) for one, is_pupil in found]
    ArrivalNamed.objects.bulk_create(rows)
