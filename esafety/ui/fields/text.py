"""What a person types: kept exactly as typed, or refused with the reason."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator, validate_email

from esafety.ui.fields.wording import Worded, upper_first

NOT_KEPT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Characters that nobody types on purpose and databases or documents refuse. Tab and newline are kept."""


DIALLED = re.compile(r"(\+?[\d\s().-]+)(?:(?:x|ext\.?|extension)\s*\d+)?", re.IGNORECASE)
FEWEST_FIGURES = 3
"""101 and 999 are numbers too."""


class Text(Worded, forms.CharField):
    """One line, kept exactly as typed."""

    one_line = True

    def __init__(
        self, *, max_length: int | None = 200, strip: bool = False, width: str = "", **kwargs: Any
    ) -> None:
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
            raise ValidationError(
                f"{noun} contains an invisible character that cannot be kept{place(value, found)}",
                code="control",
            )
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
    return (
        f". Delete what comes after “{before}” and type it again"
        if before
        else " at its beginning. Delete it and type it again"
    )


class TextArea(Text):
    """Several lines. With `max_length`, the page counts what is left near the end, unless it is not `counted`."""

    one_line = False

    def __init__(
        self, *, max_length: int | None = 10_000, rows: int = 5, counted: bool = True, **kwargs: Any
    ) -> None:
        self.counted = counted
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=max_length, **kwargs)


class Email(Text):
    """An email address."""

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


class Telephone(Text):
    """A telephone number as people write it, and "ext. 12" after it. Softly checked: 101 is one too."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        super().__init__(strip=True, **kwargs)
        self.widget.attrs.update({"inputmode": "tel", "autocomplete": "off"})
        self.widget.input_type = "tel"

    def validate(self, value: str) -> None:
        """Refuse what nobody can dial."""
        super().validate(value)
        found = DIALLED.fullmatch(value)
        if value and (found is None or sum(map(str.isdigit, found[1])) < FEWEST_FIGURES):
            raise ValidationError(
                f"{upper_first(self.noun)} must be numbers, like 01632 960001 or 01632 960001 ext. 12",
                code="invalid",
            )


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
