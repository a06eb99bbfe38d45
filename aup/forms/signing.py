"""What a signer is asked: one fact, then the agreement itself."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from aup.canonical import plain
from aup.models import Edition
from aup.policy.audiences import rule_for, takes_mark
from aup.told import Place, Told
from aup.vocabulary import Capacity
from esafety.ui import fields
from esafety.ui.forms import Form
from esafety.ui.layout import Details, Layout, Paragraph, Section

FEWEST_LETTERS = 2
_WORD = re.compile(r"[^\W\d_]{2,}")
CONSENT = "consent_"
CONSENTS_SAY = (
    "Answer each question yes or no. Nothing is chosen for you, you can say no to any of them, and you can change "
    "your mind at any time."
)

MARK_SAYS = (
    "Read the rules to {child}, and let {child} type their name, or any letters they like. Leave it empty if {child} "
    "is not with you."
)


class FactForm(Form):
    """The one fact that the holder of a link knows."""

    born_on = fields.DateField(
        label="Date of birth", noun="the date of birth", latest="today", help_text="For example, 27 3 2016."
    )

    def __init__(self, *args: Any, whose: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["born_on"].label = f"What is the date of birth of {whose}?"

    @property
    def told(self) -> dt.date:
        """The date that was typed."""
        found: dt.date = self.cleaned_data["born_on"]
        return found

    def refuse(self, left: int) -> None:
        """Say that it was wrong, and how many tries are left."""
        tries = "You have one more try" if left == 1 else f"You have {left} more tries"
        self.add_error("born_on", f"This is not the date the school has. {tries} before the link is locked")


class FullName(fields.Text):
    """A first name and a family name, typed in full."""

    def validate(self, value: str) -> None:
        """Refuse what cannot be somebody's name in full."""
        super().validate(value)
        words = [word for word in value.split() if _WORD.search(word)]
        if value and not words:
            raise ValidationError("Enter your full name. It needs more than one letter", code="short")
        if value and len(value.split()) < FEWEST_LETTERS:
            raise ValidationError("Enter your first name and your family name", code="short")


class ConsentsForm(Form):
    """What a parent allows for one child: each yes or no, never preset by us."""

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition = edition
        for one in edition.consents_asked:
            self.fields[CONSENT + one.code] = fields.YesNo(
                label=one.name, help_text=one.words, missing=f"Select yes or no: {one.name}"
            )

    @property
    def answers(self) -> dict[str, bool]:
        """The answers by the code of the question."""
        given = self.cleaned_data.items()
        return {name.removeprefix(CONSENT): value for name, value in given if name.startswith(CONSENT)}


class SignForm(ConsentsForm):
    """The consents where there are any, the full name, what they are to the child, and the declaration."""

    name = FullName(label="Your full name", noun="your full name", strip=True)
    relationship = fields.Text(
        label="What you are to the child",
        noun="what you are to the child",
        help_text="For example mother, father, grandparent or foster carer.",
        max_length=60,
        strip=True,
    )
    mark = fields.Text(label="", required=False, max_length=60, strip=True)
    agree = fields.Tick(label="", missing="Tick the box to say that you agree", label_size="s")
    suggestion = fields.TextArea(
        label="Is there anything in these rules you would change?",
        help_text="You do not have to answer. It goes to whoever reviews the rules, not into the agreement.",
        required=False,
        max_length=2_000,
        rows=3,
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    previous = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args: Any, place: Place, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, edition=edition, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["agree"].label = edition.declaration_as(place.capacity)
        consents = [name for name in self.fields if name.startswith(CONSENT)]
        if place.capacity != Capacity.GUARDIAN:
            del self.fields["relationship"]
        if takes_mark(place):
            child = place.about.known_as or place.about.given_name
            self.fields["mark"].label = f"{child}’s own name or mark"
            self.fields["mark"].help_text = MARK_SAYS.format(child=child)
            self.fields["mark"].widget.attrs["autocomplete"] = "off"
        else:
            del self.fields["mark"]
        if place.capacity != Capacity.GUARDIAN or not rule_for(place.audience).asks_consents:
            for name in consents:
                del self.fields[name]
            consents = []
        self.order_fields([*consents, "mark"])  # what is wrong is told in the order of the page
        self.layout = _layout(self.fields, consents)  # type: ignore[misc]

    @property
    def told(self) -> Told:
        """What was typed and chosen."""
        kept = self.cleaned_data
        return Told(
            name=kept["name"],
            relationship=kept.get("relationship", ""),
            seen=kept["seen"],
            previous=kept.get("previous") or 0,
            consents=self.answers,
            suggestion=kept.get("suggestion", ""),
            mark=plain(kept.get("mark", "")),
        )

    def carried(self) -> list[tuple[str, str]]:
        """Everything that was sent, to be sent again from the page on which it is checked."""
        return [(name, str(self.data.get(name, ""))) for name in self.fields if self.data.get(name)]

    def rows(self) -> list[dict[str, str]]:
        """What was answered, for the page on which it is checked."""
        found = [
            {"label": str(self.fields[CONSENT + code].label), "text": "Yes" if given else "No"}
            for code, given in self.answers.items()
        ]
        found.append({"label": "Your full name", "text": self.cleaned_data["name"]})
        if "relationship" in self.fields:
            found.append({"label": "What you are to the child", "text": self.cleaned_data["relationship"]})
        if self.cleaned_data.get("mark"):
            found.append({"label": str(self.fields["mark"].label), "text": plain(self.cleaned_data["mark"])})
        if self.cleaned_data["suggestion"]:
            found.append({"label": "Your suggestion", "text": self.cleaned_data["suggestion"]})
        return found


def _layout(asked: Mapping[str, Any], consents: list[str]) -> Layout:
    parts: list[Any] = []
    if consents:
        parts.append(Section("What you allow", Paragraph(CONSENTS_SAY), *consents))
    if "mark" in asked:
        parts.append(Section("With your child", "mark"))
    signing = [name for name in ("name", "relationship", "agree") if name in asked]
    parts.append(Section("Your signature", *signing))
    parts.append(Details("Suggest a change to the rules", "suggestion"))
    return Layout(*parts, "seen", "previous")
