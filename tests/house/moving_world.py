"""The room of files that move, in use: one being prepared, one sent, one received, one stopped."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from esafety.moving import actions
from esafety.moving.models import Transfer
from esafety.moving.vocabulary import ReceiptHow
from incidents.vocabulary import IncidentType
from tests.builders import a_concern
from tests.cast import Cast
from tests.house.routes import Route
from tests.moving.moves import a_receiver, begun

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


def keys(route: Route, cast: Cast) -> list[dict[str, Any]] | None:
    """Which files the addresses are about; none when the route is of another room."""
    if route.name == "transfer_begin":
        return [{"pk": cast.third_pupil.pk}]
    if not route.name.startswith("transfer_") and route.name != "transfer":
        return None
    found = Transfer.objects.filter(school=cast.school).values_list("reference", flat=True)
    return [{"reference": one} for one in found or ["AAAA-AAAA"]]
