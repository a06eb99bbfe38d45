"""A teacher needs no second step until a case is opened to her by name; from then on she does."""

from __future__ import annotations

import pytest
from django.test import Client

from incidents import actions
from incidents.vocabulary import IncidentType
from tests.builders import a_concern
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_an_invitation_asks_for_a_second_step(client: Client, cast: Cast) -> None:
    incident = a_concern(cast, type=IncidentType.SELF_HARM, by="senco")
    client.force_login(cast.teacher)
    assert client.get("/tasks/").status_code == 200
    actions.share(incident=incident, user=cast.teacher, reason="Form teacher", until=None, by=cast.dsl)
    answer = client.get(incident.get_absolute_url())
    assert answer.status_code == 302
    assert "/account/" in answer.url
