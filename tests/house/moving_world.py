"""The room of files that move, in use: one being prepared, one sent, one received, one stopped; and of those that
came one closed, one opened, one taken in, one described, one not kept."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from esafety.moving import actions
from esafety.moving.models import Arrival, Transfer
from esafety.moving.vocabulary import ReceiptHow
from incidents.vocabulary import IncidentType
from tests.builders import a_concern
from tests.cast import Cast
from tests.house.routes import Route
from tests.moving.arriving import arrived
from tests.moving.moves import a_receiver, begun
from tests.moving.packages import WORDS, a_record, an_entry, pages, parts_of, sealed, with_picture

LONG = "Counterrevolutionary-Misunderstanding"


def furnish(cast: Cast) -> None:
    """One file in every state a page can show."""
    a_concern(cast, about="third_pupil", harmed="pupil", type=IncidentType.BULLYING)
    contact = a_receiver(cast, name=f"{LONG}, {LONG} Academy")
    begun(cast, contact=contact, pupil=cast.third_pupil)
    for end in ("sent", "received", "stopped"):
        transfer = begun(cast, contact=contact, pupil=cast.third_pupil)
        actions.send_transfer(transfer=transfer, version=1, by=cast.dsl)
        given: dict[str, Any] = {
            "transfer": Transfer.objects.get(pk=transfer.pk),
            "version": 2,
            "by": cast.dsl,
        }
        if end == "received":
            day = timezone.localdate()
            actions.enter_receipt(received_by=LONG, received_on=day, how=ReceiptHow.POST, **given)
        if end == "stopped":
            actions.stop_transfer(why=f"{LONG} " * 3, **given)
    _came(cast)


def _came(cast: Cast) -> None:
    """One file in every state, its words as long as words can be."""
    record, files = with_picture(a_record(entries=[an_entry(text=f"{LONG}", headline=LONG)]))
    for end in ("closed", "opened", "taken_in", "not_kept"):
        parts = parts_of(record | {"reference": end}, files, reference=end)
        made = arrived(cast, sealed(parts), by=cast.dsl)
        if end != "closed":
            made = actions.open_arrival(arrival=made, words=WORDS, version=1, by=cast.dsl)
        if end == "taken_in":
            actions.take_arrival_in(arrival=made, pupil=cast.third_pupil, version=2, by=cast.dsl)
        if end == "not_kept":
            actions.discard_arrival(arrival=made, why=f"{LONG}", version=2, by=cast.dsl)
    plain = arrived(cast, pages(), sealed=False, by=cast.dsl)
    told: dict[str, Any] = {"sender": LONG, "sent_by": LONG, "sent_on": timezone.localdate()}
    actions.describe_arrival(arrival=plain, version=1, by=cast.dsl, **told)


def keys(route: Route, cast: Cast) -> list[dict[str, Any]] | None:
    """Which files the addresses are about; none when the route is of another room."""
    if route.name == "transfer_begin":
        return [{"pk": cast.third_pupil.pk}]
    if route.name.startswith("arrival_") or route.name == "arrival":
        return _came_keys(route, cast)
    if not route.name.startswith("transfer_") and route.name != "transfer":
        return None
    found = Transfer.objects.filter(school=cast.school).values_list("reference", flat=True)
    return [{"reference": one} for one in found or ["AAAA-AAAA"]]


def _came_keys(route: Route, cast: Cast) -> list[dict[str, Any]]:
    if "reference" not in route.takes:
        return [{}]
    found = Arrival.objects.filter(school=cast.school).values_list("reference", flat=True)
    keys = [{"reference": one} for one in found or ["AAAA-AAAA"]]
    return [key | {"number": 1} for key in keys] if "number" in route.takes else keys
