"""Who is asked in a campaign, by which way, and who is not and why: one plan for the preview and for the mails."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone

from aup.models import Edition
from aup.policy.audiences import audience_of_year, rule_for
from aup.queries.standing import standing
from aup.vocabulary import Audience, Capacity, InvitationRoute, WhyLeftOut, WhyPaper
from esafety.people.models import Guardianship, Membership, Person
from esafety.people.vocabulary import PersonKind

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from aup.models import Campaign


@dataclass
class Asked:
    """One adult, the children they are asked to sign for, and every child of theirs in the campaign."""

    person: Person
    route: InvitationRoute
    why_paper: str = ""
    children: list[Person] = field(default_factory=list)
    family: list[Person] = field(default_factory=list)


class Slot(NamedTuple):
    """One signature that is wanted."""

    about: Person
    audience: Audience
    capacity: Capacity


class LeftOut(NamedTuple):
    """Somebody who is not asked; for a contact, because of which child."""

    person: Person
    why: WhyLeftOut
    child: Person | None = None


@dataclass
class Plan:
    """Everybody who is asked, in the order they are dealt with; what is wanted; everybody left out."""

    adults: list[Asked] = field(default_factory=list)
    wanted: list[Slot] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    def by_route(self, route: InvitationRoute) -> list[Asked]:
        """The adults asked by one way."""
        return [one for one in self.adults if one.route == route]

    @property
    def in_class(self) -> list[Slot]:
        """Pupils who sign for themselves."""
        return [one for one in self.wanted if one.capacity == Capacity.SELF and one.about.kind == "pupil"]


def plan_of(campaign: Campaign, today: dt.date | None = None) -> Plan:
    """Who would be asked today. The same few queries however many they are."""
    day = today or timezone.localdate()
    held = Edition.objects.holding(day).filter(school=campaign.school)
    planning = _Planning(
        campaign,
        {Audience(one) for one in held.values_list("audience", flat=True)},
        standing(campaign.school, day) if campaign.only_missing else set(),
        _accounts(campaign),
    )
    if campaign.to_families:
        planning.ask_families()
    for wants, kind, audience in (
        (campaign.to_staff, PersonKind.STAFF, Audience.STAFF),
        (campaign.to_governors, PersonKind.GOVERNOR, Audience.GOVERNOR),
    ):
        if wants:
            planning.ask_adults(kind, audience)
    planning.plan.adults.sort(key=lambda one: one.person.pk)
    return planning.plan


def pupils_of(campaign: Campaign) -> QuerySet[Person]:
    """The pupils a campaign is about, in the order of a register."""
    pupils = Person.objects.filter(school=campaign.school, kind=PersonKind.PUPIL, left_on__isnull=True)
    if campaign.year_groups:
        pupils = pupils.filter(year_group__in=campaign.year_groups)
    if campaign.class_names:
        pupils = pupils.filter(class_name__in=campaign.class_names)
    return pupils.order_by("class_name", "family_name", "given_name", "pk")


def _accounts(campaign: Campaign) -> set[int]:
    """The accounts that can sign in to the school today."""
    return set(Membership.objects.current().filter(school=campaign.school).values_list("user", flat=True))


@dataclass
class _Planning:
    campaign: Campaign
    in_force: set[Audience]
    signed: set[tuple[int, Audience, Capacity]]
    accounts: set[int]
    plan: Plan = field(default_factory=Plan)

    def ask_families(self) -> None:
        """Every pupil's parents and carers, and secondary pupils themselves."""
        families = self._families()
        adults: dict[int, Asked] = {}
        for pupil in pupils_of(self.campaign):
            is_wanted = self._want_of(pupil)
            allowed = self._allowed(pupil, families.get(pupil.pk, []))
            if is_wanted and not allowed:
                self.plan.left_out.append(LeftOut(pupil, WhyLeftOut.NOBODY))
            for one in allowed:
                asked = adults.setdefault(one.guardian_id, Asked(one.guardian, InvitationRoute.PAPER))
                asked.family.append(pupil)
                asked.children += [pupil] if is_wanted else []
        for asked in adults.values():
            self._route(asked)
            if self._want(asked.person, Audience.PARENT, Capacity.SELF) or asked.children:
                self.plan.adults.append(asked)

    def ask_adults(self, kind: PersonKind, audience: Audience) -> None:
        """Everybody of a kind, for themselves."""
        there = Person.objects.filter(school=self.campaign.school, kind=kind, left_on__isnull=True)
        asked_as_parents = {one.person.pk for one in self.plan.adults}
        for person in there.order_by("pk"):
            if audience not in self.in_force:
                self.plan.left_out.append(LeftOut(person, WhyLeftOut.NO_EDITION))
            elif self._want(person, audience, Capacity.SELF):
                if person.pk in asked_as_parents:
                    continue  # one invitation holds everything that is wanted of somebody
                asked = Asked(person, InvitationRoute.PAPER)
                self._route(asked)
                self.plan.adults.append(asked)
            else:
                self.plan.left_out.append(LeftOut(person, WhyLeftOut.SIGNED))

    def _want_of(self, pupil: Person) -> bool:
        """Want what a pupil's rules need. False when nothing is wanted of a parent or carer."""
        audience = audience_of_year(pupil.year_group)
        if audience is None or audience not in self.in_force:
            why = WhyLeftOut.NO_STAGE if audience is None else WhyLeftOut.NO_EDITION
            self.plan.left_out.append(LeftOut(pupil, why))
            return False
        wanted = [one for one in rule_for(audience).needed if self._want(pupil, audience, one)]
        if not wanted:
            self.plan.left_out.append(LeftOut(pupil, WhyLeftOut.SIGNED))
        return Capacity.GUARDIAN in wanted

    def _want(self, about: Person, audience: Audience, capacity: Capacity) -> bool:
        if audience not in self.in_force or (about.pk, audience, capacity) in self.signed:
            return False
        self.plan.wanted.append(Slot(about, audience, capacity))
        return True

    def _families(self) -> dict[int, list[Guardianship]]:
        found: dict[int, list[Guardianship]] = defaultdict(list)
        rows = Guardianship.objects.filter(
            pupil__in=pupils_of(self.campaign).order_by(), guardian__left_on__isnull=True
        )
        for row in rows.select_related("guardian").order_by("priority", "pk"):
            found[row.pupil_id].append(row)
        return found

    def _allowed(self, pupil: Person, family: list[Guardianship]) -> list[Guardianship]:
        """Whoever may be asked. Never a contact whom a court order keeps away, nor one without responsibility."""
        for row in family:
            if row.no_contact:
                self.plan.left_out.append(LeftOut(row.guardian, WhyLeftOut.NO_CONTACT, pupil))
            elif row.parental_responsibility is False:
                self.plan.left_out.append(LeftOut(row.guardian, WhyLeftOut.NO_RESPONSIBILITY, pupil))
        return [row for row in family if not row.no_contact and row.parental_responsibility is not False]

    def _route(self, asked: Asked) -> None:
        """An account first, then a link by mail, then paper."""
        person = asked.person
        if person.account_id in self.accounts:
            asked.route = InvitationRoute.ACCOUNT
        elif not asked.family:
            asked.why_paper = WhyPaper.NO_ACCOUNT
        elif not person.email:
            asked.why_paper = WhyPaper.NO_EMAIL
        elif not any(child.born_on for child in asked.family):
            asked.why_paper = WhyPaper.NO_FACT
        else:
            asked.route = InvitationRoute.MAIL
