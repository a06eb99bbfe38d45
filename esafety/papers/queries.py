"""What the record's own page asks about papers."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from esafety.outbox.vocabulary import State
from esafety.papers.models import DocumentLink
from esafety.papers.models.document_link import OPENS
from esafety.ui.templatetags.ui import moment


def links_about(record: models.Model) -> models.QuerySet[DocumentLink]:
    """Copies of a record sent by link, newest first. What became of one: `told(link)`."""
    return DocumentLink.objects.about(record).select_related("contact", "person", "sent_by", "paper__file")


def told(link: DocumentLink) -> list[str]:
    """What has become of a copy, a sentence each, in the order it happened."""
    said = [f"Sent by {link.sent_by} to {link.recipient} on {moment(link.created_at)}."]
    if link.opened_at:
        said.append(f"First downloaded on {moment(link.opened_at)}; {link.opens} of {OPENS} downloads used.")
    if link.acknowledged_at:
        said.append(f"Receipt confirmed on {moment(link.acknowledged_at)}.")
    return [*said, _standing(link)]


def _standing(link: DocumentLink) -> str:
    if link.closed_at:
        return f"{link.get_closed_because_display().capitalize()} on {moment(link.closed_at)}."
    if link.paper.state in {State.WITHHELD, State.PARKED}:
        return f"The copy could not be prepared. {link.paper.why}"
    if link.expires_at <= timezone.now():
        return f"Expired on {moment(link.expires_at)}."
    if link.opens_left == 0:
        return "All downloads used."
    return f"Can be opened until {moment(link.expires_at)}."
