"""What may stand between the fields of a form. Words are escaped; there is no way to pass HTML."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Layout, LayoutObject
from crispy_forms.utils import TEMPLATE_PACK
from django.template.loader import render_to_string

__all__ = ["Details", "Fieldset", "Inset", "Layout", "Paragraph", "Section", "Warning"]


class Group(LayoutObject):
    """Fields with something round them."""

    template = ""

    def __init__(self, title: str, *fields: Any, size: str = "m", hint: str = "") -> None:
        self.title, self.size, self.hint = title, size, hint
        self.fields = list(fields)

    def render(self, form: Any, context: Any, template_pack: str = TEMPLATE_PACK, **kwargs: Any) -> str:
        """Draw the fields, then what is round them."""
        inside = self.get_rendered_fields(form, context, template_pack, **kwargs)
        return render_to_string(self.template, {"group": self, "fields": inside})


class Fieldset(Group):
    """Fields that answer one question together; the legend is read before each of them."""

    template = "govuk/layout/group_fieldset.html"


class Section(Group):
    """A heading and the fields under it."""

    template = "govuk/layout/group_section.html"


class Details(Group):
    """Fields that most people do not need, folded away; open when one of them has an answer or an error."""

    template = "govuk/layout/group_details.html"
    is_open = False

    def render(self, form: Any, context: Any, template_pack: str = TEMPLATE_PACK, **kwargs: Any) -> str:
        """Look inside, then draw."""
        inside = [form[name] for name in self.fields if isinstance(name, str)]
        self.is_open = any(field.errors or field.value() for field in inside)
        return super().render(form, context, template_pack, **kwargs)


class Words:
    """A text between fields."""

    template = ""

    def __init__(self, text: str) -> None:
        self.text = text

    def render(self, form: Any, context: Any, template_pack: str = TEMPLATE_PACK, **kwargs: Any) -> str:
        """Draw the text, escaped."""
        return render_to_string(self.template, {"text": self.text})


class Paragraph(Words):
    """Plain text."""

    template = "govuk/layout/paragraph.html"


class Inset(Words):
    """A text that stands apart."""

    template = "components/inset.html"


class Warning(Words):
    """What can go wrong, with an exclamation mark."""

    template = "components/warning_text.html"
