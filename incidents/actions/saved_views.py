"""Lists somebody comes back to: kept, thrown away. A personal bookmark, so nothing is written in the trail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from esafety.access.refusals import NotNow
from incidents.models import SavedView

if TYPE_CHECKING:
    from esafety.people.models import School, User
    from incidents.lists.filters import Filters

MOST_VIEWS = 20


@transaction.atomic
def save_view(*, school: School, name: str, filters: Filters, by: User) -> SavedView:
    """Keep a list under a name; the same name again replaces it. Raises NotNow when there are too many."""
    kept = SavedView.objects.filter(user=by, school=school)
    if kept.exclude(name=name).count() >= MOST_VIEWS:
        raise NotNow(f"You have {MOST_VIEWS} saved lists, which is the most there can be. Delete one first.")
    view, _ = SavedView.objects.update_or_create(
        user=by, school=school, name=name, defaults={"filters": filters.values()}
    )
    return view


@transaction.atomic
def delete_view(*, view: SavedView, by: User) -> None:
    """Throw a saved list away. Raises PermissionDenied when it is somebody else's."""
    if view.user_id != by.pk:
        raise PermissionDenied
    view.delete()
