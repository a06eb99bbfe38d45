"""Fields whose messages say what to do next, in the words of the question.

Every field takes `label` and `help_text` as usual, and besides: `noun` (how a message calls the answer, "the
date it happened"; without it the label is used), `missing` (the whole sentence when it is left empty) and
`label_size` ("s", "m", "l", "xl" or "").
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator, validate_email
from django.utils import timezone
from django.utils.dateformat import format as date_format

from esafety.ui.widgets import Checkboxes, Children, DateBoxes, Radios, TimeBox

NOT_KEPT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Characters that nobody types on purpose and that databases and documents refuse. Tab and newline are kept."""

Day = dt.date | str | Callable[[], dt.date] | None
"""A limit: a date, "today", a function that gives one when the form is sent, or none."""


def lower_first(text: str) -> str:
    """Ready for the middle of a sentence; initials (DSL) stay as they are."""
    return text if text[:2].isupper() or not text else text[0].lower() + text[1:]


def upper_first(text: str) -> str:
    """Ready for the start of a sentence."""
    return text[:1].upper() + text[1:]


class Worded:
    """How a field speaks. Mixed in before a Django field."""

    ask = "Enter"
    noun: str
    label_size: str

    def __init__(
        self, *args: Any, noun: str = "", missing: str = "", label_size: str | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.noun = noun or self.default_noun()
        self.label_size = "s" if label_size is None else label_size
        self.error_messages["required"] = missing or self.default_missing(noun)  # type: ignore[attr-defined]

    def default_noun(self) -> str:
        """The label, unless it is a question."""
        label = str(getattr(self, "label", None) or "")
        return "your answer" if not label or label.endswith("?") else lower_first(label)

    def default_missing(self, noun: str) -> str:
        """What an empty answer is told."""
        label = str(getattr(self, "label", None) or "")
        if not noun and label.endswith("?"):
            return f"Answer “{label}”"
        return f"{self.ask} {noun or self.noun}"


class Text(Worded, forms.CharField):
    """One line, kept exactly as typed."""

    one_line = True

    def __init__(self, *, max_length: int | None = 200, strip: bool = False, width: str = "", **kwargs: Any) -> None:
        self.longest = max_length
        super().__init__(strip=strip, **kwargs)
        self.validators = [v for v in self.validators if not isinstance(v, ProhibitNullCharactersValidator)]
        if width:
            self.widget.attrs["class"] = f"govuk-input--width-{width}"

    def to_python(self, value: Any) -> str:
        """Newlines are made alike; nothing else is changed. Spaces alone count as nothing."""
        text = str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")
        return text if text.strip() else self.empty_value or ""

    def validate(self, value: str) -> None:
        """Refuse what cannot be kept, and say where it is."""
        super().validate(value)
        noun = upper_first(self.noun)
        if found := NOT_KEPT.search(value):
            raise ValidationError(f"{noun} contains an invisible character that cannot be kept{place(value, found)}", code="control")
        if self.one_line and "\n" in value:
            raise ValidationError(f"{noun} must be on one line", code="one_line")
        if self.longest is not None and len(value) > self.longest:
            raise ValidationError(
                f"{noun} must be {self.longest:,} characters or fewer. You have written {len(value):,}.",
                code="max_length",
            )


def place(value: str, found: re.Match[str]) -> str:
    """Where a character stands, for a person who cannot see it."""
    before = NOT_KEPT.sub("", value[: found.start()]).rstrip()[-20:]
    return f". Delete what comes after “{before}” and type it again" if before else " at its beginning. Delete it and type it again"


class TextArea(Text):
    """Several lines. With `max_length`, the page counts what is left near the end."""

    one_line = False

    def __init__(self, *, max_length: int | None = 10_000, rows: int = 5, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=max_length, **kwargs)


class Email(Text):
    """An e-mail address."""

    widget = forms.EmailInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 254)
        super().__init__(strip=True, **kwargs)
        self.widget.attrs.update({"autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"})

    def validate(self, value: str) -> None:
        """Refuse what is not an address."""
        super().validate(value)
        if value:
            try:
                validate_email(value)
            except ValidationError:
                raise ValidationError(
                    "Enter an email address in the correct format, like name@example.com", code="invalid"
                ) from None


class Password(Worded, forms.CharField):
    """A secret; never shown again."""

    def __init__(self, *, autocomplete: str = "current-password", **kwargs: Any) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": autocomplete, "autocapitalize": "none"})
        super().__init__(strip=False, max_length=1000, widget=widget, **kwargs)


