"""One row of a table in words: each column that is told, with its name."""

from __future__ import annotations

import datetime as dt
from copy import copy
from typing import TYPE_CHECKING, Any

from esafety.outbox.notices import declared_notices
from esafety.ui.templatetags.ui import day, moment
from incidents.policy.viewing import CONDITIONS
from incidents.record.answers import answers
from incidents.speaking_up.told import NOT_SORTED
from incidents.vocabulary import FoundBy, Measure

if TYPE_CHECKING:
    from esafety.people.models import Person
    from esafety.subject_access.policy.held import Held

CALLED = {
    "ip": "Address of the device",
    "user_agent": "Browser",
    "upn": "Unique pupil number",
    "given": "Allowed",
    "from_date": "From",
    "until_at": "Until",
    "said": "What was said",
    "words": "What",
    "ended_at": "Done",
    "because": "Reasons",
}
"""Names of columns where the column's own would tell nothing."""
LISTED = {
    ("incidents.Sanction", "measures"): {one.value: str(one.label) for one in Measure},
    ("incidents.ViewingDecision", "conditions"): {one.code: str(one.words) for one in CONDITIONS},
}
"""Columns that hold lists of codes, and what each code says."""
_SIGNER_S_OWN = {"address", "browser"}


def written(held: Held, row: Any, person: Person) -> str:
    """The columns that are told, a line each. A report of a concern is told as the form asks; who reported is
    not, nor that it was told in confidence."""
    lines = _reported(row) if held.model == "incidents.Statement" else []
    for name in held.shows:
        if held.model == "aup.Signature" and name in _SIGNER_S_OWN and row.signer_id != person.pk:
            continue
        if value := _value(row, name):
            lines.append(f"{_name(row, name)}: {value}")
    return "\n".join(lines)


def _reported(statement: Any) -> list[str]:
    return [f"{row['label']}: {_said(row)}" for row in answers(_somebody_s(statement))]


def _somebody_s(statement: Any) -> Any:
    """The same, without saying that it was told in confidence: that alone says who cannot have told it."""
    if statement.found_by != FoundBy.CONFIDED and statement.other_type != NOT_SORTED:
        return statement
    told = copy(statement)
    told.found_by = FoundBy.REPORTED if told.found_by == FoundBy.CONFIDED else told.found_by
    told.other_type = "" if told.other_type == NOT_SORTED else told.other_type
    return told


def _said(row: dict[str, Any]) -> str:
    return row.get("text") or ", ".join(row.get("lines") or [row.get("empty", "")])


def _name(row: Any, name: str) -> str:
    words = CALLED.get(name) or str(row._meta.get_field(name).verbose_name)
    return words[:1].upper() + words[1:]


def _value(row: Any, name: str) -> str:
    value = getattr(row, name)
    if name == "notice":
        kind = declared_notices().get(value)
        return kind.title if kind else value
    if words := LISTED.get((row._meta.label, name)):
        return "; ".join(words.get(code, code) for code in value)
    if row._meta.get_field(name).choices:
        return str(getattr(row, f"get_{name}_display")())
    return _in_words(value)


def _in_words(value: Any) -> str:
    if value is None or value == "" or value == [] or value == {}:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, dt.datetime):
        return moment(value)
    if isinstance(value, dt.date):
        return day(value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_in_words(one)}" for key, one in value.items() if _in_words(one))
    if isinstance(value, list | tuple):
        return "; ".join(filter(None, map(_in_words, value)))
    return str(value)
