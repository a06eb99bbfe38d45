"""What people's signatures are worth on a day, read in the same few queries for one person and for a whole school."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from aup.models import Edition, SignAgain, Signature, YearlyRound
from aup.policy.audiences import audience_of_year, rule_for
from aup.policy.validity import USUAL_ROUND, AsksAgain, Round, Signed, Span, Verdict, judge, span_of
from aup.vocabulary import Audience, Capacity, EditionStatus
from esafety.people.vocabulary import PersonKind
from esafety.schooldays.years import year_of

if TYPE_CHECKING:
    from esafety.people.models import Person, School

_OWN = {
    PersonKind.PARENT: Audience.PARENT,
    PersonKind.STAFF: Audience.STAFF,
    PersonKind.GOVERNOR: Audience.GOVERNOR,
    PersonKind.OTHER: Audience.VISITOR,
}


class Law(NamedTuple):
    """What makes signatures of a school end: its round, its editions that ask again, its demands by person."""

    round: Round
    asks_again: Sequence[AsksAgain]
    demands: Mapping[int, Sequence[dt.datetime]]


def audience_on(person: Person, day: dt.date, today: dt.date) -> Audience | None:
    """Whose rules somebody follows on a day. A pupil's year group is that of today, counted back by school years."""
    if person.kind != PersonKind.PUPIL:
        return _OWN.get(PersonKind(person.kind))
    return audience_of_year(person.year_group, year_of(today).begins - year_of(day).begins)


def round_of(school: School) -> Round:
    """When the school's yearly round begins. One query."""
    row = YearlyRound.objects.filter(school=school).first()
    return row.as_round if row else USUAL_ROUND


def law_of(school: School, people: Iterable[int] | None = None) -> Law:
    """The school's round, editions and demands: three queries."""
    published = Edition.objects.filter(
        school=school, requires_new_signature=True, in_force_from__isnull=False
    )
    asks = published.exclude(status=EditionStatus.WITHDRAWN).order_by()
    rows = asks.values_list("audience", "number", "in_force_from")
    demands: dict[int, list[dt.datetime]] = {}
    demanded = SignAgain.objects.filter(school=school).order_by()
    if people is not None:
        demanded = demanded.filter(person__in=list(people))
    for person, at in demanded.values_list("person_id", "demanded_at"):
        demands.setdefault(person, []).append(at)
    return Law(round_of(school), [AsksAgain(Audience(a), n, on) for a, n, on in rows if on], demands)


def spans_of(school: School, people: Iterable[int] | None = None) -> dict[int, list[Span]]:
    """What each signature about each person is worth, by person: four queries."""
    wanted = None if people is None else list(people)
    law = law_of(school, wanted)
    found = Signature.objects.filter(school=school, about__isnull=False).order_by()
    if wanted is not None:
        found = found.filter(about__in=wanted)
    columns = ("about_id", "audience", "capacity", "edition__number", "signed_on", "at", "pk")
    spans: dict[int, list[Span]] = {}
    for about, audience, capacity, number, signed_on, at, pk in found.values_list(*columns):
        signed = Signed(Audience(audience), Capacity(capacity), number, signed_on, at, pk)
        demands = law.demands.get(about, ())
        spans.setdefault(about, []).append(span_of(signed, law.asks_again, demands, law.round))
    return spans


def verdicts(school: School, people: Sequence[Person], day: dt.date, today: dt.date) -> dict[int, Verdict]:
    """What everybody's signatures are worth on a day, by person: four queries."""
    spans = spans_of(school, None if len(people) > MANY else [person.pk for person in people])
    return {person.pk: _verdict(person, spans.get(person.pk, ()), day, today) for person in people}


MANY = 200
"""For more people than this, those of the whole school are read: engines limit how many ids a question may name."""


def _verdict(person: Person, spans: Sequence[Span], day: dt.date, today: dt.date) -> Verdict:
    audience = audience_on(person, day, today)
    return judge(audience, rule_for(audience).needed if audience else (), spans, day)


class Held(NamedTuple):
    """What somebody had signed on a day: how it stood, and the signatures that counted."""

    person: Person
    verdict: Verdict
    signatures: list[Signature]


def agreements_on(people: Sequence[Person], day: dt.date, today: dt.date) -> list[Held]:
    """Which edition each of these people of one school had signed on a day, and whether it counted.

    Asked by the incidents room ("which agreement had she signed that day?"). Five queries.
    """
    if not people:
        return []
    judged = verdicts(people[0].school, people, day, today)
    counted = {
        person: [part.span.signed.pk for part in verdict.parts if part.span]
        for person, verdict in judged.items()
    }
    wanted = [pk for keys in counted.values() for pk in keys]
    rows = {
        row.pk: row for row in Signature.objects.filter(pk__in=wanted).select_related("edition", "signer")
    }
    return [Held(one, judged[one.pk], [rows[pk] for pk in counted[one.pk]]) for one in people]
