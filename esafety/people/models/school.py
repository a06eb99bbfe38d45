"""A school."""

from django.db import models
from django.db.models import F, Q
from django.utils.crypto import get_random_string

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_slug() -> str:
    """A name for addresses that tells nothing, until the office gives one."""
    return f"school-{get_random_string(10, LETTERS)}"


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

    class Word(models.TextChoices):
        """What the school calls the subject (A, B, D and E say e-safety, C says online safety)."""

        ONLINE_SAFETY = "online_safety", "online safety"
        E_SAFETY = "e_safety", "e-safety"

    name = models.CharField(max_length=200)
    slug = models.SlugField(
        max_length=60, unique=True, default=new_slug, help_text="Its name in the address of its help page"
    )
    address = models.TextField(blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    nation = models.CharField(max_length=3, choices=Nation, default=Nation.ENGLAND)
    copy_to_authority = models.CharField(
        max_length=8, choices=CopyToAuthority, default=CopyToAuthority.SERIOUS
    )
    word = models.CharField(max_length=16, choices=Word, default=Word.ONLINE_SAFETY)
    clocks = models.JSONField(
        default=dict,
        blank=True,
        help_text="Clock set by the school by the code of its rule; left out, the rule's own",
    )
    alerts_to_business_manager = models.BooleanField(
        default=False, help_text="Whether the business manager reads monitoring alerts"
    )
    pattern_counts = models.JSONField(
        default=dict,
        blank=True,
        help_text="From how many a pattern is shown, by the code of its rule; left out, the suggested number",
    )
    quiet_from = models.TimeField(null=True, blank=True, help_text="Local time; mails that may wait are kept")
    quiet_until = models.TimeField(null=True, blank=True, help_text="Local time; then they go out")
    help_is_public = models.BooleanField(default=False, help_text="Whether anybody may open its help page")
    help_names_co_ordinator = models.BooleanField(
        default=False, help_text="Whether the help page names the co-ordinator, or only the post"
    )
    help_how_to_reach = models.TextField(blank=True)
    help_for_pupils = models.TextField(blank=True)
    help_for_parents = models.TextField(blank=True)
    went_live_at = models.DateTimeField(
        null=True, blank=True, help_text="When its head said that everything was in place"
    )

    class Meta:
        ordering = ("name",)
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False) & ~Q(quiet_from=F("quiet_until")),
                name="quiet_hours_begin_and_end",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_live(self) -> bool:
        """Whether its head has said that everything is in place. Never undone."""
        return self.went_live_at is not None
