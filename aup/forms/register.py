"""Questions of the register, and of renewal."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from aup.policy.validity import Round
from aup.vocabulary import ReSignReason
from esafety.ui import fields
from esafety.ui.forms import Form

MOST_DAYS = 150


class DayForm(Form):
    """Which day."""

    day = fields.DateField(
        label="On which day?",
        noun="the day",
        required=False,
        latest="today",
        help_text="Leave this empty for today.",
    )

    @property
    def told(self) -> dt.date:
        """The day asked for; a refused answer counts as none."""
        said = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return said.get("day") or timezone.localdate()


def asked_again(day: dt.date, group: str) -> dict[str, str]:
    """The answers that `DayForm` would understand, for links and hidden fields."""
    return {"day_0": str(day.day), "day_1": str(day.month), "day_2": str(day.year), "group": group}


class SignAgainForm(Form):
    """Why."""

    reason = fields.Choice(
        ReSignReason,
        label="Why do they have to sign again?",
        noun="why they have to sign again",
        help_text="The reason is kept with the request. The register only says that a signature is missing.",
    )


class RoundForm(Form):
    """When the year’s round begins, and how long older signatures count."""

    begins = fields.DateField(
        label="First day of the next yearly round",
        noun="the first day of the round",
        help_text="The round begins on this day every year. Signatures given before it are due again.",
    )
    days_to_sign = fields.Whole(
        label="For how many days more do last year’s signatures count?",
        noun="the number of days",
    )
    days_for_edition = fields.Whole(
        label="And after a new edition that asks everybody to sign again?",
        noun="the number of days after a new edition",
    )

    def clean_begins(self) -> dt.date:
        """A day that every year has, so that months are never too short."""
        begins: dt.date = self.cleaned_data["begins"]
        if begins.day > 28:
            raise ValidationError("The first day of the round must be the 1st to the 28th of a month")
        return begins

    def clean(self) -> dict[str, Any]:
        """Within bounds."""
        told = super().clean() or {}
        for name in ("days_to_sign", "days_for_edition"):
            if told.get(name) is not None and not 0 <= int(told[name]) <= MOST_DAYS:
                self.add_error(name, f"Enter a number of days from 0 to {MOST_DAYS}")
        return told

    @property
    def told(self) -> Round:
        """What `set_yearly_round` wants to know."""
        said = self.cleaned_data
        begins: dt.date = said["begins"]
        return Round(begins.month, begins.day, int(said["days_to_sign"]), int(said["days_for_edition"]))
