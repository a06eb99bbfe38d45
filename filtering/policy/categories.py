"""What a site's category means for a decision. Source: domain/filtering.md, "Requests"; C 3.6.1; field 4.4.

A site on an illegal-content list is never opened, whoever asks: refused at the form. Where a mistake would put a
child in front of harm or let everybody round the filter, two people agree.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from filtering.vocabulary import Category


class Risk(Enum):
    """How a request for a category is decided."""

    ORDINARY = "ordinary"
    HIGH = "high"
    ILLEGAL = "illegal"


class CategoryRule(NamedTuple):
    """One category, and why it is judged so."""

    category: Category
    risk: Risk
    because: str


_O, _H, _I = Risk.ORDINARY, Risk.HIGH, Risk.ILLEGAL

# fmt: off
CATEGORIES: tuple[CategoryRule, ...] = (
    CategoryRule(Category.SOCIAL,      _O, "Supervised lessons; ages are judged by the co-ordinator (C 3.6.4)"),
    CategoryRule(Category.VIDEO,       _O, "Watched before the lesson (D 2.28)"),
    CategoryRule(Category.GAMES,       _O, "Distraction, not danger"),
    CategoryRule(Category.SHOPPING,    _O, "Distraction, not danger"),
    CategoryRule(Category.NEWS,        _O, "A subject of lessons"),
    CategoryRule(Category.STORAGE,     _O, "The data-protection note covers what leaves the school"),
    CategoryRule(Category.HEALTH,      _O, "Relationships and health education needs it"),
    CategoryRule(Category.AI,          _O, "Age limits and data are judged with the request"),
    CategoryRule(Category.WEAPONS,     _H, "Harm to pupils (field 4.4)"),
    CategoryRule(Category.DRUGS,       _H, "Harm to pupils (field 4.4)"),
    CategoryRule(Category.GAMBLING,    _H, "Unlawful for children to use"),
    CategoryRule(Category.SELF_HARM,   _H, "Harm to pupils (C 4.9)"),
    CategoryRule(Category.HATE,        _H, "Prevent duty: the reason is weighed by two (C 4.8)"),
    CategoryRule(Category.ADULT,       _H, "Harm to pupils (field 4.4)"),
    CategoryRule(Category.BYPASS,      _H, "It opens everything else as well"),
    CategoryRule(Category.UNKNOWN,     _O, "The co-ordinator finds out"),
    CategoryRule(Category.CHILD_ABUSE, _I, "Unlawful to look at; on the Internet Watch Foundation's list"),
    CategoryRule(Category.TERRORIST,   _I, "Unlawful; on the police's assessed list"),
)
# fmt: on

RISK: dict[Category, Risk] = {row.category: row.risk for row in CATEGORIES}
REFUSED = (
    "Sites on this list are never opened, for anybody and for any lesson: looking at them is a crime. If somebody met "
    "such a site, do not look, copy or send it. Report a concern now."
)
