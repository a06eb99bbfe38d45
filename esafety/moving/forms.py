"""To whom a file goes and from when; what goes; the receipt; why a sending stops."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from esafety.moving.vocabulary import Others, ReceiptHow
from esafety.people.models import ExternalContact
from esafety.ui import fields
from esafety.ui.forms import Form

MANY = 5_000


class BeginForm(Form):
    """Who takes it there, and from when the pupil does."""

    contact = fields.OneRecord(
        ExternalContact.objects.none(),
        label="Safeguarding lead of the next school",
        noun="the safeguarding lead of the next school",
        help_text="Only those in the contacts whose details were checked within a year.",
        widget=forms.Select(),
    )
    starts_on = fields.DateField(
        label="First day at the next school",
        noun="the first day at the next school",
        help_text="The file must be there within five school days; this day is the first of them.",
    )

    def __init__(self, *args: Any, receivers: QuerySet[ExternalContact], **kwargs: Any) -> None:
        """Offer the receivers of the school."""
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = receivers  # type: ignore[attr-defined]
        self.fields["contact"].label_from_instance = lambda one: f"{one.name}, {one.telephone}"  # type: ignore[attr-defined]


class PressForm(Form):
    """A press on a file as it was when the page was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ContentsForm(PressForm):
    """What goes. Everything does that is not taken out; no file goes that was not put in. What came to the record
    after the page was opened was not `shown`, and so was not taken out."""

    shown = forms.CharField(widget=forms.HiddenInput, max_length=200_000, required=False)
    entries = fields.Several(
        [], label="Entries that go", noun="at least one entry", at_most=MANY, small=True,
        missing="Select at least one entry, or stop the sending",
    )  # fmt: skip
    left_out_why = fields.TextArea(
        label="Why are entries left out?",
        help_text="Only if some are. The next school reads it.",
        required=False,
        max_length=500,
        rows=2,
    )
    others = fields.Choice(
        Others,
        label="How are others named?",
        noun="how others are named",
        hints={
            Others.LETTERS: "The pupil and their household keep their names.",
            Others.NAMES: "Where your local procedure says that the whole file goes.",
        },
    )
    clear_names = fields.Several(
        [],
        label="These others are named in clear text. Whose names may stand?",
        help_text="For words that only look like a name. An empty box becomes “Child B” or “Adult C”.",
        required=False,
        coerce=int,
        at_most=MANY,
    )
    evidence = fields.Several(
        [],
        label="Files of evidence that go too",
        help_text="They go as they are: a picture may show others. Open each before you select it.",
        required=False,
        at_most=MANY,
    )

    def __init__(self, *args: Any, offered: dict[str, list[tuple[Any, str]]], **kwargs: Any) -> None:
        """Offer what there is; a question with nothing to choose is not asked."""
        super().__init__(*args, **kwargs)
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
            if not choices:
                del self.fields[name]

    def answers(self) -> dict[str, Any]:
        """What the action asks for."""
        given = {"entries": [], "clear_names": [], "evidence": [], **self.cleaned_data}
        shown, kept = given.pop("shown").split(), set(given.pop("entries"))
        given["files"] = given.pop("evidence")
        return {**given, "left_out": [key for key in shown if key not in kept]}


class ReceiptForm(PressForm):
    """Who has it, since when, and how they said so."""

    received_by = fields.Text(
        label="Who has the file?", noun="who has the file", help_text="Name and post.", strip=True
    )
    received_on = fields.DateField(
        label="When did they say so?",
        noun="the day of the receipt",
        initial=timezone.localdate,
        latest="today",
    )
    how = fields.Choice(
        [(how.value, how.label) for how in ReceiptHow if how is not ReceiptHow.LINK],
        label="How did they say so?",
        noun="how they said so",
        coerce=ReceiptHow,
    )


class StopForm(PressForm):
    """Why it does not go."""

    why = fields.TextArea(
        label="Why is the sending stopped?", noun="why it is stopped", max_length=500, rows=2
    )
