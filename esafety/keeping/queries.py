"""The lists of this room. Each costs the same number of queries however long it is."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils import timezone

from esafety.keeping.access import DISPOSALS, RECORDS
from esafety.keeping.actions.approving import why_not_approve
from esafety.keeping.facts import around, years_of
from esafety.keeping.models import Disposal, DueDate, Hold, Period
from esafety.keeping.policy.schedule import AT_MOST, SCHEDULE, SETTINGS
from esafety.keeping.striking import counted
from esafety.keeping.vocabulary import HoldKind, RecordKind, Stage
from incidents.lists import keyset
from incidents.lists.keyset import Key
from incidents.models import Incident

if TYPE_CHECKING:
    from esafety.people.models import School, User

A_PAGE = 25
BY_REFERENCE = (Key("incident__reference", str),)
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
    seen = RECORDS.visible_to(user, Incident.objects.all())
    rows = rows.filter(incident__in=seen.values("pk")).select_related("incident")
    place = keyset.read(keys, after) if after else None
    if place is not None:
        rows = rows.filter(keyset.beyond(keys, place))
    page = list(rows[: A_PAGE + 1])
    shown = page[:A_PAGE]
    held = around((row.incident_id for row in shown), seen_by=user).judged(today)
    last = shown[-1] if len(page) > A_PAGE else None
    return {
        "records": [
            {
                "due": row,
                "kind": RecordKind(row.kind).label,
                "holds": _words(held.get(row.incident_id, frozenset())),
            }
            for row in shown
        ],
        "next": keyset.written((last.due_on, last.incident.reference)[-len(keys) :]) if last else "",
        "view": "unknown" if unknown else "due",
    }


def _words(held: frozenset[HoldKind]) -> list[str]:
    return [kind.label for kind in HoldKind if kind in held]


def one_record(user: User, incident: Incident) -> dict[str, Any]:
    """One record: its kind, when it is due and why, what holds it as far as is told, what reviews came to."""
    found = around([incident.pk], seen_by=user)
    root = found.families.record_of[incident.pk]
    today = timezone.localdate()
    standing = found.standings[root]
    item = getattr(incident, "disposal_item", None)
    return {
        "kind": RecordKind(standing.kind).label,
        "rule": next(rule for rule in SCHEDULE if rule.kind == standing.kind),
        "years": years_of([incident.school_id])[incident.school_id][standing.kind],
        "due_on": standing.due_on,
        "is_due": bool(standing.due_on and standing.due_on <= today),
        "held": _words(found.judged(today)[root]),
        "reviews": list(incident.retention_reviews.select_related("by")),
        "holds": list(
            Hold.objects.standing().filter(incident=incident).select_related("laid_by", "lift_asked_by")
        ),
        "disposal": item.disposal if item else None,
    }


def schedule(school: School) -> list[dict[str, Any]]:
    """Every rule with the school's own period, and who confirmed it when."""
    set_by = {one.kind: one for one in Period.objects.filter(school=school).select_related("confirmed_by")}
    years = years_of([school.pk])[school.pk]
    return [{"rule": rule, "years": years[rule.kind], "period": set_by.get(rule.kind)} for rule in SCHEDULE]


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
    items = list(disposal.items.select_related("incident").order_by("incident__closed_at", "pk"))
    context: dict[str, Any] = {
        "tone": TONES[Stage(disposal.stage)],
        "run": getattr(disposal, "run", None),
        "records": _in_list(user, items, timezone.localdate()),
        "tombstones": list(disposal.tombstones.all()),
        "kept": sum(disposal.kept.values()),
        "is_mine": disposal.proposed_by_id == user.pk,
        "why_not": why_not_approve(disposal, user) if disposal.stage == Stage.PROPOSED else None,
        "at_most": AT_MOST,
    }
    return {**context, **_dry_run(items)}


def _in_list(user: User, items: list[Any], today: dt.date) -> list[dict[str, Any]]:
    found = around((item.incident_id for item in items), seen_by=user)
    held = found.judged(today)
    reasons: dict[int, Any] = {}
    for item in items:
        reasons[item.incident_id] = None
    for review in _last_reviews([item.incident_id for item in items]):
        reasons[review.incident_id] = review
    return [
        {
            "incident": item.incident,
            "kind": RecordKind(found.standings[item.incident_id].kind).label,
            "holds": _words(held[item.incident_id]),
            "review": reasons[item.incident_id],
        }
        for item in items
    ]


def _last_reviews(incidents: list[int]) -> list[Any]:
    from esafety.keeping.models import Review

    return list(Review.objects.filter(incident__in=incidents).select_related("by").order_by("at", "pk"))


def _dry_run(items: list[Any]) -> dict[str, Any]:
    if not items:
        return {"tables": [], "files": 0}
    members = around(item.incident_id for item in items).families.members
    going = {one for item in items for one in members[item.incident_id]}
    rows, files = counted(going)
    names = {label: str(apps.get_model(label)._meta.verbose_name_plural) for label in rows}
    return {
        "tables": sorted((names[label].capitalize(), count) for label, count in rows.items()),
        "files": files,
    }
