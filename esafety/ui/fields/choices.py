"""Answers from a list."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from esafety.ui.fields.wording import Worded, upper_first
from esafety.ui.widgets import Checkboxes, Children, Radios


class Choice(Worded, forms.TypedChoiceField):
    """Exactly one of a few, shown as radio buttons. Give an enum or (value, label) pairs.

    With an enum the answer is a member of it.
    """

    ask = "Select"

    def __init__(
        self,
        choices: Any,
        *,
        coerce: Callable[[Any], Any] | None = None,
        widget: Any = None,
        hints: Mapping[str, str] | None = None,
        dividers: Mapping[str, str] | None = None,
        conditional: Children | None = None,
        inline: bool = False,
        small: bool = False,
        **kwargs: Any,
    ) -> None:
        shown = widget or Radios(
            hints=hints, dividers=dividers, conditional=conditional, inline=inline, small=small
        )
        super().__init__(choices=pairs(choices), coerce=coerce or coercion(choices), widget=shown, **kwargs)
        self.error_messages["invalid_choice"] = (
            f"{upper_first(self.default_missing(''))} from the options shown"
        )


class Select(Choice):
    """Exactly one of many, shown as a drop-down list. Prefer `Choice` up to about ten."""

    def __init__(self, choices: Any, *, blank: str = "Choose one", **kwargs: Any) -> None:
        super().__init__(choices, widget=forms.Select, **kwargs)
        self.choices = [("", blank), *pairs(choices)]


class YesNo(Choice):
    """Yes or no; the answer is a bool, or None when it may be and is left empty."""

    def __init__(self, *, yes: str = "Yes", no: str = "No", **kwargs: Any) -> None:
        kwargs.setdefault("inline", not kwargs.get("conditional"))
        super().__init__(
            [("yes", yes), ("no", no)], coerce=lambda value: value == "yes", empty_value=None, **kwargs
        )

    def prepare_value(self, value: Any) -> Any:
        """A bool as the option it stands for."""
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


class Several(Worded, forms.TypedMultipleChoiceField):
    """None, one or several of a list, shown as checkboxes. Give an enum or (value, label) pairs."""

    ask = "Select"

    def __init__(
        self,
        choices: Any,
        *,
        coerce: Callable[[Any], Any] | None = None,
        at_most: int = 100,
        hints: Mapping[str, str] | None = None,
        dividers: Mapping[str, str] | None = None,
        conditional: Children | None = None,
        exclusive: Iterable[str] = (),
        small: bool = False,
        **kwargs: Any,
    ) -> None:
        widget = Checkboxes(
            hints=hints, dividers=dividers, conditional=conditional, exclusive=exclusive, small=small
        )
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
        exclusive: frozenset[str] = getattr(self.widget, "exclusive", frozenset())
        alone = [str(label) for key, label in self.widget.choices if str(key) in exclusive & set(value)]
        if alone and len(value) > 1:
            sentence = f"Select everything that applies, or “{alone[0]}”, but not both"
            raise ValidationError(sentence, code="exclusive")


class Tick(Worded, forms.BooleanField):
    """One box to tick. When required it must be ticked."""

    ask = "Tick the box to say"


def pairs(choices: Any) -> Any:
    """(value, label) pairs of an enum, or what was given."""
    return choices.choices if hasattr(choices, "choices") else choices


def coercion(choices: Any) -> Callable[[Any], Any]:
    """How a posted string becomes the answer."""
    return choices if isinstance(choices, type) and issubclass(choices, enum.Enum) else str
