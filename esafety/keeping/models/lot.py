"""Everything of one kind that ended in one school year."""

from __future__ import annotations

import uuid

from django.db import models
from django.urls import reverse
from django.utils import timezone

from esafety.keeping.vocabulary import RecordKind
from esafety.papers.models.paper import new_reference
from esafety.people.models import School


class Lot(models.Model):
    """One row is all of one kind that ended in one school year of a school, to be reviewed and disposed of together.

    It holds nobody's data and stays when things of it went: something that was held then comes up again. From
    1 September to 31 August. What is in it is asked each time (`keeping/parts.py`).
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=9, unique=True, default=new_reference)
    kind = models.CharField(max_length=16, choices=RecordKind)
    begins_on = models.DateField()
    ends_on = models.DateField()
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("ends_on", "kind")
        constraints = [
            models.UniqueConstraint(fields=("school", "kind", "ends_on"), name="one_lot_of_a_kind_and_year")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.school_year}"

    def get_absolute_url(self) -> str:
        """Its page: it has none but the one of its keeping."""
        return reverse("lot_kept", args=[self.reference])

    @property
    def school_year(self) -> str:
        """Such as 2019/20."""
        return f"{self.ends_on.year - 1}/{self.ends_on.year % 100:02d}"
