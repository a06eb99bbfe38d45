"""What the acts on one incident ask."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms as django_forms
from django.db.models import Prefetch

from esafety.people.models import Membership, User
from esafety.people.queries import colleagues
from esafety.people.vocabulary import Role
from esafety.schooldays.calendar import LONDON
from esafety.ui import fields
from esafety.ui.forms import Form
from incidents.access import INCIDENTS, audiences_for
from incidents.facts import accounts_in_conflict, met_harm_test, upward
from incidents.models import Incident, Involvement
from incidents.models.statement import LONGEST
from incidents.policy.routing import TaskCode
from incidents.vocabulary import (
    AcceptedAs,
    Audience,
    ChildAction,
    DecisionKind,
    Finding,
    IncidentType,
    Lane,
    LearningArea,
    RiskArea,
    StaffAction,
    Standing,
)


class Act(Form):
    """An act on an incident as it was when the page was opened: `version` tells whether it changed since."""

    version = django_forms.IntegerField(widget=django_forms.HiddenInput)

    def __init__(self, *args: Any, incident: Incident, user: User, **kwargs: Any) -> None:
        """Know the record and who acts; fields that depend on them are filled here."""
        self.incident, self.actor = incident, user
        kwargs.setdefault("initial", {})
        kwargs["initial"] = {"version": incident.version, **self.initial_from(incident), **kwargs["initial"]}
        super().__init__(*args, **kwargs)
        self.fill()

    def initial_from(self, incident: Incident) -> dict[str, Any]:
        """What is filled in already."""
        return {}

    def fill(self) -> None:
        """Fill choices that depend on the record or the person."""


def reason_field(label: str = "Why?", **kwargs: Any) -> fields.TextArea:
    """A reason in the person's own words; a decision without one is not recorded."""
    return fields.TextArea(label=label, rows=4, max_length=5_000, noun="the reason", **kwargs)


class ReasonForm(Act):
    """A move that needs only its reason."""

    reason = reason_field()


class TriageForm(Act):
    """What a new concern is."""

    accepted_as = fields.Choice(
        AcceptedAs,
        label="What is this?",
        hints={
            AcceptedAs.ONLINE_SAFETY: "The co-ordinator may work on it.",
            AcceptedAs.SAFEGUARDING: "Only safeguarding leads and the head see it.",
            AcceptedAs.STAFF_ALLEGATION: "It goes to the head, or to the chair if it is about the head.",
            AcceptedAs.LOW_LEVEL: "The head alone holds it, or the chair if it is about the head. It is kept until "
            "the person leaves.",
        },
    )
    primary_type = fields.Select(
        IncidentType, label="Main type", help_text="This is the one that is counted."
    )
    risk_area = fields.Select(RiskArea, label="Area of risk")
    harm_test = fields.YesNo(
        label="If an adult of the school is the subject: may the harm test be met?",
        help_text="Harmed a child, may have committed an offence against a child, may pose a risk to children, "
        "or may not be suitable to work with children. Yes opens a referral to the LADO, due in one working day.",
    )
    reason = reason_field("Why do you decide this?")

    def initial_from(self, incident: Incident) -> dict[str, Any]:
        """Of an adult nobody has said whether the harm test may be met until somebody says so."""
        of_children = incident.lane in (Lane.ONLINE_SAFETY, Lane.SAFEGUARDING)
        known = {"harm_test": False} if of_children else {}
        return {"primary_type": incident.primary_type, "risk_area": incident.risk_area, **known}


def has_outcome_of_its_own(incident: Incident) -> bool:
    """Whether what was found is recorded for each adult, with who decided it, and not on closing."""
    return met_harm_test(incident) or incident.allegation_outcomes.exists()


