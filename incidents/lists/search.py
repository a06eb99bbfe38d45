"""Finding incidents by words, with the engine's own full-text index. Access is the policy's business, not ours."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db import connection, models
from django.db.models.expressions import RawSQL

from incidents.models import Incident, SearchText
from incidents.names import for_reading
from incidents.told import Account
from incidents.vocabulary import Audience

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
MOST_WORDS = 8


def mark_of(school_id: int) -> str:
    """A word that stands in every text of one school and in no other: so the index of words is read along both, and a
    search costs what the school has, not what the installation has."""
    return f"zschool{school_id}"


def matching(typed: str, school_id: int) -> models.QuerySet[SearchText]:
    """The search texts of a school that hold every word typed, whatever its ending; none when nothing was typed."""
    words = _WORD.findall(typed)[:MOST_WORDS]
    if not words:
        return SearchText.objects.none()
    words.append(mark_of(school_id))
    if connection.vendor == "postgresql":
        found = RawSQL("SELECT * FROM incidents_found(%s)", [" ".join(words)])
        return SearchText.objects.filter(pk__in=found)
    rows = "SELECT rowid FROM incidents_searchtext_words WHERE incidents_searchtext_words MATCH %s"
    quoted = " ".join(f'"{word}"' for word in words)
    return SearchText.objects.filter(pk__in=RawSQL(rows, [quoted]))  # noqa: S611


def index_report(incident: Incident, account: Account, names: Iterable[str]) -> None:
    """Gather the words an incident is found by when it was just reported."""
    words = [incident.reference, account.words(), *names]
    SearchText.objects.create(incident=incident, body=_body(incident, words))


def index(incident: Incident) -> None:
    """Gather the words an incident is found by: every edition of the account, who was involved, the outcome,
    and the notes that everyone who can open it may read.

    Whoever gathers holds the row first: of two who add at once, the second reads what the first has added.
    """
    held = SearchText.objects.select_for_update(no_key=True).filter(incident=incident).first()
    words = [incident.reference, incident.outcome, incident.learning]
    words += [Account.of(statement).words() for statement in incident.statements.all()]
    words += [row.who for row in incident.involvements.select_related("person")]
    notes = incident.notes.exclude(audience=Audience.LEADS).values_list("text", flat=True)
    words += [for_reading(text) for text in notes]
    if held is None:
        SearchText.objects.create(incident=incident, body=_body(incident, words))
    else:
        held.body = _body(incident, words)
        held.save(update_fields=["body"])


def _body(incident: Incident, words: Iterable[str]) -> str:
    # The mark first: what somebody typed must not swallow it, as an angle bracket that is never closed would.
    return "\n".join(filter(None, [mark_of(incident.school_id), *words]))
