"""A thing that was taken or handed in, and its chain of custody."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from esafety.people.models import Person, School
from incidents.models.evidence import new_key
from incidents.models.incident import Incident
from incidents.vocabulary.evidence import Custody, ItemKind, ItemState


class Item(models.Model):
    """One row is one device or other thing in the school's care. Where it is now is its last custody entry.

    `may_be_illegal` says that nobody in school examines or returns it: the police decide. `version` rises with
    every entry, so that two people cannot hand over one thing.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="items")
    kind = models.CharField(max_length=10, choices=ItemKind)
    description = models.CharField(max_length=200)
    mark = models.CharField(max_length=60, blank=True, help_text="Serial number, asset tag or other mark")
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    owner_name = models.CharField(
        max_length=200, blank=True, help_text="Where the owner is nobody of the school"
    )
    why = models.TextField()
    may_be_illegal = models.BooleanField(default=False)
    return_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=ItemState, default=ItemState.HELD)
    version = models.PositiveIntegerField(default=1)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("added_at", "pk")
        indexes = [models.Index(fields=("incident", "state"), name="item_incident")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.description}"

    @property
    def school(self) -> School:
        """Its incident's."""
        return self.incident.school

    @property
    def reference(self) -> str:
        """Its incident's, for the trail and the printed sheet."""
        return self.incident.reference

    @property
    def whose(self) -> str:
        """To whom it belongs, in words."""
        return self.owner.full_name if self.owner else self.owner_name or "Not known"


class CustodyEntry(models.Model):
    """One row is one link of a chain of custody: what was done with an item, when, where, by whom, who saw it.

    Only ever added; the database refuses anything else.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    step = models.CharField(max_length=12, choices=Custody)
    at = models.DateTimeField(help_text="When it was done")
    place = models.CharField(max_length=200)
    other = models.CharField(max_length=200, blank=True, help_text="Who handed it over or took it")
    witness = models.CharField(max_length=200, blank=True)
    seal = models.CharField(max_length=40, blank=True)
    receipt = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "entries on things in safe keeping"
        ordering = ("item", "number")
        constraints = [
            models.UniqueConstraint(fields=("item", "number"), name="custody_entry_number"),
            models.CheckConstraint(condition=~Q(step="sealed") | ~Q(seal=""), name="custody_seal_has_number"),
            models.CheckConstraint(
                condition=~Q(step="to_police") | ~Q(receipt="") & ~Q(other=""),
                name="custody_police_gave_receipt",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.get_step_display()}"
