"""A piece of the school's equipment that people take home."""

from __future__ import annotations

from django.db import models

from esafety.office.vocabulary import DeviceKind, DeviceState
from esafety.people.models import School


class Device(models.Model):
    """One row is one piece of equipment, known by the tag stuck to it. Source: C 3.5.3, A (loan)."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="devices")
    asset_tag = models.CharField(max_length=40, help_text="In capitals, as on the label")
    kind = models.CharField(max_length=12, choices=DeviceKind)
    description = models.CharField(max_length=200, blank=True)
    serial_number = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=12, choices=DeviceState, default=DeviceState.IN_SERVICE)

    class Meta:
        ordering = ("asset_tag",)
        constraints = [
            models.UniqueConstraint(fields=("school", "asset_tag"), name="one_device_per_tag_in_a_school")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.asset_tag}"

    @property
    def is_missing(self) -> bool:
        """Whether nobody knows where it is."""
        return self.state in (DeviceState.LOST, DeviceState.STOLEN)
