"""A field on a page: what the form pack's templates need to know about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from itertools import count
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from esafety.ui.widgets import DateBoxes

KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.HiddenInput, "hidden"),
    (forms.MultipleHiddenInput, "hidden"),
    (forms.CheckboxSelectMultiple, "checkboxes"),  # before radios: Django makes it a kind of them
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "tick"),
    (DateBoxes, "date"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.PasswordInput, "password"),
    (forms.FileInput, "file"),
)
CLASSES = {"select": "govuk-select", "textarea": "govuk-textarea", "file": "govuk-file-upload"}
DATE_PARTS = (("Day", "2"), ("Month", "2"), ("Year", "4"))


@dataclass
class Option:
    """One radio button or checkbox."""

    value: str
    label: str
    id: str
    checked: bool
    hint: str = ""
    divider: str = ""
    exclusive: bool = False
    children: list[BoundField] = field(default_factory=list)


@dataclass
class OptionGroup:
    """Options under a heading of their own; without one they stand by themselves."""

    heading: str
    options: list[Option]


@dataclass
class Box:
    """One of the three boxes of a date."""

    label: str
    name: str
    id: str
    value: str
    width: str
    wrong: bool


class GovukBoundField(BoundField):
    """Knows its kind, its options and where an error link should land."""

    @cached_property
    def kind(self) -> str:
        """Which branch of `govuk/field.html` draws it."""
        widget = self.field.widget
        return next((kind for base, kind in KINDS if isinstance(widget, base)), "input")

    @property
    def label_size(self) -> str:
        """s, m, l, xl or nothing."""
        return str(getattr(self.field, "label_size", "s"))

    @property
    def grouped(self) -> bool:
        """Drawn as a fieldset with a legend."""
        return self.kind in ("radios", "checkboxes", "date")

    @property
    def longest(self) -> int | None:
        """Characters to count on the page, for long text only."""
        counted = self.kind == "textarea" and getattr(self.field, "counted", True)
        return getattr(self.field, "longest", None) if counted else None

    @property
    def is_child(self) -> bool:
        """Shown under an option of another field, and therefore not by itself."""
        return self.name in getattr(self.form, "children", ())

    @cached_property
    def options(self) -> list[Option]:
        """The choices. The first carries the bare id, so that an error link finds it."""
        return [option for group in self.option_groups for option in group.options]

    @cached_property
    def option_groups(self) -> list[OptionGroup]:
        """The choices as they are grouped, in order; those outside any group stand under no heading."""
        groups: list[OptionGroup] = []
        number = count(1)
        for value, label in self.field.widget.choices:
            inside = isinstance(label, list | tuple)
            if inside or not groups or groups[-1].heading:
                groups.append(OptionGroup(str(value) if inside else "", []))
            pairs = label if inside else [(value, label)]
            groups[-1].options += [self._option(next(number), *pair) for pair in pairs]
        return groups

    def _option(self, number: int, value: Any, label: Any) -> Option:
        widget, key = self.field.widget, str(value)
        return Option(
            value=key,
            label=str(label),
            id=self.auto_id if number == 1 else f"{self.auto_id}-{number}",
            checked=key in self._chosen,
            hint=getattr(widget, "hints", {}).get(key, ""),
            divider=getattr(widget, "dividers", {}).get(key, ""),
            exclusive=key in getattr(widget, "exclusive", ()),
            children=[self.form[name] for name in getattr(widget, "conditional", {}).get(key, ())],
        )

    @cached_property
    def _chosen(self) -> set[str]:
        chosen = self.value()
        several = chosen if isinstance(chosen, list | tuple | set) else [chosen]
        return {str(v.value if isinstance(v, Enum) else v) for v in several if v is not None}

    @cached_property
    def boxes(self) -> list[Box]:
        """Day, month and year as typed; those that an error concerns are marked."""
        value = self.value()
        typed = list(value) if isinstance(value, list | tuple) else DateBoxes().decompress(value)
        texts = ["" if part is None else str(part) for part in typed]
        partly = any(texts) and not all(texts)
        return [
            Box(
                label,
                f"{self.html_name}_{index}",
                f"{self.auto_id}_{index}",
                texts[index],
                width,
                bool(self.errors) and (not texts[index] or not partly),
            )
            for index, (label, width) in enumerate(DATE_PARTS)
        ]

    @property
    def error_target(self) -> str:
        """The id of the element that the error summary's link focuses; none where nothing can be chosen."""
        if self.kind in ("radios", "checkboxes") and not self.options:
            return ""
        if self.kind == "date":
            return next((box.id for box in self.boxes if box.wrong), self.boxes[0].id)
        return self.auto_id

    @property
    def aria_describedby(self) -> str | None:
        """Django's hint and error, and the count of characters."""
        described = super().aria_describedby
        if described is None or not self.longest:
            return described
        return f"{described} {self.auto_id}-info".strip()

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """The classes of the form pack; the browser's own validation is switched off."""
        built = super().build_widget_attrs(attrs, widget)
        shown = widget or self.field.widget
        if shown.is_hidden:
            return built
        built.pop("required", None)
        base = CLASSES.get(self.kind, "govuk-input")
        names = [base, str(shown.attrs.get("class", ""))]
        if self.errors:
            names.append(f"{base}--error")
        if self.longest:
            names.append("govuk-js-character-count")
        if self.kind == "password":
            names.append("govuk-password-input__input govuk-js-password-input-input")
        return {**built, "class": " ".join(name for name in names if name)}
