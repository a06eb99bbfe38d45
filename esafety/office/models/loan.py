"""Who has a device."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from esafety.office.models.device import Device
from esafety.office.vocabulary import Condition
from esafety.people.models import Person

if TYPE_CHECKING:
    import datetime as dt

    from esafety.people.models import School


class LoanQuerySet(models.QuerySet["Loan"]):
    """Filters with a name."""

    def out(self) -> LoanQuerySet:
        """Loans of devices that have not come back."""
        return self.filter(returned_on__isnull=True)

    def overdue(self, on: dt.date | None = None) -> LoanQuerySet:
        """Loans that should have ended before a day (default: today, school's local date) and have not."""
        return self.out().filter(due_back__lt=on or timezone.localdate())


class Loan(models.Model):
    """One row says that somebody has or had a device: from when until when, in what condition, by whose hand."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="loans")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="loans")
    out_on = models.DateField()
    due_back = models.DateField(
        null=True, blank=True, help_text="Left out: as long as they are at the school"
    )
    condition_out = models.CharField(max_length=8, choices=Condition)
    signed_out_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    returned_on = models.DateField(null=True, blank=True)
    condition_in = models.CharField(max_length=8, choices=Condition, blank=True)
    signed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note_out = models.TextField(blank=True)
    note_in = models.TextField(blank=True)

    objects: ClassVar[Any] = LoanQuerySet.as_manager()

    class Meta:
        ordering = ("-out_on", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("device",), condition=Q(returned_on__isnull=True), name="one_open_loan_per_device"
            ),
            models.CheckConstraint(
                condition=Q(due_back__isnull=True) | Q(due_back__gte=F("out_on")), name="loan_due_after_out"
            ),
            models.CheckConstraint(
                condition=Q(returned_on__isnull=True) | Q(returned_on__gte=F("out_on")),
                name="loan_returned_after_out",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.device} to {self.person}"

    @property
    def school(self) -> School:
        """The device's school."""
        return self.device.school

    @property
    def is_overdue(self) -> bool:
        """Whether it should have come back before today."""
        return self.returned_on is None and self.due_back is not None and self.due_back < timezone.localdate()
