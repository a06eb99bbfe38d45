"""A time of day in one box."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from esafety.ui.fields.wording import Worded, upper_first
from esafety.ui.widgets import TimeBox

CLOCK = re.compile(r"(?P<hour>\d{1,2})(?:[:.\s]?(?P<minute>\d{2}))?\s*(?P<half>[ap])?\.?(?:m\.?)?", re.ASCII)


class TimeField(Worded, forms.Field):
    """A time of day in one box: 14:30, 2.30pm, 1430, 2pm, midday."""

    widget = TimeBox

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("class", "govuk-input--width-5")
        self.widget.attrs.setdefault("autocomplete", "off")

    def default_noun(self) -> str:
        """A question makes a poor noun."""
        noun = super().default_noun()
        return "the time" if noun == "your answer" else noun

    def to_python(self, value: Any) -> dt.time | None:
        """A time, or None when the box is empty."""
        if value is None or isinstance(value, dt.time):
            return value
        typed = str(value).strip().lower()
        if not typed:
            return None
        if typed in ("midday", "noon", "12 noon", "12 midday"):
            return dt.time(12)
        if typed in ("midnight", "12 midnight"):
            return dt.time(0)
        found = CLOCK.fullmatch(typed)
        if found is None or (found["minute"] is None and found["half"] is None):
            raise self.unclear()
        return self.time_of(found)

    def time_of(self, found: re.Match[str]) -> dt.time:
        """Twelve hours or twenty-four; a small hour must say which half of the day it means."""
        hour, minute, half = int(found["hour"]), int(found["minute"] or 0), found["half"]
        if half and not 1 <= hour <= 12:
            raise self.unclear()
        if not half and not found["hour"].startswith("0") and 1 <= hour <= 7:
            raise ValidationError(
                f"Say if {self.noun} is morning or afternoon, "
                f"like {hour}:{minute:02}am or {hour + 12}:{minute:02}",
                code="half",
            )
        if half:
            hour = hour % 12 + (12 if half == "p" else 0)
        try:
            return dt.time(hour, minute)
        except ValueError:
            raise self.unclear() from None

    def unclear(self) -> ValidationError:
        """The sentence for everything that is not a time."""
        return ValidationError(
            f"{upper_first(self.noun)} must be a time, like 2:30pm or 14:30", code="invalid"
        )
