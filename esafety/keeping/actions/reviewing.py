"""A record that is due is reviewed: kept longer, or put forward for disposal.

Source: domain/records.md ("a review before disposal by a named person").
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from esafety.access.refusals import NotNow
from esafety.audit import record as enter
from esafety.keeping.access import has_a_part_in, readers_of
from esafety.keeping.actions.guard import change, lock, must_see
from esafety.keeping.judging import judged
from esafety.keeping.lots import going
from esafety.keeping.models import Disposal, DisposalItem, DueDate, Lot, Record, Review
from esafety.keeping.models.subject import COLUMN, columns_of, referred_to, subject_of
from esafety.keeping.policy.dates import years_after
from esafety.keeping.policy.schedule import AT_MOST
from esafety.keeping.vocabulary import DISCARDED, REVIEWED, TAKEN_OUT, HoldKind, Stage, Verdict
from incidents.models import Incident

if TYPE_CHECKING:
    from esafety.people.models import User

NAMED = "You are named in this record, so somebody else reviews it."
OTHER_READERS = (
    "It is not the same people who may see this record and those in the disposal you are gathering. Send or give up "
    "that one first."
)
LONGEST = 10
"""Years that one review can keep a record."""


@transaction.atomic
def keep_longer(*, record: Record, until: dt.date, reason: str, by: User) -> Review:
    """Keep a record until a day, then review it again. Raises NotNow for a day that is past or too far off.

    Raises NotNow for who is named in it, for what is being disposed of, and PermissionDenied.
    """
    _may_review(record, by)
    today = timezone.localdate()
    if not today < until <= years_after(today, LONGEST):
        raise NotNow(f"Choose a day after today, at most {LONGEST} years from now.")
    review = _write(record, Verdict.KEEP, reason, by, until=until)
    DueDate.objects.filter(**columns_of(record), due_on__lt=until).update(due_on=until)
    return review


@transaction.atomic
def put_forward(*, record: Record, reason: str, by: User) -> Disposal:
    """Put a record into the disposal that `by` is gathering. Raises NotNow, with what holds it, when it may not go.

    What `by` may not see is not told, and holds the record when it comes to it. Raises NotNow for who is named in
    it, when other people read it than what is in the disposal, and when that is full; PermissionDenied.
    """
    _may_review(record, by)
    told = judged([subject_of(record)], seen_by=by).get(subject_of(record))
    held = set(told.held) if told is not None else set()
    if isinstance(record, Lot) and not held and not going([record], told_to=by):
        held = {HoldKind.NOTHING}
    if held:
        names = "; ".join(sorted(HoldKind(one).label for one in held))
        raise NotNow(f"It must be kept: {names}.")
    disposal, _ = Disposal.objects.get_or_create(school=record.school, proposed_by=by, stage=Stage.DRAFT)
    if disposal.items.count() >= AT_MOST:
        raise NotNow(f"A disposal holds {AT_MOST} records at most. Send this one for approval first.")
    _must_have_the_same_readers(disposal, record)
    DisposalItem.objects.create(disposal=disposal, **columns_of(record))
    _write(record, Verdict.DISPOSE, reason, by)
    return disposal


def _write(record: Record, verdict: Verdict, reason: str, by: User, until: dt.date | None = None) -> Review:
    told = {"school": record.school, "verdict": verdict, "until": until, "reason": reason, "by": by}
    review = Review.objects.create(**columns_of(record), **told)
    enter(REVIEWED, by=by, school=record.school, about=record, detail={"verdict": verdict.value})
    return review


def _must_have_the_same_readers(disposal: Disposal, record: Record) -> None:
    """A record that somebody sees never stands in a disposal that they may not see."""
    other = disposal.items.select_related(*COLUMN.values()).first()
    if other is not None and readers_of(other.record) != readers_of(record):
        raise NotNow(OTHER_READERS)


def _may_review(record: Record, by: User) -> None:
    lock(record.school_id)
    must_see(by, record)
    if isinstance(record, Incident) and record.merged_into_id is not None:
        raise NotNow("This incident was merged into another. Review that one.")
    if has_a_part_in(by, [subject_of(record)], work_too=False):
        raise NotNow(NAMED)
    if DisposalItem.objects.filter(**columns_of(record)).exists():
        raise NotNow("This record is in a disposal already. Take it out there first.")


@transaction.atomic
def take_out(*, disposal: Disposal, reference: str, by: User) -> Disposal:
    """Take a record out of a disposal that nobody has approved yet. Raises NotNow when it is not in it."""
    must_see(by, disposal)
    lock(disposal.school_id)
    items = DisposalItem.objects.filter(referred_to(reference), disposal=disposal)
    if not items.filter(disposal__stage__in=(Stage.DRAFT, Stage.PROPOSED)).exists():
        raise NotNow("This record is not in the disposal, or it was approved already.")
    items.delete()
    now = change(disposal, version=disposal.version)
    enter(TAKEN_OUT, by=by, school=disposal.school, about=disposal)
    return now


@transaction.atomic
def discard(*, disposal: Disposal, by: User) -> Disposal:
    """Give up a disposal that nobody has approved: its records stay. Raises NotNow when it was approved."""
    must_see(by, disposal)
    lock(disposal.school_id)
    if Disposal.objects.get(pk=disposal.pk).stage not in (Stage.DRAFT, Stage.PROPOSED):
        raise NotNow("It was approved or given up already.")
    disposal.items.all().delete()
    now = change(disposal, version=disposal.version, stage=Stage.DISCARDED, said_back="")
    enter(DISCARDED, by=by, school=disposal.school, about=disposal)
    return now
