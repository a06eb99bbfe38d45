"""Who was involved: found by name, or named in words, each with a part."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.urls import reverse

from esafety.people.models import Person
from esafety.ui import fields
from esafety.ui.forms import Form
from incidents.finding import findable, ids
from incidents.forms.people import SORTS
from incidents.forms.reporting import SectionForm
from incidents.vocabulary import Nature, Part, PersonSort

if TYPE_CHECKING:
    from incidents.reporting.so_far import SoFar

AT_A_TIME = 10
Row = dict[str, Any]


class PeopleForm(SectionForm):
    """One or several people with the same part. All empty, it asks nothing."""

    search = fields.Text(label="Find somebody by name", required=False, max_length=100, noun="the name")
    name = fields.Text(label="Name, or what you know of them", required=False, noun="the name", strip=True)
    sort = fields.Select(
        PersonSort, label="What are they?", required=False, blank="Choose one", noun="what they are"
    )
    part = fields.Choice(
        Part, label="What was their part?", required=False, conditional={Part.SUBJECT: "nature"}
    )
    nature = fields.Choice(Nature, label="On their part, was it deliberate?", required=False)

    def fit(self, so_far: SoFar) -> None:
        """Remember who asks, and where; the search box finds as a name is typed, where scripts run."""
        self.so_far = so_far
        self.found: list[Person] = []
        self.fields["search"].widget.attrs |= {
            "type": "search",
            "autocomplete": "off",
            "spellcheck": "false",
            "hx-post": reverse("report_people", args=[so_far.draft.key]),
            "hx-trigger": "input changed delay:400ms",
            "hx-target": "#people-results",
            "hx-swap": "outerHTML",
            "hx-include": "closest form",
            "hx-sync": "this:replace",
        }

    @classmethod
    def sent_names(cls) -> list[str]:
        """Those ticked are kept too."""
        return ["people", *super().sent_names()]

    @property
    def is_empty(self) -> bool:
        """Nobody was ticked, named or described; a search word alone is only a search."""
        data = self.data
        return not any(str(data.get(name, "")).strip() for name in ("people", "name", "sort", "part"))

    def clean(self) -> dict[str, Any]:
        """Somebody, and their part; somebody in words, and what they are."""
        cleaned = super().clean() or self.cleaned_data
        ticked = self.data.getlist("people") if isinstance(self.data, QueryDict) else []
        found = findable(self.so_far.school, self.so_far.by).in_bulk(ids(ticked))
        self.found = [found[pk] for pk in ids(ticked) if pk in found]
        named = cleaned.get("name") or cleaned.get("sort") == PersonSort.HEAD
        if len(ticked) > AT_A_TIME:
            self.add_error("search", f"Tick {AT_A_TIME} people or fewer at a time")
        elif len(self.found) < len(set(ticked)):
            self.add_error("search", "Somebody you ticked is not on the school’s list. Find them again")
        elif not ticked and not named and "name" not in self.errors:
            self.add_error("search", "Find and tick somebody, or write who it is under “Not found?”")
        if cleaned.get("name") and not cleaned.get("sort") and "sort" not in self.errors:
            self.add_error("sort", "Say what they are, so that the report goes to the right person")
        if not cleaned.get("part") and "part" not in self.errors:
            self.add_error("part", "Say what their part was")
        return cleaned

    @property
    def rows(self) -> list[Row]:
        """A row for each person."""
        part = {"part": self.cleaned_data["part"], "nature": self.cleaned_data["nature"] or Nature.NOT_KNOWN}
        rows = [row(person=person.pk, sort=SORTS[person.kind], **part) for person in self.found]
        if self.cleaned_data["sort"] and (self.cleaned_data["name"] or not self.found):
            rows.append(row(name=self.cleaned_data["name"], sort=self.cleaned_data["sort"], **part))
        return rows


class NamedForm(Form):
    """Somebody named in a report not yet sent, looked at again."""

    name = fields.Text(label="Name, or what you know of them", required=False, noun="the name", strip=True)
    sort = fields.Choice(PersonSort, label="What are they?", noun="what they are")
    part = fields.Choice(
        Part, label="What was their part?", noun="their part", conditional={Part.SUBJECT: "nature"}
    )
    nature = fields.Choice(Nature, label="On their part, was it deliberate?", required=False)

    def __init__(self, *args: Any, row: Row, **kwargs: Any) -> None:
        """Somebody of the school is not named anew."""
        self.row = row
        super().__init__(*args, initial=row, **kwargs)
        if row["person"]:
            del self.fields["name"], self.fields["sort"]

    def clean(self) -> dict[str, Any]:
        """A name in words, unless the post says who it is."""
        cleaned = super().clean() or self.cleaned_data
        if "name" in self.fields and not cleaned.get("name") and cleaned.get("sort") != PersonSort.HEAD:
            self.add_error("name", "Enter the name, or what you know of them")
        return cleaned

    @property
    def changed(self) -> Row:
        """The row as it is now."""
        answers = {name: str(value) for name, value in self.cleaned_data.items()}
        return {**self.row, **answers, "nature": answers["nature"] or Nature.NOT_KNOWN.value}


def row(*, part: str, nature: str, sort: str, person: int | None = None, name: str = "") -> Row:
    """One person as the draft keeps them."""
    return {
        "id": secrets.token_hex(4),
        "person": person,
        "name": name,
        "sort": str(sort),
        "part": str(part),
        "nature": str(nature),
    }
