"""Tags and filters that every template has (a builtin library)."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms, template
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateformat import format as date_format

from esafety.ui.forms import error_links

register = template.Library()

ALERTS = {"success": "success", "warning": "warning", "error": "error"}


@register.inclusion_tag("components/error_summary.html")
def error_summary(*asked: forms.BaseForm | str | None) -> dict[str, Any]:
    """Every error of the forms given, each linked to its field. Nothing for forms without errors."""
    bound = [form for form in asked if isinstance(form, forms.BaseForm) and form.is_bound]
    return {"links": [link for form in bound for link in error_links(form)]}


@register.filter
def grouped(number: int | None) -> str:
    """12345 as 12,345."""
    return "" if number is None else f"{number:,}"


@register.filter
def alert_variant(level: str) -> str:
    """A message's level as the name of a look."""
    return ALERTS.get(level, "information")


@register.filter
def day(moment: dt.date | dt.datetime | None) -> str:
    """21 November 2026, in the school's time zone."""
    return "" if moment is None else date_format(local(moment), "j F Y")


@register.filter
def moment(value: dt.datetime | None) -> str:
    """21 November 2026 at 2:05pm, in the school's time zone."""
    if value is None:
        return ""
    return f"{date_format(local(value), 'j F Y')} at {clock(value)}"


@register.filter
def half_day(value: dt.datetime | None) -> str:
    """21 November 2026, in the morning: for moments of which no more is kept."""
    if value is None:
        return ""
    return f"{day(value)}, in the {'morning' if local(value).hour < 12 else 'afternoon or evening'}"


@register.filter
def clock(value: dt.datetime | dt.time | None) -> str:
    """2:05pm."""
    if value is None:
        return ""
    shown = local(value) if isinstance(value, dt.datetime) else value
    return f"{shown.hour % 12 or 12}:{shown.minute:02}{'am' if shown.hour < 12 else 'pm'}"


def local(value: Any) -> Any:
    """An aware moment in the school's time zone; anything else as it is."""
    return timezone.localtime(value) if isinstance(value, dt.datetime) and timezone.is_aware(value) else value


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """The page's query string with some keys changed; None removes a key. Starts with "?"."""
    now: QueryDict = context["request"].GET.copy()
    for key, value in changes.items():
        now.pop(key, None)
        if value not in (None, ""):
            now[key] = str(value)
    return f"?{now.urlencode()}"


@register.filter
def dialled(telephone: str) -> str:
    """A telephone number as a link dials it: figures, a plus before them, a pause before an extension."""
    number, *extension = re.split(r"x|ext", telephone.lower(), maxsplit=1)
    plus = "+" if number.strip().startswith("+") else ""
    later = "".join(re.findall(r"\d", "".join(extension)))
    return f"tel:{plus}{''.join(re.findall(r'[0-9]', number))}{f';ext={later}' if later else ''}"


@register.filter
def at(columns: list[Any], index: int) -> str:
    """The label of one column of a table."""
    column = columns[index]
    return str(column["label"] if isinstance(column, dict) else column.label)
