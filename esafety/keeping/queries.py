"""The lists of this room. Each costs the same number of queries however long it is."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Q
from django.utils import timezone

from esafety.keeping.access import DISPOSALS, HOLDS, seen_by
from esafety.keeping.actions.approving import why_not_approve
from esafety.keeping.contents import counted, counted_of_lots
from esafety.keeping.facts import years_of
from esafety.keeping.judging import judged
from esafety.keeping.lots import going
from esafety.keeping.models import Disposal, DisposalItem, DueDate, Hold, Lot, Period, Record, Review, Subject
from esafety.keeping.models.subject import COLUMN, columns_of, ended_at, kept_url, subject_of
from esafety.keeping.policy.schedule import AT_MOST, SCHEDULE, SETTINGS
from esafety.keeping.vocabulary import HoldKind, RecordKind, Stage
from esafety.moving.models import Arrival
from esafety.moving.vocabulary import ArrivalState
from incidents.lists import keyset
from incidents.lists.keyset import Key
from incidents.models import Incident

if TYPE_CHECKING:
    from esafety.people.models import School, User

A_PAGE = 25
BY_REFERENCE = (Key("reference", str),)
BY_DAY = (Key("due_on", dt.date), *BY_REFERENCE)
NEWEST = (Key("begun_at", dt.datetime, descending=True), Key("reference", str, descending=True))
"""How the lists are sorted: by what was drawn in the end, so that a place in an address tells nothing of other rows."""


def due_list(user: User, school: School, view: str, after: str) -> dict[str, Any]:
    """Records of which the time is over, the longest first, or those of which a date is not known."""
    today = timezone.localdate()
    rows = DueDate.objects.filter(school=school)
    unknown = view == "unknown"
    rows = rows.unknown() if unknown else rows.due(today)
    keys = BY_REFERENCE if unknown else BY_DAY
    rows = rows.filter(seen_by(user)).select_related(*COLUMN.values())
    place = keyset.read(keys, after) if after else None
    if place is not None:
        rows = rows.filter(keyset.beyond(keys, place))
    page = list(rows[: A_PAGE + 1])
    shown = page[:A_PAGE]
    found = judged((row.subject for row in shown), seen_by=user)
    last = shown[-1] if len(page) > A_PAGE else None
    return {
        "records": [
            {
                "due": row,
                "kind": str(row.lot or RecordKind(row.kind).label),
                "holds": _words(found[row.subject].held if row.subject in found else frozenset()),
            }
            for row in shown
        ],
        "next": keyset.written((last.due_on, last.record.reference)[-len(keys) :]) if last else "",
        "view": "unknown" if unknown else "due",
    }


def _words(held: frozenset[HoldKind]) -> list[str]:
    return [kind.label for kind in HoldKind if kind in held]


def one_record(user: User, record: Record) -> dict[str, Any]:
    """One record: its kind, when it is due and why, what holds it as far as is told, what reviews came to."""
    found = judged([subject_of(record)], seen_by=user)[subject_of(record)]
    today, standing = timezone.localdate(), found.standing
    leaves = _tables(*counted_of_lots(going([record], told_to=user))) if isinstance(record, Lot) else None
    held = found.held if leaves is None or leaves["tables"] else found.held | {HoldKind.NOTHING}
    item = getattr(record, "disposal_item", None)
    holds = Hold.objects.standing().filter(**columns_of(record)).select_related("laid_by", "lift_asked_by")
    return {
        "kind": str(record) if isinstance(record, Lot) else RecordKind(standing.kind).label,
        "rule": next(rule for rule in SCHEDULE if rule.kind == standing.kind),
        "is_nobodys": isinstance(record, Arrival) and record.state == ArrivalState.NOT_KEPT,
        "years": years_of([record.school_id])[record.school_id][standing.kind],
        "due_on": standing.due_on,
        "is_due": bool(standing.due_on and standing.due_on <= today),
        "held": _words(held),
        "leaves": leaves,
        "reviews": list(record.retention_reviews.select_related("by")),
        "holds": list(holds),
        "disposal": item.disposal if item else None,
    }


def _tables(rows: Mapping[str, int], files: int) -> dict[str, Any]:
    names = {label: str(apps.get_model(label)._meta.verbose_name_plural) for label in rows}
    return {
        "tables": sorted((names[label].capitalize(), count) for label, count in rows.items()),
        "files": files,
    }


def schedule(school: School) -> list[dict[str, Any]]:
    """Every rule with the school's own period, and who confirmed it when."""
    set_by = {one.kind: one for one in Period.objects.filter(school=school).select_related("confirmed_by")}
    years = years_of([school.pk])[school.pk]
    return [{"rule": rule, "years": years[rule.kind], "period": set_by.get(rule.kind)} for rule in SCHEDULE]


