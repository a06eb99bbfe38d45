"""The register of policies: entered, approved in editions, filed, read, chased. Source: A, B schedule, D 5.5."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from esafety.access.capabilities import Capability as C
from esafety.access.refusals import NotNow
from esafety.audit import record
from esafety.governance.actions.guard import must
from esafety.governance.models import Acknowledgement, Policy, PolicyEdition
from esafety.governance.notices import POLICIES_TO_READ
from esafety.governance.queries.policies import readers_and_read, to_read
from esafety.governance.vocabulary import (
    POLICY_ADDED,
    POLICY_CHANGED,
    POLICY_CHASED,
    POLICY_EDITION_ADDED,
    POLICY_FILED,
    POLICY_READ,
    POLICY_RETIRED,
    Audience,
)
from esafety.office.queries.reminders import was_reminded
from esafety.outbox.owing import Promise, owe_all
from esafety.papers.receiving.taking_in import take_in
from esafety.people.models import User

if TYPE_CHECKING:
    from esafety.papers.uploads import SealedUpload
    from esafety.people.models import School

CHASED_EVERY = dt.timedelta(days=14)
THERE_IS_ONE = "There is a policy of this title. Enter a new edition of it instead."


@transaction.atomic
def add_policy(
    *, school: School, title: str, owner: str, audience: Audience, review_due: dt.date, by: User
) -> Policy:
    """Enter a policy. Raises NotNow for a title that another one in use has."""
    must(by, C.KEEP_REGISTERS, school)
    policy = Policy(school=school, title=title, owner=owner, audience=audience, review_due=review_due)
    _save(policy)
    record(POLICY_ADDED, by=by, school=school, about=policy)
    return policy


@transaction.atomic
def change_policy(
    *, policy: Policy, title: str, owner: str, audience: Audience, review_due: dt.date, by: User
) -> Policy:
    """Correct what is known of a policy. Raises NotNow for a title that another one in use has."""
    must(by, C.KEEP_REGISTERS, policy.school)
    policy.title, policy.owner, policy.audience, policy.review_due = title, owner, audience, review_due
    _save(policy)
    record(POLICY_CHANGED, by=by, school=policy.school, about=policy)
    return policy


def _save(policy: Policy) -> None:
    try:
        with transaction.atomic():
            policy.save()
    except IntegrityError:
        raise NotNow(THERE_IS_ONE) from None


@transaction.atomic
def add_edition(
    *,
    policy: Policy,
    approved_by: str,
    approved_on: dt.date,
    minute: str,
    changes: str,
    where: str,
    review_due: dt.date,
    by: User,
) -> PolicyEdition:
    """Enter an edition as it was approved, and when the policy is looked at next. Whoever must read it reads it anew.

    Raises NotNow for a policy that is out of use.
    """
    must(by, C.KEEP_REGISTERS, policy.school)
    held = (
        Policy.objects.select_for_update(of=("self",), no_key=True).select_related("school").get(pk=policy.pk)
    )
    if held.retired_at:
        raise NotNow("This policy is out of use.")
    number = 1 + max(held.editions.values_list("number", flat=True), default=0)
    edition = PolicyEdition.objects.create(
        policy=held,
        number=number,
        approved_by=approved_by,
        approved_on=approved_on,
        minute=minute,
        changes=changes,
        where=where,
        entered_by=by,
    )
    Policy.objects.filter(pk=held.pk).update(review_due=review_due)
    record(POLICY_EDITION_ADDED, by=by, school=held.school, about=held, detail={"edition": number})
    return edition


@transaction.atomic
def file_policy(*, edition: PolicyEdition, sent: SealedUpload, by: User) -> PolicyEdition:
    """Keep the text of an edition, once. Raises NotNow when it has one: another text is another edition."""
    must(by, C.KEEP_REGISTERS, edition.school)
    held = PolicyEdition.objects.select_for_update(of=("self",), no_key=True).select_related("policy__school")
    edition = held.get(pk=edition.pk)
    if edition.file_id:
        raise NotNow("This edition has its text already. Another text is another edition.")
    edition.file = take_in(sent, about=edition, by=by)
    edition.save(update_fields=["file"])
    detail = {"edition": edition.number}
    record(POLICY_FILED, by=by, school=edition.school, about=edition.policy, detail=detail)
    return edition


@transaction.atomic
def retire_policy(*, policy: Policy, by: User) -> Policy:
    """Take a policy out of use; its editions and who read them stay. Raises NotNow when it is out of use."""
    must(by, C.KEEP_REGISTERS, policy.school)
    if not Policy.objects.in_use().filter(pk=policy.pk).update(retired_at=timezone.now()):
        raise NotNow("This policy is out of use already.")
    record(POLICY_RETIRED, by=by, school=policy.school, about=policy)
    policy.refresh_from_db()
    return policy


@transaction.atomic
def acknowledge_policy(*, edition: PolicyEdition, by: User) -> Acknowledgement:
    """Say that one has read an edition; saying it twice is once.

    Raises PermissionDenied, and NotNow for an edition that is not the one in force.
    """
    if edition not in to_read(by, edition.school):
        done = Acknowledgement.objects.filter(edition=edition, user=by).first()
        if done is not None:
            return done
        if edition.policy.editions.filter(number__gt=edition.number).exists():
            raise NotNow("A newer edition is there. Read that one.")
        raise PermissionDenied
    made = Acknowledgement.objects.create(edition=edition, user=by)
    detail = {"edition": edition.number}
    record(POLICY_READ, by=by, school=edition.school, about=edition.policy, detail=detail)
    return made


@transaction.atomic
def chase_policies(*, school: School, today: dt.date, by: None = None) -> int:
    """Remind everybody who has a policy to read; once a fortnight at most. Returns how many were told."""
    policies = list(Policy.objects.in_use().filter(school=school))
    missing = {user for reading in readers_and_read(school, policies).values() for user in reading.missing}
    if not missing or was_reminded(school, POLICIES_TO_READ, within=CHASED_EVERY, today=today):
        return 0
    told = User.objects.filter(pk__in=missing).order_by("pk")
    owe_all(Promise(POLICIES_TO_READ, school, user, today.isoformat()) for user in told)
    record(POLICY_CHASED, by=by, school=school, about=school, detail={"count": len(missing)})
    return len(missing)
