"""What somebody tells in confidence: whoever they name does not read it, and a code fills nobody's post."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
from django.core import mail
from django.utils import timezone

from esafety.audit.models import AuditEvent
from esafety.outbox.relay import drain
from esafety.schooldays.half_days import half_day
from incidents import actions
from incidents.models import Incident, Note
from incidents.speaking_up import flood, pace
from incidents.vocabulary import Audience, Lane, Standing
from tests.cast import Cast
from tests.incidents.confiding import a_page, code_in, come_back, tell
from tests.incidents.test_speaking_up import readers


@pytest.mark.parametrize("about", ["nobody", "elsewhere", "pupil", "adult"])
@pytest.mark.parametrize("who", ["Mrs Adeyemi", "ruth ADEYEMI", "Zoë and Miss Adeyemi"])
def test_a_lead_who_is_named_does_not_read_it_whatever_was_ticked(cast: Cast, about: str, who: str) -> None:
    tell(a_page(cast), about=about, who=who)
    incident = Incident.objects.get()
    assert readers(incident, cast) == {"deputy", "head"}
    drain()
    told = {one.to[0] for one in mail.outbox}
    assert cast.dsl.email not in told
    assert told


def test_nor_does_the_head(cast: Cast) -> None:
    tell(a_page(cast), about="nobody", who="Mrs Marsh")
    assert "head" not in readers(Incident.objects.get(), cast)


def test_a_child_of_the_same_family_name_keeps_nobody_out(cast: Cast) -> None:
    tell(a_page(cast), about="pupil", who="Tom Adeyemi")
    incident = Incident.objects.get()
    assert readers(incident, cast) == {"dsl", "deputy", "head"}
    assert incident.lane == Lane.SAFEGUARDING


def test_one_code_does_not_fill_a_lead_s_post_from_however_many_devices(cast: Cast) -> None:
    page = a_page(cast)
    code = code_in(tell(page))
    drain()
    mail.outbox.clear()
    answers = [
        come_back(page, code, text=f"More {number}", headers={"user-agent": f"phone {number}"})
        for number in range(pace.MOST_OF_A_TALK + 1)
    ]
    drain()
    assert [one.status_code for one in answers] == [200] * pace.MOST_OF_A_TALK + [422]
    assert f"More {pace.MOST_OF_A_TALK}" in answers[-1].content.decode()  # nothing typed is lost
    assert Note.objects.count() == pace.MOST_OF_A_TALK
    to_the_lead = [one for one in mail.outbox if one.to == [cast.dsl.email]]
    assert flood.ONE_BY_ONE < len(to_the_lead) <= flood.ONE_BY_ONE + 2  # a quarter may end meanwhile


def test_the_same_words_with_the_same_number_on_two_schools_pages_are_two_reports(cast: Cast) -> None:
    key = str(uuid.uuid4())
    answers = [tell(page, key=key) for page in (a_page(cast), a_page(cast, cast.other))]
    assert [one.status_code for one in answers] == [200, 200]
    assert code_in(answers[0]) != code_in(answers[1])


# -- coming back ---------------------------------------------------------------------------------------


def readings(incident: Incident) -> list[dt.datetime]:
    """The half days of the trail's lines that somebody read the answers, in the trail's order."""
    lines = AuditEvent.objects.about(incident).filter(code="incident.answers_read").order_by("pk")
    return list(lines.values_list("at", flat=True))


@pytest.fixture
def at_ten(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Sets the clock to ten in the morning and so many hours more."""
    morning = timezone.localtime().replace(hour=10, minute=0)

    def later(hours: int) -> None:
        monkeypatch.setattr(timezone, "now", lambda: morning + dt.timedelta(hours=hours))

    later(0)
    return later


def test_coming_back_again_and_again_does_not_fill_the_trail(
    cast: Cast, at_ten: Callable[[int], None]
) -> None:
    page = a_page(cast)
    code = code_in(tell(page))
    incident = Incident.objects.get()
    before = AuditEvent.objects.count()
    assert [come_back(page, code).status_code for _ in range(30)] == [200] * 30
    assert len(readings(incident)) == AuditEvent.objects.count() - before == 1
    at_ten(3)  # the other half of the day
    assert [come_back(page, code).status_code for _ in range(5)] == [200] * 5
    assert readings(incident) == [half_day(timezone.now() - dt.timedelta(hours=3)), half_day(timezone.now())]


def test_that_an_answer_was_read_is_written_though_somebody_read_before(
    cast: Cast, at_ten: Callable[[int], None]
) -> None:
    page = a_page(cast)
    code = code_in(tell(page))
    incident = Incident.objects.get()
    come_back(page, code)
    for number in range(2):
        actions.add_note(
            incident=incident, text=f"Answer {number}", standing=Standing.FACT, audience=Audience.REPORTER,
            by=cast.dsl,
        )  # fmt: skip
        for _ in range(3):
            assert f"Answer {number}" in come_back(page, code).content.decode()
        assert len(readings(incident)) == number + 2


def test_every_message_is_written_however_often_somebody_reads(
    cast: Cast, at_ten: Callable[[int], None]
) -> None:
    page = a_page(cast)
    code = code_in(tell(page))
    for number in range(3):
        come_back(page, code)
        come_back(page, code, text=f"More {number}")
    assert Note.objects.filter(addendum=True).count() == 3
    assert AuditEvent.objects.filter(code="incident.confided_more").count() == 3
