"""The builders walk real moves, for every kind of matter, to every status."""

from __future__ import annotations

import pytest

from esafety.audit.verify import faults
from esafety.people.vocabulary import Role
from incidents.vocabulary import IncidentType, Nature, Status
from tests.builders import a_concern, advance
from tests.cast import Cast

MATTERS = {
    "a pupil": ({"about": "pupil"}, Role.CO_ORDINATOR),
    "a pupil at risk": ({"about": (), "harmed": "pupil", "type": IncidentType.GROOMING}, Role.DSL),
    "a teacher": ({"about": "second_teacher", "by": "teacher"}, Role.HEAD),
    "the lead": ({"about": "dsl"}, Role.HEAD),
    "the head": ({"about": "head"}, Role.CHAIR),
    "a governor": ({"about": "governor"}, Role.CHAIR),
    "the chair": ({"about": "chair"}, Role.VICE_CHAIR),
    "a stranger": ({"about": "Somebody online"}, Role.CO_ORDINATOR),
    "on purpose": (
        {"about": "pupil", "type": IncidentType.SOFT_PORN, "nature": Nature.DELIBERATE},
        Role.CO_ORDINATOR,
    ),
}


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("matter", MATTERS)
def test_every_matter_reaches_every_status(cast: Cast, matter: str, status: Status) -> None:
    told, owner = MATTERS[matter]
    incident = a_concern(cast, **told)
    assert incident.owner_role == owner
    assert advance(incident, to=status).status == status
    assert not list(faults())
