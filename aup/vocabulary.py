"""The words of this room: who signs, as what, how far an edition has come, what a parent allows."""

from django.db import models


class Audience(models.TextChoices):
    """Whom an agreement is written for. Source: domain/agreements.md, "Audiences and who signs"."""

    KS1 = "ks1", "Early years and Key Stage 1"
    KS2 = "ks2", "Key Stage 2"
    KS3_4 = "ks3_4", "Secondary pupils"
    PARENT = "parent", "Parents and carers"
    STAFF = "staff", "Staff and volunteers"
    GOVERNOR = "governor", "Governors"
    VISITOR = "visitor", "Visitors"


class Capacity(models.TextChoices):
    """As what somebody signs. A child's mark beside a parent's name is SELF and never needed."""

    SELF = "self", "For themselves"
    GUARDIAN = "guardian", "Parent or carer, for the child"


class EditionStatus(models.TextChoices):
    """How far an edition has come. Which one holds on a day is asked by date: `Edition.objects.in_force`."""

    DRAFT = "draft", "Draft"
    APPROVED = "approved", "Approved"
    IN_FORCE = "in_force", "In force"
    SUPERSEDED = "superseded", "Superseded"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ConsentKind(models.TextChoices):
    """What a parent may allow, each yes or no. Source: domain/agreements.md, "Consents"; D for the last two.

    A school adds its own: their codes begin with `own_`.
    """

    INTERNET = "internet", "Internet in school"
    WORK = "work", "Publishing work"
    PHOTOGRAPHS = "photographs", "Photographs that do not identify"
    VIDEO = "video", "Video"
    PROSPECTUS = "prospectus", "Prospectus and displays"


class SuggestionStatus(models.TextChoices):
    """What became of a suggestion about the rules."""

    NEW = "new", "Not looked at yet"
    KEPT = "kept", "Kept for the next review"
    ANSWERED = "answered", "Answered"


class ReSignReason(models.TextChoices):
    """Why somebody has to sign again before they use the systems. Source: A 12 ("meet and re-sign")."""

    AFTER_INCIDENT = "after_incident", "After an incident: meet and sign again"
    APPOINTMENT = "appointment", "A new post"
    MISTAKE = "mistake", "The last signature was a mistake"
