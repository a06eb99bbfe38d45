"""Policies: who must read the edition in force, and who has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from esafety.governance.models import Acknowledgement, Policy, PolicyEdition
from esafety.governance.policy.disclosure import percentage
from esafety.governance.vocabulary import Audience
from esafety.people.models import Membership, User
from esafety.people.vocabulary import Role

if TYPE_CHECKING:
    from esafety.people.models import School

GOVERNORS = frozenset({Role.CHAIR, Role.VICE_CHAIR, Role.SAFETY_GOVERNOR, Role.GOVERNOR})
OUTSIDE = frozenset({Role.PARENT, Role.PUPIL, Role.VISITOR, Role.AUTHORITY_OFFICER, Role.TRUST_ADMIN})
STAFF = frozenset(Role) - GOVERNORS - OUTSIDE
MUST_READ: dict[str, frozenset[Role]] = {
    Audience.NOBODY: frozenset(),
    Audience.STAFF: STAFF,
    Audience.GOVERNORS: GOVERNORS,
    Audience.BOTH: STAFF | GOVERNORS,
}


class Reading(NamedTuple):
    """How many must read a policy, and how many of them have read the edition in force."""

    must: frozenset[int]
    read: frozenset[int]

    @property
    def in_words(self) -> str:
        """As a report says it."""
        return percentage(len(self.read & self.must), len(self.must)) if self.must else "nobody must"

    @property
    def missing(self) -> frozenset[int]:
        """Accounts that have not read it."""
        return self.must - self.read


def readers_and_read(school: School, policies: Sequence[Policy]) -> dict[int, Reading]:
    """For each policy, who must read and who has read its edition in force. Three queries for all."""
    holders = _holders(school)
    latest = editions_in_force(policies)
    rows = Acknowledgement.objects.filter(edition__in=latest.values()).values_list(
        "edition__policy_id", "user_id"
    )
    read: dict[int, set[int]] = {}
    for policy, user in rows:
        read.setdefault(policy, set()).add(user)
    return {
        policy.pk: Reading(
            frozenset(user for role in MUST_READ[policy.audience] for user in holders.get(role, ()))
            if policy.pk in latest
            else frozenset(),
            frozenset(read.get(policy.pk, ())),
        )
        for policy in policies
    }


def editions_in_force(policies: Iterable[Policy]) -> dict[int, PolicyEdition]:
    """The newest edition of each policy that has one."""
    found: dict[int, PolicyEdition] = {}
    for edition in PolicyEdition.objects.filter(policy__in=list(policies)).order_by("number"):
        found[edition.policy_id] = edition
    return found


def _holders(school: School) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for role, user in (
        Membership.objects.current().filter(school=school).order_by().values_list("role", "user_id")
    ):
        found.setdefault(role, []).append(user)
    return found


def to_read(user: User, school: School) -> list[PolicyEdition]:
    """Editions in force that somebody must read and has not said to have read."""
    roles = set(Membership.objects.current().filter(school=school, user=user).values_list("role", flat=True))
    audiences = [audience for audience, must in MUST_READ.items() if roles & must]
    found = list(Policy.objects.in_use().filter(school=school, audience__in=audiences))
    read = set(Acknowledgement.objects.filter(user=user).values_list("edition_id", flat=True))
    latest = editions_in_force(found)
    return [latest[one.pk] for one in found if one.pk in latest and latest[one.pk].pk not in read]


def register(school: School) -> list[dict[str, object]]:
    """Every policy in use with its edition in force and how many have read it."""
    found = list(Policy.objects.in_use().filter(school=school))
    read, latest = readers_and_read(school, found), editions_in_force(found)
    return [{"policy": one, "edition": latest.get(one.pk), "read": read[one.pk].in_words} for one in found]


def one(policy: Policy) -> dict[str, object]:
    """One policy: its editions, the newest first, and the names of those who still have to read it."""
    reading = readers_and_read(policy.school, [policy])[policy.pk]
    return {
        "editions": list(policy.editions.select_related("entered_by", "file")),
        "read": reading.in_words,
        "missing": list(User.objects.filter(pk__in=reading.missing).order_by("name", "pk")),
    }


def stem(edition: PolicyEdition) -> str:
    """What a policy's file is called."""
    words = "".join(
        letter if letter.isascii() and letter.isalnum() else " " for letter in edition.policy.title
    )
    return f"{'-'.join(words.lower().split())[:60] or 'policy'}-edition-{edition.number}"
