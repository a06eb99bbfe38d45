"""Editions for tests, brought as far as a test needs by the actions: no test stands on an impossible one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from aup import actions
from aup.canonical import Consent
from aup.models import Edition
from aup.vocabulary import Audience
from tests.cast import Cast


def today() -> dt.date:
    """The school's local date."""
    return timezone.localdate()


def a_draft(cast: Cast, audience: Audience = Audience.STAFF, **words: Any) -> Edition:
    """The suggested text as a draft by the co-ordinator, some of its words changed."""
    begun = actions.draft_edition(school=cast.school, audience=audience, after=None, by=cast.co_ordinator)
    return changed(cast, begun, **words) if words else begun


def changed(cast: Cast, edition: Edition, **words: Any) -> Edition:
    """The draft with some of its words changed, again by the co-ordinator."""
    told: dict[str, Any] = {
        "title": edition.title,
        "body": edition.body,
        "consents": edition.consents_asked,
        "declaration": edition.declaration,
        "declaration_for_child": edition.declaration_for_child,
    }
    return actions.change_draft(
        edition=edition, version=edition.version, by=cast.co_ordinator, **(told | words)
    )


def approved(cast: Cast, edition: Edition) -> Edition:
    """Approved by the governing body, entered by the head."""
    return actions.approve_edition(
        edition=edition,
        version=edition.version,
        approved_on=today(),
        approving_body="Full governing body",
        minute="FGB 12/2026, item 7",
        by=cast.head,
    )


def in_force(
    cast: Cast,
    audience: Audience = Audience.STAFF,
    *,
    after: Edition | None = None,
    ahead: int = 0,
    again: bool = False,
    **words: Any,
) -> Edition:
    """An edition in force from today, or some days ahead."""
    begun = actions.draft_edition(school=cast.school, audience=audience, after=after, by=cast.co_ordinator)
    if words:
        begun = changed(cast, begun, **words)
    return actions.bring_into_force(
        edition=approved(cast, begun),
        in_force_from=today() + dt.timedelta(days=ahead),
        requires_new_signature=again,
        by=cast.co_ordinator,
    )


def a_consent(
    code: str = "own_trips", name: str = "Trips", words: str = "My child may go on trips."
) -> Consent:
    """A consent of the school's own."""
    return Consent(code, name, words)
