"""Deciding, reviewing, checking: a reason, and the version that was read."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from esafety.people.models import User
from esafety.ui import fields
from esafety.ui.forms import Form
from filtering.models import FilteringRequest
from filtering.policy.dates import why_not_agreed
from filtering.vocabulary import Source


class DecideForm(Form):
    """Why."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = fields.TextArea(
        label="Reason",
        noun="the reason",
        help_text="Whoever asked reads it, and it stays in the change-control log.",
        max_length=2000,
        rows=3,
    )


class AgreeForm(DecideForm):
    """Why, and until when: the day asked, or an earlier one."""

    until_on = fields.DateField(
        label="Last day",
        noun="the last day",
        help_text="They asked for this day. You can agree to an earlier one.",
        required=False,
    )
    field_order = ("version", "until_on", "reason")

    def __init__(self, *args: Any, asked: FilteringRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        if asked.until_on is None:
            del self.fields["until_on"]

    def clean_until_on(self) -> dt.date | None:
        """Never later than was asked; empty is the day asked."""
        day: dt.date | None = self.cleaned_data["until_on"]
        until_on = self.asked.until_on
        if day is None or day == until_on:
            return None
        reason = why_not_agreed(day, self.asked.from_on, until_on, timezone.localdate())
        if reason is not None:
            raise forms.ValidationError(reason)
        return day


class ReviewBlockForm(DecideForm):
    """Does the block stay?"""

    keep = fields.YesNo(label="Does the block stay?", yes="Yes, it stays", no="No, lift it", inline=False)
    field_order = ("version", "keep", "reason")


class ShutForm(Form):
    """A second look."""

    still_open = fields.YesNo(
        label="Can it still be opened from a pupil’s device?",
        yes="Yes, it still opens",
        no="No, it is shut",
        inline=False,
    )


class LookForm(Form):
    """A look into one person's activity: for what, where, which days, by whom, with whom."""

    purpose = fields.TextArea(
        label="What is it for?",
        noun="what it is for",
        help_text="The technician reads this. Say what to look for, not what is suspected.",
        max_length=2000,
        rows=3,
    )
    scope = fields.Several(Source, label="What may be looked into?", missing="Select what may be looked into")
    period_from = fields.DateField(
        label="Activity from", noun="the first day of the activity", latest="today"
    )
    period_until = fields.DateField(
        label="Activity until", noun="the last day of the activity", latest="today"
    )
    carry_out_from = fields.DateField(
        label="It may be done from", noun="the first day it may be done", initial=timezone.localdate
    )
    carry_out_until = fields.DateField(label="It may be done until", noun="the last day it may be done")
    technician = fields.OneRecord(User.objects.none(), label="Who carries it out?", noun="who carries it out")
    second_person = fields.OneRecord(
        User.objects.none(),
        label="Who is present with them?",
        noun="who is present",
        widget=forms.Select,
    )

    def __init__(
        self, *args: Any, technicians: QuerySet[User], present: QuerySet[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["technician"].queryset = technicians  # type: ignore[attr-defined]
        self.fields["second_person"].queryset = present  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Days in their order."""
        told = super().clean() or self.cleaned_data
        for first, last in (("period_from", "period_until"), ("carry_out_from", "carry_out_until")):
            if told.get(first) and told.get(last) and told[last] < told[first]:
                self.add_error(
                    last, "The last day is before the first day. Enter the same day or a later one."
                )
        until: dt.date | None = told.get("carry_out_until")
        if until is not None and until < timezone.localdate():
            self.add_error("carry_out_until", "The last day is past. Enter today or a later day.")
        return told


class DecideLookForm(DecideForm):
    """Why, where what was asked concerns one person."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = "Whoever asked and the technician read it. It is not in the log."


class LookDoneForm(Form):
    """It was carried out."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    done_on = fields.DateField(label="Carried out on", noun="the day it was carried out", latest="today")
    present = fields.Tick(label="The second person was present all the time")
    handed_to = fields.Text(
        label="Who was given what was found?",
        noun="who was given what was found",
        help_text="A name and a post. Write nothing here of what was found.",
    )
