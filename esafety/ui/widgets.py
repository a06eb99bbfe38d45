"""What a field looks like: Django's widgets with the few extras that the form pack draws."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

Children = Mapping[str, str | Sequence[str]]
"""Which fields appear under which option: value → field name, or several."""


class OptionsMixin:
    """Extras of a list of options.

    `hints`: value → smaller text under it. `dividers`: value → word printed before it ("or").
    `conditional`: value → field(s) shown only when it is chosen. `exclusive`: values that un-tick all others.
    """

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Iterable[Any] = (),
        *,
        hints: Mapping[str, str] | None = None,
        dividers: Mapping[str, str] | None = None,
        conditional: Children | None = None,
        exclusive: Iterable[str] = (),
        inline: bool = False,
        small: bool = False,
    ) -> None:
        super().__init__(attrs, choices)  # type: ignore[call-arg]
        self.hints = {str(key): text for key, text in (hints or {}).items()}
        self.dividers = {str(key): text for key, text in (dividers or {}).items()}
        self.conditional = {str(key): names_of(child) for key, child in (conditional or {}).items()}
        self.exclusive = frozenset(str(value) for value in exclusive)
        self.inline = inline
        self.small = small


def names_of(child: str | Sequence[str]) -> tuple[str, ...]:
    """One name or several, as several."""
    return (child,) if isinstance(child, str) else tuple(child)


class Radios(OptionsMixin, forms.RadioSelect):
    """Round buttons: exactly one."""


class Checkboxes(OptionsMixin, forms.CheckboxSelectMultiple):
    """Square boxes: none, one or several."""


class DateBoxes(forms.MultiWidget):
    """Day, month and year, each in its own box."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        box = {"inputmode": "numeric", "autocomplete": "off", "maxlength": "12"}
        super().__init__([forms.TextInput(box), forms.TextInput(box), forms.TextInput(box)], attrs)

    def decompress(self, value: Any) -> list[Any]:
        """Split a date for redisplay."""
        if isinstance(value, dt.date):
            return [value.day, value.month, value.year]
        return [None, None, None]

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, UploadedFile], name: str
    ) -> list[str]:
        """The three boxes as typed."""
        return [str(data.get(f"{name}_{part}") or "").strip() for part in range(3)]


class TimeBox(forms.TextInput):
    """One box for a time of day."""

    def format_value(self, value: Any) -> str | None:
        """A time as 09:05; what was typed as it was typed."""
        return f"{value:%H:%M}" if isinstance(value, dt.time) else super().format_value(value)
