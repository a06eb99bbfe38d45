"""Drafts: begun, kept, thrown away, purged. None of it is in the trail: that somebody writes is their business."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from esafety.access.capabilities import Capability
from esafety.access.refusals import NotNow
from esafety.access.roles import may
from esafety.audit import record
from incidents.models import Draft
from incidents.models.draft import KEPT_FOR
from incidents.vocabulary import DRAFT_PURGED

if TYPE_CHECKING:
    import datetime as dt

    from esafety.people.models import School, User

MOST_NAMED = 30
"""People in one report."""


def begin_draft(*, school: School, by: User) -> Draft:
    """Start a report. Writes nothing in the trail: that somebody is writing is nobody's business yet."""
    if not may(by, Capability.REPORT, school):
        raise PermissionDenied
    return Draft.objects.create(user=by, school=school)


@transaction.atomic
def keep_section(*, draft: Draft, section: str, answers: dict[str, Any], by: User) -> Draft:
    """Keep one section as sent, right or wrong, so that nothing is lost; its turn rises.

    Raises PermissionDenied, and Draft.DoesNotExist when the draft was sent or purged meanwhile.
    """
    kept = _held(draft, by)
    before = kept.sections.get(section, {})
    return _keep(kept, section, {**before, "typed": _storable(answers), "turn": before.get("turn", 0) + 1})


@transaction.atomic
def keep_unsent(*, draft: Draft, section: str, answers: dict[str, Any], turn: int, by: User) -> Draft:
    """Keep what is typed so far in a page that was shown at `turn`.

    Raises NotNow when the section was sent since: what arrives late never overwrites what was sent.
    """
    kept = _held(draft, by)
    before = kept.sections.get(section, {})
    if before.get("turn", 0) != turn:
        raise NotNow("This page was sent meanwhile.")
    return _keep(kept, section, {**before, "typed": _storable(answers), "turn": turn})


@transaction.atomic
def name_people(*, draft: Draft, rows: list[dict[str, Any]], by: User) -> Draft:
    """Add people to a report not yet sent; somebody already there in the same part is there once.

    Raises NotNow when there are too many.
    """
    kept = _held(draft, by)
    before = kept.sections.get("people", {})
    there = before.get("rows", [])
    known = {_identity(row) for row in there}
    new = [row for row in rows if _identity(row) not in known]
    if len(there) + len(new) > MOST_NAMED:
        raise NotNow(f"Name at most {MOST_NAMED} people. Describe the others under “What happened”.")
    rows = _storable([*there, *new])
    return _keep(kept, "people", {"rows": rows, "typed": {}, "turn": before.get("turn", 0) + 1})


@transaction.atomic
def rename_person(*, draft: Draft, row_id: str, row: dict[str, Any] | None, by: User) -> Draft:
    """Replace one person named in a report not yet sent, or leave them out when `row` is None."""
    kept = _held(draft, by)
    before = kept.sections.get("people", {})
    rows = [row if there["id"] == row_id else there for there in before.get("rows", [])]
    once = {_identity(one): one for one in reversed(rows) if one is not None}
    kept_rows = _storable(list(reversed(once.values())))
    return _keep(kept, "people", {**before, "rows": kept_rows, "turn": before.get("turn", 0) + 1})


@transaction.atomic
def discard_draft(*, draft: Draft, by: User) -> None:
    """Throw a report away that was not sent."""
    _held(draft, by).delete()


@transaction.atomic
def purge_drafts(*, now: dt.datetime | None = None, by: None = None) -> int:
    """Delete drafts that nobody changed for seven days. Returns how many. The pages say so beforehand."""
    old = Draft.objects.filter(changed_at__lt=(now or timezone.now()) - KEPT_FOR)
    count = old.delete()[0]
    if count:
        record(DRAFT_PURGED, by=None, school=None, detail={"count": count})
    return count


def _identity(row: dict[str, Any]) -> tuple[Any, ...]:
    """What makes two rows the same person in the same part."""
    return row["person"], row["name"], row["sort"], row["part"]


def _held(draft: Draft, by: User) -> Draft:
    if draft.user_id != by.pk:
        raise PermissionDenied
    return Draft.objects.select_for_update(no_key=True).select_related(None).get(pk=draft.pk)


def _keep(draft: Draft, section: str, kept: dict[str, Any]) -> Draft:
    draft.sections = {**draft.sections, section: kept}
    draft.changed_at = timezone.now()
    draft.save(update_fields=["sections", "changed_at"])
    return draft


def _storable(typed: Any) -> Any:
    """PostgreSQL's JSON refuses NUL: another character that the forms refuse with the same words stands for it."""
    if isinstance(typed, str):
        return typed.replace("\x00", "\x01")
    if isinstance(typed, dict):
        return {name: _storable(value) for name, value in typed.items()}
    return [_storable(value) for value in typed] if isinstance(typed, list) else typed
