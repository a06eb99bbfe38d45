"""What a list of incidents is narrowed to: read from an address, written to one, said in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qsl, urlencode

from django.db.models import TextChoices

from esafety.access.capabilities import Capability
from esafety.access.roles import may
from esafety.people.vocabulary import Role
from esafety.people.words import when_shown
from incidents.lists.sealed_words import sealed, unsealed
from incidents.vocabulary import OPEN, IncidentType, Lane, RiskArea, Status

if TYPE_CHECKING:
    from esafety.people.models import School, User

LONGEST_WORDS = 200


class View(TextChoices):
    """The two lists."""

    TODO = "todo", "To do"
    ALL = "all", "All"


class Sort(TextChoices):
    """What comes first."""

    DUE = "due", "New first, then by due moment"
    NEWEST = "newest", "Newest first"
    OLDEST = "oldest", "Oldest first"


OWNING = (Role.DSL, Role.DEPUTY_DSL, Role.CO_ORDINATOR, Role.HEAD, Role.CHAIR, Role.VICE_CHAIR)
"""The roles an incident can be with."""
ME, NOBODY = "me", "nobody"
OWNERS = [
    (ME, "Assigned to me"),
    (NOBODY, "Not assigned to anybody"),
    *((role.value, when_shown(f"With: {role.label}")) for role in OWNING),
]


@dataclass(frozen=True, kw_only=True)
class Filters:
    """One row of choices; empty means "any". Frozen, so that two can be compared and one can be a key."""

    view: View = View.TODO
    sort: Sort | None = None
    status: Status | None = None
    type: IncidentType | None = None
    risk: RiskArea | None = None
    lane: Lane | None = None
    owner: str = ""
    overdue: bool = False
    missed: bool = False
    letters: bool = False
    since: dt.date | None = None
    until: dt.date | None = None
    person: int | None = None
    words: str = ""

    @classmethod
    def of(cls, values: Mapping[str, Any], *, user: User, school: School) -> Self:
        """From plain values, as an address or a saved view holds them. What makes no sense is left out.

        Only those who triage may narrow a list to a person: the name of whoever has a number is not for all.
        """
        asked = {one.name: _READ[one.name](str(values.get(one.name) or "")) for one in fields(cls)}
        found = cls(**{name: value for name, value in asked.items() if value})
        if found.person and not may(user, Capability.TRIAGE, school):
            found = replace(found, person=None)
        return found.sensible()

    @classmethod
    def decoded(cls, text: str, *, user: User, school: School) -> Self:
        """From the query of an address, sealed words and all."""
        values = dict(parse_qsl(text[:4000], keep_blank_values=False))
        values["words"] = unsealed(values.get("words", ""), user.pk)
        return cls.of(values, user=user, school=school)

    def sensible(self) -> Self:
        """Without what contradicts the list: what is closed is not to do, and is due at no time."""
        todo = self.view is View.TODO
        return replace(
            self,
            status=None if todo and self.status not in OPEN else self.status,
            sort=None
            if self.sort is self.default_sort or (self.sort is Sort.DUE and not todo)
            else self.sort,
        )

    @property
    def default_sort(self) -> Sort:
        """How the list is sorted when nothing was chosen."""
        return Sort.DUE if self.view is View.TODO else Sort.NEWEST

    @property
    def order(self) -> Sort:
        """How the list is sorted."""
        return self.sort or self.default_sort

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out of the list."""
        return self != type(self)(view=self.view, sort=self.sort)

    def values(self) -> dict[str, str]:
        """As plain values, for a saved view: only what was chosen, the words as typed."""
        chosen = {one.name: getattr(self, one.name) for one in fields(self) if getattr(self, one.name)}
        return {name: _written(value) for name, value in chosen.items()}

    def encoded(self, user: User, **changes: Any) -> str:
        """As the query of an address, the words sealed."""
        values = replace(self, **changes).sensible().values()
        if "words" in values:
            values["words"] = sealed(values["words"], user.pk)
        return urlencode(values)

    def codes(self) -> list[str]:
        """For the trail: which filters, never the words."""
        return [f"{name}={'yes' if name == 'words' else value}" for name, value in self.values().items()]


def _written(value: Any) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    return "1" if value is True else str(value)


def _member(choices: type[TextChoices]) -> Any:
    return lambda text: choices(text) if text in choices.values else None


def _day(text: str) -> dt.date | None:
    try:
        found = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2200 else None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 15 else None


_READ: dict[str, Any] = {
    "view": _member(View),
    "sort": _member(Sort),
    "status": _member(Status),
    "type": _member(IncidentType),
    "risk": _member(RiskArea),
    "lane": _member(Lane),
    "owner": lambda text: text if text in dict(OWNERS) else "",
    "overdue": lambda text: text == "1",
    "missed": lambda text: text == "1",
    "letters": lambda text: text == "1",
    "since": _day,
    "until": _day,
    "person": _number,
    "words": lambda text: text.replace("\0", "").strip()[:LONGEST_WORDS],
}
