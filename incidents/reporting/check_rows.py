"""What somebody has told so far, as cards to be checked before it is sent."""

from __future__ import annotations

import datetime as dt
from enum import Enum
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.choices import flatten_choices

from esafety.ui.templatetags.ui import clock, day
from incidents.addresses import defanged
from incidents.vocabulary import FoundBy, Nature, Part

if TYPE_CHECKING:
    from django.forms import BoundField

    from incidents.reporting.sections import Section
    from incidents.reporting.so_far import SoFar
    from incidents.told import Involved

_ALWAYS_SHOWN = ("radios", "checkboxes")
"""Kinds of question whose missing answer is shown as not known; empty boxes for text are left out."""
_WHEN_EMPTY = {"found_by": str(FoundBy.REPORTED.label)}


def section_url(so_far: SoFar, slug: str, *, change: bool = False) -> str:
    """The page of one section."""
    name = "report_people" if slug == "people" else "report_section"
    args = [so_far.draft.key] if slug == "people" else [so_far.draft.key, slug]
    return reverse(name, args=args) + ("?change=1" if change else "")


def cards(so_far: SoFar) -> list[dict[str, Any]]:
    """A card for each section that is asked."""
    return [
        {
            "slug": section.slug,
            "title": section.title,
            "rows": rows(so_far, section),
            "change_url": section_url(so_far, section.slug, change=True),
            "wrong": not so_far.is_sound(section.slug),
        }
        for section in so_far.steps
    ]


def rows(so_far: SoFar, section: Section) -> list[dict[str, Any]]:
    """The questions of a section with what was answered, right or wrong."""
    if section.slug == "people":
        return people_rows(so_far.people) or [{"label": "People", "empty": "Nobody known yet"}]
    if not so_far.was_seen(section.slug):
        first = next(iter(so_far.shown(section.slug)))
        value = getattr(first.field, "initial", None) or so_far.shown(section.slug).initial.get(first.name)
        return [{"label": first.label, "text": chosen(first, value), "empty": "Not known yet"}]
    form = so_far.judged(section.slug)
    form.is_valid()
    asked = [field for field in form if is_asked(field)]
    shown = [answer(field, form.cleaned_data) for field in asked]
    return [row for row in shown if row.pop("stays") or row.get("text") or row.get("lines")]


def is_asked(field: BoundField) -> bool:
    """Whether the question came up: a child of an option only when that option was chosen."""
    pairs = field.form.parents.get(field.name, ())  # type: ignore[attr-defined]
    return not pairs or any(field.form.was_sent(*pair) for pair in pairs)  # type: ignore[attr-defined]


def answer(field: BoundField, cleaned: dict[str, Any]) -> dict[str, Any]:
    """One question and its answer; an answer that is not sound is shown as it was typed."""
    value = cleaned[field.name] if field.name in cleaned else field.value()
    row: dict[str, Any] = {"label": str(field.label), "empty": _WHEN_EMPTY.get(field.name, "Not known yet")}
    kind = getattr(field, "kind", "")
    row["stays"] = kind in _ALWAYS_SHOWN or bool(field.errors)
    if field.name == "addresses":
        row["lines"] = [defanged(line) for line in str(value or "").splitlines() if line.strip()]
    elif kind == "checkboxes":
        row["lines"] = [chosen(field, one) for one in value or []]
        row["empty"] = "None ticked"
    elif kind == "date" and not isinstance(value, dt.date):
        row["text"] = " ".join(part for part in value or [] if part)
    else:
        row["text"] = chosen(field, value)
    return row


def chosen(field: BoundField, value: Any) -> str:
    """An answer in words."""
    match value:
        case None | "":
            return ""
        case bool():
            return "Yes" if value else "No"
        case dt.date():
            return day(value)
        case dt.time():
            return clock(value)
    plain = str(value.value if isinstance(value, Enum) else value)
    return str(dict(flatten_choices(getattr(field.field, "choices", ()))).get(plain, plain))


def people_rows(people: list[Involved]) -> list[dict[str, Any]]:
    """Everybody named, each with what they are and their part."""
    return [{"label": who(one), "lines": [line for line in part_of(one) if line]} for one in people]


def who(one: Involved) -> str:
    """Somebody's name as the report gives it."""
    return one.name or (one.person.full_name if one.person else one.sort.label)


def part_of(one: Involved) -> list[str]:
    """What somebody is, and what they did."""
    if one.person is not None:
        what = one.person.described.removeprefix(f"{one.person.full_name}, ")
        what = what[:1].upper() + what[1:]
    else:
        what = one.sort.label if one.name else "Whoever holds the post"
    nature = one.nature.label if one.part == Part.SUBJECT and one.nature != Nature.NOT_KNOWN else ""
    return [what, one.part.label, nature]
