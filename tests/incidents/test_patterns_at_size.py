"""What the first page asks about patterns grows with their number, and not with its square."""

from __future__ import annotations

import copy
import json
import uuid
from typing import Any

import pytest
from django.db import connection

from incidents.models import Incident, Pattern, PatternEvidence
from incidents.patterns.counted import evidence, seen_by
from incidents.patterns.shown import widest
from incidents.vocabulary.watching import RuleCode
from tests.builders import a_concern
from tests.cast import Cast

MANY = 600
MOST = 12
"""Times a table may be looked into for each pattern."""


def looked_into(rows: Any) -> int:
    """How often, at most, one step of the plan was taken. PostgreSQL knows nothing of the tables' sizes yet."""
    (found,) = json.loads(rows.explain(format="json", analyze=True))
    return max(_loops(found["Plan"]))


def _loops(step: dict[str, Any]) -> list[int]:
    return [step["Actual Loops"], *(one for below in step.get("Plans", ()) for one in _loops(below))]


def many_like(incident: Incident) -> list[Incident]:
    """One for each pattern. Were they all found in one, the way through that one would lead to every pattern."""
    made = []
    for number in range(MANY):
        one = copy.copy(incident)
        one.pk, one.reference, one.submission_key = None, f"26-{number:04}", uuid.uuid4()
        made.append(one)
    return Incident.objects.bulk_create(made)


@pytest.mark.postgres
def test_patterns_are_not_compared_all_with_all(cast: Cast) -> None:
    incidents = many_like(a_concern(cast, about="second_pupil"))
    made = Pattern.objects.bulk_create(
        Pattern(school=cast.school, rule=RuleCode.SITE, about=str(number // 2), circle=number % 2)
        for number in range(MANY)
    )
    PatternEvidence.objects.bulk_create(
        PatternEvidence(pattern=pattern, incident=incident)
        for pattern, incident in zip(made, incidents, strict=True)
    )
    with connection.cursor() as cursor:  # as a planner that believes its last look, when they were empty
        for fast in ("hashjoin", "mergejoin", "material", "memoize"):
            cursor.execute(f"SET LOCAL enable_{fast} = off")
    user = cast.dsl
    assert widest(user, cast.school).count() == MANY // 2
    assert seen_by(user, evidence()).count() == MANY // 2
    assert looked_into(widest(user, cast.school)) <= MANY * MOST
    assert looked_into(seen_by(user, evidence())) <= MANY * MOST