class CloseForm(Act):
    """How it ended."""

    outcome = fields.TextArea(label="What was the outcome?", rows=5, noun="the outcome")
    finding = fields.Choice(
        Finding, label="What was found?", help_text="About the adult, in the guidance's terms."
    )
    reason = reason_field("Why is it closed now?")
    actions_staff = fields.Several(
        StaffAction, label="Action taken, staff", required=False, help_text="Tick all that was done."
    )
    actions_child = fields.Several(ChildAction, label="Action taken, child or young person", required=False)
    specific_action = fields.TextArea(
        label="Any specific action", help_text="For example, equipment removed.", required=False, rows=3
    )
    learning_area = fields.Choice(LearningArea, label="Does anything need to change?")
    learning = fields.TextArea(
        label="What did the school learn?",
        rows=4,
        required=False,
        help_text="Needed when something must change.",
    )

    def initial_from(self, incident: Incident) -> dict[str, Any]:
        return {
            "outcome": incident.outcome,
            "actions_staff": incident.actions_staff,
            "actions_child": incident.actions_child,
            "specific_action": incident.specific_action,
        }

    def fill(self) -> None:
        """Only a matter about an adult of the school has a finding; an allegation has its own page for it."""
        about_adult = self.incident.tasks.filter(code=TaskCode.LADO_CONSIDER).exists()
        if not about_adult or has_outcome_of_its_own(self.incident):
            del self.fields["finding"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        area = cleaned.get("learning_area")
        if area and area != LearningArea.NOTHING and not cleaned.get("learning"):
            self.add_error("learning", "Say what the school learnt and what must change")
        return cleaned


class Colleague(fields.OneRecord):
    """One of the school's own people, by name and post."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(User.objects.none(), widget=django_forms.Select(), noun="a colleague", **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        posts = sorted({post.get_role_display() for post in obj.memberships.all()})
        return f"{obj.name} ({', '.join(posts)})"


def offer(field: Any, incident: Incident, *, but: User | None = None) -> None:
    """Fill a list of colleagues, without those who must not learn of the incident; the act refuses them too."""
    away = accounts_in_conflict(incident) | ({but.pk} if but else set())
    found = [user.pk for user in colleagues(incident.school) if user.pk not in away]
    posts = Membership.objects.current().filter(school=incident.school)
    field.queryset = (
        User.objects.filter(pk__in=found)
        .prefetch_related(Prefetch("memberships", queryset=posts))
        .order_by("name", "pk")
    )


class AssignForm(Act):
    """Who works on it."""

    to = Colleague(label="Who should work on this?")

    def fill(self) -> None:
        offer(self.fields["to"], self.incident)


NOBODY_ABOVE = (
    "Nobody further up the line is free to take it. Ring the authority’s officer or the LADO; "
    "their numbers are under Contacts."
)


class EscalateForm(Act):
    """To whom, and why."""

    to = fields.Choice([], label="Hand it to whom?", coerce=Role)
    reason = reason_field()

    def fill(self) -> None:
        to = self.fields["to"]
        to.choices = [(role.value, role.label) for role in upward(self.incident)]  # type: ignore[attr-defined]
        if not to.choices:  # type: ignore[attr-defined]
            to.help_text = to.error_messages["required"] = NOBODY_ABOVE


class NamesOf(fields.SeveralRecords):
    """People of the incident whose names are kept as references."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Involvement.objects.none(), noun="people", **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.who)


READ_WITH_A_CODE = (
    "This came in confidence. A message to the reporter is read by whoever has the code: write no name in it, "
    "and nothing that would tell somebody else who found the code what it is about."
)


class NoteForm(Act):
    """A note."""

    text = fields.TextArea(label="Note", rows=6, max_length=LONGEST, noun="the note")
    standing = fields.Choice(Standing, label="What kind of statement is it?")
    audience = fields.Choice(Audience, label="Who may read it?")
    referring_to = NamesOf(
        label="Keep these names as references",
        help_text="Wherever the note names them. You read it as you typed it; on paper for a conference it says "
        "“Child B”.",
        required=False,
    )

    def fill(self) -> None:
        people = Involvement.objects.standing().filter(incident=self.incident).select_related("person")
        self.fields["referring_to"].queryset = people  # type: ignore[attr-defined]
        self.initial.setdefault("referring_to", [row.pk for row in people])
        if not people:
            del self.fields["referring_to"]
        allowed = audiences_for(self.actor, self.incident)
        self.fields["audience"].choices = [(one.value, one.label) for one in allowed]  # type: ignore[attr-defined]
        if self.incident.in_confidence:
            self.fields["audience"].help_text = READ_WITH_A_CODE


_BY_ACT = {
    *(DecisionKind.TRIAGE, DecisionKind.CLOSE, DecisionKind.REOPEN),
    *(DecisionKind.REFER, DecisionKind.NOT_REFER, DecisionKind.ADVICE, DecisionKind.ALLEGATION),
}
"""Decisions that are recorded by the act itself: a move, a referral."""


class DecideForm(Act):
    """A decision and its reason."""

    kind = fields.Select(
        [(kind.value, kind.label) for kind in DecisionKind if kind not in _BY_ACT],
        label="What kind of decision?",
        coerce=DecisionKind,
    )
    words = fields.TextArea(label="What was decided?", rows=3, max_length=5_000, noun="the decision")
    reason = reason_field("Why?")


class TaskForm(Act):
    """Something to do."""

    words = fields.Text(
        label="What is to be done?",
        max_length=200,
        help_text="Name nobody here: whoever does it may not see the incident.",
        noun="the task",
    )
    detail = fields.TextArea(label="What do they need to know?", rows=3, required=False, max_length=2_000)
    assigned_to = Colleague(
        label="Who should do it?", required=False, help_text="Leave empty for whoever owns the incident."
    )
    due_on = fields.DateField(label="By when?", required=False, earliest="today", noun="the day it is due")
    required = fields.Tick(label="It must be done before the incident is closed", required=False)

    def fill(self) -> None:
        offer(self.fields["assigned_to"], self.incident, but=self.actor)

    @property
    def due_at(self) -> dt.datetime | None:
        """The end of the day named, local time."""
        day = self.cleaned_data.get("due_on")
        return dt.datetime.combine(day, dt.time(17), LONDON) if day else None


class ShareForm(Act):
    """Who else may open it."""

    user = Colleague(label="Share with whom?")
    until = fields.DateField(
        label="Until when?", required=False, earliest="today", help_text="Leave empty to end it yourself."
    )
    reason = reason_field("Why do they need to know?")

    def fill(self) -> None:
        offer(self.fields["user"], self.incident, but=self.actor)

    @property
    def until_at(self) -> dt.datetime | None:
        """The end of the day named, local time."""
        day = self.cleaned_data.get("until")
        return dt.datetime.combine(day, dt.time(23, 59), LONDON) if day else None


class OtherIncidentForm(Act):
    """Another incident, by its reference."""

    reference = fields.Text(
        label="Reference of the other incident", help_text="For example 26-K7QF", max_length=12, strip=True
    )
    reason = reason_field()

    def clean_reference(self) -> Incident:
        typed = self.cleaned_data["reference"].upper()
        found = INCIDENTS.visible_to(self.actor, Incident.objects.filter(reference=typed)).first()
        if found is None:
            raise django_forms.ValidationError(
                "There is no such incident that you can open. Check the reference"
            )
        return found


class WithdrawForm(Act):
    """Why somebody was named by mistake."""

    reason = reason_field("Why is this person withdrawn?")


class CloseLinkForm(Act):
    """Why a copy may no longer be opened."""

    reason = fields.Text(label="Why should it no longer open?", max_length=200, noun="the reason")
