"""A signature, and what a parent allows. Rows that are only ever added."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from aup.models.edition import Edition
from aup.models.invitation import Wanted
from aup.vocabulary import Audience, Capacity, Route
from esafety.papers.models.paper import new_reference
from esafety.people.models import Person, School

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_code() -> str:
    """Twelve characters that stand on a certificate beside its reference, such as `7KQ2-M9XT-4HBD`."""
    drawn = "".join(secrets.choice(_LETTERS) for _ in range(12))
    return f"{drawn[:4]}-{drawn[4:8]}-{drawn[8:]}"


class AddedOnly(models.QuerySet[Any]):
    """A queryset that cannot change or remove what it finds. The database refuses it too."""

    def update(self, **kwargs: Any) -> int:
        """Refused."""
        raise TypeError("What was signed is never changed")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise TypeError("What was signed is never deleted")


class SignatureQuerySet(AddedOnly):
    """Filters with a name."""

    def of_audience(self, school: School, audience: str) -> Self:
        """Signatures under one audience's rules in a school, newest first."""
        return self.filter(school=school, audience=audience).order_by("-at", "-pk")


class Signature(models.Model):
    """One row is one signature: who signed, about whom, as what, which edition by its fingerprint, when, from where,
    by which browser, and the words agreed to. Source: domain/agreements.md, "Signing online".

    Only ever added: the database refuses UPDATE and DELETE. `seal` is the SHA-256 of everything else in the row, so
    that a change made round the database is seen (`manage.py verify_signatures`). A visitor has no entry on the roll:
    then `signer` and `about` are empty and the typed name stands alone. `at` is when it was entered, `signed_on` the
    day on the paper or the same day.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="signatures")
    reference = models.CharField(max_length=9, unique=True, default=new_reference)
    code = models.CharField(max_length=14, default=new_code)
    signer = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="signatures_given"
    )
    about = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="signatures_about"
    )
    typed_name = models.CharField(max_length=200)
    relationship = models.CharField(max_length=60, blank=True)
    mark = models.CharField(
        max_length=60, blank=True, help_text="What a young child wrote beside it, if anything"
    )
    capacity = models.CharField(max_length=8, choices=Capacity)
    audience = models.CharField(max_length=10, choices=Audience)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="signatures")
    edition_fingerprint = models.CharField(max_length=64)
    words = models.TextField(max_length=600, help_text="The declaration that was ticked")
    consents = models.JSONField(
        default=list, blank=True, help_text="What was asked with it and answered: code, words, given"
    )
    at = models.DateTimeField(default=timezone.now)
    signed_on = models.DateField(default=timezone.localdate)
    route = models.CharField(max_length=9, choices=Route)
    address = models.CharField(max_length=45, blank=True)
    browser = models.CharField(max_length=300, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who entered a paper, or opened the class's session",
    )
    wanted = models.ForeignKey(
        Wanted, on_delete=models.PROTECT, null=True, blank=True, related_name="signatures"
    )
    previous = models.BigIntegerField(
        default=0, help_text="Number of the signature of theirs before this one: two cannot follow the same"
    )
    seal = models.CharField(max_length=64)

    objects: ClassVar[Any] = SignatureQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        indexes: ClassVar = [
            models.Index(fields=("about", "audience", "at"), name="signature_about"),
            models.Index(fields=("signer", "at"), name="signature_of_signer"),
            models.Index(fields=("school", "audience", "at"), name="signature_of_audience"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("signer", "about", "audience", "capacity", "previous"),
                name="signatures_follow_one_another",
            ),
            models.CheckConstraint(
                condition=Q(signer__isnull=False, about__isnull=False)
                | Q(signer__isnull=True, about__isnull=True, audience="visitor"),
                name="signature_has_signer",
            ),
            models.CheckConstraint(condition=~Q(typed_name=""), name="signature_has_name"),
            models.CheckConstraint(
                condition=Q(route__in=("paper", "in_class", "reception"), entered_by__isnull=False)
                | Q(route__in=("online", "account"), entered_by__isnull=True),
                name="signature_entered_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Signature {self.reference}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refused for a row that exists: signatures are only ever added."""
        if not self._state.adding:
            raise TypeError("What was signed is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise TypeError("What was signed is never deleted")

    def seal_now(self) -> str:
        """SHA-256 (hex) of everything in the row: what `seal` must be."""
        fields = [
            self.school_id,
            self.reference,
            self.code,
            self.signer_id,
            self.about_id,
            self.typed_name,
            self.relationship,
            self.capacity,
            self.audience,
            self.edition_id,
            self.edition_fingerprint,
            self.words,
            self.consents,
            self.at.astimezone(dt.UTC).isoformat(),
            self.signed_on.isoformat(),
            self.route,
            self.address,
            self.browser,
            self.entered_by_id,
            self.wanted_id,
            self.previous,
            *(
                [self.mark] if self.mark else []
            ),  # signatures without one keep the seal they had before there were any
        ]
        return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()


class ConsentQuerySet(AddedOnly):
    """Filters with a name."""

    def standing(self) -> Self:
        """Of each person who answered for a child, the answer that stands now: the last one of each kind."""
        later = ConsentAnswer.objects.filter(
            child=models.OuterRef("child"),
            code=models.OuterRef("code"),
            answered_by=models.OuterRef("answered_by"),
            pk__gt=models.OuterRef("pk"),
        )
        return self.filter(~models.Exists(later))


class ConsentAnswer(models.Model):
    """One row is one answer, yes or no, to one thing a parent may allow for a child: by whom, when, by which way.

    Only ever added: a change or a withdrawal is a new row, and takes effect at once. Where two parents differ, one
    no is enough (`aup.queries.consents`).
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consent_answers")
    code = models.CharField(max_length=30)
    words = models.CharField(max_length=600, help_text="What was asked")
    given = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    route = models.CharField(max_length=9, choices=Route)
    signature = models.ForeignKey(
        Signature, on_delete=models.PROTECT, null=True, blank=True, related_name="answers"
    )

    objects: ClassVar[Any] = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        indexes: ClassVar = [
            models.Index(fields=("child", "code", "answered_by", "id"), name="consent_of_child"),
            models.Index(fields=("school", "code", "given"), name="consent_of_school"),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {'yes' if self.given else 'no'}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refused for a row that exists: answers are only ever added."""
        if not self._state.adding:
            raise TypeError("An answer is never changed: a new one is added")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise TypeError("An answer is never deleted")
