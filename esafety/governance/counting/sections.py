"""Which sections a report has, in one table, in the order in which governors read them.

A section is a function of what it is drawn from. It gives None when it has nothing to say: the room is not built, the
register is empty, the school is too small. Such a section is left out; nothing stands in for it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from esafety.governance.counting import (
    case_sections,
    register_sections,
    room_sections,
    year_sections,
)
from esafety.governance.counting.shown import Drawn
from esafety.governance.vocabulary import ReportKind


class SectionRule(NamedTuple):
    """One section: its code, the reports it stands in, what draws it, and what the writer may say beside it."""

    code: str
    kinds: tuple[ReportKind, ...]
    draw: Callable[[Drawn], dict[str, Any] | None]
    prompt: str


_T, _A = ReportKind.TERMLY, ReportKind.ANNUAL
_CASES = case_sections.of_cases

# fmt: off
SECTIONS: tuple[SectionRule, ...] = (
    SectionRule("headline", (_T,), case_sections.headline, "What should governors take from the figures?"),
    SectionRule("headline", (_A,), year_sections.year, "What was the strategy, what came of it?"),
    SectionRule("types", (_T,), partial(_CASES, "types"), "What stands out, and what are we doing about it?"),
    SectionRule("types", (_A,), year_sections.kinds_by_term, "What changed over the year, and why?"),
    SectionRule("risks", (_T,), partial(_CASES, "risks"), "Does teaching cover the areas where things happen?"),
    SectionRule("stages", (_T,), partial(_CASES, "stages"), "Which stages need more, and what will they get?"),
    SectionRule("nature", (_T,), partial(_CASES, "nature"), "What does it say about the school’s own systems?"),
    SectionRule("outcomes", (_T,), partial(_CASES, "outcomes"), "Did children get what they needed?"),
    SectionRule("serious", (_A,), year_sections.serious_matters, "What has changed because of them?"),
    SectionRule("timeliness", (_T,), case_sections.timeliness, "Where were we late, and what helps?"),
    SectionRule("timeliness", (_A,), year_sections.timeliness, "Where were we late, and what helps?"),
    SectionRule("learning", (_T,), case_sections.learning, "What was learned, and what was changed?"),
    SectionRule("filtering", (_T, _A), room_sections.filtering, "What does the log say, and what was changed?"),
    SectionRule("agreements", (_T, _A), room_sections.agreements, "Who still has to sign, and what helps?"),
    SectionRule("policies", (_T, _A), register_sections.policies, "What is new, what comes next?"),
    SectionRule("training", (_T, _A), register_sections.training_done, "What was learned, who still needs it?"),
    SectionRule("assessment", (_T, _A), register_sections.risks, "Which risk moved, and why?"),
    SectionRule("points", (_T, _A), register_sections.points, "What held things up?"),
)
# fmt: on

PROMPTS: dict[str, str] = {rule.code: rule.prompt for rule in reversed(SECTIONS)}
CODES = frozenset(PROMPTS)


def drawn_sections(kind: ReportKind, drawn: Drawn) -> list[dict[str, Any]]:
    """The sections of a report that have something to say."""
    found = [rule.draw(drawn) for rule in SECTIONS if kind in rule.kinds]
    return [one for one in found if one is not None]
