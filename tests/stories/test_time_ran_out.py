"""A form sent after the time was up: nothing is saved, and nothing typed is lost."""

from __future__ import annotations

import pytest
from django.test import Client

from esafety.signin import limits
from tests.cast import Cast, sign_in

pytestmark = pytest.mark.django_db


def test_what_was_typed_comes_back_when_the_time_ran_out(client: Client, cast: Cast) -> None:
    sign_in(client, cast.dsl)
    session = client.session
    session[limits.SEEN_AT] = session[limits.SIGNED_IN_AT] = 0
    session.save()
    answer = client.post("/incidents/26-AAAA/note/", {"text": "She said it happened twice <b>"})
    assert answer.status_code == 401
    assert "She said it happened twice &lt;b&gt;" in answer.content.decode()
    assert "sign in and go back" in answer.content.decode()
