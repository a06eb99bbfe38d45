"""How a school's people sign in: with accounts of its own, with or without passwords."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from esafety.audit import record
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
from incidents.refusals import NotNow


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
    by: User | None,
) -> SignInProvider:
    """Enter or change where a school's people have accounts. An empty secret keeps the one there is.

    After any change but to the label the provider is off, and passwords are on, until it is checked again;
    another provider also forgets whom the former one knew. Raises NotNow for a new provider without a secret.
    """
    row = SignInProvider.objects.select_for_update().filter(school=school).first()
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
        row.is_on = row.replaces_password = False
        row.checked_at = None
    row.kind, row.issuer, row.client_id = new_who
    row.label, row.tenant, row.domains = label, tenant, domains
    if secret:
        row.secret = secret
    row.save()
    record(PROVIDER_SET, by=by, school=school, about=row, detail={"kind": kind.value})
    return row


@transaction.atomic
def note_provider_checked(*, provider: SignInProvider, works: bool, by: User) -> None:
    """Enter whether the provider answered as it should. One that does not stays on if it is: others decide."""
    if works:
        SignInProvider.objects.filter(pk=provider.pk).update(checked_at=timezone.now())
    record(PROVIDER_CHECKED, by=by, school=provider.school, about=provider, detail={"works": works})


@transaction.atomic
def turn_provider_on(*, provider: SignInProvider, by: User | None) -> None:
    """Let people sign in with the provider. Raises NotNow unless the present settings were found to work."""
    changed = SignInProvider.objects.filter(pk=provider.pk, checked_at__isnull=False).update(is_on=True)
    if not changed:
        raise NotNow("Test the provider first: the test must find that it works.")
    record(PROVIDER_TURNED_ON, by=by, school=provider.school, about=provider)


@transaction.atomic
def turn_provider_off(*, provider: SignInProvider, by: User) -> None:
    """Let nobody sign in with the provider any more. Passwords work again."""
    SignInProvider.objects.filter(pk=provider.pk).update(is_on=False, replaces_password=False)
    record(PROVIDER_TURNED_OFF, by=by, school=provider.school, about=provider)


@transaction.atomic
def turn_passwords_off(*, provider: SignInProvider, by: User) -> None:
    """Let nobody of the school but its administrators sign in with a password.

    Raises NotNow while somebody could be locked out: see `missing_for_passwords_off`.
    """
    row = SignInProvider.objects.select_for_update().get(pk=provider.pk)
    if missing := missing_for_passwords_off(row):
        raise NotNow(" ".join(missing))
    row.replaces_password = True
    row.save(update_fields=["replaces_password"])
    record(PASSWORDS_TURNED_OFF, by=by, school=provider.school, about=provider)


@transaction.atomic
def turn_passwords_on(*, provider: SignInProvider, by: User) -> None:
    """Let everybody of the school sign in with a password again."""
    SignInProvider.objects.filter(pk=provider.pk).update(replaces_password=False)
    record(PASSWORDS_TURNED_ON, by=by, school=provider.school, about=provider)


@transaction.atomic
def leave_second_step(*, provider: SignInProvider, to_provider: bool, by: User | None) -> None:
    """Let the provider ask for the second step, and prove it in each token, or ask for it here as usual."""
    SignInProvider.objects.filter(pk=provider.pk).update(proves_second_step=to_provider)
    detail = {"to_provider": to_provider}
    record(SECOND_STEP_LEFT, by=by, school=provider.school, about=provider, detail=detail)


@transaction.atomic
def untie_sign_in(*, identity: SignInIdentity, by: User) -> None:
    """Forget which identity at the provider opens an account: the next one with its address is tied to it."""
    detail = {"account": identity.user_id}
    record(SIGN_IN_UNTIED, by=by, school=identity.provider.school, about=identity, detail=detail)
    identity.delete()
