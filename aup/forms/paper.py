"""A signature that came on paper, or in class."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from aup.forms.signing import SignForm
from esafety.people.models import Person
from esafety.ui import fields


class PaperForm(SignForm):
    """What stands on the paper: who signed it, when, and each answer."""

    signer = fields.Choice((), label="Who signed the paper?", noun="who signed the paper", coerce=int)
    signed_on = fields.DateField(
        label="Date on the paper", noun="the date on the paper", initial=timezone.localdate, latest="today"
    )

    def __init__(self, *args: Any, adults: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        signer = self.fields["signer"]
        assert isinstance(signer, forms.ChoiceField)
        signer.choices = [(one.pk, one.full_name) for one in adults]
        self.fields["agree"].label = "I have the signed paper, and what I entered is what stands on it."
        self.fields["agree"].error_messages["required"] = "Tick the box to say that you have the paper"
        self.fields["name"].label = "Name on the paper"
        self.fields["name"].error_messages["required"] = "Enter the name on the paper"
        self.fields["name"].widget.attrs["autocomplete"] = "off"
        if "mark" in self.fields:
            self.fields["mark"].label = "The child’s name or mark on the paper"
            self.fields["mark"].help_text = "As it stands there. Leave it empty if there is none."
        del self.fields["suggestion"]
        self.layout = None  # type: ignore[misc]
        self.order_fields(["signer", "signed_on", *[n for n in self.fields if n.startswith("consent_")]])


class ClassSignForm(SignForm):
    """The same for a pupil on a shared device: `ticket` says who told their date of birth a moment ago."""

    ticket = forms.CharField(widget=forms.HiddenInput, max_length=300, required=False)
