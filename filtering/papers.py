"""The documents of this room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esafety.access.capabilities import Capability as C
from esafety.access.roles import may
from esafety.papers.kinds import PaperKind, declare_paper
from filtering.access import LOOKS
from filtering.queries import log, looks
from filtering.vocabulary import Entry, LookStage

if TYPE_CHECKING:
    from esafety.people.models import User
    from filtering.models import Authorisation, LogExtract

MOST_PRINTED = 2000
"""Lines in one document: more is a file for a spreadsheet."""


def _extract(about: LogExtract, user: User) -> dict[str, Any]:
    """The lines that the reader may see, the newest first."""
    entry = Entry(about.entry) if about.entry else None
    sought = log.Sought(entry, about.from_on, about.until_on, about.words)
    found = list(log.lines(about.school, user, sought)[: MOST_PRINTED + 1])
    return {
        "lines": found[:MOST_PRINTED],
        "there_is_more": len(found) > MOST_PRINTED,
        "extract": about,
        "entry": entry,
    }


CHANGE_LOG = declare_paper(
    PaperKind(
        code="filtering.log",
        title=lambda about: "Change-control log of the filter",
        template="papers/filtering_log.html",
        template_context=_extract,
        may=lambda about, user: may(user, C.SEE_FILTERING_LOG, about.school),
        filename=lambda about: f"filtering-log-{about.asked_at:%Y-%m-%d}.pdf",
    )
)


def _authorisation(about: Authorisation, user: User) -> dict[str, Any]:
    return {
        "look": about,
        "stage": LookStage(about.stage).label,
        "facts": looks.facts_of(about),
        "rule": looks.RULE,
        "to_be_done": about.stage == LookStage.AUTHORISED,
    }


AUTHORISATION = declare_paper(
    PaperKind(
        code="filtering.look",
        title=lambda about: "Authorisation to look into activity",
        template="papers/filtering_look.html",
        template_context=_authorisation,
        may=lambda about, user: LOOKS.allows(user, C.SEE_LOOKS, about),
        filename=lambda about: f"authorisation-{about.reference}.pdf",
    )
)
