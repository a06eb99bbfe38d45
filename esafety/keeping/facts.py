"""What the rules of keeping need to know of incidents, read in a number of queries that does not grow with them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from esafety.keeping.families import Families, families
from esafety.keeping.models import Hold, Period, Review
from esafety.keeping.models.subject import ON_ALL
from esafety.keeping.policy.dates import Adult, Due, Facts, due
from esafety.keeping.policy.holds import Standing, judge
from esafety.keeping.policy.schedule import DEFAULT_YEARS
from esafety.keeping.standing_holds import found_among
from esafety.keeping.vocabulary import HoldKind as H
from esafety.keeping.vocabulary import RecordKind as K
from esafety.keeping.vocabulary import Verdict
from esafety.people.vocabulary import PersonKind
from incidents.access import INCIDENTS
from incidents.models import (
    AllegationOutcome,
    EvidenceItem,
    Incident,
    IncidentTag,
    Involvement,
    Item,
    Referral,
    ReferralEntry,
    Task,
)
from incidents.vocabulary import OPEN, AcceptedAs, Finding, IncidentType, Lane, Part, PersonSort
from incidents.vocabulary.evidence import ItemState
from incidents.vocabulary.outside import Agency, Approach, Step

if TYPE_CHECKING:
    from esafety.people.models import User

SEXUAL = frozenset(
    {
        IncidentType.GROOMING, IncidentType.CSA_IMAGES, IncidentType.NUDES, IncidentType.SEXUAL_HARASSMENT,
        IncidentType.ADULT_CONTACT, IncidentType.OBSCENE_TO_CHILD, IncidentType.STAFF_PUPIL_CONTACT,
    }
)  # fmt: skip
"""Types that may be about child sexual abuse: in doubt a record is kept. Source: KCSIE 399; IICSA H.5."""
_ABOUT_ADULTS = (Lane.STAFF, Lane.GOVERNOR, Lane.HEAD)
_DISPROVED = (Finding.FALSE, Finding.MALICIOUS)
_POLICE = (Agency.POLICE, Agency.POLICE_NOW, Agency.CEOP, Agency.IWF)
CONCERNED = (Part.SUBJECT, Part.HARMED)


class Around(NamedTuple):
    """Records and everything that bears on whether they may go."""

    families: Families
    standings: dict[int, Standing]

    def judged(self, today: dt.date) -> dict[int, frozenset[H]]:
        """What holds each record."""
        return judge(self.standings, today)


class _Found:
    """Rows about many incidents, by record."""

    def __init__(self, found: Families) -> None:
        self.of = found.record_of
        self.all = set(self.of)

    def per_record(self, rows: Iterable[tuple[int, Any]]) -> Mapping[int, list[Any]]:
        by: dict[int, list[Any]] = defaultdict(list)
        for incident, value in rows:
            by[self.of[incident]].append(value)
        return by

    def which(self, rows: Any, name: str = "incident") -> set[int]:
        return {self.of[pk] for pk in rows.order_by().values_list(name, flat=True)}


def around(incidents: Iterable[int], *, seen_by: User | None = None) -> Around:
    """The records of these incidents, all that is linked with them, and open cases about the same people.

    With `seen_by`, what that account may be told: nothing that follows from a record or a file it may not see. What
    is done with a record is decided without it.
    """
    found = families(incidents)
    rows = {row.pk: row for row in Incident.objects.filter(pk__in=found.members).order_by()}
    about = _Found(found)
    people = _people(about)
    kinds = _kinds(rows, about)
    laid = _laid(rows, about, seen_by)
    dates = _due(rows, kinds, people, about)
    standings = {
        root: Standing(
            kind=kinds[root],
            is_open=row.status in OPEN,
            due_on=dates[root].on,
            unknown=dates[root].because if row.status not in OPEN else None,
            laid=frozenset(laid[root]),
            people=frozenset(
                one.person_id for one in people[root] if one.person_id and one.part in CONCERNED
            ),
            linked=frozenset(found.linked.get(root, ())),
        )
        for root, row in rows.items()
    }
    everything = {**_open_beside(standings), **standings}
    return Around(found, everything if seen_by is None else _seen(everything, seen_by))


def _seen(standings: Mapping[int, Standing], user: User) -> dict[int, Standing]:
    """The same without the records that the account may not see, and without links to them."""
    rows = INCIDENTS.visible_to(user, Incident.objects.filter(pk__in=standings)).order_by()
    seen = frozenset(rows.values_list("pk", flat=True))
    return {pk: one._replace(linked=one.linked & seen) for pk, one in standings.items() if pk in seen}


def _people(about: _Found) -> Mapping[int, list[Involvement]]:
    rows = Involvement.objects.standing().filter(incident__in=about.all).select_related("person").order_by()
    return about.per_record((row.incident_id, row) for row in rows)


def _kinds(rows: Mapping[int, Incident], about: _Found) -> dict[int, K]:
    sexual = about.which(IncidentTag.objects.filter(incident__in=about.all, type__in=SEXUAL))
    sexual |= about.which(EvidenceItem.objects.filter(incident__in=about.all).exclude(iwf_reference=""))
    told = Referral.objects.filter(incident__in=about.all, agency__in=(Agency.IWF, Agency.CEOP))
    sexual |= about.which(told)
    ended = AllegationOutcome.objects.filter(incident__in=about.all).order_by("at", "pk")
    last = {
        (incident, adult): finding
        for incident, adult, finding in ended.values_list("incident", "about", "finding")
    }
    stands = {about.of[incident] for (incident, _), finding in last.items() if finding not in _DISPROVED}
    return {root: _kind(row, root in sexual, root in stands) for root, row in rows.items()}


def _kind(row: Incident, sexual: bool, stands: bool) -> K:
    if sexual or row.primary_type in SEXUAL:
        return K.SEXUAL_ABUSE
    if row.lane in (Lane.LOW_LEVEL, *_ABOUT_ADULTS) and row.finding in _DISPROVED and not stands:
        return K.DISPROVED
    if row.lane == Lane.LOW_LEVEL:
        return K.LOW_LEVEL
    if row.lane in _ABOUT_ADULTS:
        return K.ALLEGATION
    if row.lane == Lane.SAFEGUARDING or row.accepted_as == AcceptedAs.SAFEGUARDING:
        return K.SAFEGUARDING
    return K.ONLINE_SAFETY


def _due(
    rows: Mapping[int, Incident],
    kinds: Mapping[int, K],
    people: Mapping[int, list[Involvement]],
    about: _Found,
) -> dict[int, Due]:
    """When each is due, not before a day until which a review kept it."""
    years = years_of({row.school_id for row in rows.values()})
    kept = Review.objects.filter(incident__in=about.all, verdict=Verdict.KEEP).order_by()
    until = about.per_record(kept.values_list("incident", "until"))
    found = {}
    for root, row in rows.items():
        on = due(_facts(row, kinds[root], people.get(root, [])), years[row.school_id])
        found[root] = on._replace(on=max([on.on, *until.get(root, ())])) if on.on else on
    return found


def _facts(row: Incident, kind: K, people: list[Involvement]) -> Facts:
    children = [one for one in people if _is_child(one)]
    concerned = [one for one in children if one.part in CONCERNED] or children
    adults = [one for one in people if one.part == Part.SUBJECT and not _is_child(one)]
    return Facts(
        kind=kind,
        reported_on=timezone.localdate(row.reported_at),
        closed_on=timezone.localdate(row.closed_at) if row.closed_at and row.status not in OPEN else None,
        children=tuple(one.person.born_on if one.person else None for one in concerned),
        adults=tuple(
            Adult(one.person.born_on, one.person.left_on) if one.person else Adult(None, None)
            for one in adults
        ),
    )


def _is_child(one: Involvement) -> bool:
    return one.sort == PersonSort.CHILD or (one.person is not None and one.person.kind == PersonKind.PUPIL)


def years_of(schools: Iterable[int]) -> dict[int, dict[K, int]]:
    """School → how many years it keeps each kind."""
    found = {school: dict(DEFAULT_YEARS) for school in schools}
    for school, kind, years in Period.objects.filter(school__in=found).values_list("school", "kind", "years"):
        found[school][K(kind)] = years
    return found


def _laid(rows: Mapping[int, Incident], about: _Found, user: User | None) -> Mapping[int, set[H]]:
    """Holds that were laid, that a referral or an item is, that other rooms know of; and what is still to do."""
    held: dict[int, set[H]] = defaultdict(set)
    schools = {row.school_id for row in rows.values()}
    standing = Hold.objects.standing().filter(Q(incident__in=about.all) | ON_ALL & Q(school__in=schools))
    for incident, school, kind in standing.order_by().values_list("incident", "school", "kind"):
        for root in (
            [about.of[incident]] if incident else [pk for pk, row in rows.items() if row.school_id == school]
        ):
            held[root].add(H(kind))
    ended = ReferralEntry.objects.filter(referral=OuterRef("pk"), step=Step.ENDED)
    running = Referral.objects.filter(~Exists(ended), incident__in=about.all, approach=Approach.REFERRED)
    with_police = Item.objects.filter(incident__in=about.all, state=ItemState.WITH_POLICE)
    found = [
        (H.POLICE, about.which(running.filter(agency__in=_POLICE)) | about.which(with_police)),
        (H.LADO, about.which(running.filter(agency=Agency.LADO))),
        (H.OPEN_CASE, about.which(Task.objects.open().filter(incident__in=about.all))),
    ]
    found += [
        (kind, {about.of[pk] for pk in pks}) for kind, pks in found_among(frozenset(about.all), seen_by=user)
    ]
    for kind, roots in found:
        for root in roots:
            held[root].add(kind)
    return held


def _open_beside(standings: Mapping[int, Standing]) -> dict[int, Standing]:
    """Open cases, among the rest, about anybody concerned in these."""
    people = {person for one in standings.values() for person in one.people}
    rows = Involvement.objects.standing().filter(
        person__in=people, part__in=CONCERNED, incident__status__in=OPEN
    )
    beside: dict[int, set[int]] = defaultdict(set)
    for incident, person in rows.order_by().values_list(F("incident"), "person"):
        if incident not in standings:
            beside[incident].add(person)
    return {
        pk: Standing(K.ONLINE_SAFETY, is_open=True, due_on=None, people=frozenset(persons))
        for pk, persons in beside.items()
    }
