"""How a school's people sign in: with accounts of its own, with or without passwords."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from esafety.access.capabilities import Capability
from esafety.access.refusals import NotNow
from esafety.access.roles import may
from esafety.audit import record
from esafety.office.access.sign_in import may_confirm_provider
from esafety.office.vocabulary import (
    PASSWORDS_TURNED_OFF,
    PASSWORDS_TURNED_ON,
    PROVIDER_CHECKED,
    PROVIDER_SET,
    PROVIDER_TURNED_OFF,
    PROVIDER_TURNED_ON,
    SECOND_STEP_LEFT,
    SIGN_IN_UNTIED,
)
from esafety.people.models import School, User
from esafety.signin.models import SignInIdentity, SignInProvider
from esafety.signin.single_sign_on.addresses import reference_for
from esafety.signin.vocabulary import ProviderKind
from esafety.signin.without_password import missing_for_passwords_off


@transaction.atomic
def set_sign_in_provider(
    *,
    school: School,
    kind: ProviderKind,
    label: str,
    issuer: str,
    tenant: str,
    client_id: str,
    secret: str,
    domains: list[str],
    by: User,
) -> SignInProvider:
    """Enter or change where a school's people have accounts. An empty secret keeps the one there is.

    After any change but to the label everything is off, and passwords are on, until it is checked and confirmed
    again; another provider also forgets whom the former one knew. Raises PermissionDenied, and NotNow for
    a new provider without a secret.
    """
    _must(by, Capability.MANAGE_SCHOOL, school)
    row = SignInProvider.objects.select_for_update(no_key=True).filter(school=school).first()
    if not secret and row is None:
        raise NotNow("Enter the client secret that the provider made.")
    row = row or SignInProvider(school=school, reference=reference_for(school))
    new_who = (kind.value, issuer, client_id)
    if row.pk and new_who != (row.kind, row.issuer, row.client_id):
        row.identities.all().delete()
    if secret or (*new_who, tenant, domains) != (
        row.kind,
        row.issuer,
        row.client_id,
        row.tenant,
        row.domains,
    ):
        row.is_on = row.replaces_password = row.proves_second_step = False
        row.checked_at, row.confirmed_by, row.entered_by = None, None, by
    row.kind, row.issuer, row.client_id = new_who
    row.label, row.tenant, row.domains = label, tenant, domains
    if secret:
        row.secret = secret
    row.save()
    record(PROVIDER_SET, by=by, school=school, about=row, detail={"kind": kind.value})
    return row


@transaction.atomic
def note_provider_checked(*, provider: SignInProvider, works: bool, by: User) -> None:
    """Enter whether the provider answered as it should. One that does not stays on if it is on.

    Raises PermissionDenied.
    """
    _must(by, Capability.MANAGE_SCHOOL, provider.school)
    if works:
        SignInProvider.objects.filter(pk=provider.pk).update(checked_at=timezone.now())
    record(PROVIDER_CHECKED, by=by, school=provider.school, about=provider, detail={"works": works})


@transaction.atomic
def turn_provider_on(*, provider: SignInProvider, by: User) -> None:
    """Let people sign in with the provider.

    Whoever says where people sign in could say that they are anybody, so the first time another person who may
    confirm accounts does it (docs/decisions/0019). Raises PermissionDenied, and NotNow unless the present settings
    were found to work.
    """
    row = SignInProvider.objects.select_for_update(no_key=True).get(pk=provider.pk)
    if row.checked_at is None:
        raise NotNow("Test the provider first: the test must find that it works.")
    if row.confirmed_by is None:
        _must_be_second(by, row)
        row.confirmed_by = by
    else:
        _must(by, Capability.MANAGE_SCHOOL, row.school)
    row.is_on = True
    row.save(update_fields=["is_on", "confirmed_by"])
    record(PROVIDER_TURNED_ON, by=by, school=row.school, about=row)


@transaction.atomic
def turn_provider_off(*, provider: SignInProvider, by: User) -> None:
    """Let nobody sign in with the provider any more. Passwords work again. Raises PermissionDenied."""
    _must(by, Capability.MANAGE_SCHOOL, provider.school)
    SignInProvider.objects.filter(pk=provider.pk).update(is_on=False, replaces_password=False)
    record(PROVIDER_TURNED_OFF, by=by, school=provider.school, about=provider)


@transaction.atomic
def turn_passwords_off(*, provider: SignInProvider, by: User) -> None:
    """Let nobody of the school but its administrators sign in with a password.

    Raises PermissionDenied, and NotNow while somebody could be locked out: see `missing_for_passwords_off`.
    """
    _must(by, Capability.MANAGE_SCHOOL, provider.school)
    row = SignInProvider.objects.select_for_update(no_key=True).get(pk=provider.pk)
    if missing := missing_for_passwords_off(row):
        raise NotNow(" ".join(missing))
    row.replaces_password = True
    row.save(update_fields=["replaces_password"])
    record(PASSWORDS_TURNED_OFF, by=by, school=provider.school, about=provider)


@transaction.atomic
def turn_passwords_on(*, provider: SignInProvider, by: User) -> None:
    """Let everybody of the school sign in with a password again. Raises PermissionDenied."""
    _must(by, Capability.MANAGE_SCHOOL, provider.school)
    SignInProvider.objects.filter(pk=provider.pk).update(replaces_password=False)
    record(PASSWORDS_TURNED_ON, by=by, school=provider.school, about=provider)


@transaction.atomic
def leave_second_step(*, provider: SignInProvider, by: User) -> None:
    """Let the provider ask for the second step, and prove it in each token.

    A second person decides it, as in `turn_provider_on`. Raises PermissionDenied, NotNow while it is off.
    """
    row = SignInProvider.objects.select_for_update(no_key=True).get(pk=provider.pk)
    _must_be_second(by, row)
    if not row.is_on:
        raise NotNow(f"Turn signing in with {row} on first.")
    row.proves_second_step = True
    row.save(update_fields=["proves_second_step"])
    record(SECOND_STEP_LEFT, by=by, school=row.school, about=row, detail={"to_provider": True})


@transaction.atomic
def keep_second_step(*, provider: SignInProvider, by: User) -> None:
    """Ask for the second step here, as usual. Raises PermissionDenied."""
    _must(by, Capability.MANAGE_SCHOOL, provider.school)
    SignInProvider.objects.filter(pk=provider.pk).update(proves_second_step=False)
    record(SECOND_STEP_LEFT, by=by, school=provider.school, about=provider, detail={"to_provider": False})


@transaction.atomic
def untie_sign_in(*, identity: SignInIdentity, by: User) -> None:
    """Forget which identity at the provider opens an account: the next one with its address is tied to it.

    Raises PermissionDenied.
    """
    _must(by, Capability.MANAGE_SCHOOL, identity.provider.school)
    detail = {"account": identity.user_id}
    record(SIGN_IN_UNTIED, by=by, school=identity.provider.school, about=identity, detail=detail)
    identity.delete()


def _must(by: User, capability: Capability, school: School) -> None:
    if not may(by, capability, school):
        raise PermissionDenied


def _must_be_second(by: User, row: SignInProvider) -> None:
    if not may_confirm_provider(by, row):
        raise PermissionDenied
