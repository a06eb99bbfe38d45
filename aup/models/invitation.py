"""Who is asked, by which way, and what is wanted of them."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from aup.links import token_of
from aup.models.campaign import Campaign
from aup.vocabulary import Audience, Capacity, InvitationRoute, LinkState, WhyPaper
from esafety.papers.models.document_link import fingerprint
from esafety.people.models import Person, School
from esafety.walls import by_secret

OPEN_FOR = dt.timedelta(days=400)
"""How long a personal link opens: consents are changed by it until the next year's round has come."""
WRONG_FACTS = 5
"""So many wrong dates lock a link."""


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Filters with a name."""

    @by_secret
    def with_token(self, token: str) -> Invitation | None:
        """The invitation whose link a token is, whatever became of it. Guesses are answered by one narrow query."""
        found = self.filter(token_hash=fingerprint(token))
        if not found.exists():
            return None
        return found.select_related("school", "signer", "campaign").first()

    def live(self) -> Self:
        """Invitations whose link opens."""
        return self.filter(
            token_hash__isnull=False,
            replaced_at__isnull=True,
            wrong_facts__lt=WRONG_FACTS,
            expires_at__gt=timezone.now(),
        )


class Invitation(models.Model):
    """One row is one adult asked in one campaign: for themselves, and for every child they may sign for.

    The link in the mail is worked out from `salt` with the master key when the mail is written; only its SHA-256 is
    kept. It opens nothing before its holder has told one fact. Whom they may sign for is never stored here: it is
    read from the roll each time, so that a court order ends it at once.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="invitations")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    signer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="agreement_invitations")
    route = models.CharField(max_length=8, choices=InvitationRoute)
    why_paper = models.CharField(max_length=12, choices=WhyPaper, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True, help_text="A newer link of theirs was sent")
    salt = models.CharField(max_length=32, blank=True)
    key_id = models.CharField(max_length=16, blank=True)
    token_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)  # unique if any
    wrong_facts = models.PositiveSmallIntegerField(default=0)
    sendings = models.PositiveIntegerField(
        default=1, help_text="How often a link was made: each mail of a link once"
    )

    objects: ClassVar[Any] = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        indexes: ClassVar = [
            models.Index(fields=("campaign", "route", "id"), name="invitation_of_campaign"),
            models.Index(fields=("signer", "made_at"), name="invitation_of_signer"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("campaign", "signer"), name="one_invitation_each"),
            models.CheckConstraint(
                condition=Q(route="mail", token_hash__isnull=False, expires_at__isnull=False)
                | ~Q(route="mail") & Q(token_hash__isnull=True),
                name="invitation_by_mail_has_link",
            ),
            models.CheckConstraint(
                condition=Q(route="paper") & ~Q(why_paper="") | ~Q(route="paper") & Q(why_paper=""),
                name="invitation_on_paper_says_why",
            ),
            models.CheckConstraint(condition=Q(wrong_facts__lte=WRONG_FACTS), name="invitation_wrong_facts"),
        ]

    def __str__(self) -> str:
        return f"{self.signer} in {self.campaign}"

    @property
    def token(self) -> str:
        """256 bits that open the first page. Raises keys.UnknownKey."""
        return token_of("sign", self.key_id, self.salt)

    @property
    def path(self) -> str:
        """The path that goes into the mail."""
        return reverse("sign", args=[self.token]) if self.token_hash else reverse("my_home")

    @property
    def link_state(self) -> LinkState:
        """What its link can still do."""
        if self.replaced_at is not None:
            return LinkState.REPLACED
        if self.expires_at is None or self.expires_at <= timezone.now():
            return LinkState.EXPIRED
        return LinkState.LOCKED if self.wrong_facts >= WRONG_FACTS else LinkState.LIVE


class WantedQuerySet(models.QuerySet["Wanted"]):
    """Filters with a name."""

    def outstanding(self) -> Self:
        """Not signed yet, of somebody who is still there."""
        return self.filter(signed_at__isnull=True, about__left_on__isnull=True)

    def of_signer(self, signer: Person) -> Self:
        """What one person may sign: for themselves, and for the children whose parent or carer they are now.

        A contact whom a court order keeps away may sign for nobody. Source: domain/agreements.md, security.md AC-17.
        """
        own = Q(capacity=Capacity.SELF, about=signer)
        for_child = Q(
            capacity=Capacity.GUARDIAN,
            about__guardianships__in=signer.wards.filter(no_contact=False).exclude(
                parental_responsibility=False
            ),
        )
        return self.filter(own | for_child, school=signer.school_id, about__left_on__isnull=True)


class Wanted(models.Model):
    """One row is one signature that a campaign waits for: about whom, for which rules, in which capacity.

    A child's row waits for any one of the parents and carers. `signed_at` is when the first signature came; the
    signature itself is the proof. Year and class are as they were when it was asked.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="wanted")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    about = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="signatures_wanted")
    audience = models.CharField(max_length=10, choices=Audience)
    capacity = models.CharField(max_length=8, choices=Capacity)
    year_group = models.CharField(max_length=12, blank=True)
    class_name = models.CharField(max_length=20, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = WantedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "signatures asked for"
        ordering = ("pk",)
        indexes: ClassVar = [
            models.Index(fields=("campaign", "class_name", "capacity"), name="wanted_of_class"),
            models.Index(fields=("about", "campaign"), name="wanted_about"),
            models.Index(
                fields=("campaign", "id"), condition=Q(signed_at__isnull=True), name="wanted_outstanding"
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("campaign", "about", "audience", "capacity"), name="one_signature_wanted_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_audience_display()} for {self.about}"
