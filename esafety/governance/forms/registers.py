"""What the registers ask: policies, courses, risks, meetings."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from esafety.governance.forms.reports import NO_NAMES
from esafety.governance.vocabulary import Audience, Level, NeedLevel, RiskKind
from esafety.ui import fields
from esafety.ui.forms import Form

A_POST = "A post, for example designated safeguarding lead. Not a name."


class PolicyForm(Form):
    """A policy."""

    title = fields.Text(label="Title", noun="the title", max_length=160, strip=True)
    owner = fields.Text(label="Who keeps it?", noun="who keeps it", max_length=120, help_text=A_POST)
    audience = fields.Choice(
        Audience, label="Who must read it and say so?", noun="who must read it", coerce=Audience
    )
    review_due = fields.DateField(label="Review due", noun="the day its review is due")


class EditionForm(Form):
    """An edition of a policy, as it was approved."""

    approved_by = fields.Text(
        label="Approved by",
        noun="who approved it",
        max_length=120,
        help_text="The body, for example full board.",
    )
    approved_on = fields.DateField(label="Approved on", noun="the day it was approved", latest="today")
    minute = fields.Text(label="Minute number", required=False, max_length=60)
    changes = fields.TextArea(label="What is new in it?", required=False, max_length=500, rows=3)
    where = fields.Text(
        label="Where is its text kept?",
        required=False,
        max_length=300,
        help_text="When it is not filed here: for example the website, or a folder in the office.",
    )
    review_due = fields.DateField(label="Next review", noun="the day of the next review")


class NotScannedForm(Form):
    """A file that nobody has looked at for viruses."""

    known = fields.Tick(
        label="I know that this file was not checked for viruses.",
        missing="Tick the box to open it all the same.",
    )


class CourseForm(Form):
    """A course."""

    title = fields.Text(label="Title", noun="the title", max_length=160, strip=True)
    provider = fields.Text(label="Who gives it?", required=False, max_length=120)
    lasts_months = fields.Whole(
        label="Taken again after how many months?",
        noun="the number of months",
        help_text="Leave this empty when once is enough.",
        required=False,
        min_value=1,
        max_value=120,
    )
    for_everybody = fields.Tick(label="Every member of staff and every governor takes it", required=False)


class TrainingForm(Form):
    """Who took a course, and when."""

    taken_on = fields.DateField(label="Taken on", noun="the day", latest="today", initial=timezone.localdate)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        """Offer staff and governors."""
        super().__init__(*args, **kwargs)
        self.fields["people"] = fields.SeveralRecords(
            people, label="Who took it?", noun="who took it", at_most=500
        )


class NeedForm(Form):
    """What somebody says of what they know."""

    level = fields.Choice(
        NeedLevel, label="Online safety: how sure are you?", noun="how sure you are", coerce=NeedLevel
    )
    about = fields.Text(
        label="What would you like to learn?",
        required=False,
        max_length=300,
        help_text="Leave it empty if nothing.",
    )


class StepForm(Form):
    """A step of the induction."""

    words = fields.Text(
        label="What is every newcomer shown or given?", noun="the step", max_length=200, strip=True
    )


class RiskForm(Form):
    """A risk."""

    kind = fields.Choice(RiskKind, label="What is it about?", noun="what it is about", coerce=RiskKind)
    words = fields.Text(label="The risk", noun="the risk", max_length=200, strip=True, help_text=NO_NAMES)
    likelihood = fields.Choice(
        Level, label="How likely is it?", noun="how likely it is", coerce=Level, inline=True
    )
    impact = fields.Choice(
        Level, label="How bad would it be?", noun="how bad it would be", coerce=Level, inline=True
    )
    controls = fields.TextArea(
        label="What is done about it?", noun="what is done about it", max_length=2000, rows=4
    )
    owner = fields.Text(label="Who sees to it?", noun="who sees to it", max_length=120, help_text=A_POST)
    review_due = fields.DateField(label="Looked at again by", noun="the day")


class ReviewForm(Form):
    """A risk looked at again."""

    likelihood = fields.Choice(
        Level, label="How likely is it now?", noun="how likely it is", coerce=Level, inline=True
    )
    impact = fields.Choice(
        Level, label="How bad would it be?", noun="how bad it would be", coerce=Level, inline=True
    )
    controls = fields.TextArea(
        label="What is done about it?", noun="what is done about it", max_length=2000, rows=4
    )
    words = fields.Text(label="What has changed?", noun="what has changed", max_length=500)
    review_due = fields.DateField(label="Looked at again by", noun="the day")


class PlanForm(Form):
    """The day of a meeting."""

    held_on = fields.DateField(label="When is the meeting?", noun="the day of the meeting")


class MinutesForm(Form):
    """What a meeting came to."""

    present = fields.Text(
        label="Who was there?", noun="who was there", max_length=200, help_text="Posts, not names."
    )
    minutes = fields.TextArea(
        label="What did it come to?", noun="what it came to", max_length=5000, rows=8, help_text=NO_NAMES
    )
