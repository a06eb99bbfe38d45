"""A web or email address of a request."""

from django.db import models

from filtering.models.request import FilteringRequest
from filtering.vocabulary import AddressKind, meaning


class Address(models.Model):
    """One row is one address that a request opens or blocks, as it is sent to whoever carries it out.

    `address` is what machines take (host names as punycode), `shown` the same in its own letters.
    """

    request = models.ForeignKey(FilteringRequest, on_delete=models.PROTECT, related_name="addresses")
    kind = models.CharField(max_length=8, choices=AddressKind)
    address = models.CharField(max_length=1000)
    shown = models.CharField(max_length=600)
    warning = models.CharField(max_length=600, blank=True)

    class Meta:
        verbose_name_plural = "addresses"
        ordering = ("pk",)
        indexes = [models.Index(fields=("address",), name="filtering_address_text")]
        constraints = [
            models.UniqueConstraint(fields=("request", "address"), name="one_address_once_in_a_request")
        ]

    def __str__(self) -> str:
        return self.shown

    @property
    def stands_for(self) -> str:
        """What exactly it opens or blocks, in words."""
        return meaning(AddressKind(self.kind), self.shown)
