"""A date in three boxes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateformat import format as date_format

from esafety.ui.fields.wording import Worded, upper_first
from esafety.ui.widgets import DateBoxes

Day = dt.date | str | Callable[[], dt.date] | None
"""A limit: a date, "today", a function that gives one when the form is sent, or none."""


MONTHS = {
    name: number
    for number in range(1, 13)
    for name in (
        date_format(dt.date(2000, number, 1), "F").lower(),
        date_format(dt.date(2000, number, 1), "b"),
    )
} | {"sept": 9}


PARTS = ("day", "month", "year")


class DateField(Worded, forms.Field):
    """A date in three boxes; months by number or name, years with two or four digits."""

    widget = DateBoxes

    def __init__(self, *, latest: Day = None, earliest: Day = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.latest, self.earliest = latest, earliest

    def default_noun(self) -> str:
        """A question makes a poor noun."""
        noun = super().default_noun()
        return "the date" if noun == "your answer" else noun

    def to_python(self, value: Any) -> dt.date | None:
        """A date, or None when all three boxes are empty."""
        if value is None or isinstance(value, dt.date):
            return value
        typed = [str(part or "").strip() for part in value]
        if not any(typed):
            return None
        if absent := [name for name, part in zip(PARTS, typed, strict=True) if not part]:
            raise ValidationError(
                f"{upper_first(self.noun)} must include {in_words(absent)}", code="incomplete"
            )
        return self.real_date(*typed)

    def real_date(self, day: str, month: str, year: str) -> dt.date:
        """The date that three boxes name."""
        try:
            return dt.date(
                self.full_year(year), MONTHS.get(month.rstrip(".").lower()) or number(month), number(day)
            )
        except (ValueError, OverflowError):
            raise ValidationError(
                f"{upper_first(self.noun)} must be a real date, like 27 3 2026", code="invalid"
            ) from None

    def full_year(self, year: str) -> int:
        """Four digits as they are; two digits in the century that the question allows."""
        if len(year) == 4 and number(year) >= 1900:
            return number(year)
        if len(year) != 2:
            raise ValidationError(
                f"{upper_first(self.noun)} must have a year with 4 numbers, like 2026", code="year"
            )
        today = timezone.localdate()
        last = (resolve(self.latest) or dt.date(today.year + 20, 1, 1)).year
        return max(century + number(year) for century in (1900, 2000) if century + number(year) <= last)

    def validate(self, value: dt.date | None) -> None:
        """Hold the limits."""
        super().validate(value)
        last, first = resolve(self.latest), resolve(self.earliest)
        noun = upper_first(self.noun)
        if value and last and value > last:
            raise ValidationError(f"{noun} must be {limit(last, 'past', 'before')}", code="too_late")
        if value and first and value < first:
            raise ValidationError(f"{noun} must be {limit(first, 'future', 'after')}", code="too_early")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare dates, not boxes."""
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


def in_words(absent: list[str]) -> str:
    """Name what is absent: a day and a month."""
    return " and ".join(f"a {name}" for name in absent)


def number(text: str) -> int:
    """Plain digits only: int() would take spaces, signs, underscores and other scripts."""
    if not (text.isascii() and text.isdigit()) or len(text) > 4:
        raise ValueError(text)
    return int(text)


def resolve(day: Day) -> dt.date | None:
    """The limit as a date, now."""
    if day == "today":
        return timezone.localdate()
    return day() if callable(day) else day  # type: ignore[return-value]


def limit(day: dt.date, tense: str, side: str) -> str:
    """Name a limit: today or in the past, or on or before 3 May 2026."""
    if day == timezone.localdate():
        return f"today or in the {tense}"
    return f"on or {side} {date_format(day, 'j F Y')}"
