"""How far a campaign has come: by class, and who is still to sign."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count, Q

from aup.models import CampaignClass, Signature, Wanted
from aup.vocabulary import Audience, Capacity
from esafety.people.models import Guardianship, Person

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from aup.models import Campaign, Round

A_PAGE = 50
BAR = 200
"""Units of the picture's width that stand for everybody."""


class Part(NamedTuple):
    """Signatures wanted of one kind, and how many came."""

    signed: int = 0
    wanted: int = 0

    @property
    def bar(self) -> int:
        """How long its bar is in the picture, of `BAR`."""
        return BAR * self.signed // self.wanted if self.wanted else 0

    @property
    def percent(self) -> int:
        """In whole per cent, rounded down: 100 only when all have come."""
        return 100 * self.signed // self.wanted if self.wanted else 0


class ClassProgress(NamedTuple):
    """A class, or the adults of one kind: signatures of parents, and of those who sign for themselves."""

    name: str
    row: CampaignClass | None
    parents: Part
    own: Part

    @property
    def all(self) -> Part:
        """Both kinds together."""
        return Part(self.parents.signed + self.own.signed, self.parents.wanted + self.own.wanted)


class Missing(NamedTuple):
    """Somebody whose signature is missing, and the adults who may give it."""

    wanted: Wanted
    adults: list[Person]


def progress_of(campaign: Campaign) -> list[ClassProgress]:
    """Every class, then the adults by what they sign. Two queries."""
    counted = (
        Wanted.objects.filter(Q(about__left_on__isnull=True) | Q(signed_at__isnull=False), campaign=campaign)
        .order_by()
        .values("class_name", "audience", "capacity")
        .annotate(wanted=Count("pk"), signed=Count("signed_at"))
    )
    parts: dict[str, dict[str, Part]] = defaultdict(dict)
    for one in counted:
        name = one["class_name"] or str(Audience(one["audience"]).label)
        before = parts[name].get(one["capacity"], Part())
        parts[name][one["capacity"]] = Part(before.signed + one["signed"], before.wanted + one["wanted"])
    rows = {row.class_name: row for row in CampaignClass.objects.filter(campaign=campaign)}
    return [
        ClassProgress(
            name, rows.get(name), found.get(Capacity.GUARDIAN, Part()), found.get(Capacity.SELF, Part())
        )
        for name, found in sorted(parts.items(), key=lambda pair: (pair[0] not in rows, pair[0]))
    ]


def total_of(progress: list[ClassProgress]) -> Part:
    """Everybody together."""
    return Part(sum(one.all.signed for one in progress), sum(one.all.wanted for one in progress))


def missing_in(
    campaign: Campaign, class_name: str = "", after: int = 0, limit: int = A_PAGE
) -> list[Missing]:
    """Whose signature is missing, from one number on. Three queries, however many there are."""
    found = Wanted.objects.outstanding().filter(campaign=campaign, pk__gt=after)
    if class_name:
        found = found.filter(class_name=class_name)
    rows = list(found.select_related("about").order_by("pk")[:limit])
    return [Missing(row, adults) for row, adults in zip(rows, _adults(rows), strict=True)]


def _adults(rows: list[Wanted]) -> list[list[Person]]:
    children = [row.about_id for row in rows if row.capacity == Capacity.GUARDIAN]
    families = allowed_adults(children)
    return [
        families.get(row.about_id, []) if row.capacity == Capacity.GUARDIAN else [row.about] for row in rows
    ]


def allowed_adults(children: list[int]) -> dict[int, list[Person]]:
    """By child, the adults who may sign: no court order, not without responsibility, not gone."""
    ties = Guardianship.objects.filter(pupil__in=children, no_contact=False, guardian__left_on__isnull=True)
    found: dict[int, list[Person]] = defaultdict(list)
    for tie in (
        ties.exclude(parental_responsibility=False).select_related("guardian").order_by("priority", "pk")
    ):
        found[tie.pupil_id].append(tie.guardian)
    return found


class Row(NamedTuple):
    """A pupil of a class: whether a parent and they themselves have signed, or are not asked to (None).

    `signatures` are the references of what was signed about them in this campaign.
    """

    person: Person
    parent: Wanted | None
    own: Wanted | None
    signatures: list[str]


def rows_of_class(row: CampaignClass) -> list[Row]:
    """The pupils of a class as a register."""
    wanted = Wanted.objects.filter(campaign=row.campaign_id, class_name=row.class_name).select_related(
        "about"
    )
    by_pupil: dict[int, dict[str, Wanted]] = defaultdict(dict)
    people: dict[int, Person] = {}
    for one in wanted.order_by("about__family_name", "about__given_name", "pk"):
        by_pupil[one.about_id][one.capacity] = one
        people[one.about_id] = one.about
    signed: dict[int, list[str]] = defaultdict(list)
    for about, reference in signatures_of_class(row).values_list("about", "reference"):
        signed[about].append(reference)
    return [
        Row(people[pk], found.get(Capacity.GUARDIAN), found.get(Capacity.SELF), signed[pk])
        for pk, found in by_pupil.items()
    ]


def signatures_of_class(row: CampaignClass) -> QuerySet[Signature]:
    """What was signed in this campaign about the pupils of a class, in the order of a register."""
    found: QuerySet[Signature] = Signature.objects.filter(
        wanted__campaign=row.campaign_id, wanted__class_name=row.class_name
    )
    return found.select_related("school", "edition", "about").order_by(
        "about__family_name", "about__given_name", "about", "pk"
    )


def round_under_way(campaign: Campaign) -> Round | None:
    """The round of mails that is being worked off, if one is."""
    found: Round | None = campaign.rounds.filter(state="owed").order_by("-number").first()
    return found
