"""From an alert to the account of an incident: what the report's form would ask, filled in from what the alert says."""

from __future__ import annotations

from django.utils import timezone

from esafety.people.vocabulary import PersonKind
from incidents.addresses import addresses_in
from incidents.models import Alert
from incidents.policy.alerts import type_of
from incidents.told import Account, Involved
from incidents.vocabulary import FoundBy, IncidentType, Part, PersonSort, WhenKnown

_SORT = {
    PersonKind.PUPIL: PersonSort.CHILD,
    PersonKind.STAFF: PersonSort.STAFF,
    PersonKind.GOVERNOR: PersonSort.GOVERNOR,
    PersonKind.PARENT: PersonSort.PARENT,
    PersonKind.OTHER: PersonSort.OTHER,
}


def account_of(alert: Alert) -> Account:
    """The account of what happened, found by monitoring."""
    type_ = type_of(alert.category)
    local = timezone.localtime(alert.raised_at)
    return Account(
        description=description_of(alert),
        types=[type_],
        primary_type=type_,
        other_type=(alert.category or "A monitoring alert") if type_ is IncidentType.OTHER else "",
        when_known=WhenKnown.DAY,
        happened_on=local.date(),
        happened_time=local.time().replace(second=0, microsecond=0),
        found_by=FoundBy.MONITORING,
        addresses="\n".join(addresses_in(alert.content)),
        asset_tag=alert.device[:60],
    )


def description_of(alert: Alert) -> str:
    """What was typed or visited, in words. User, device and source stand on the alert that is kept with the incident:
    here a user name with a dot in it would be taken for a web address.
    """
    lines = [
        f"A monitoring alert, kept with this incident as {alert.reference}.",
        f"The provider calls it: {alert.category or 'not said'}. Severity: {alert.get_severity_display().lower()}.",
        f"What was typed or visited: {alert.content or 'not said'}",
    ]
    if alert.capture:
        number = f" ({alert.capture_reference})" if alert.capture_reference else ""
        lines.append(f"The provider keeps a capture{number}. It is not stored here.")
    return "\n".join(lines)


def involved_in(alert: Alert) -> list[Involved]:
    """The user, as the person of the school or as the name that was sent."""
    if alert.person is not None:
        sort = _SORT[PersonKind(alert.person.kind)]
        return [Involved(part=Part.SUBJECT, sort=sort, person=alert.person)]
    if not alert.user_typed:
        return []
    return [Involved(part=Part.SUBJECT, sort=PersonSort.OTHER, name=alert.user_typed)]
