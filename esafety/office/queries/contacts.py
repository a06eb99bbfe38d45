"""The directory of contacts outside the school."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esafety.people.models import ExternalContact
from esafety.people.vocabulary import ContactKind

if TYPE_CHECKING:
    from esafety.people.models import School


def directory(school: School) -> list[ExternalContact]:
    """Everybody outside whom the school can reach, in the order of the kinds."""
    order = [kind.value for kind in ContactKind]
    found = ExternalContact.objects.filter(school=school)
    return sorted(found, key=lambda one: (order.index(one.kind), one.name))
