"""Whether anything that the rules read has happened in a school: asked of its trail, which every act writes."""

from __future__ import annotations

from esafety.audit.models import AuditEvent
from esafety.people.models import School
from incidents import vocabulary as words
from incidents.vocabulary.watching import ALERT_ADDED, WATCH_SET

MOVING = tuple(
    one.code
    for one in (
        words.REPORTED, words.ROUTED, words.TRIAGED, words.SET_ASIDE, words.CLOSED, words.REOPENED, words.CORRECTED,
        words.PERSON_ADDED, words.PERSON_WITHDRAWN, words.PERSON_IDENTIFIED, words.MERGED, ALERT_ADDED, WATCH_SET,
    )
)  # fmt: skip
"""What changes an incident's type, lane, people, addresses or finding, or a school's thresholds."""


def newest_entry(school: School) -> int:
    """The number of the newest entry of the school's trail."""
    entries = AuditEvent.objects.filter(school_id=school.pk).order_by("-number")
    return entries.values_list("number", flat=True).first() or 0


def has_moved(school: School, since: int) -> bool:
    """Whether something the rules read was done after an entry."""
    return AuditEvent.objects.filter(school_id=school.pk, number__gt=since, code__in=MOVING).exists()
