"""Who reads which monitoring alert, keeps its sources, and sees which pattern. Conflict of interest comes first.

Source: domain/people-and-roles.md ("Roles (per school)", rule 2); domain/filtering.md, "Monitoring alerts" (A 4, E 9).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from esafety.access.capabilities import Capability as C
from esafety.access.conflict import conflicted_person_ids, own_family_names
from esafety.access.roles import CAPABILITIES, may, posts_of, roles_in, schools_of
from esafety.people.vocabulary import Role
from incidents.access import INCIDENTS
from incidents.alerts.letters import letters_of
from incidents.models import Alert, AlertSource, Incident, Pattern, PatternEvidence
from incidents.policy.alerts import READERS

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from esafety.people.models import School, User

SHORTEST_NAME = 3
"""A family name of fewer letters stands in too many user names to say anything."""


def _reads(user: User | AnonymousUser) -> Q:
    """What the account reads by its posts: what all who triage read, and what its post alone holds."""
    reads = Q(pk__in=())
    for school_id, role in posts_of(user):
        if C.TRIAGE_ALERTS not in CAPABILITIES[role]:
            continue
        here = Q(school_id=school_id)
        reads |= here & Q(held_by=role)
        if role in READERS:
            reads |= here & Q(held_by="")
        if role is Role.BUSINESS_MANAGER:
            reads |= here & Q(held_by="", school__alerts_to_business_manager=True)
    return reads


def _concerns(user: User | AnonymousUser) -> Q:
    """Alerts about the account's holder or somebody close, or about a user name that holds their family name."""
    concerned = Q(person_id__in=conflicted_person_ids(user))
    for name in map(letters_of, own_family_names(user)):
        if len(name) >= SHORTEST_NAME:
            concerned |= Q(person__isnull=True, user_letters__contains=name)
    return concerned


class AlertPolicy:
    """The one policy for monitoring alerts. One that was taken on is read by those who read its incident."""

    model = Alert

    def visible_to(self, user: User | AnonymousUser, records: QuerySet[Alert]) -> QuerySet[Alert]:
        """Those the account's posts read, without those that concern it or whose incident it does not see."""
        if not user.is_authenticated or not user.is_active:
            return records.none()
        incident = INCIDENTS.visible_to(user, Incident.objects.filter(pk=OuterRef("incident_id")))
        still_theirs = Q(incident__isnull=True) | Q(Exists(incident))
        return (
            records.filter(_reads(user), still_theirs)
            .filter(~_concerns(user))
            .annotate(seen_by=Value(user.pk))
        )

    def allows(self, user: User | AnonymousUser, capability: C, record: Alert) -> bool:
        """Whoever reads an alert may decide about it. A record out of `visible_to` brings the answer with it."""
        if capability is not C.TRIAGE_ALERTS or not may(user, capability, record.school_id):
            return False
        if user.is_active and getattr(record, "seen_by", None) == user.pk:
            return True
        return self.visible_to(user, Alert.objects.filter(pk=record.pk)).exists()


ALERTS = AlertPolicy()


def triages_alerts(user: User | AnonymousUser, school: School | None) -> bool:
    """Whether the account reads alerts of this school at all."""
    if not school:
        return False
    roles = {role for role in roles_in(user, school.pk) if C.TRIAGE_ALERTS in CAPABILITIES[role]}
    return bool(roles - {Role.BUSINESS_MANAGER}) or bool(roles) and school.alerts_to_business_manager


class AlertSourcePolicy:
    """The one policy for the sources of alerts. It opens no alert."""

    model = AlertSource

    def visible_to(self, user: User | AnonymousUser, records: QuerySet[AlertSource]) -> QuerySet[AlertSource]:
        """Sources of the schools where the account keeps them."""
        return records.filter(
            school__in=[pk for pk in schools_of(user) if may(user, C.KEEP_ALERT_SOURCES, pk)]
        )

    def allows(self, user: User | AnonymousUser, capability: C, record: AlertSource) -> bool:
        """Keeping the sources is the only capability it asks for."""
        return capability is C.KEEP_ALERT_SOURCES and may(user, capability, record.school_id)


ALERT_SOURCES = AlertSourcePolicy()


class PatternPolicy:
    """The one policy for patterns: whoever sees every incident in it sees it, and nobody else learns that it is there.

    Answering it is for those who may triage every one of those incidents.
    """

    model = Pattern

    def visible_to(self, user: User | AnonymousUser, records: QuerySet[Pattern]) -> QuerySet[Pattern]:
        """Those all of whose incidents the account sees, in schools where it triages."""
        if not user.is_authenticated or not user.is_active:
            return records.none()
        schools = [pk for pk in schools_of(user) if may(user, C.TRIAGE, pk)]
        seen = INCIDENTS.visible_to(user, Incident.objects.filter(pk=OuterRef("incident_id")))
        evidence = PatternEvidence.objects.filter(pattern=OuterRef("pk"))
        return records.filter(
            Exists(evidence.filter(before=False)), ~Exists(evidence.filter(~Exists(seen))), school__in=schools
        )

    def allows(self, user: User | AnonymousUser, capability: C, record: Pattern) -> bool:
        """To see it, what `visible_to` says; to answer it, triage of every incident in it too."""
        if capability not in {C.SEE_INCIDENTS, C.TRIAGE}:
            return False
        if not self.visible_to(user, Pattern.objects.filter(pk=record.pk)).exists():
            return False
        if capability is C.SEE_INCIDENTS:
            return True
        incidents = Incident.objects.filter(pk__in=record.evidence.values("incident"))
        return all(INCIDENTS.allows(user, C.TRIAGE, one) for one in INCIDENTS.visible_to(user, incidents))


PATTERNS = PatternPolicy()
