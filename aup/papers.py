"""The lists of this room as documents."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from aup.queries.consents import without_photographs
from aup.queries.register import group_label, register_on, visits_on
from aup.vocabulary import ListKind
from esafety.access.capabilities import Capability as C
from esafety.access.roles import may
from esafety.papers.kinds import PaperKind, declare_paper

if TYPE_CHECKING:
    from aup.models import ListCopy
    from esafety.people.models import User


def _register(about: ListCopy, user: User) -> dict[str, Any]:
    rows = register_on(about.school, about.day, about.group)
    by_group: dict[str, list[Any]] = {}
    for row in rows:
        by_group.setdefault(row.group, []).append(row)
    visits = [] if about.group else visits_on(about.school, about.day)
    groups = [(group_label(name), found) for name, found in by_group.items()]
    return {"groups": groups, "visits": visits, "day": about.day, "whole": not about.group}


def _photographs(about: ListCopy, user: User) -> dict[str, Any]:
    barred = without_photographs(about.school, about.group or None)
    by_class = [(name, list(found)) for name, found in groupby(barred, key=lambda one: one.child.class_name)]
    return {"classes": by_class, "day": about.day, "count": len(barred), "group": about.group}


REGISTER = declare_paper(
    PaperKind(
        code="aup.register",
        title=lambda about: f"Who may use the systems on {about.day:%-d %B %Y}",
        template="papers/agreement_register.html",
        template_context=_register,
        may=lambda about, user: may(user, C.SEE_AGREEMENT_REGISTER, about.school),
        filename=lambda about: f"who-may-use-the-systems-{about.day:%Y-%m-%d}.pdf",
    )
)
PHOTOGRAPHS = declare_paper(
    PaperKind(
        code="aup.photographs",
        title=lambda about: f"Children without photograph permission, {about.day:%-d %B %Y}",
        template="papers/without_photographs.html",
        template_context=_photographs,
        may=lambda about, user: may(user, C.SEE_PHOTOGRAPH_LIST, about.school),
        filename=lambda about: f"without-photograph-permission-{about.day:%Y-%m-%d}.pdf",
    )
)
OF_LIST = {ListKind.REGISTER: REGISTER, ListKind.PHOTOGRAPHS: PHOTOGRAPHS}
