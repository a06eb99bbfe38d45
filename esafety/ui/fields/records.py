"""Answers that are rows: a colleague, an open concern. Only rows of the queryset given can be chosen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db.models import QuerySet

from esafety.ui.fields.wording import Worded
from esafety.ui.widgets import Checkboxes, Radios

NOT_SHOWN = "Select only from the options shown"


class OneRecord(Worded, forms.ModelChoiceField):
    """Exactly one row: radio buttons for a few, `widget=forms.Select` for many."""

    ask = "Select"
    validate_no_null_characters = ProhibitNullCharactersValidator(message=NOT_SHOWN)

    def __init__(self, queryset: QuerySet[Any], **kwargs: Any) -> None:
        widget = kwargs.pop("widget", None) or Radios()
        kwargs.setdefault("empty_label", None if isinstance(widget, Radios) else "Choose one")
        super().__init__(queryset, widget=widget, **kwargs)
        self.error_messages["invalid_choice"] = NOT_SHOWN

    def to_python(self, value: Any) -> Any:
        """A row, or None. A number that no row can have is a row that is not there."""
        try:
            return super().to_python(value)
        except OverflowError:
            raise ValidationError(NOT_SHOWN, code="invalid_choice") from None


class SeveralRecords(Worded, forms.ModelMultipleChoiceField):
    """None, one or several rows, as checkboxes."""

    ask = "Select"
    validate_no_null_characters = ProhibitNullCharactersValidator(message=NOT_SHOWN)

    def __init__(self, queryset: QuerySet[Any], *, at_most: int = 100, **kwargs: Any) -> None:
        kwargs.setdefault("widget", Checkboxes())
        super().__init__(queryset, **kwargs)
        self.at_most = at_most
        self.error_messages.update(
            invalid_choice=NOT_SHOWN, invalid_pk_value=NOT_SHOWN, invalid_list=NOT_SHOWN
        )

    def clean(self, value: Any) -> Any:
        """Refuse too many before a row is looked for."""
        if isinstance(value, list | tuple) and len(value) > self.at_most:
            raise ValidationError(f"Select {self.at_most} or fewer", code="too_many")
        try:
            return super().clean(value)
        except OverflowError:
            raise ValidationError(NOT_SHOWN, code="invalid_choice") from None
