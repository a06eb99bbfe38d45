"""What is asked when a body outside the school is asked, told or referred to, and when it answers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms as django_forms
from django.utils import timezone

from esafety.people.models import ExternalContact
from esafety.schooldays.calendar import LONDON
from esafety.ui import fields
from esafety.ui.forms import Form
from esafety.ui.layout import Layout, Section
from incidents.actions.referrals import Happened, Told
from incidents.forms.incident import Act, reason_field
from incidents.models import Incident, Involvement, Referral
from incidents.policy.agencies import AGENCY
from incidents.policy.referral_forms import AgencyForm, Question, questions
from incidents.vocabulary.outside import Agency, Answer, Approach, Consent, HarmTest, Method, Step

LONGEST = 10_000


class StartForm(Form):
    """Which agency, and what was done."""

    approach = fields.Choice(
        Approach,
        label="What was done?",
        hints={
            Approach.ADVICE: "You rang to ask, with or without a name.",
            Approach.REFERRED: "You told them, and expect them to act.",
            Approach.NOT_REFERRED: "You thought of it and decided against it: that is a decision too.",
        },
    )
    agency = fields.Choice(Agency, label="With whom outside the school?", small=True)


class _Moment(Act):
    """When it happened: a day that is not to come, and a time if it is known."""

    made_on = fields.DateField(label="On which day?", latest="today", noun="the day")
    made_time = fields.TimeField(label="At what time?", required=False)

    def initial_from(self, incident: Incident) -> dict[str, Any]:
        """Now, to be changed."""
        now = timezone.localtime(timezone=LONDON)
        return {"made_on": now.date(), "made_time": now.time().replace(second=0, microsecond=0)}

    def clean(self) -> dict[str, Any]:
        """Refuse a time that is still to come."""
        given: dict[str, Any] = super().clean() or {}
        day, time = given.get("made_on"), given.get("made_time")
        if day and time and dt.datetime.combine(day, time, LONDON) > timezone.now():
            self.add_error("made_time", "The time must be now or earlier")
        return given

    @property
    def moment(self) -> dt.datetime:
        """What was typed, in London time; midday where the time is not known, or now if that is still to come."""
        day, time = self.cleaned_data["made_on"], self.cleaned_data.get("made_time")
        return min(dt.datetime.combine(day, time or dt.time(12), LONDON), timezone.now())


class PersonOf(fields.OneRecord):
    """Somebody of the incident, by name and part."""

    def __init__(self, **kwargs: Any) -> None:
        nobody = Involvement.objects.none()
        super().__init__(nobody, widget=django_forms.Select(), noun="a person", **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.who} ({obj.get_part_display().lower()})"


class ContactOf(fields.OneRecord):
    """One of the school's contacts."""

    def __init__(self, **kwargs: Any) -> None:
        nobody = ExternalContact.objects.none()
        super().__init__(nobody, widget=django_forms.Select(), noun="a contact", **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}, {obj.telephone}" if obj.telephone else str(obj.name)


