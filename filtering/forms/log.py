"""Finding lines of the log, and recording a review of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from esafety.people.models import User
from esafety.ui import fields
from esafety.ui.forms import Form
from filtering.queries.log import Sought
from filtering.vocabulary import Entry


class SoughtForm(Form):
    """Which lines."""

    entry = fields.Select(Entry, label="What happened", blank="Everything", required=False)
    words = fields.Text(
        label="Address or reference", noun="the words", required=False, max_length=60, strip=True
    )
    from_on = fields.DateField(label="From", noun="the first day", required=False)
    until_on = fields.DateField(label="Until", noun="the last day", required=False)

    def sought(self) -> Sought:
        """What was asked for; what cannot be read is left out."""
        told = self.cleaned_data if self.is_bound and (self.is_valid() or True) else {}
        return Sought(
            entry=told.get("entry") or None,
            from_on=told.get("from_on"),
            until_on=told.get("until_on"),
            words=told.get("words") or "",
        )


class LogReviewForm(Form):
    """When, both names, which days, what was seen, what is to be done."""

    held_on = fields.DateField(label="Day of the review", noun="the day of the review", latest="today")
    from_on = fields.DateField(label="The log from", noun="the first day of the log", latest="today")
    until_on = fields.DateField(label="The log until", noun="the last day of the log", latest="today")
    governor = fields.OneRecord(
        User.objects.none(), label="Online safety governor", noun="the governor", widget=forms.Select
    )
    co_ordinator = fields.OneRecord(
        User.objects.none(), label="With whom", noun="with whom", widget=forms.Select
    )
    seen = fields.TextArea(label="What was seen", noun="what was seen", max_length=4000)
    actions = fields.TextArea(label="What is to be done", required=False, max_length=4000, rows=3)

    def __init__(
        self, *args: Any, governors: QuerySet[User], officers: QuerySet[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["governor"].queryset = governors  # type: ignore[attr-defined]
        self.fields["co_ordinator"].queryset = officers  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Days in their order."""
        told = super().clean() or self.cleaned_data
        if told.get("from_on") and told.get("until_on") and told["until_on"] < told["from_on"]:
            self.add_error(
                "until_on", "The last day is before the first day. Enter the same day or a later one."
            )
        return told
