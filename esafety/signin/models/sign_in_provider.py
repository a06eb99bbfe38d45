"""Where a school's people have accounts already."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from esafety.people.models import School
from esafety.signin.sealing import seal, unseal
from esafety.signin.vocabulary import ProviderKind


class SignInProviderQuerySet(models.QuerySet["SignInProvider"]):
    """Filters with a name."""

    def on(self) -> SignInProviderQuerySet:
        """Providers that people can sign in with now."""
        return self.filter(is_on=True)


class SignInProvider(models.Model):
    """One row lets people of one school sign in with an account they have at Microsoft, Google or elsewhere.

    `issuer` is what OpenID Connect calls the provider: what it says of itself lies below that address, and
    every token names it. `tenant` is the school's directory at Microsoft. `domains` are the only email
    domains that are matched. `checked_at` is when the present settings were last found to work.
    """

    reference = models.CharField(max_length=16, unique=True)
    school = models.OneToOneField(School, on_delete=models.PROTECT, related_name="sign_in_provider")
    kind = models.CharField(max_length=8, choices=ProviderKind)
    label = models.CharField(max_length=60)
    issuer = models.CharField(max_length=300)
    tenant = models.CharField(max_length=36, blank=True)
    client_id = models.CharField(max_length=200)
    sealed_secret = models.TextField()
    domains = models.JSONField(default=list)
    is_on = models.BooleanField(default=False)
    replaces_password = models.BooleanField(default=False)
    proves_second_step = models.BooleanField(default=False)
    checked_at = models.DateTimeField(null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", help_text="The present settings"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = SignInProviderQuerySet.as_manager()

    class Meta:
        ordering = ("label", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_on=False) | Q(checked_at__isnull=False, confirmed_by__isnull=False),
                name="provider_on_only_when_checked_and_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("entered_by")),
                name="provider_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(replaces_password=False) | Q(is_on=True),
                name="passwords_off_only_when_provider_on",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def secret(self) -> str:
        """What proves to the provider that it is us. Raises BrokenSealError."""
        return unseal(self.sealed_secret)

    @secret.setter
    def secret(self, text: str) -> None:
        self.sealed_secret = seal(text)

    def has_domain_of(self, email: str) -> bool:
        """Whether an address is in one of the school's domains: exactly, not below it."""
        return email.rpartition("@")[2].lower() in self.domains
