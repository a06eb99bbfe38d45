"""The keeping room in use: records due and held, a disposal at every stage, holds that somebody asks to lift."""

from __future__ import annotations

from typing import Any

from esafety.keeping import actions
from esafety.keeping.lots import find_lots
from esafety.keeping.models import Disposal, Hold, Lot
from esafety.keeping.models.subject import COLUMN
from esafety.keeping.policy.schedule import SETTINGS
from esafety.keeping.vocabulary import HoldKind, RecordKind
from esafety.moving.models import Arrival
from esafety.outbox.relay import drain
from esafety.people.models import Person
from esafety.people.vocabulary import PersonKind
from incidents.models import Incident
from tests.cast import Cast
from tests.house.routes import Route
from tests.keeping.lots import a_request_long_ago
from tests.keeping.old import LONG_AGO, an_old_record, carried_out, proposed, three_years, worked_out
from tests.keeping.received import a_file, born, opened_file

LONG = "Counterrevolutionary-Misunderstanding"


def furnish(cast: Cast) -> None:
    """Fill the room."""
    three_years(cast)
    carried_out(cast, an_old_record(cast, about=f"Gone {LONG}"))
    proposed(cast, an_old_record(cast, about=f"Somebody {LONG}"))
    an_old_record(cast, about=f"Another {LONG}")
    held = an_old_record(cast, about=f"Third {LONG}")
    drafted = an_old_record(cast, about=f"Fourth {LONG}")
    actions.put_forward(record=drafted, reason=f"Its time is over: {LONG}", by=cast.deputy)
    for kind in (HoldKind.COMPLAINT, HoldKind.POLICE):
        hold = actions.lay_hold(school=cast.school, record=held, kind=kind, reason=LONG, by=cast.deputy)
    actions.ask_to_lift(hold=hold, reason=f"Over: {LONG}", by=cast.deputy)
    _received(cast)
    _lots(cast)
    actions.lay_hold(school=cast.school, record=None, kind=HoldKind.INQUIRY, reason=LONG, by=cast.head)
    worked_out(cast)


def _received(cast: Cast) -> None:
    """Files that other schools sent: one gone, one drafted, one held, one that nobody has placed."""
    told: dict[str, Any] = {"given_name": "Old", "family_name": LONG, "search_text": f"old {LONG.lower()}"}
    pupil = born(Person.objects.create(school=cast.school, kind=PersonKind.PUPIL, **told))
    for at, end in enumerate(("gone", "drafted", "held")):
        file = a_file(cast, pupil=pupil, by=cast.head, reference=f"old-{at}")
        if end != "held":
            disposal = actions.put_forward(record=file, reason=f"Its time is over: {LONG}", by=cast.deputy)
        if end == "gone":
            disposal = actions.propose(disposal=disposal, version=disposal.version, by=cast.deputy)
            given = {"version": disposal.version, "by": cast.dsl}
            actions.approve(disposal=disposal, reason="As the schedule says.", **given)
            drain()
    actions.lay_hold(school=cast.school, record=file, kind=HoldKind.LADO, reason=LONG, by=cast.deputy)
    opened_file(cast, by=cast.head, reference="in-hand")


def _lots(cast: Cast) -> None:
    """A school year of the filtering log that is over."""
    actions.confirm_period(school=cast.school, kind=RecordKind.FILTERING, years=3, by=cast.dsl)
    a_request_long_ago(cast, LONG_AGO, purpose=LONG)
    find_lots(cast.school)


def keys(route: Route, cast: Cast) -> list[dict[str, Any]] | None:
    """What an address of the room takes, one entry for each address; none when the route is no page of it."""
    if not route.pattern.startswith("keeping/"):
        return None
    if "kind" in route.takes:
        return [{"kind": rule.kind.value} for rule in SETTINGS[:2]]
    if route.name == "disposal_take_out":
        live = Disposal.objects.filter(school=cast.school, items__isnull=False)
        return [
            {"reference": one, "record": next(filter(None, records))}
            for one, *records in live.values_list(
                "reference", *(f"items__{column}__reference" for column in COLUMN.values())
            )
        ]
    if "reference" in route.takes:
        found: Any = Incident.objects.filter(due_date__isnull=False)
        if "disposals/" in route.pattern:
            found = Disposal.objects
        elif "lots/" in route.pattern:
            found = Lot.objects
        elif "received/" in route.pattern:
            found = Arrival.objects.filter(due_date__isnull=False)
        return [
            {"reference": one} for one in found.filter(school=cast.school).values_list("reference", flat=True)
        ]
    if "pk" in route.takes:
        return [{"pk": pk} for pk in Hold.objects.filter(school=cast.school).values_list("pk", flat=True)]
    return [{}]
