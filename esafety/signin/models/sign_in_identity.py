"""Who somebody is at a provider."""

from __future__ import annotations

from django.db import models

from esafety.people.models import User
from esafety.signin.models.sign_in_provider import SignInProvider


class SignInIdentity(models.Model):
    """One row ties an account to one identity at a provider, for good, since the first time it was matched.

    Addresses at a provider can be changed and given to somebody else; `subject` cannot. So an address is
    believed once, and from then on only the subject counts.
    """

    provider = models.ForeignKey(SignInProvider, on_delete=models.PROTECT, related_name="identities")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="sign_in_identities")
    subject = models.CharField(max_length=255)
    tied_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=("provider", "subject"), name="one_account_per_identity"),
            models.UniqueConstraint(fields=("provider", "user"), name="one_identity_per_account"),
        ]

    def __str__(self) -> str:
        return f"{self.user} at {self.provider}"
