"""What parents allow for children, as it stands now, and how it came to stand so.

An answer counts from the moment it was given until the same person answers anew. Nobody’s answer is a no. A no of
anybody is a no; a yes counts as long as the roll has whoever gave it as a parent or carer who signs for the child.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Exists, OuterRef

from aup.models import ConsentAnswer
from aup.vocabulary import ConsentKind
from esafety.people.models import Guardianship, Person
from esafety.people.vocabulary import PersonKind

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from esafety.people.models import School


class Allowed(NamedTuple):
    """How one consent stands for one child. `since` is when the answer that decides was given."""

    given: bool
    since: dt.datetime | None

    @property
    def why(self) -> str:
        """Why it is a no, in words."""
        if self.given:
            return "Allowed"
        return "Not allowed by a parent or carer" if self.since else "Nobody has answered"


NOBODY_ANSWERED = Allowed(False, None)


def standing_answers(school: School, code: str, children: Iterable[int] | None = None) -> dict[int, Allowed]:
    """How one consent stands, for each child about whom somebody answered. One query."""
    signs = Guardianship.objects.filter(
        pupil=OuterRef("child"), guardian=OuterRef("answered_by"), no_contact=False
    ).exclude(parental_responsibility=False)
    rows = ConsentAnswer.objects.filter(school=school, code=code).standing()
    if children is not None:
        rows = rows.filter(child__in=list(children))
    found: dict[int, Allowed] = {}
    standing = (
        rows.annotate(counts=Exists(signs)).order_by("at").values_list("child", "given", "at", "counts")
    )
    for child, given, at, counts in standing:
        before = found.get(child)
        if given and not counts:
            continue
        if before is None or before.given or not given:
            found[child] = Allowed(given and (before is None or before.given), at)
    return found


class Barred(NamedTuple):
    """A child of whom no photographs are published, and why."""

    child: Person
    allowed: Allowed


def without_photographs(school: School, class_name: str | None = None) -> list[Barred]:
    """The children on the roll today without photograph permission, by class. Two queries. Source: A 10."""
    pupils = Person.objects.filter(school=school, kind=PersonKind.PUPIL, left_on__isnull=True)
    if class_name is not None:
        pupils = pupils.filter(class_name=class_name)
    answers = standing_answers(school, ConsentKind.PHOTOGRAPHS)
    listed = pupils.order_by("class_name", "family_name", "given_name", "pk")
    stands = [Barred(child, answers.get(child.pk, NOBODY_ANSWERED)) for child in listed]
    return [one for one in stands if not one.allowed.given]


def consent_history(child: Person) -> list[ConsentAnswer]:
    """Every answer about a child, the newest first. One query."""
    return list(child.consent_answers.select_related("answered_by", "entered_by").order_by("-pk"))
