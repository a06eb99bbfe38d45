"""What was decided to follow for one person, and which ladder a school goes by."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from esafety.people.models import School
from incidents.models.incident import Incident
from incidents.models.involvement import Involvement
from incidents.models.task import Task


class Sanction(models.Model):
    """One row is one decision about one person: the rung of the ladder, what follows, why it is in proportion.

    Only ever added; a later decision stands beside the earlier one. What the product proposed, and why, is kept as
    it was shown. The clock of giving access back is the task it points to.
    """

    involvement = models.ForeignKey(Involvement, on_delete=models.PROTECT, related_name="sanctions")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="sanctions")
    ladder = models.CharField(max_length=12)
    rung = models.CharField(max_length=4, blank=True, help_text="Empty: support, no sanction")
    proposed = models.CharField(max_length=4, blank=True)
    because = models.JSONField(default=list, blank=True, help_text="Why it was proposed, as it was shown")
    measures = models.JSONField(default=list, blank=True)
    proportion = models.TextField(help_text="Why it is in proportion")
    context = models.TextField(blank=True, help_text="Age, need, what happened before and at home")
    loss_from = models.DateField(null=True, blank=True)
    loss_until = models.DateField(null=True, blank=True)
    restore_task = models.ForeignKey(
        Task, on_delete=models.PROTECT, null=True, blank=True, related_name="restores"
    )
    edition = models.CharField(max_length=10)
    decided_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("decided_at", "pk")
        indexes = [models.Index(fields=("incident", "involvement"), name="sanction_incident")]
        constraints = [
            models.CheckConstraint(condition=~Q(proportion=""), name="sanction_is_in_proportion"),
            models.CheckConstraint(
                condition=Q(loss_from__isnull=True, loss_until__isnull=True)
                | Q(loss_until__gte=F("loss_from"), restore_task__isnull=False),
                name="loss_of_access_ends_and_is_restored",
            ),
        ]

    def __str__(self) -> str:
        return f"Decision of {self.decided_at:%d %B %Y}"


class SanctionSettings(models.Model):
    """One row is what one school has chosen: its ladder for pupils, what is available in it, how long it remembers."""

    school = models.OneToOneField(School, on_delete=models.PROTECT, related_name="sanction_settings")
    ladder = models.CharField(max_length=12)
    measures = models.JSONField(default=list, blank=True, help_text="What the school makes use of")
    months = models.PositiveSmallIntegerField(default=12, help_text="How long an earlier sanction counts")

    def __str__(self) -> str:
        return f"Sanctions of {self.school}"
