"""A term, a closure, and a year copied from the one before."""

from __future__ import annotations

from typing import Any

from django.forms import Field

from esafety.office.actions.calendar import Planned
from esafety.office.policy.calendar import a_year_later, named_a_year_later
from esafety.office.queries.calendar import name_of
from esafety.schooldays.calendar import Span
from esafety.schooldays.models import Closure, Term
from esafety.schooldays.years import in_words
from esafety.ui import fields
from esafety.ui.forms import Form
from esafety.ui.layout import Layout, Section


def _first(**more: Any) -> fields.DateField:
    return fields.DateField(label="First day", noun="the first day", **more)


def _last(**more: Any) -> fields.DateField:
    return fields.DateField(label="Last day", noun="the last day", **more)


class TermForm(Form):
    """What a term is called, and the first and last day on which pupils attend."""

    name = fields.Text(
        label="What is the term called?", noun="the name of the term", max_length=60, strip=True
    )
    starts_on = _first(help_text="The first day of the term, staff days included.")
    ends_on = _last()


class ClosureForm(Form):
    """Days inside a term without pupils."""

    kind = fields.Choice(Closure.Kind, label="Why is the school closed?", noun="why the school is closed")
    starts_on = _first()
    ends_on = _last(help_text="For a single day, the same day again.")


class CopyForm(Form):
    """Every term and closure of one year, proposed on the same weekdays of the next.

    Rows that are not ticked are not asked: what stands in their boxes is ignored.
    """

    def __init__(self, *args: Any, rows: list[Term | Closure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {f"{'term' if isinstance(row, Term) else 'closure'}_{row.pk}": row for row in rows}
        sections = []
        for key, row in self.rows.items():
            for name, field in self._questions(row).items():
                self.fields[f"{key}_{name}"] = field
            was = in_words(row.starts_on, row.ends_on)
            asked = [f"{key}_{name}" for name in self._questions(row)]
            sections.append(Section(name_of(row), *asked, size="s", hint=f"This year: {was}."))
        self.helper.layout = Layout(*sections)

    def _questions(self, row: Term | Closure) -> dict[str, Field]:
        proposed, called = a_year_later(Span(row.starts_on, row.ends_on)), name_of(row)
        asked: dict[str, Field] = {"kept": fields.Tick(label="Copy this", required=False, initial=True)}
        if isinstance(row, Term):
            name = named_a_year_later(called)
            asked["name"] = fields.Text(
                label="Name", noun=f"the name of {called}", max_length=60, strip=True, initial=name
            )
        asked["first"] = fields.DateField(
            label="First day", noun=f"the first day of {called}", initial=proposed.first
        )
        asked["last"] = fields.DateField(
            label="Last day", noun=f"the last day of {called}", initial=proposed.last
        )
        return asked

    def clean(self) -> dict[str, Any]:
        """A row that is not ticked has nothing to be right or wrong."""
        told = super().clean() or {}
        for key in self.rows:
            if not told.get(f"{key}_kept"):
                for name in ("name", "first", "last"):
                    self.errors.pop(f"{key}_{name}", None)
        return told

    @property
    def planned(self) -> list[Planned]:
        """The rows that were ticked, as they were corrected."""
        told = self.cleaned_data
        return [
            Planned(
                kind=row.kind if isinstance(row, Closure) else "",
                name=told.get(f"{key}_name") or name_of(row),
                span=Span(told[f"{key}_first"], told[f"{key}_last"]),
            )
            for key, row in self.rows.items()
            if told[f"{key}_kept"]
        ]
