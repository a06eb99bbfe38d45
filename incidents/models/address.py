"""A web address named in an incident."""

from __future__ import annotations

from django.db import models

from incidents.models.incident import Incident


class WebAddress(models.Model):
    """One row is one address as typed, and the form by which the same site is recognised elsewhere.

    Never a link, never fetched.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="web_addresses")
    text = models.CharField(max_length=500)
    site = models.CharField(max_length=260)

    class Meta:
        verbose_name_plural = "web addresses"
        ordering = ("pk",)
        indexes = [models.Index(fields=("site", "incident"), name="address_site")]
        constraints = [models.UniqueConstraint(fields=("incident", "text"), name="one_address_each")]

    def __str__(self) -> str:
        return self.text
