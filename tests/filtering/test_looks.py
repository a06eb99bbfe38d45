"""Looking into somebody's activity: in writing, by two, and never known to whoever it concerns."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from esafety.access.capabilities import Capability as C
from esafety.access.refusals import NotNow
from esafety.office.demo import clock
from esafety.outbox.models import Message
from esafety.outbox.relay import drain
from esafety.papers import cabinet
from esafety.papers.models import Paper
from esafety.people.vocabulary import Role
from filtering import actions
from filtering.access import LOOKS
from filtering.models import Authorisation, LogLine
from filtering.queries.log import lines
from filtering.vocabulary import LookStage
from tests.cast import Cast, sign_in
from tests.filtering.asking import boxes, today
from tests.house.filtering_world import a_look


def sees(cast: Cast, name: str, look: Authorisation) -> bool:
    listed = LOOKS.visible_to(cast.user(name), Authorisation.objects.all()).filter(pk=look.pk).exists()
    opened = sign_in(Client(), cast.user(name)).get(look.get_absolute_url()).status_code == 200
    assert listed == opened, name
    return listed


def test_from_the_question_to_the_entry_that_it_was_done(cast: Cast) -> None:
    dsl, head, technician = (sign_in(Client(), one) for one in (cast.dsl, cast.head, cast.technician))
    found = dsl.post(reverse("filtering_look_whose"), {"search": "haddad"}).content.decode()
    assert "Zoë Haddad" in found
    sent = {"purpose": "Proxy passed round", "scope": ["filter"], "technician": cast.technician.pk}
    sent |= {"second_person": cast.senior_leader.pk}
    sent |= boxes("period_from", today() - dt.timedelta(days=7)) | boxes("period_until", today())
    sent |= boxes("carry_out_from", today()) | boxes("carry_out_until", today() + dt.timedelta(days=2))
    dsl.post(reverse("filtering_look_ask", args=[cast.pupil.pk]), sent)
    look = Authorisation.objects.get()
    assert not sees(cast, "technician", look), "nothing is authorised yet"
    url = reverse("filtering_look_authorise", args=[look.reference])
    asked = head.get(url).content.decode()
    for words in (
        "Zoë Haddad",
        "Proxy passed round",
        "Sian Pryce",
        "The filter’s log".replace("’", "&#x27;"),
    ):
        assert words in asked, "whoever signs reads on the same page what they sign"
    head.post(url, {"version": 1, "reason": "Narrow enough."})
    page = technician.get(look.get_absolute_url()).content.decode()
    for words in (
        "Zoë Haddad",
        "Proxy passed round",
        "The filter’s log".replace("’", "&#x27;"),
        "Sian Pryce",
    ):
        assert words in page
    done = {"version": 2, "present": "on", "handed_to": "Ruth Adeyemi, DSL"} | boxes("done_on", today())
    technician.post(reverse("filtering_look_done", args=[look.reference]), done)
    look.refresh_from_db()
    assert (look.stage, look.handed_to) == (LookStage.DONE, "Ruth Adeyemi, DSL")


def test_who_sees_it_and_who_does_not(cast: Cast) -> None:
    look = actions.authorise_look(look=a_look(cast), reason="Needed.", version=1, by=cast.head)
    seen = {name for name in Cast.accounts() if sees(cast, name, look)}
    assert seen == {"dsl", "head", "technician"}


@pytest.mark.parametrize("name", ["co_ordinator", "senior_leader", "technician", "chair"])
def test_whoever_it_concerns_never_sees_it_nor_its_lines_in_the_log(cast: Cast, name: str) -> None:
    about = cast.person_of(cast.user(name))
    technician = cast.co_ordinator if name == "technician" else cast.technician
    second = cast.deputy
    look = a_look(cast, about=about, technician=technician, second_person=second)
    look = actions.authorise_look(look=look, reason="Needed.", version=1, by=cast.head)
    assert not sees(cast, name, look)
    assert look.reference not in {one.reference for one in lines(cast.school, cast.user(name))}
    client = sign_in(Client(), cast.user(name))
    for page in ("filtering", "filtering_log", "filtering_looks"):
        assert look.reference not in client.get(reverse(page)).content.decode()
    assert not Message.objects.filter(about_label="filtering.authorisation", to_user=cast.user(name)).exists()


def test_the_log_names_nobody_and_shows_a_look_only_to_those_who_see_it(cast: Cast) -> None:
    look = a_look(cast)
    line = LogLine.objects.get(authorisation=look)
    assert "Haddad" not in str(vars(line))
    assert line in lines(cast.school, cast.dsl)
    assert line not in lines(cast.school, cast.safety_governor)
    assert line not in lines(cast.school, cast.co_ordinator)


def test_if_it_concerns_the_head_the_chair_decides(cast: Cast) -> None:
    look = a_look(cast, about=cast.person_of(cast.head))
    assert look.decider == Role.CHAIR
    assert not sees(cast, "head", look)
    assert sees(cast, "chair", look)
    with pytest.raises(PermissionDenied):
        actions.authorise_look(look=look, reason="No.", version=1, by=cast.head)
    actions.authorise_look(look=look, reason="Needed.", version=1, by=cast.chair)


def test_nobody_decides_their_own(cast: Cast) -> None:
    look = a_look(cast, by="head")
    assert look.decider == Role.CHAIR
    with pytest.raises(PermissionDenied):
        actions.authorise_look(look=look, reason="Mine.", version=1, by=cast.head)


def test_nobody_asks_about_themselves_or_somebody_close(cast: Cast) -> None:
    for about in (cast.person_of(cast.dsl), cast.person_of(cast.second_teacher)):
        with pytest.raises(PermissionDenied):
            a_look(cast, about=about)
        url = reverse("filtering_look_ask", args=[about.pk])
        assert sign_in(Client(), cast.dsl).get(url).status_code == 404


def test_never_alone_and_never_by_somebody_close(cast: Cast) -> None:
    with pytest.raises(NotNow, match="nobody looks alone"):
        a_look(cast, second_person=cast.technician)
    with pytest.raises(NotNow, match="concerned or close"):
        a_look(cast, about=cast.deputys_child, second_person=cast.deputy)
    with pytest.raises(NotNow, match="technician or the co-ordinator"):
        a_look(cast, technician=cast.second_teacher)


def test_only_the_technician_named_and_only_on_its_days(cast: Cast) -> None:
    look = actions.authorise_look(look=a_look(cast), reason="Needed.", version=1, by=cast.head)
    told = {"handed_to": "Ruth Adeyemi", "version": look.version}
    with pytest.raises(PermissionDenied):
        actions.carry_out_look(look=look, done_on=today(), by=cast.co_ordinator, **told)
    with pytest.raises(NotNow, match="one of those that the authorisation names"):
        actions.carry_out_look(look=look, done_on=today() - dt.timedelta(days=1), by=cast.technician, **told)


def test_an_authorisation_lapses_with_its_last_day(cast: Cast) -> None:
    look = actions.authorise_look(look=a_look(cast), reason="Needed.", version=1, by=cast.head)
    with clock.at(look.lapses_at):
        actions.keep_time()
        actions.keep_time()
    look.refresh_from_db()
    assert look.stage == LookStage.LAPSED
    assert LogLine.objects.filter(authorisation=look, entry="look_lapsed").count() == 1
    with pytest.raises(NotNow, match="opens nothing any more"):
        actions.carry_out_look(
            look=look, done_on=today(), handed_to="x", version=look.version, by=cast.technician
        )
    assert LOOKS.allows(cast.technician, C.SEE_LOOKS, look)


def test_the_authorisation_is_a_document_for_those_who_may_see_it(
    cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    look = a_look(cast)
    actions.authorise_look(look=look, reason="Narrow enough.", version=1, by=cast.head)
    url = reverse("filtering_look_print", args=[look.reference])
    answer = sign_in(Client(), cast.technician).post(url)
    drain()
    paper = Paper.objects.get()
    assert answer["Location"] == reverse("papers:paper", args=[paper.reference])
    assert paper.file is not None
    text = " ".join(
        one.extract_text() for one in PdfReader(io.BytesIO(b"".join(cabinet.read(paper.file)))).pages
    )
    text = " ".join(text.split())
    for words in (
        look.reference,
        "Zoë Haddad",
        "Narrow enough.",
        "Authorised by",
        "Nick Farrow, who carried it out",
    ):
        assert words in text, words
    assert "Sian Pryce, who was present all the time" in text
    for stranger in ("co_ordinator", "safety_governor", "teacher"):
        assert sign_in(Client(), cast.user(stranger)).post(url).status_code == 404
