"""A school."""

from django.db import models


class School(models.Model):
    """One row is one school. Records belong to a school and never cross to another by themselves."""

    class Nation(models.TextChoices):
        """Whose bank holidays apply (codes of the `holidays` library)."""

        ENGLAND = "ENG", "England"
        WALES = "WLS", "Wales"
        SCOTLAND = "SCT", "Scotland"
        NORTHERN_IRELAND = "NIR", "Northern Ireland"

    class CopyToAuthority(models.TextChoices):
        """Which closed incidents the authority's officer is sent (C 4.1; the school's choice)."""

        EVERY = "every", "Every incident"
        SERIOUS = "serious", "Serious incidents only"
        NEVER = "never", "None"

    name = models.CharField(max_length=200)
    address = models.TextField(blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    nation = models.CharField(max_length=3, choices=Nation, default=Nation.ENGLAND)
    copy_to_authority = models.CharField(
        max_length=8, choices=CopyToAuthority, default=CopyToAuthority.SERIOUS
    )
    went_live_at = models.DateTimeField(
        null=True, blank=True, help_text="When its head said that everything was in place"
    )

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def is_live(self) -> bool:
        """Whether its head has said that everything is in place. Never undone."""
        return self.went_live_at is not None
