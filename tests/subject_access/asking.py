"""What stories about requests need."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from esafety.people.models import Person, User
from esafety.subject_access import actions
from esafety.subject_access.models import AccessAnswer, AccessRequest
from esafety.subject_access.vocabulary import AskedAs
from tests.cast import Cast


def asked(cast: Cast, *, about: Person | None = None, by: User | None = None, **more: Any) -> AccessRequest:
    """A request about Zoë by her mother that came yesterday, entered by the safeguarding lead."""
    given: dict[str, Any] = {
        "asked_by": "Leila Haddad, by email",
        "asked_as": AskedAs.PARENT,
        "about": "",
        "received_on": timezone.localdate() - dt.timedelta(days=1),
    }
    return actions.enter_request(person=about or cast.pupil, by=by or cast.dsl, **{**given, **more})


def fresh(answer: AccessAnswer) -> AccessAnswer:
    """As it is now."""
    return AccessAnswer.objects.select_related("request__school", "request__person").get(pk=answer.pk)
