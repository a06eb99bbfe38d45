"""Closing a one-document link before its time."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from esafety.audit import record
from esafety.papers import cabinet
from esafety.papers.models import DocumentLink
from esafety.papers.vocabulary import DOCUMENT_CLOSED, Closed
from esafety.people.models import User


class AlreadyClosed(ValueError):
    """The link no longer opens: it was closed, or its time is over."""


@transaction.atomic
def close_link(link: DocumentLink, *, by: User, reason: str) -> DocumentLink:
    """Close a link and destroy its copy. What was sent stays known by its hash. Raises AlreadyClosed."""
    closed = {"closed_at": timezone.now(), "closed_because": Closed.BY_SENDER, "closed_reason": reason[:200]}
    if not DocumentLink.objects.alive().filter(pk=link.pk).update(**closed):
        raise AlreadyClosed("This link no longer opens.")
    link.refresh_from_db()
    if link.paper.file:
        cabinet.destroy(link.paper.file)
    about = link.paper.record() or link.paper
    record(DOCUMENT_CLOSED, by=by, school=link.school, about=about, detail={"paper": link.reference})
    return link
