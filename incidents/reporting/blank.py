"""The blank report form on paper, made from the questions of the pages and the lists of the vocabulary.

The order is the Appendix 4 form's (C App. 4), with the additions of domain/incident-record.md, part B, where
they belong. A box, a line, a date or a time for each question: what is asked on the screen is asked on paper.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from esafety.people.queries import holders
from esafety.people.vocabulary import Role
from esafety.ui import fields
from incidents.forms.reporting import (
    ActionForm,
    ConsideredForm,
    DetailsForm,
    MainForm,
    SectionForm,
    StartForm,
    WhatForm,
    WhenForm,
)
from incidents.forms.reporting_people import NamedForm
from incidents.models import Incident
from incidents.vocabulary import IncidentType, ToldLead

if TYPE_CHECKING:
    from esafety.people.models import School
    from esafety.ui.forms import Form

PEOPLE_ON_PAPER = 5


class Asked(NamedTuple):
    """One question on paper. `kind`: boxes, lines, line, date or time."""

    label: str
    kind: str
    hint: str = ""
    options: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()


class Group(NamedTuple):
    """A heading, what to know, and questions; with `rows`, the questions are the columns of a table."""

    title: str
    questions: tuple[Asked, ...]
    note: str = ""
    rows: tuple[int, ...] = ()


_LONG = {
    "description": 14,
    "child_words": 5,
    "hearsay": 4,
    "opinion": 3,
    "specific_action": 4,
    "addresses": 2,
}

# fmt: off
ORDER: tuple[tuple[str, str, tuple[tuple[type[SectionForm], str], ...]], ...] = (
    ("Before anything else", "If anybody is in danger, ring 999 and tell a safeguarding lead in person now. Never "
     "open, copy, print, send or delete a picture that may show child abuse.",
     ((StartForm, "danger"), (StartForm, "images"), (WhatForm, "told_lead"))),
    ("When and where", "Leave empty what is not known.",
     ((WhenForm, "when_known"), (WhenForm, "happened_on"), (WhenForm, "happened_time"), (WhenForm, "first_day"),
      (WhenForm, "last_day"))),
    ("Who reports it", "The name may be left out.",
     ((StartForm, "reporter_kind"), (StartForm, "told_by"), (StartForm, "written_by"), (WhenForm, "found_by"),
      (WhenForm, "found_by_other"))),
    ("Where it happened", "", ((WhenForm, "place"), (WhenForm, "place_detail"))),
    ("Who was involved", "", ()),
    ("Type of incident", "", ((WhatForm, "types"), (WhatForm, "other_type"), (MainForm, "primary_type"))),
    ("What happened", "Facts, what others said and opinion each have their own place.",
     ((WhatForm, "description"), (WhatForm, "child_words"), (WhatForm, "hearsay"), (WhatForm, "opinion"))),
    ("Nature of the incident", "",
     ((DetailsForm, "nature"), (DetailsForm, "material"), (ConsideredForm, "considered_as"))),
    ("Device and addresses", "",
     ((DetailsForm, "device"), (DetailsForm, "asset_tag"), (DetailsForm, "platform"), (DetailsForm, "addresses"))),
    ("Action taken", "",
     ((ActionForm, "actions_staff"), (ActionForm, "actions_child"), (ActionForm, "specific_action"))),
)
# fmt: on


def blank_form(school: School) -> dict[str, Any]:
    """Everything the printed form shows."""
    co_ordinators = holders(school, [Role.CO_ORDINATOR]) or holders(school, [Role.DSL])
    return {
        "school": school,
        "co_ordinator": str(co_ordinators[0].user) if co_ordinators else "",
        "groups": [_group(*row) for row in ORDER],
        "outcome": Asked(_outcome(), "lines", lines=tuple(range(5))),
    }


def _group(title: str, note: str, asked: tuple[tuple[type[SectionForm], str], ...]) -> Group:
    if asked:
        return Group(title, tuple(question(form, name) for form, name in asked), note)
    columns = tuple(question(NamedForm, name) for name in ("name", "sort", "part", "nature"))
    return Group(title, columns, "A line for each person and part.", tuple(range(1, PEOPLE_ON_PAPER + 1)))


def question(form: type[Form], name: str) -> Asked:
    """A field of a page as a question on paper."""
    field = form.base_fields[name]
    label = "Which fits best, if several" if name == "primary_type" else str(field.label)
    hint = str(field.help_text) if name in {"child_words", "hearsay", "specific_action"} else ""
    if isinstance(field, fields.DateField):
        return Asked(label, "date")
    if isinstance(field, fields.TimeField):
        return Asked(label, "time")
    if name == "primary_type":
        return Asked(label, "line")
    if options := _options(field, name):
        return Asked(label, "boxes", hint, options)
    if isinstance(field, fields.TextArea):
        return Asked(label, "lines", hint, lines=tuple(range(_LONG.get(name, 3))))
    return Asked(label, "line", hint)


def _options(field: Any, name: str) -> tuple[str, ...]:
    """The words to tick; types in the paper form's own order."""
    if name == "types":
        return tuple(str(kind.label) for kind in IncidentType)
    pairs = [(str(value), str(label)) for value, label in getattr(field, "choices", ())]
    if name == "told_lead":
        pairs.append((ToldLead.IS_LEAD.value, str(ToldLead.IS_LEAD.label)))
    return tuple(label for value, label in pairs if value)


def _outcome() -> str:
    """Filled in when the incident is closed."""
    column = Incident._meta.get_field("outcome")
    return f"{str(column.verbose_name).capitalize()} of the incident or investigation"
