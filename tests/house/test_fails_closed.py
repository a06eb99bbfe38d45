"""When what judges breaks, nobody is let in."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from incidents.access import INCIDENTS
from tests.builders import a_concern
from tests.cast import Cast, sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("method", ["visible_to", "allows"])
def test_a_rule_that_breaks_opens_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    incident = a_concern(cast, about="second_pupil", description="zqstoryqz was told")
    url = reverse("incident", args=[incident.reference])
    client = sign_in(Client(raise_request_exception=False), cast.dsl)
    assert "zqstoryqz" in client.get(url).content.decode(), "seen while the rule works"

    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("the rule broke")

    monkeypatch.setattr(type(INCIDENTS), method, breaks)
    for address in (url, reverse("incidents")):
        answer = client.get(address)
        assert answer.status_code == 500 or address != url
        assert "zqstoryqz" not in answer.content.decode()
        assert "the rule broke" not in answer.content.decode()
