"""What pages about letters ask."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.utils.dateformat import format as date_format

from esafety.ui import fields
from esafety.ui.forms import Form
from incidents.forms.incident import reason_field
from incidents.letters.receivers import Receiver
from incidents.models import Letter
from incidents.policy.letters import RULES, To, why_not_text
from incidents.vocabulary.letters import How, LetterKind

_ADDRESS = "As it stands on the envelope. Leave it empty for a letter that is handed over or sent by link."


class WriteForm(Form):
    """To whom, and what is filled in. Questions that this kind of letter does not have are left out."""

    to = fields.Choice([], label="To whom?", coerce=str)
    other_name = fields.Text(label="Name of whoever complained", required=False,
                             help_text="Only if they are not in the list above.")  # fmt: skip
    address = fields.TextArea(label="Address", help_text=_ADDRESS, rows=4, max_length=500, required=False)
    what = fields.TextArea(
        label="What happened and what the school did, in your words",
        help_text="It becomes a paragraph of the letter. Name no other child and no other family.",
        rows=6, max_length=4_000, noun="what happened",
    )  # fmt: skip
    item = fields.Text(label="What was taken?", noun="what was taken")
    starts = fields.DateField(label="From which day?", noun="the first day")
    ends = fields.DateField(label="Until which day?", noun="the last day")
    meeting = fields.Text(label="When and where?", help_text="For example Thursday 3 December at 3:30pm in the office",
                          noun="when and where")  # fmt: skip

    def __init__(self, *args: Any, kind: LetterKind, receivers: list[Receiver], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.receivers = {one.key: one for one in receivers}
        choices = [(one.key, one.label) for one in receivers]
        if RULES[kind].to is To.ANYBODY:
            choices.append(("other", "Somebody else"))
        else:
            del self.fields["other_name"]
        self.fields["to"].choices = choices  # type: ignore[attr-defined]
        for name in ("what", "item", "starts", "ends", "meeting"):
            if name not in RULES[kind].asks:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("to") == "other" and not cleaned.get("other_name"):
            self.add_error("other_name", "Enter the name of whoever complained")
        first, last = cleaned.get("starts"), cleaned.get("ends")
        if first and last and last < first:
            self.add_error("ends", "The last day must not be before the first")
        return cleaned

    @property
    def receiver(self) -> Receiver:
        """Whom it goes to."""
        chosen = self.cleaned_data["to"]
        if chosen == "other":
            name = self.cleaned_data["other_name"]
            return Receiver("other", name, name)
        return self.receivers[chosen]

    @property
    def words(self) -> dict[str, str]:
        """What is filled in, days in words."""
        asked = {
            name: self.cleaned_data[name]
            for name in ("what", "item", "starts", "ends", "meeting")
            if name in self.fields
        }
        return {name: _in_words(value) for name, value in asked.items()}


def _in_words(value: Any) -> str:
    return date_format(value, "j F Y") if isinstance(value, dt.date) else str(value)


class LetterForm(Form):
    """The words of a draft."""

    version = django_forms.IntegerField(widget=django_forms.HiddenInput)
    subject = fields.Text(label="Subject", max_length=160, noun="the subject")
    address = fields.TextArea(label="Address", help_text=_ADDRESS, rows=4, max_length=500, required=False)
    text = fields.TextArea(label="Letter", rows=20, max_length=10_000, noun="the letter")

    def __init__(self, *args: Any, letter: Letter, **kwargs: Any) -> None:
        names = ("version", "subject", "address", "text")
        kwargs["initial"] = {name: getattr(letter, name) for name in names}
        super().__init__(*args, **kwargs)


class PressForm(Form):
    """A press on a letter as it was when the page was opened."""

    version = django_forms.IntegerField(widget=django_forms.HiddenInput)


class SendBackForm(PressForm):
    """Why a letter goes back to its writer."""

    reason = reason_field("What should be different?")


class SentForm(PressForm):
    """How it left."""

    how = fields.Choice(
        [(one, one.label) for one in (How.POST, How.BY_HAND)], label="How did it leave?", coerce=How
    )


class TextForm(Form):
    """A school's own text of a kind of letter."""

    subject = fields.Text(label="Subject", max_length=160, noun="the subject")
    text = fields.TextArea(label="Text", rows=20, max_length=8_000, noun="the text")

    def __init__(self, *args: Any, kind: LetterKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind

    def clean_subject(self) -> str:
        return self._sound("subject")

    def clean_text(self) -> str:
        return self._sound("text")

    def _sound(self, name: str) -> str:
        typed: str = self.cleaned_data[name]
        if why := why_not_text(self.kind, typed):
            raise ValidationError(why)
        return typed
