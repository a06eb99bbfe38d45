"""What the rules of keeping need to know of lots, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import Q

from esafety.keeping.facts import years_of
from esafety.keeping.models import Hold, Lot, Review
from esafety.keeping.models.subject import ON_ALL
from esafety.keeping.policy.dates import after_school_years
from esafety.keeping.policy.holds import Standing
from esafety.keeping.vocabulary import HoldKind as H
from esafety.keeping.vocabulary import RecordKind as K
from esafety.keeping.vocabulary import Verdict


def gathered(lots: Iterable[int]) -> dict[int, Standing]:
    """How each of these lots stands, by id. It says nothing of what is in them: `lots.going` does."""
    rows = {row.pk: row for row in Lot.objects.filter(pk__in=set(lots))}
    years = years_of({row.school_id for row in rows.values()})
    until, laid = _kept_until(rows), _laid(rows)
    return {
        pk: Standing(
            kind=K(row.kind),
            is_open=False,
            due_on=max([after_school_years(row.ends_on, years[row.school_id][K(row.kind)]), *until[pk]]),
            laid=frozenset(laid[pk]),
        )
        for pk, row in rows.items()
    }


def _kept_until(rows: Mapping[int, Lot]) -> Mapping[int, list[dt.date]]:
    """Days until which reviews kept each."""
    kept = Review.objects.filter(lot__in=rows, verdict=Verdict.KEEP).order_by()
    until: dict[int, list[dt.date]] = defaultdict(list)
    for pk, day in kept.values_list("lot_id", "until"):
        assert pk is not None and day is not None  # noqa: PT018  # the constraint `kept_until_a_day` says so
        until[pk].append(day)
    return until


def _laid(rows: Mapping[int, Lot]) -> Mapping[int, set[H]]:
    """Holds on a lot, and on its whole school."""
    held: dict[int, set[H]] = defaultdict(set)
    schools = {row.school_id for row in rows.values()}
    standing = Hold.objects.standing().filter(Q(lot__in=rows) | ON_ALL & Q(school__in=schools)).order_by()
    for lot, school, kind in standing.values_list("lot", "school", "kind"):
        for pk in [lot] if lot else [pk for pk, row in rows.items() if row.school_id == school]:
            held[pk].add(H(kind))
    return held
