"""Lists asked for as documents."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from aup.models import ListCopy
from aup.papers import OF_LIST
from aup.vocabulary import ListKind
from esafety.papers.actions import want

if TYPE_CHECKING:
    from esafety.papers.models import Paper
    from esafety.people.models import School, User


@transaction.atomic
def want_list(*, school: School, kind: ListKind, day: dt.date, group: str, by: User) -> Paper:
    """Ask for a list as a document. The document’s own entry says so. Raises PermissionDenied."""
    asked = ListCopy.objects.create(school=school, kind=kind, day=day, group=group[:40], asked_by=by)
    return want(OF_LIST[kind], about=asked, by=by)
