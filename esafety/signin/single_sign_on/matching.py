"""Which account somebody opens who signed in at the school's provider."""

from __future__ import annotations

from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from esafety.access.roles import schools_of
from esafety.audit import record
from esafety.people.models import User
from esafety.signin.models import SignInIdentity, SignInProvider
from esafety.signin.second_factor import has_one
from esafety.signin.single_sign_on.proofs import Claims, address_of, subject_of
from esafety.signin.single_sign_on.refusals import Refused
from esafety.signin.vocabulary import IDENTITY_TIED, Refusal


class Match(NamedTuple):
    """The account, whether the provider's word for its address was taken just now, and whether its holder is
    of another school too."""

    user: User
    is_first: bool
    is_elsewhere: bool


@transaction.atomic
def match(*, provider: SignInProvider, claims: Claims) -> Match:
    """Find the account that a true token opens, and tie the two together the first time.

    An account is found by a vouched-for address once; from then on only the provider's subject counts, and
    no other subject opens it. Nobody is ever created. The people of one school say where they sign in, and must
    not open by it what somebody has at another: whoever has a post there too needs a second step of their own.
    Raises Refused.
    """
    subject = subject_of(provider, claims)
    SignInProvider.objects.select_for_update(no_key=True).get(
        pk=provider.pk
    )  # two first times at once: one ties
    known = SignInIdentity.objects.filter(provider=provider, subject=subject).select_related("user").first()
    user = known.user if known else _by_address(provider, address_of(provider, claims))
    if not user.is_active or provider.school_id not in schools_of(user):
        raise Refused(Refusal.NO_ACCOUNT)
    elsewhere = set(schools_of(user)) != {provider.school_id}
    if elsewhere and not has_one(user):
        raise Refused(Refusal.NO_STEP_OF_THEIR_OWN)
    if known is None:
        known = _tie(provider, user, subject)
    first = known.used_at is None
    known.used_at = timezone.now()
    known.save(update_fields=["used_at"])
    return Match(user, first, elsewhere)


def _by_address(provider: SignInProvider, address: str) -> User:
    user = User.objects.filter(email=address).first()
    if user is None:
        raise Refused(Refusal.NO_ACCOUNT)
    return user


def _tie(provider: SignInProvider, user: User, subject: str) -> SignInIdentity:
    if SignInIdentity.objects.filter(provider=provider, user=user).exists():
        raise Refused(Refusal.TIED_TO_ANOTHER)
    tied = SignInIdentity.objects.create(provider=provider, user=user, subject=subject)
    record(IDENTITY_TIED, by=user, school=provider.school, about=tied, detail={"provider": provider.kind})
    return tied
