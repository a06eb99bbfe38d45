"""Asking for a change to the filter: one page for each kind, short enough for a phone between two lessons."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from esafety.people.models import School
from esafety.schooldays.queries import calendar_of
from esafety.ui import fields
from esafety.ui.forms import Form
from esafety.ui.layout import Details, Layout
from filtering.addresses import MOST, Read, Refused, read_all, read_email, read_site
from filtering.policy.categories import REFUSED, RISK, Risk
from filtering.policy.dates import why_not as wrong_dates
from filtering.told import Asked
from filtering.vocabulary import Category, Kind, UserGroup

PASTED = 200_000
"""Characters that a box of addresses takes before it looks: enough to count 500 lines and say so."""


def _addresses(label: str, hint: str) -> fields.TextArea:
    return fields.TextArea(
        label=label, noun="the addresses", help_text=hint, max_length=PASTED, counted=False, rows=3
    )


class AskForm(Form):
    """What every request says. `kind` and the fields differ."""

    kind: Kind
    read_line = staticmethod(read_site)
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school = school
        self.read: list[Read] = []

    def clean_addresses(self) -> str:
        """Read each line as it will be opened or blocked."""
        typed: str = self.cleaned_data["addresses"]
        try:
            self.read = read_all(typed, self.read_line)
        except Refused as reason:
            raise ValidationError(
                [ValidationError(one, code="address") for one in reason.sentences]
            ) from None
        return typed

    def clean_category(self) -> Category:
        """Sites on an illegal list are refused here, with the reason."""
        category: Category = self.cleaned_data["category"]
        if RISK[category] is Risk.ILLEGAL:
            raise ValidationError(REFUSED, code="illegal")
        return category

    def clean(self) -> dict[str, Any]:
        """Days that fit each other, today and the school year."""
        told = super().clean() or self.cleaned_data
        if "until_on" in self.fields:
            days = (told.get("from_on"), told.get("until_on"))
            for name, sentence in wrong_dates(*days, timezone.localdate(), calendar_of(self.school)).items():
                self.add_error(name, sentence)
        return told

    @property
    def digest(self) -> str:
        """What stands for the addresses as they were shown."""
        return hashlib.sha256("\n".join(one.address for one in self.read).encode()).hexdigest()

    @property
    def was_shown(self) -> bool:
        """Whether the addresses as they will be opened were shown before it was sent; nothing to show counts."""
        return not self.read or self.cleaned_data.get("shown") == self.digest

    def asked(self, **more: Any) -> Asked:
        """The request as told."""
        told = {
            name: value for name, value in self.cleaned_data.items() if name in Asked.__dataclass_fields__
        }
        return Asked(**{**told, "kind": self.kind, "addresses": tuple(self.read), **more})


def _purpose(label: str, noun: str = "what it is for") -> fields.TextArea:
    return fields.TextArea(label=label, noun=noun, max_length=2000, rows=2)


def _lesson() -> fields.Text:
    return fields.Text(
        label="Lesson and class",
        noun="the lesson and the class",
        help_text="For example history, 6L.",
        strip=True,
    )


def _group() -> fields.Select:
    return fields.Select(UserGroup, label="For whom", noun="for whom it is")


def _from() -> fields.DateField:
    return fields.DateField(label="First day", noun="the first day", initial=timezone.localdate)


def _until() -> fields.DateField:
    return fields.DateField(label="Last day", noun="the last day", help_text="It closes at 5pm on this day.")


def _supervised() -> fields.Text:
    return fields.Text(label="Who supervises", noun="who supervises", strip=True)


def _alternatives() -> fields.TextArea:
    return fields.TextArea(
        label="What else you tried", noun="what else you tried", required=False, max_length=2000, rows=2
    )


def _data(required: bool = False) -> fields.TextArea:
    return fields.TextArea(
        label="Data-protection note",
        noun="the data-protection note",
        help_text="What it collects about pupils, where that is kept, who agreed. Empty if it collects nothing."
        if not required
        else "What it collects about pupils and staff, where that is kept, who has agreed.",
        required=required,
        max_length=2000,
        rows=3,
    )


class UnblockForm(AskForm):
    """Open a website for teaching, for a time (C 3.6.1)."""

    kind = Kind.UNBLOCK
    addresses = _addresses(
        "Addresses", f"One a line, at most {MOST}. Copy each from the browser’s address bar."
    )
    category = fields.Select(
        Category, label="What the filter takes it for", noun="what the filter takes it for"
    )
    purpose = _purpose("What will the class do with it?")
    lesson = _lesson()
    for_group = _group()
    from_on = _from()
    until_on = _until()
    supervised_by = _supervised()
    alternatives = _alternatives()
    data_note = _data()
    layout = Layout(
        "addresses",
        "category",
        "purpose",
        "lesson",
        "for_group",
        "from_on",
        "until_on",
        "supervised_by",
        Details("Data about pupils, other ways tried", "alternatives", "data_note"),
    )


class BlockForm(AskForm):
    """Block a website (C 4.2)."""

    kind = Kind.BLOCK
    addresses = _addresses("Addresses", f"One a line, at most {MOST}. Do not open them again to copy them.")
    purpose = fields.TextArea(
        label="Why should it be blocked?",
        noun="why it should be blocked",
        help_text="No names of pupils. If somebody saw something that worries you, report a concern too.",
        max_length=2000,
        rows=2,
    )
    for_group = _group()


class EmailForm(AskForm):
    """Let pupils write to an external email address (C 3.6.3)."""

    kind = Kind.EMAIL
    read_line = staticmethod(read_email)
    addresses = _addresses("Email addresses", f"One a line, at most {MOST}, like museum@example.org.")
    purpose = _purpose("Why will pupils write there?", "why pupils will write there")
    lesson = _lesson()
    for_group = _group()
    from_on = _from()
    until_on = _until()
    supervised_by = _supervised()
    data_note = _data()


class SocialForm(AskForm):
    """Use a social site, forum or video platform in a lesson (C 3.6.3, 3.6.4)."""

    kind = Kind.SOCIAL
    addresses = _addresses("Addresses", f"One a line, at most {MOST}.")
    purpose = _purpose("What will the class do there?")
    lesson = _lesson()
    for_group = fields.Select(
        UserGroup, label="For whom", noun="for whom it is", help_text="Check the site’s lowest age first."
    )
    from_on = _from()
    until_on = _until()
    supervised_by = _supervised()
    alternatives = _alternatives()
    data_note = _data()


class TechnologyForm(AskForm):
    """Use new technology or software: a risk assessment and a data-protection note come first (A 11, D 2.47)."""

    kind = Kind.TECHNOLOGY
    purpose = _purpose("What is it, and what is it for?", "what it is and what it is for")
    for_group = _group()
    risk_note = fields.TextArea(
        label="Risk assessment",
        noun="the risk assessment",
        help_text="What could go wrong for pupils, and what you will do about it.",
        max_length=2000,
        rows=4,
    )
    data_note = _data(required=True)


FORMS: dict[str, type[AskForm]] = {
    form.kind.value: form for form in (UnblockForm, BlockForm, EmailForm, SocialForm, TechnologyForm)
}


class BlockNowForm(BlockForm):
    """An emergency block: acted on first, reviewed by somebody else on the next school day."""

    is_done = fields.YesNo(
        label="Is it blocked already?",
        yes="Yes, I have just blocked it",
        no="No, the provider is to block it now",
        inline=False,
    )
