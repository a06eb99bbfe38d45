"""Questions about the list: what to narrow it to, what to search for, what to call it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError

from esafety.people.queries import SHORTEST
from esafety.ui import fields
from esafety.ui.forms import Form
from incidents.lists.filters import LONGEST_WORDS, OWNERS, Filters, Sort, View
from incidents.vocabulary import OPEN, IncidentType, Lane, RiskArea, Status

ANY = "Any"
TICKS = ("overdue", "missed", "letters")


class FilterForm(Form):
    """What the list is narrowed to. Nothing is required."""

    status = fields.Select(Status, label="Status", blank=ANY, required=False)
    type = fields.Select(IncidentType, label="Type", blank=ANY, required=False)
    risk = fields.Select(RiskArea, label="Risk area", blank=ANY, required=False)
    lane = fields.Select(Lane, label="Held as", blank=ANY, required=False)
    owner = fields.Select(OWNERS, label="Owner", blank=ANY, required=False)
    sort = fields.Select(Sort, label="Order", blank="Usual order", required=False)
    since = fields.DateField(label="Reported from", noun="the first day", latest="today", required=False)
    until = fields.DateField(label="Reported until", noun="the last day", required=False)
    overdue = fields.Tick(label="Only those with something past its time", required=False)
    missed = fields.Tick(label="Only those in which a time limit ran out", required=False)
    letters = fields.Tick(label="Only those with a letter that waits for a second person", required=False)

    def __init__(self, *args: Any, view: View, lanes: Collection[Lane], **kwargs: Any) -> None:
        """Ask only what makes a difference: nothing closed is to do, and one lane is no choice."""
        super().__init__(*args, **kwargs)
        if view is View.TODO:
            self.fields["status"].choices = [("", ANY), *((one.value, one.label) for one in OPEN)]  # type: ignore[attr-defined]
        else:
            self.fields["sort"].choices = [("", "Usual order"), *Sort.choices[1:]]  # type: ignore[attr-defined]
        if len(lanes) > 1:
            shown = [(lane.value, lane.label) for lane in Lane if lane in lanes]
            self.fields["lane"].choices = [("", ANY), *shown]  # type: ignore[attr-defined]
        else:
            del self.fields["lane"]

    def clean_until(self) -> dt.date | None:
        """The last day is not before the first."""
        until, since = self.cleaned_data["until"], self.cleaned_data.get("since")
        if until and since and until < since:
            raise ValidationError("The last day must be the first day or later")
        return until

    def applied_to(self, filters: Filters) -> Filters:
        """The filters with these answers; the words and the person stay."""
        answers: dict[str, Any] = {name: answer or None for name, answer in self.cleaned_data.items()}
        ticks = {name: bool(answers[name]) for name in TICKS}
        answers |= {"owner": answers["owner"] or "", **ticks}
        narrowed: Filters = replace(filters, **({"lane": None} | answers))
        return narrowed.sensible()


class SearchForm(Form):
    """Words to find incidents by. They are sent in the body of the request, never in an address."""

    words = fields.Text(
        label="Search", max_length=LONGEST_WORDS, strip=True, required=False, noun="your search"
    )

    def applied_to(self, filters: Filters) -> Filters:
        """The filters with these words. A search goes through all incidents, closed ones too."""
        words: str = self.cleaned_data["words"]
        return replace(filters, words=words, view=View.ALL if words else filters.view).sensible()


class FindPersonForm(Form):
    """The name of somebody whose incidents are looked for."""

    search = fields.Text(label="Find a person", noun="part of the name", max_length=100, strip=True)

    def clean_search(self) -> str:
        """One letter finds half the school."""
        typed: str = self.cleaned_data["search"]
        if len(typed) < SHORTEST:
            raise ValidationError("Enter at least two letters of the name")
        return typed


class SaveViewForm(Form):
    """What a list is to be called."""

    name = fields.Text(
        label="What shall we call this list?",
        noun="a name for the list",
        help_text="For example “Open bullying incidents”. Only you see it.",
        max_length=60,
        strip=True,
    )
