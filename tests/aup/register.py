"""Signatures for tests of the register, given through the one action that signs."""

from __future__ import annotations

import datetime as dt

from aup import actions
from aup.models import Edition, Reception, Signature, Visit
from aup.told import Origin, Place, Told
from aup.vocabulary import Audience, Capacity, Route
from esafety.people.models import Person
from tests.cast import Cast

ALL_YES = {"internet": True, "work": True, "photographs": True, "video": True, "prospectus": True}


def signs(
    signer: Person,
    about: Person,
    audience: Audience,
    *,
    capacity: Capacity = Capacity.SELF,
    consents: dict[str, bool] | None = None,
    on: dt.date | None = None,
) -> Signature:
    """Somebody reads what is in force and signs it; `on`: the day on their paper."""
    edition = Edition.objects.in_force(signer.school, audience)
    assert edition is not None
    last = Signature.objects.filter(signer=signer, about=about, audience=audience, capacity=capacity)
    told = Told(
        name=signer.full_name,
        relationship="Mother" if capacity == Capacity.GUARDIAN else "",
        seen=edition.fingerprint,
        previous=last.order_by("-pk").values_list("pk", flat=True).first() or 0,
        consents=ALL_YES | (consents or {}) if capacity == Capacity.GUARDIAN else {},
    )
    return actions.sign(
        place=Place(about, audience, capacity),
        signer=signer,
        told=told,
        origin=Origin(Route.ACCOUNT, signed_on=on),
        by=signer.account,
    )


def the_mother_signs(cast: Cast, *, on: dt.date | None = None, **consents: bool) -> Signature:
    """The parent of the cast signs for Zoë, who is in Year 5."""
    mother = cast.person_of(cast.parent)
    return signs(mother, cast.pupil, Audience.KS2, capacity=Capacity.GUARDIAN, consents=consents, on=on)


def a_visit(
    reception: Reception, name: str = "Ida Voss", *, year: bool = False, once: str = "a" * 32
) -> Visit:
    """Somebody signs in at the tablet."""
    edition = Edition.objects.in_force(reception.school, Audience.VISITOR)
    assert edition is not None
    return actions.sign_visitor_in(
        reception=reception,
        name=name,
        organisation="Clearway",
        host="Nick Farrow",
        for_the_year=year,
        seen=edition.fingerprint,
        once=once,
        origin=Origin(Route.RECEPTION, entered_by=reception.opened_by),
    )
