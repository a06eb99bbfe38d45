"""A list somebody comes back to."""

from django.conf import settings
from django.db import models

from esafety.people.models import School


class SavedView(models.Model):
    """One row is a name for a set of filters on the list of incidents. Only its owner sees it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="saved_views")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    filters = models.JSONField(default=dict)

    class Meta:
        ordering = ("name",)
        constraints = [models.UniqueConstraint(fields=("user", "school", "name"), name="one_view_a_name")]

    def __str__(self) -> str:
        return self.name
