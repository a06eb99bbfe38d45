"""A row is written only by whoever saw it as it is, whatever number the form brought."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from esafety.access.versions import write_seen
from esafety.subject_access.actions import begin_answer
from incidents.models import Incident
from tests.builders import a_concern
from tests.cast import Cast, sign_in
from tests.subject_access.asking import asked

pytestmark = pytest.mark.django_db
GREATEST = 2**63 - 1
"""What both engines just hold; one more they do not (found by the long hostile run: 500)."""


def test_it_is_written_once_for_each_time_it_was_seen(cast: Cast) -> None:
    incident = a_concern(cast)
    row = Incident.objects.filter(pk=incident.pk)
    assert write_seen(row, incident.version, assigned_to=None)
    assert not write_seen(row, incident.version, assigned_to=cast.head)
    assert row.get().assigned_to is None
    assert row.get().version == incident.version + 1


@pytest.mark.parametrize("version", [GREATEST, GREATEST + 1, -1, 0])
def test_a_version_that_was_never_there_is_only_out_of_date(cast: Cast, version: int) -> None:
    assert not write_seen(Incident.objects.filter(pk=a_concern(cast).pk), version, assigned_to=None)


def test_a_page_says_so_instead_of_breaking(cast: Cast) -> None:
    answer = begin_answer(asked=asked(cast), by=cast.dsl)
    lead = sign_in(Client(), cast.dsl)
    sent = lead.post(
        reverse("access_answer_let_go", args=[answer.reference, 1]), {"version": GREATEST}, follow=True
    )
    assert sent.status_code == 200
    assert "Somebody has changed this since you opened the page" in sent.content.decode()