class ReferForm(_Moment):
    """What was said to an agency. Which questions are asked depends on the agency and on what was done."""

    about = PersonOf(label="About whom is it?", required=False, help_text="Leave empty for the whole matter.")
    contact = ContactOf(label="Which of the school’s contacts?", required=False)
    method = fields.Choice(Method, label="How?", noun="how they were reached", small=True)
    spoke_to = fields.Text(
        label="Who did you speak to?", help_text="Name and post.", max_length=200, required=False
    )
    said = fields.TextArea(
        label="What was said, and by whom?", rows=5, max_length=LONGEST, noun="what was said"
    )
    reference = fields.Text(label="Their reference", max_length=60, required=False, strip=True)
    harm_tests = fields.Several(
        HarmTest, label="Which of the harm tests may be met?", noun="which of the harm tests may be met"
    )
    consent = fields.Choice(
        Consent,
        label="Did the parents, or the person, agree to the sharing?",
        noun="whether they agreed to the sharing",
        hints={Consent.NOT_ASKED: "Sharing to keep a child safe needs no consent. The reason is recorded."},
        conditional={"overridden": "overridden_why", "not_asked": "not_asked_why"},
    )
    overridden_why = reason_field("Why was it shared all the same?")
    not_asked_why = reason_field("Why would asking or telling raise the risk?")
    reason = reason_field()

    def __init__(self, *args: Any, agency: Agency, approach: Approach, **kwargs: Any) -> None:
        """Know the agency and what was done."""
        self.agency, self.approach = agency, approach
        super().__init__(*args, **kwargs)

    def fill(self) -> None:
        """Ask only what this agency and this approach need."""
        people = Involvement.objects.standing().filter(incident=self.incident).select_related("person")
        self.fields["about"].queryset = people  # type: ignore[attr-defined]
        self.fields["contact"].queryset = contacts_of(self.incident, self.agency)  # type: ignore[attr-defined]
        self.fields["reason"].label = _WHY[self.approach]
        if self.agency in {Agency.POLICE, Agency.POLICE_NOW}:
            self.fields[
                "reference"
            ].help_text = "The crime or log number. Until it is recorded, telling the police stays to do."
        for name in _not_asked(self.agency, self.approach):
            del self.fields[name]

    @property
    def told(self) -> Told:
        """The answers, as the action takes them."""
        given = self.cleaned_data
        consent = given.get("consent") or None
        why = (
            {Consent.OVERRIDDEN: "overridden_why", Consent.NOT_ASKED: "not_asked_why"}.get(consent, "")
            if consent
            else ""
        )
        return Told(
            agency=self.agency,
            approach=self.approach,
            reason=given["reason"],
            about=given.get("about"),
            contact=given.get("contact"),
            method=given.get("method") or None,
            made_at=self.moment,
            spoke_to=given.get("spoke_to", ""),
            said=given.get("said", ""),
            reference=given.get("reference", ""),
            harm_tests=tuple(given.get("harm_tests", ())),
            consent=consent,
            consent_reason=given.get(why, "") or "",
        )


_WHY = {
    Approach.ADVICE: "Why did you ask, and what follows from the answer?",
    Approach.REFERRED: "Why was it referred?",
    Approach.NOT_REFERRED: "Why was it not referred?",
}


def contacts_of(incident: Incident, agency: str) -> Any:
    """The school's contacts that stand for an agency."""
    kinds = [kind.value for kind in AGENCY[agency].contacts]
    return ExternalContact.objects.current().filter(school=incident.school_id, kind__in=kinds)


def _not_asked(agency: Agency, approach: Approach) -> set[str]:
    """The questions that do not arise."""
    rule, left_out = AGENCY[agency], set[str]()
    if approach is Approach.NOT_REFERRED:
        left_out |= {"contact", "method", "spoke_to", "said", "reference"}
    if not rule.contacts:
        left_out.add("contact")
    if approach is not Approach.REFERRED or not rule.consent:
        left_out |= {"consent", "overridden_why", "not_asked_why"}
    if approach is not Approach.REFERRED or not rule.harm_tests:
        left_out.add("harm_tests")
    return left_out


