"""A low-level concern about an adult of the school, shared; and several, read together."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms as django_forms
from django.db.models import TextChoices

from esafety.people.models import Person, School, User
from esafety.people.vocabulary import PersonKind
from esafety.ui import fields
from esafety.ui.forms import Form
from incidents.forms.incident import reason_field
from incidents.forms.people import SORTS
from incidents.told import Account, Involved
from incidents.vocabulary import FoundBy, IncidentType, Part, PersonSort, WhenKnown
from incidents.vocabulary.outside import Verdict


class About(TextChoices):
    """Whom a low-level concern is about."""

    SELF = "self", "Myself: I want it known"
    SOMEBODY = "somebody", "Somebody who works or helps in the school"
    NOT_LISTED = "not_listed", "Somebody who is not in the list, for example from an agency"


class AdultOf(fields.OneRecord):
    """An adult who works or helps in the school."""

    def __init__(self, **kwargs: Any) -> None:
        nobody = Person.objects.none()
        super().__init__(nobody, widget=django_forms.Select(), noun="a person", **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.full_name)


class ShareForm(Form):
    """What made somebody uneasy. `key` names what is sent, so that sent twice it is one."""

    key = django_forms.UUIDField(widget=django_forms.HiddenInput)
    about = fields.Choice(
        About, label="Whom is it about?", noun="whom it is about",
        conditional={"somebody": "person", "not_listed": "name"},
    )  # fmt: skip
    person = AdultOf(label="Who?")
    name = fields.Text(
        label="Who is it, and whom do they work for?", max_length=200, noun="who it is", strip=True
    )
    description = fields.TextArea(
        label="What happened?",
        help_text="What you saw or heard, where, and what came before. A nagging doubt is enough.",
        rows=6,
        max_length=20_000,
        noun="what happened",
    )
    happened_on = fields.DateField(
        label="On which day?", latest="today", required=False, noun="the day it happened"
    )
    opinion = fields.TextArea(
        label="Which part of the code of conduct does it touch, if you know?",
        rows=2,
        max_length=2_000,
        required=False,
    )

    def __init__(self, *args: Any, school: School, user: User, **kwargs: Any) -> None:
        """Offer the adults of the school, without whoever shares."""
        self.school, self.user = school, user
        kwargs.setdefault("initial", {"key": uuid.uuid4()})
        super().__init__(*args, **kwargs)
        kinds = (PersonKind.STAFF, PersonKind.GOVERNOR)
        rows = Person.objects.filter(school=school, kind__in=kinds, left_on__isnull=True)
        self.fields["person"].queryset = rows.exclude(account=user)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Whoever speaks of themselves must be somebody of this school."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("about") is About.SELF and self._myself() is None:
            self.add_error("about", "You are not on this school’s list of people: choose the last answer")
        return cleaned

    def _myself(self) -> Person | None:
        return Person.objects.filter(school=self.school, account=self.user).first()

    @property
    def involved(self) -> Involved:
        """The adult, as the subject."""
        given = self.cleaned_data
        person = self._myself() if given["about"] is About.SELF else given.get("person")
        if given["about"] is About.NOT_LISTED or person is None:
            return Involved(part=Part.SUBJECT, sort=PersonSort.STAFF, name=given["name"])
        return Involved(part=Part.SUBJECT, sort=SORTS[person.kind], person=person)

    @property
    def account(self) -> Account:
        """What happened, as a report tells it."""
        given, day = self.cleaned_data, self.cleaned_data.get("happened_on")
        return Account(
            description=given["description"],
            opinion=given["opinion"],
            types=[IncidentType.OTHER],
            primary_type=IncidentType.OTHER,
            other_type="Self-referral" if given["about"] is About.SELF else "Low-level concern",
            found_by=FoundBy.LOW_LEVEL,
            when_known=WhenKnown.DAY if day else WhenKnown.NOT_KNOWN,
            happened_on=day,
        )


class PatternForm(Form):
    """What was found when the concerns were read together."""

    verdict = fields.Choice(
        Verdict,
        label="What did you find?",
        noun="what you found",
        conditional={"watch": "again_on"},
        hints={
            Verdict.ALLEGATION: "The latest concern becomes an allegation: safeguarding leads see it and the LADO "
            "is told within one working day."
        },
    )
    again_on = fields.DateField(
        label="When do you look again?", earliest="today", noun="the day to look again"
    )
    reason = reason_field("Why?")
