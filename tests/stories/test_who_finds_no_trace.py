"""A concern about a teacher goes to the head, one about the head to the chair; neither of them finds a trace."""

from __future__ import annotations

import pytest
from django.core import mail

from esafety.outbox.relay import drain
from incidents.vocabulary import IncidentType
from tests.builders import a_concern
from tests.cast import Cast
from tests.stories.conftest import Visit

pytestmark = pytest.mark.django_db(transaction=True)

EVERYWHERE = ("/", "/incidents/", "/incidents/?tab=all", "/tasks/", "/reports/")


@pytest.mark.parametrize(
    ("subject", "reader", "others"),
    [
        ("second_teacher", "head", ("co_ordinator", "senior_leader", "teacher", "chair")),
        ("head", "chair", ("dsl", "deputy", "co_ordinator", "school_admin", "senior_leader")),
    ],
)
def test_it_reaches_who_must_act_and_nobody_else(
    visit: Visit, cast: Cast, subject: str, reader: str, others: tuple[str, ...]
) -> None:
    words = "Private messages late at night"
    incident = a_concern(
        cast, about=subject, by="senco", type=IncidentType.STAFF_PUPIL_CONTACT, description=words
    )
    drain()
    visit.sign_in(cast.user(reader))
    visit.go("/incidents/")
    visit.follow(incident.reference)
    assert visit.says(words)
    visit.sound()
    assert cast.user(reader).email in {address for letter in mail.outbox for address in letter.to}

    for name in (subject, *others):
        visit.sign_in(cast.user(name))
        for path in EVERYWHERE:
            answer = visit.go(path)
            assert answer.status in {200, 403}
            assert not visit.says(incident.reference), (name, path)
            assert not visit.says(words), (name, path)
        assert visit.go(incident.get_absolute_url()).status == 404
        assert cast.user(name).email not in {address for letter in mail.outbox for address in letter.to}