class StepForm(_Moment):
    """What happened with a referral."""

    spoke_to = fields.Text(
        label="Who did you speak to?", help_text="Name and post.", max_length=200, required=False
    )
    reference = fields.Text(label="Their reference", max_length=60, strip=True, noun="their reference")
    answered = fields.YesNo(label="Did anybody answer?", missing="Select whether anybody answered")
    answer = fields.Choice([], label="What was decided?", coerce=Answer, noun="what was decided")
    improving = fields.YesNo(
        label="Is the child’s situation better?", missing="Select whether the child’s situation is better"
    )
    words = fields.TextArea(
        label="What was said, and by whom?", rows=5, max_length=LONGEST, noun="what was said"
    )
    next_on = fields.DateField(
        label="When do you look at it again?", earliest="today", required=False, noun="the next day"
    )

    def __init__(self, *args: Any, referral: Referral, step: Step, **kwargs: Any) -> None:
        """Know the referral and the step."""
        self.referral, self.step = referral, step
        super().__init__(*args, **kwargs)

    def fill(self) -> None:
        """Ask only what this step needs."""
        for name in _OF_SOME_STEPS - _ASKED[self.step]:
            del self.fields[name]
        if "answer" in self.fields:
            answers = AGENCY[self.referral.agency].answers
            self.fields["answer"].choices = [(one.value, one.label) for one in answers]  # type: ignore[attr-defined]
        self.fields["words"].label = _WORDS.get(self.step, self.fields["words"].label)
        self.fields["words"].required = self.step is not Step.REFERENCE

    def clean(self) -> dict[str, Any]:
        """A child who is left without an assessment, or is no better off, is looked at again on a named day."""
        cleaned = super().clean() or self.cleaned_data
        left = cleaned.get("answer") in {Answer.NO_ACTION, Answer.EARLY_HELP} and self._is_social_care
        needs_a_day = left or cleaned.get("improving") is False
        if needs_a_day and not cleaned.get("next_on") and "next_on" not in self.errors:
            self.add_error("next_on", "Enter the day on which you look at the child’s situation again")
        return cleaned

    @property
    def _is_social_care(self) -> bool:
        return self.referral.agency == Agency.SOCIAL_CARE

    @property
    def happened(self) -> Happened:
        """The answers, as the action takes them."""
        given = {
            name: value
            for name, value in self.cleaned_data.items()
            if name in _OF_SOME_STEPS and value not in ("", None)
        }
        words = self.cleaned_data.get("words", "")
        return Happened(step=self.step, words=words, happened_at=self.moment, **given)


_OF_SOME_STEPS = {"spoke_to", "reference", "answered", "answer", "improving", "next_on"}
_ASKED: dict[Step, set[str]] = {
    Step.REFERENCE: {"reference", "spoke_to"},
    Step.ACKNOWLEDGED: {"spoke_to"},
    Step.WRITTEN: set(),
    Step.CHASED: {"spoke_to", "answered"},
    Step.ESCALATED: {"spoke_to"},
    Step.DECIDED: {"spoke_to", "answer", "next_on"},
    Step.HAPPENED: {"spoke_to", "next_on"},
    Step.REVIEWED: {"improving", "next_on"},
    Step.PRESSED: {"spoke_to", "next_on"},
    Step.ENDED: set(),
}
_WORDS = {
    Step.REFERENCE: "Anything they said (you may leave this empty)",
    Step.WRITTEN: "How was it confirmed in writing?",
    Step.CHASED: "How long did you try, and what was said?",
    Step.HAPPENED: "What came of it?",
    Step.REVIEWED: "What has changed for the child, and what has not?",
    Step.PRESSED: "What was asked for, and what did they say?",
    Step.ENDED: "What came of it in the end?",
}


class _EditionForm(Form):
    """Which edition was on the page when somebody began to type; 0 is none."""

    edition = django_forms.IntegerField(widget=django_forms.HiddenInput, min_value=0)


def filling(form: AgencyForm, filled: dict[str, str], edition: int, data: Any = None) -> Form:
    """The questions of an agency's form as a page asks them; none of them must be answered."""
    asked = {question.code: _asks(question) for question in questions(form)}
    asked["layout"] = Layout(
        *(Section(part.title, *(question.code for question in part.questions)) for part in form.parts)
    )
    page: type[Form] = type("FillForm", (_EditionForm,), asked)
    return page(data, initial={"edition": edition, **filled})


def _asks(question: Question) -> Any:
    if question.long:
        return fields.TextArea(label=question.label, rows=4, max_length=LONGEST, required=False)
    return fields.Text(label=question.label, max_length=300, required=False)


class SendForm(Form):
    """To which of the agency's contacts the form is sent."""

    contact = ContactOf(label="Send it to whom?")

    def __init__(self, *args: Any, referral: Referral, **kwargs: Any) -> None:
        """Offer the contacts of the agency that have an email address."""
        super().__init__(*args, **kwargs)
        rows = contacts_of(referral.incident, referral.agency).exclude(email="")
        self.fields["contact"].queryset = rows  # type: ignore[attr-defined]
