"""Which report, what is said in it, why it goes back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from esafety.governance.counting.periods import Calendar, Period
from esafety.governance.vocabulary import ReportKind
from esafety.ui import fields
from esafety.ui.forms import Form

NO_NAMES = "Governors must not be able to tell who is meant: no names, no initials, nothing that fits one child only."


class BeginForm(Form):
    """A term, or a year."""

    def __init__(self, *args: Any, calendar: Calendar, **kwargs: Any) -> None:
        """Offer what has begun of the school's calendar, the newest first."""
        super().__init__(*args, **kwargs)
        self.calendar = calendar
        terms = _begun(ReportKind.TERMLY, calendar.terms)
        years = _begun(ReportKind.ANNUAL, calendar.years())
        self.fields["about"] = fields.Choice(
            [("Termly report", terms), ("Annual report on the strategy", years)],
            label="Which days is the report about?",
            noun="which days the report is about",
            coerce=str,
        )

    @property
    def told(self) -> dict[str, Any]:
        """The kind of report and its days."""
        kind, _, key = self.cleaned_data["about"].partition(":")
        return {"kind": ReportKind(kind), "period": self.calendar.named(key)}


def _begun(kind: ReportKind, periods: Sequence[Period]) -> list[tuple[str, str]]:
    today = timezone.localdate()
    begun = [one for one in periods if one.span.first <= today]
    return [(f"{kind}:{one.key}", f"{one.name}: {one.in_words}") for one in reversed(begun)]


class _Versioned(Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)


class DiscardForm(_Versioned):
    """Nothing to answer: only that this is meant, and which version was seen."""


class CommentForm(_Versioned):
    """What is said beside a section."""

    text = fields.TextArea(
        label="Your commentary",
        noun="the commentary",
        required=False,
        max_length=3000,
        rows=8,
        help_text=NO_NAMES,
    )


class AsksForm(_Versioned):
    """What the meeting is asked for."""

    asks = fields.TextArea(
        label="What is asked of the meeting",
        noun="what is asked of the meeting",
        required=False,
        max_length=2000,
        rows=6,
        help_text="For example: note the report, approve a policy, agree a date. " + NO_NAMES,
    )


class ReasonForm(_Versioned):
    """Why."""

    reason = fields.TextArea(label="Reason", noun="the reason", max_length=1000, rows=4, help_text=NO_NAMES)


class ApproveForm(_Versioned):
    """A declaration, since whoever approves answers for it."""

    read = fields.Tick(
        label="I have read every page of it, and nothing in it is about me or somebody close to me.",
        missing="Tick the box when it is so. If it is not, somebody else must approve the report.",
    )


class PointForm(Form):
    """Something to be followed up."""

    words = fields.Text(
        label="What is to be done?", noun="what is to be done", max_length=300, help_text=NO_NAMES
    )
    owner = fields.Text(
        label="Who sees to it?",
        noun="who sees to it",
        max_length=120,
        help_text="A post, for example online safety governor. Not a name.",
    )
    due_on = fields.DateField(label="By when?", noun="the day", required=False)
