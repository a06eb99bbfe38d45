"""The parts of the yearly review that only people can write, and the signature."""

from __future__ import annotations

from typing import Any

from django import forms

from esafety.ui import fields
from esafety.ui.forms import Form
from filtering.vocabulary import Signatory


class YearForm(Form):
    """What only people know."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    risk_profile = fields.TextArea(
        label="The risks of our pupils",
        noun="the risks",
        help_text="Ages, needs, languages, what happened this year, devices and places used. No names.",
        required=False,
        max_length=4000,
    )
    blocked_why = fields.TextArea(
        label="What is blocked, what is allowed, and why",
        noun="what is blocked and why",
        required=False,
        max_length=4000,
    )
    monitoring = fields.TextArea(
        label="How use is monitored, and who acts on what is found",
        noun="how use is monitored",
        required=False,
        max_length=4000,
    )
    actions = fields.TextArea(
        label="What is to be done next year",
        noun="what is to be done",
        required=False,
        max_length=4000,
    )


class SignForm(Form):
    """As whom, and which edition."""

    edition = forms.IntegerField(widget=forms.HiddenInput)
    role = fields.Choice(Signatory, label="You sign as", noun="as whom you sign")
    read = fields.Tick(label="I have read this review and the evidence below it")

    def __init__(self, *args: Any, roles: list[Signatory], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked: Any = self.fields["role"]
        asked.choices = [(one.value, one.label) for one in roles]
        if len(roles) == 1:
            asked.initial = roles[0].value
