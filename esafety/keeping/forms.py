"""What the pages of this room ask."""

from __future__ import annotations

from typing import Any

from django import forms

from esafety.keeping.policy.schedule import Rule
from esafety.keeping.vocabulary import LAID, HoldKind
from esafety.ui import fields
from esafety.ui.forms import Form

STAYS = (
    "This stays on the certificate for ever: name nobody, and say nothing by which somebody could be told."
)


class KeepForm(Form):
    """Until when, and why."""

    until = fields.DateField(label="Keep it until", noun="the day until which it is kept")
    reason = fields.TextArea(
        label="Why is it still needed?", noun="why it is still needed", max_length=1000, rows=4
    )


class PutForwardForm(Form):
    """Why it may go."""

    reason = fields.TextArea(
        label="Why is it not needed any more?",
        noun="why it is not needed any more",
        max_length=1000,
        rows=4,
        help_text="A second person reads this. It goes with the record.",
    )


class HoldForm(Form):
    """What holds it, and why."""

    kind = fields.Choice(
        [(kind, kind.label) for kind in LAID], label="What is it for?", noun="what it is for", coerce=HoldKind
    )
    reason = fields.TextArea(label="Reason", noun="the reason", max_length=1000, rows=4)


class LiftForm(Form):
    """Why the hold is not needed any more."""

    reason = fields.TextArea(
        label="Why is the hold not needed any more?",
        noun="why the hold is not needed any more",
        max_length=1000,
        rows=4,
        help_text="A second person must agree before it is lifted.",
    )


class PeriodForm(Form):
    """How many years, within the bounds of the rule."""

    def __init__(self, *args: Any, rule: Rule, **kwargs: Any) -> None:
        """Offer what the rule allows."""
        super().__init__(*args, **kwargs)
        self.fields["years"] = fields.Whole(
            label="How many years?",
            noun="how many years",
            min_value=rule.least,
            max_value=rule.most,
            help_text=f"From {rule.least} to {rule.most}.",
        )


class _Versioned(Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)


class ApproveForm(_Versioned):
    """The second person's word."""

    read = fields.Tick(
        label="I have looked at what is in the list and know that it cannot be brought back.",
        missing="Tick the box when you have looked at the list.",
    )
    reason = fields.TextArea(label="Reason", noun="the reason", max_length=1000, rows=3, help_text=STAYS)


class SendBackForm(_Versioned):
    """Why it goes back."""

    reason = fields.TextArea(
        label="What is to be changed?", noun="what is to be changed", max_length=1000, rows=4
    )
