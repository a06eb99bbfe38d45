"""A link to one document for somebody outside."""

from __future__ import annotations

import datetime as dt
import hashlib
from base64 import urlsafe_b64encode
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from esafety.outbox.vocabulary import State
from esafety.papers import keys, passphrases
from esafety.papers.kinds import kind_of
from esafety.papers.models.paper import Paper
from esafety.papers.vocabulary import Closed
from esafety.people.models import ExternalContact, Person, School
from esafety.walls import by_secret

OPEN_FOR = dt.timedelta(days=7)
OPENS = 3
TRIES = 5


def fingerprint(token: str) -> str:
    """What the database keeps instead of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


class DocumentLinkQuerySet(models.QuerySet["DocumentLink"]):
    """Filters with a name."""

    def about(self, record: models.Model) -> Self:
        """Links to copies of one record, newest first."""
        of = {"paper__about_label": record._meta.label_lower, "paper__about_id": record.pk}
        return self.filter(**of).order_by("-created_at", "-pk")

    def alive(self, now: dt.datetime | None = None) -> Self:
        """Links that nobody closed and whose time is not over."""
        return self.filter(closed_at__isnull=True, expires_at__gt=now or timezone.now())

    def open(self, now: dt.datetime | None = None) -> Self:
        """Links that still give their document.

        Only columns of the row itself: on PostgreSQL an UPDATE through a join would not look again at
        a row that another transaction has just changed, and two could take the last opening.
        """
        return self.alive(now).filter(opens__lt=OPENS, tries__lt=TRIES)

    @by_secret
    def with_token(self, token: str) -> DocumentLink | None:
        """The link in this set that a token belongs to, unless its copy was withheld."""
        found = self.filter(token_hash=fingerprint(token)).exclude(paper__state=State.WITHHELD)
        return found.select_related("school", "contact", "person", "paper__file").first()


class DocumentLink(models.Model):
    """One row is one copy sent to one body outside: who sent it, whether it was opened and acknowledged.

    The mail carries the address and the telephone carries the passphrase. Neither is kept: the
    address is worked out from `salt` with the master key when the mail is written, and only hashes
    are compared (reference/security.md section 8).
    """

    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="link")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(
        ExternalContact, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    salt = models.CharField(max_length=32)
    key_id = models.CharField(max_length=16)
    token_hash = models.CharField(max_length=64, unique=True)
    passphrase_hash = models.CharField(max_length=200)
    opens = models.PositiveSmallIntegerField(default=0, help_text="How often the document was handed over")
    tries = models.PositiveSmallIntegerField(default=0, help_text="Wrong passphrases")
    opened_at = models.DateTimeField(null=True, blank=True, help_text="The first time")
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_because = models.CharField(max_length=12, choices=Closed, blank=True)
    closed_reason = models.CharField(max_length=200, blank=True, help_text="The school's own words")

    objects = DocumentLinkQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes: ClassVar = [models.Index(fields=("expires_at",), name="papers_link_expires")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(contact__isnull=True) ^ Q(person__isnull=True),
                name="document_link_has_one_recipient",
            ),
            models.CheckConstraint(condition=Q(opens__lte=OPENS), name="document_link_opens"),
            models.CheckConstraint(condition=Q(tries__lte=TRIES), name="document_link_tries"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) ^ ~Q(closed_because=""),
                name="document_link_closed_because",
            ),
            models.CheckConstraint(
                condition=Q(opens=0, opened_at__isnull=True) | Q(opens__gt=0, opened_at__isnull=False),
                name="document_link_opened_at",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="document_link_expires_later"
            ),
        ]

    def __str__(self) -> str:
        return f"Copy {self.reference} for {self.recipient}"

    @property
    def recipient(self) -> str:
        """The name of whom it is for: a body outside, or somebody on the roll."""
        return self.contact.name if self.contact else str(self.person)

    @property
    def telephone(self) -> str:
        """The number at which they are told the words."""
        to = self.contact or self.person
        return to.telephone if to else ""

    @property
    def reference(self) -> str:
        """The reference printed on the copy."""
        return self.paper.reference

    @property
    def token(self) -> str:
        """256 bits that open the passphrase page. Raises keys.UnknownKey."""
        return urlsafe_b64encode(keys.sign_link(self.key_id, self.salt)).rstrip(b"=").decode()

    @property
    def is_sealed(self) -> bool:
        """Whether the file itself opens with the words of the link only, wherever it lies."""
        return kind_of(self.paper.kind).parts is not None

    @property
    def sealing_words(self) -> str:
        """The words that open a sealed file: worked out from `salt` with the master key, kept nowhere.

        Raises keys.UnknownKey.
        """
        return passphrases.out_of(keys.sign_link(self.key_id, f"words/{self.salt}"))

    @property
    def path(self) -> str:
        """The path that goes into the mail."""
        return reverse("papers:document", args=[self.token])

    @property
    def is_open(self) -> bool:
        """Whether it still gives its document: `DocumentLinkQuerySet.open` for one row."""
        return self.is_alive and self.opens < OPENS and self.tries < TRIES

    @property
    def is_alive(self) -> bool:
        """Whether nobody closed it, its time is not over and its copy was not withheld."""
        withheld = self.paper.state == State.WITHHELD
        return not withheld and self.closed_at is None and self.expires_at > timezone.now()

    @property
    def opens_left(self) -> int:
        """How often the document can still be downloaded."""
        return OPENS - self.opens
