"""A person, and how two persons are close."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from esafety.people.models.school import School
from esafety.people.vocabulary import Closeness, PersonKind


class Person(models.Model):
    """One row is somebody a record of this school can be about. Most never sign in.

    `given_name` and `family_name` are the legal ones; `known_as` and `known_as_family` what people say instead.

    `account` ties the person to the account they sign in with, so that a conflict of interest is
    found by person whatever roles the account holds.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="persons")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="persons"
    )
    kind = models.CharField(max_length=10, choices=PersonKind)
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    known_as = models.CharField(max_length=100, blank=True)
    known_as_family = models.CharField(max_length=100, blank=True)
    email = models.EmailField(blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    upn = models.CharField(max_length=13, blank=True, help_text="Unique pupil number, without spaces")
    source_id = models.CharField(
        max_length=64, blank=True, help_text="How the school's information system names this person"
    )
    born_on = models.DateField(null=True, blank=True)
    year_group = models.CharField(max_length=12, blank=True, help_text="For example Year 5, Reception")
    class_name = models.CharField(max_length=20, blank=True)
    left_on = models.DateField(null=True, blank=True)
    search_text = models.CharField(max_length=320, editable=False)

    class Meta:
        ordering = ("family_name", "given_name", "pk")
        indexes = [
            models.Index(fields=("school", "kind", "search_text"), name="person_search"),
            models.Index(fields=("account",), name="person_account"),
            models.Index(fields=("school", "family_name", "given_name"), name="person_by_name"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("school", "account"),
                condition=Q(account__isnull=False),
                name="one_person_per_account",
            ),
            models.UniqueConstraint(
                fields=("school", "upn"), condition=~Q(upn=""), name="one_pupil_per_upn_in_a_school"
            ),
            models.UniqueConstraint(
                fields=("school", "kind", "source_id"),
                condition=~Q(source_id=""),
                name="one_person_per_source_id_and_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """The name people use: "Ada Byrne"."""
        return f"{self.known_as or self.given_name} {self.known_as_family or self.family_name}"

    @property
    def described(self) -> str:
        """Enough to tell two people of one name apart: "Ada Byrne, pupil, Year 5, 5B"."""
        return f"{self.full_name}, {self.particulars}"

    @property
    def particulars(self) -> str:
        """What tells a person apart, without the name: "pupil, Year 5, 5B"."""
        parts = [self.get_kind_display().lower(), self.year_group, self.class_name]
        return ", ".join(part for part in parts if part)


class Guardianship(models.Model):
    """One row says that an adult is a parent or carer of a pupil.

    `priority` 1 is called first; `parental_responsibility` is None where the school does not know.
    """

    pupil = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="guardianships")
    guardian = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="wards")
    relationship = models.CharField(max_length=60, default="Parent")
    no_contact = models.BooleanField(default=False, help_text="A court order forbids contact")
    priority = models.PositiveSmallIntegerField(null=True, blank=True)
    parental_responsibility = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("pupil", "guardian"), name="one_guardianship_each"),
            models.CheckConstraint(condition=~Q(pupil=F("guardian")), name="nobody_is_their_own_guardian"),
        ]

    def __str__(self) -> str:
        return f"{self.guardian} for {self.pupil}"


class Connection(models.Model):
    """One row declares that two people are close, so that neither handles a record about the other."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="connections")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="connections_back")
    closeness = models.CharField(max_length=10, choices=Closeness)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("person", "other"), name="one_connection_each"),
            models.CheckConstraint(condition=~Q(person=F("other")), name="nobody_is_close_to_themselves"),
        ]

    def __str__(self) -> str:
        return f"{self.person} and {self.other}"