class Whole(Worded, forms.IntegerField):
    """A whole number, typed."""

    widget = forms.TextInput

    def __init__(self, *, width: str = "5", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        noun = upper_first(self.noun)
        self.error_messages["invalid"] = f"{noun} must be a whole number, like 12"
        self.widget.attrs = {"inputmode": "numeric", "class": f"govuk-input--width-{width}"}


class Choice(Worded, forms.TypedChoiceField):
    """Exactly one of a few, shown as radio buttons. Give an enum or (value, label) pairs.

    With an enum the answer is a member of it.
    """

    ask = "Select"

    def __init__(self, choices: Any, *, coerce: Callable[[Any], Any] | None = None, widget: Any = None,
                 hints: Mapping[str, str] | None = None, dividers: Mapping[str, str] | None = None,
                 conditional: Children | None = None, inline: bool = False, small: bool = False,
                 **kwargs: Any) -> None:  # fmt: skip
        shown = widget or Radios(hints=hints, dividers=dividers, conditional=conditional, inline=inline, small=small)
        super().__init__(
            choices=pairs(choices), coerce=coerce or coercion(choices), widget=shown, **kwargs
        )
        self.error_messages["invalid_choice"] = f"{upper_first(self.default_missing(''))} from the options shown"


class Select(Choice):
    """Exactly one of many, shown as a drop-down list. Prefer `Choice` up to about ten."""

    def __init__(self, choices: Any, *, blank: str = "Choose one", **kwargs: Any) -> None:
        super().__init__(choices, widget=forms.Select, **kwargs)
        self.choices = [("", blank), *pairs(choices)]


class YesNo(Choice):
    """Yes or no; the answer is a bool, or None when it may be and is left empty."""

    def __init__(self, *, yes: str = "Yes", no: str = "No", **kwargs: Any) -> None:
        kwargs.setdefault("inline", not kwargs.get("conditional"))
        super().__init__([("yes", yes), ("no", no)], coerce=lambda value: value == "yes", empty_value=None, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """A bool as the option it stands for."""
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


class Several(Worded, forms.TypedMultipleChoiceField):
    """None, one or several of a list, shown as checkboxes. Give an enum or (value, label) pairs."""

    ask = "Select"

    def __init__(self, choices: Any, *, coerce: Callable[[Any], Any] | None = None, at_most: int = 100,
                 hints: Mapping[str, str] | None = None, dividers: Mapping[str, str] | None = None,
                 conditional: Children | None = None, exclusive: Iterable[str] = (), small: bool = False,
                 **kwargs: Any) -> None:  # fmt: skip
        widget = Checkboxes(hints=hints, dividers=dividers, conditional=conditional, exclusive=exclusive, small=small)
        super().__init__(choices=pairs(choices), coerce=coerce or coercion(choices), widget=widget, **kwargs)
        self.at_most = at_most
        self.error_messages["invalid_choice"] = "Select only from the options shown"
        self.error_messages["invalid_list"] = "Select only from the options shown"

    def to_python(self, value: Any) -> list[str]:
        """Each value once, in the order sent."""
        return list(dict.fromkeys(super().to_python(value)))

    def validate(self, value: Any) -> None:
        """Refuse too many, and "none of these" beside others."""
        if len(value) > self.at_most:
            raise ValidationError(f"Select {self.at_most} or fewer", code="too_many")
        super().validate(value)
        alone = getattr(self.widget, "exclusive", frozenset())
        if len(value) > 1 and alone.intersection(str(chosen) for chosen in value):
            name = dict(self.choices).get(next(v for v in value if str(v) in alone), "none of these")
            raise ValidationError(f"Select everything that applies, or “{name}”, but not both", code="exclusive")


class Tick(Worded, forms.BooleanField):
    """One box to tick. When required it must be ticked."""

    ask = "Tick the box to say"


def pairs(choices: Any) -> Any:
    """(value, label) pairs of an enum, or what was given."""
    return choices.choices if hasattr(choices, "choices") else choices


def coercion(choices: Any) -> Callable[[Any], Any]:
    """How a posted string becomes the answer."""
    return choices if isinstance(choices, type) and issubclass(choices, enum.Enum) else str


MONTHS = {name: number for number in range(1, 13) for name in (
    date_format(dt.date(2000, number, 1), "F").lower(), date_format(dt.date(2000, number, 1), "b"),
)} | {"sept": 9}  # fmt: skip
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
            raise ValidationError(f"{upper_first(self.noun)} must include {in_words(absent)}", code="incomplete")
        return self.real_date(*typed)

    def real_date(self, day: str, month: str, year: str) -> dt.date:
        """The date that three boxes name."""
        try:
            return dt.date(self.full_year(year), MONTHS.get(month.rstrip(".").lower()) or number(month), number(day))
        except (ValueError, OverflowError):
            raise ValidationError(f"{upper_first(self.noun)} must be a real date, like 27 3 2026", code="invalid") from None

    def full_year(self, year: str) -> int:
        """Four digits as they are; two digits in the century that the question allows."""
        if len(year) == 4 and number(year) >= 1900:
            return number(year)
        if len(year) != 2:
            raise ValidationError(f"{upper_first(self.noun)} must have a year with 4 numbers, like 2026", code="year")
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
    """"a day and a month"."""
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
    """"today or in the past", or "on or before 3 May 2026"."""
    if day == timezone.localdate():
        return f"today or in the {tense}"
    return f"on or {side} {date_format(day, 'j F Y')}"


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
                f"Say if {self.noun} is morning or afternoon, like {hour}:{minute:02}am or {hour + 12}:{minute:02}",
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
        return ValidationError(f"{upper_first(self.noun)} must be a time, like 2:30pm or 14:30", code="invalid")
