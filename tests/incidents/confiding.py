"""A page for reporting in confidence that is open, and somebody who uses it."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from esafety.people.models import School
from incidents import actions
from incidents.models import SpeakUpPage
from incidents.speaking_up.told import Confidence
from incidents.vocabulary.speaking_up import AboutWhom, PageState
from tests.cast import Cast

CODE = re.compile(r'<p class="app-code">([^<]+)</p>')
WORDS = "He sends me pictures every night and says not to tell."


def a_page(cast: Cast, school: School | None = None, state: PageState = PageState.OPEN) -> SpeakUpPage:
    """The page of a school, as its safeguarding lead opened it; what was counted before is forgotten."""
    cache.clear()
    school = school or cast.school
    by = cast.dsl if school == cast.school else cast.other_dsl
    return actions.set_speak_up_page(school=school, state=state, by=by)


def confided(page: SpeakUpPage, what: str = WORDS, **told: Any) -> actions.Confided:
    """What somebody tells through the action."""
    given = {"danger": False, "about": AboutWhom.NOBODY, **told}
    return actions.confide(page=page, told=Confidence(what=what, **given), key=uuid.uuid4())


def tell(page: SpeakUpPage, client: Client | None = None, headers: Any = None, **answers: str) -> Any:
    """What somebody sends from the page."""
    sent = {"key": str(uuid.uuid4()), "danger": "no", "what": WORDS, "about": "nobody", **answers}
    return (client or Client()).post(page.path, sent, headers=headers or {})


def code_in(response: Any) -> str:
    """The code that the answer shows."""
    found = CODE.search(response.content.decode())
    assert found, response.content.decode()[-3000:]
    return found[1]


def come_back(page: SpeakUpPage, code: str, headers: Any = None, **more: str) -> Any:
    """Coming back with a code."""
    return Client().post(
        reverse("speak_up_back", args=[page.token]), {"code": code, **more}, headers=headers or {}
    )
