"""The sections of a report, in one table: it drives the pages, their order, the check page and the paper form.

Source: C App. 4; domain/incident-record.md. A section that depends on another answer is asked right after it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

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
from incidents.forms.reporting_people import PeopleForm
from incidents.vocabulary import Nature

if TYPE_CHECKING:
    from incidents.reporting.so_far import SoFar


class Section(NamedTuple):
    """One page of the report: its address, its title, its questions, when it is asked, whether it must be."""

    slug: str
    title: str
    form: type[SectionForm]
    is_asked: Callable[[SoFar], bool]
    needed: bool = False


def _always(so_far: SoFar) -> bool:
    return True


def _several_types(so_far: SoFar) -> bool:
    return len(so_far.types) > 1


def _deliberate(so_far: SoFar) -> bool:
    return so_far.answer("details", "nature") == Nature.DELIBERATE


# fmt: off
SECTIONS: tuple[Section, ...] = (
    #       slug          title                           form            asked when      needed
    Section("start",      "First questions",              StartForm,      _always,        True),
    Section("what",       "Your concern",                 WhatForm,       _always,        True),
    Section("main",       "The main kind",                MainForm,       _several_types),
    Section("people",     "Who was involved",             PeopleForm,     _always),
    Section("when",       "When and where",               WhenForm,       _always),
    Section("details",    "Nature, device and addresses", DetailsForm,    _always),
    Section("considered", "How it could be considered",   ConsideredForm, _deliberate),
    Section("action",     "Action taken so far",          ActionForm,     _always),
)
# fmt: on

SECTION: dict[str, Section] = {section.slug: section for section in SECTIONS}
