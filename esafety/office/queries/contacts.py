"""The directory of contacts outside the school."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import ManyToOneRel

from esafety.people.models import ExternalContact
from esafety.people.vocabulary import ContactKind

if TYPE_CHECKING:
    from esafety.people.models import School


def directory(school: School) -> list[ExternalContact]:
    """Everybody outside whom the school can reach, in the order of the kinds."""
    order = [kind.value for kind in ContactKind]
    found = ExternalContact.objects.current().filter(school=school)
    return sorted(found, key=lambda one: (order.index(one.kind), one.name))


def is_used(contact: ExternalContact) -> bool:
    """Whether anything was ever sent to a contact or made for it, in any room: then its details are history."""
    found = ExternalContact._meta.get_fields(include_hidden=True)
    pointing = [(one.related_model, one.field.name) for one in found if isinstance(one, ManyToOneRel)]
    return any(model._base_manager.filter(**{name: contact}).exists() for model, name in pointing)


def wanting(school: School) -> str:
    """What the office's entrance says of the contacts: how many nobody has checked for a year, or nothing."""
    stale = ExternalContact.objects.stale().filter(school=school).count()
    return f"{stale} not checked for a year." if stale else ""
