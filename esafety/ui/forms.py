"""Forms: Django's, drawn by the `govuk` pack, with questions that appear under an answer.

`class Reported(Form)`, fields from `esafety.ui.fields`, and `layout = Layout(...)` when the order of the
fields is not enough. See README.md in this folder.
"""

from __future__ import annotations

import copy
from functools import cached_property
from typing import Any, ClassVar, NamedTuple

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.forms.renderers import TemplatesSetting

from esafety.ui.bound import GovukBoundField


class GovukRenderer(TemplatesSetting):
    """Draws every form of the site (setting FORM_RENDERER)."""

    form_template_name = "govuk/display_form.html"
    formset_template_name = "govuk/display_formset.html"
    field_template_name = "govuk/field.html"
    bound_field_class = GovukBoundField


class ErrorLink(NamedTuple):
    """One line of the error summary; without a target it is not a link."""

    message: str
    target: str


def error_links(form: forms.BaseForm) -> list[ErrorLink]:
    """Every error of a form in the order of its fields; those about the whole form first."""
    links = [ErrorLink(str(message), "") for message in form.non_field_errors()]
    for field in form:
        target = "" if field.is_hidden else getattr(field, "error_target", field.auto_id)
        links.extend(ErrorLink(str(message), target) for message in field.errors)
    return links


class Conditional(forms.BaseForm):
    """Questions under an answer count only when that answer was given.

    Without scripts every child is visible and may hold stray text: it is blanked here, errors and all. A
    parent is declared before its children.
    """

    @cached_property
    def parents(self) -> dict[str, list[tuple[str, str]]]:
        """Child's name → the (parent, value) pairs that bring it up."""
        found: dict[str, list[tuple[str, str]]] = {}
        for name, field in self.fields.items():
            for value, children in getattr(field.widget, "conditional", {}).items():
                for child in children:
                    found.setdefault(child, []).append((name, value))
        return found

    @property
    def children(self) -> frozenset[str]:
        """Names of the fields that stand under an option of another."""
        return frozenset(self.parents)

    def _clean_fields(self) -> None:
        """Clean, then blank what was not asked; a parent that was not asked itself brings nothing up."""
        super()._clean_fields()  # type: ignore[misc]
        not_asked: set[str] = set()
        for name in self.fields:
            pairs = [pair for pair in self.parents.get(name, ()) if pair[0] not in not_asked]
            if name in self.parents and not any(self.was_sent(*pair) for pair in pairs):
                not_asked.add(name)
                self.errors.pop(name, None)
                self.cleaned_data[name] = blank(self.fields[name])

    def was_sent(self, parent: str, value: str) -> bool:
        """Was this option ticked?"""
        sent = self[parent].data
        return value in (sent if isinstance(sent, list | tuple) else [sent])


def blank(field: forms.Field) -> Any:
    """What a field's answer is when it was not asked."""
    if isinstance(field, forms.ModelMultipleChoiceField):
        return field.queryset.none() if field.queryset is not None else []
    if isinstance(field, forms.MultipleChoiceField):
        return []
    return getattr(field, "empty_value", "" if isinstance(field, forms.ChoiceField) else None)


class Worn(Conditional):
    """What both kinds of form share: no browser validation, no colons, a helper for crispy-forms."""

    use_required_attribute = False
    layout: ClassVar[Layout | None] = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    @cached_property
    def helper(self) -> FormHelper:
        """The order of the form. The page writes the <form> tag, the token and the button."""
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.render_hidden_fields = True
        if self.layout is not None:
            helper.layout = copy.deepcopy(self.layout)
        return helper


class Form(Worn, forms.Form):
    """A form of questions."""


class ModelForm(Worn, forms.ModelForm):
    """A form of questions whose answers are a model's columns. Declare each field: its words matter."""
