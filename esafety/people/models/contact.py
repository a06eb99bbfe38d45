"""Somebody outside the school."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from esafety.people.models.school import School
from esafety.people.vocabulary import ContactKind

STALE_AFTER = timedelta(days=365)
"""A contact checked longer ago than this is shown as stale (domain/people-and-roles.md)."""


class ContactQuerySet(models.QuerySet["ExternalContact"]):
    """Filters with a name."""

    def current(self) -> ContactQuerySet:
        """Contacts that the school uses."""
        return self.filter(retired_on__isnull=True)

    def stale(self) -> ContactQuerySet:
        """Contacts in use that nobody has checked for a year."""
        before = timezone.localdate() - STALE_AFTER
        return self.current().filter(Q(verified_on__isnull=True) | Q(verified_on__lt=before))


class ExternalContact(models.Model):
    """One row is a body outside the school that a matter can be referred to. Never an account.

    A row that something was sent to keeps the details it was sent with: when they change, it is retired and a
    new row takes its place.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="contacts")
    kind = models.CharField(max_length=20, choices=ContactKind)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    out_of_hours = models.CharField(max_length=40, blank=True)
    secure_mail_note = models.TextField(blank=True)
    verified_on = models.DateField(null=True, blank=True)
    retired_on = models.DateField(null=True, blank=True)

    objects: ClassVar[Any] = ContactQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "name")
        indexes = [models.Index(fields=("school", "kind"), name="contact_school_kind")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.name}"

    @property
    def is_stale(self) -> bool:
        """Whether nobody has checked these details for a year."""
        return self.verified_on is None or self.verified_on < timezone.localdate() - STALE_AFTER
