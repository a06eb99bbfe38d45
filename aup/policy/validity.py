"""How long a signature counts. Pure: signatures, editions, rounds and demands in, verdicts out.

A signature counts from the day on which it was given until the first of these (domain/agreements.md, "Versions,
campaigns, signing"):

- the school's next yearly round began and its days to sign are over;
- a later edition that asks for new signatures came into force and its days to sign are over;
- it was demanded that the person sign again ("meet and re-sign", A 12): at once.

From the beginning of the round or of the edition it is *due*: it still counts, and a new one is wanted. A change of
key stage needs nothing of its own: signatures are read under the rules of the audience of the day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import models

from aup.vocabulary import Audience, Capacity
from esafety.schooldays.calendar import LONDON


class Standing(models.TextChoices):
    """How one signature, or everything somebody needs, stands on a day."""

    SIGNED = "signed", "Signed"
    DUE = "due", "Due again"
    MISSING = "missing", "Missing"


_WORST_FIRST = (Standing.MISSING, Standing.DUE, Standing.SIGNED)


class Round(NamedTuple):
    """When the year's round begins, and for how many days more the signatures of before count."""

    month: int = 8
    day: int = 1
    days_to_sign: int = 61
    days_for_edition: int = 28

    def after(self, day: dt.date) -> dt.date:
        """The first beginning of a round after a day."""
        this_year = dt.date(day.year, self.month, self.day)
        return this_year if this_year > day else dt.date(day.year + 1, self.month, self.day)


USUAL_ROUND = Round()
"""With the school year, and until the end of September: what a school has that set nothing else."""


class Signed(NamedTuple):
    """One signature. `edition` is the number of the edition, `at` when it was entered (UTC)."""

    audience: Audience
    capacity: Capacity
    edition: int
    signed_on: dt.date
    at: dt.datetime
    pk: int = 0


class AsksAgain(NamedTuple):
    """An edition that asks everybody to sign anew."""

    audience: Audience
    number: int
    in_force_from: dt.date


class Span(NamedTuple):
    """What one signature is worth: it counts from `first`, is due from `due`, and no longer counts on `ends`."""

    signed: Signed
    first: dt.date
    due: dt.date
    ends: dt.date

    def on(self, day: dt.date) -> Standing:
        """How it stands on a day."""
        if not self.first <= day < self.ends:
            return Standing.MISSING
        return Standing.SIGNED if day < self.due else Standing.DUE


class Part(NamedTuple):
    """One signature that is needed, and the one that stands for it."""

    capacity: Capacity
    standing: Standing
    span: Span | None


class Verdict(NamedTuple):
    """Everything somebody needs under the rules of one audience, on one day."""

    audience: Audience | None
    parts: tuple[Part, ...]

    @property
    def standing(self) -> Standing:
        """The worst of its parts; missing when nobody can say which rules apply."""
        held = {part.standing for part in self.parts} or {Standing.MISSING}
        return next(one for one in _WORST_FIRST if one in held)

    @property
    def may_use(self) -> bool:
        """Whether every signature that is needed counts."""
        return self.standing is not Standing.MISSING

    @property
    def missing(self) -> tuple[Capacity, ...]:
        """Whose signatures are missing."""
        return tuple(part.capacity for part in self.parts if part.standing is Standing.MISSING)

    @property
    def last_day(self) -> dt.date | None:
        """The last day on which all of them count, unless something ends them earlier."""
        spans = [part.span for part in self.parts if part.span]
        if not self.may_use or not spans:
            return None
        return min(span.ends for span in spans) - dt.timedelta(days=1)


def span_of(
    signed: Signed, asks_again: Iterable[AsksAgain], demands: Iterable[dt.datetime], round_: Round
) -> Span:
    """What one signature is worth; `demands` are the moments at which the person was told to sign again."""
    begins = round_.after(signed.signed_on)
    due, ends = [begins], [begins + dt.timedelta(days=round_.days_to_sign)]
    for edition in asks_again:
        if edition.audience == signed.audience and edition.number > signed.edition:
            due.append(edition.in_force_from)
            ends.append(edition.in_force_from + dt.timedelta(days=round_.days_for_edition))
    for moment in demands:
        on = moment.astimezone(LONDON).date()
        if signed.signed_on < on or (signed.signed_on == on and signed.at <= moment):
            due.append(on)
            ends.append(on)
    return Span(signed, signed.signed_on, min(due), min(ends))


def judge(
    audience: Audience | None, needed: Sequence[Capacity], spans: Sequence[Span], day: dt.date
) -> Verdict:
    """What somebody's signatures are worth on a day, for each that is needed the one that counts longest."""
    if audience is None:
        return Verdict(None, ())
    return Verdict(audience, tuple(_part(audience, capacity, spans, day) for capacity in needed))


def _part(audience: Audience, capacity: Capacity, spans: Sequence[Span], day: dt.date) -> Part:
    fitting = [span for span in spans if (span.signed.audience, span.signed.capacity) == (audience, capacity)]
    counting = [span for span in fitting if span.on(day) is not Standing.MISSING]
    best = max(counting, key=lambda span: (span.due, span.ends, span.signed.at), default=None)
    return Part(capacity, best.on(day) if best else Standing.MISSING, best)
