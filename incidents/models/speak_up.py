"""A school's page for reporting in confidence, and the way back to what was reported there."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string

from esafety.people.models import School
from incidents.models.incident import Incident
from incidents.vocabulary.speaking_up import PageState

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""None that a child takes for another when they type what hangs on a wall."""
LENGTH = 16


def new_token() -> str:
    """The last part of the page's address: it hangs on walls, and nobody guesses another school's."""
    return get_random_string(LENGTH, LETTERS)


class SpeakUpPage(models.Model):
    """One row is a school's page for telling something without an account. Off until the school opens it."""

    school = models.OneToOneField(School, on_delete=models.PROTECT, related_name="speak_up_page")
    token = models.CharField(max_length=LENGTH, unique=True, default=new_token)
    state = models.CharField(max_length=8, choices=PageState, default=PageState.OFF)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("school",)

    def __str__(self) -> str:
        return f"Speak-up page of {self.school}"

    @property
    def path(self) -> str:
        """Its address on this site."""
        return reverse("speak_up", args=[self.token])

    @property
    def is_open(self) -> bool:
        """Whether it takes something new."""
        return self.state == PageState.OPEN


class WayBack(models.Model):
    """One row lets whoever reported in confidence come back with a code. Only the code's keyed hash is kept.

    `gathered`: it came while many waited, so its mails go out together with others' until it is triaged.
    """

    incident = models.OneToOneField(Incident, on_delete=models.PROTECT, related_name="way_back")
    code_hash = models.CharField(max_length=64, unique=True)
    gathered = models.BooleanField(default=False)
    last_used_on = models.DateField(
        null=True, blank=True, help_text="The last day somebody came with the code"
    )

    class Meta:
        verbose_name_plural = "codes for the way back"

    def __str__(self) -> str:
        return f"Way back to {self.incident}"
