"""Writing down what was found: new patterns, grown ones, and those of which nothing is left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from esafety.people.models import School
from incidents.models import Pattern, PatternDecision, PatternEvidence
from incidents.patterns.rules import Found
from incidents.vocabulary.watching import PatternState

Key = tuple[str, str, int]
Held = dict[int, set[tuple[int, bool]]]


def write(school: School, found: Iterable[Found], now: dt.datetime) -> int:
    """Make the rows say what was found. Returns how many patterns are new or have grown.

    The number of queries does not grow with what was found. A pattern of which nothing is left keeps its answers.
    """
    wanted = {(one.rule, one.about, one.circle): one for one in found}
    there = _there(school, wanted)
    new = Pattern.objects.bulk_create(
        Pattern(school=school, rule=rule, about=about, circle=circle, found_at=now, grew_at=now)
        for rule, about, circle in wanted
        if (rule, about, circle) not in there
    )
    patterns = there | {(one.rule, one.about, one.circle): one for one in new}
    held = _held(patterns.values())
    want = {pattern.pk: _rows(wanted.get(key)) for key, pattern in patterns.items()}
    gone = [(pk, row) for pk in want for row in held.get(pk, set()) - want[pk]]
    come = [(pk, row) for pk in want for row in want[pk] - held.get(pk, set())]
    for pk in {pk for pk, _ in gone}:
        leaving = [incident for of, (incident, _) in gone if of == pk]
        PatternEvidence.objects.filter(pattern=pk, incident__in=leaving).delete()
    PatternEvidence.objects.bulk_create(
        PatternEvidence(pattern_id=pk, incident_id=incident, before=before) for pk, (incident, before) in come
    )
    return len(new) + _ask_again(patterns.values(), come, new, now)


def _there(school: School, wanted: Iterable[Key]) -> dict[Key, Pattern]:
    """The school's patterns that still have evidence, or are found again."""
    evidence = Exists(PatternEvidence.objects.filter(pattern=OuterRef("pk")))
    again = Q(about__in={about for _, about, _ in wanted})
    alive = Pattern.objects.filter(Q(evidence) | again, school=school)
    return {(one.rule, one.about, one.circle): one for one in alive}


def _held(patterns: Iterable[Pattern]) -> Held:
    held: Held = {}
    rows = PatternEvidence.objects.filter(pattern__in=[one.pk for one in patterns])
    for pattern, incident, before in rows.values_list("pattern_id", "incident_id", "before"):
        held.setdefault(pattern, set()).add((incident, before))
    return held


def _rows(found: Found | None) -> set[tuple[int, bool]]:
    if found is None:
        return set()
    return {(pk, False) for pk in found.incidents} | {(pk, True) for pk in found.before}


def _ask_again(
    patterns: Iterable[Pattern],
    come: list[tuple[int, tuple[int, bool]]],
    new: list[Pattern],
    now: dt.datetime,
) -> int:
    """An answered pattern asks again when an incident came that no answer rested on."""
    known: dict[int, set[int]] = {}
    for pattern, incidents in PatternDecision.objects.filter(
        pattern__in=[one.pk for one in patterns]
    ).values_list("pattern_id", "incidents"):
        known.setdefault(pattern, set()).update(incidents)
    fresh = {pk for pk, (incident, before) in come if not before and incident not in known.get(pk, set())}
    fresh -= {one.pk for one in new}
    Pattern.objects.filter(pk__in=fresh).update(state=PatternState.OPEN, grew_at=now)
    return len(fresh)