def to_lift(user: User, school: School) -> int:
    """How many holds somebody else asks to lift, which this account could agree to."""
    asked = Hold.objects.standing().filter(school=school, lift_asked_by__isnull=False)
    return HOLDS.visible_to(user, asked.exclude(lift_asked_by=user)).count()


def unconfirmed(school: School) -> int:
    """How many periods nobody of the school has confirmed."""
    return (
        len(SETTINGS) - Period.objects.filter(school=school, kind__in=[one.kind for one in SETTINGS]).count()
    )


def disposals(user: User, school: School, after: str) -> dict[str, Any]:
    """The school's disposals, the newest first."""
    rows = DISPOSALS.visible_to(user, Disposal.objects.filter(school=school)).exclude(stage=Stage.DISCARDED)
    place = keyset.read(NEWEST, after) if after else None
    if place is not None:
        rows = rows.filter(keyset.beyond(NEWEST, place))
    rows = rows.select_related("proposed_by", "approved_by").order_by(*keyset.ordering(NEWEST))
    page = list(rows[: A_PAGE + 1])
    last = page[A_PAGE - 1] if len(page) > A_PAGE else None
    return {
        "disposals": [{"disposal": one, "tone": TONES[Stage(one.stage)]} for one in page[:A_PAGE]],
        "next": keyset.written((last.begun_at, last.reference)) if last else "",
    }


TONES = {
    Stage.DRAFT: "grey",
    Stage.PROPOSED: "yellow",
    Stage.APPROVED: "blue",
    Stage.DONE: "green",
    Stage.DISCARDED: "grey",
}


def one_disposal(user: User, disposal: Disposal) -> dict[str, Any]:
    """A disposal: before it is carried out exactly what would go, after it what is left in the ledger."""
    items = sorted(disposal.items.select_related(*COLUMN.values()), key=lambda one: ended_at(one.record))
    context: dict[str, Any] = {
        "tone": TONES[Stage(disposal.stage)],
        "run": getattr(disposal, "run", None),
        "records": _in_list(user, items),
        "tombstones": list(disposal.tombstones.all()),
        "kept": sum(disposal.kept.values()),
        "is_mine": disposal.proposed_by_id == user.pk,
        "why_not": why_not_approve(disposal, user) if disposal.stage == Stage.PROPOSED else None,
        "at_most": AT_MOST,
    }
    return {**context, **_dry_run(user, disposal, items)}


def _in_list(user: User, items: list[DisposalItem]) -> list[dict[str, Any]]:
    found = judged((item.subject for item in items), seen_by=user)
    reviews = _last_reviews([item.subject for item in items])
    return [
        {
            "reference": item.record.reference,
            "url": kept_url(item.record),
            "ended_at": ended_at(item.record),
            "kind": str(item.lot or RecordKind(found[item.subject].standing.kind).label),
            "holds": _words(found[item.subject].held),
            "review": reviews.get(item.subject),
        }
        for item in items
    ]


def _last_reviews(subjects: list[Subject]) -> dict[Subject, Review]:
    """The last word on each: one query."""
    about = Q(pk__in=())
    for column in COLUMN.values():
        about |= Q(**{f"{column}__in": [one.pk for one in subjects if one.column == column]})
    rows = Review.objects.filter(about).select_related("by").order_by("at", "pk")
    return {row.subject: row for row in rows}


def _dry_run(user: User, disposal: Disposal, items: list[DisposalItem]) -> dict[str, Any]:
    if not items:
        return {"tables": [], "files": 0}
    found = judged(item.subject for item in items if not item.lot)
    rows, files = Counter[str](), 0
    for model in (Incident, Arrival):
        alike = [one.members for subject, one in found.items() if subject.column == COLUMN[model]]
        if alike:
            more, keys = counted(frozenset().union(*alike), model)
            rows.update(more)
            files += keys
    if lots := [item.lot for item in items if item.lot]:
        by = [disposal.proposed_by] if disposal.proposed_by else []
        more, keys = counted_of_lots(going(lots, read_by=by, told_to=user))
        rows.update(more)
        files += keys
    return _tables(rows, files)
