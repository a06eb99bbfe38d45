"""Links that are cut off, mistyped, over, locked, passed on: what each says, and what none tells."""

from __future__ import annotations

import datetime as dt
import gzip
import random
import re
import string
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from aup import actions
from aup.links import LETTERS, token_of
from aup.models import Invitation, Signature
from aup.opening import confirm
from esafety.access.refusals import NotNow
from esafety.audit.models import AuditEvent
from esafety.outbox.relay import drain
from tests.aup.signing import Okafors, a_campaign, boxes, first_page, invitation_of, opened, told
from tests.cast import Cast, sign_in

WRONG = dt.date(2001, 1, 1)
_LETTERS = string.ascii_letters + string.digits + "-_"


def mutated(token: str, chance: random.Random) -> str:
    """The token cut off, with a letter more, one letter changed, turned round, or another one altogether; never
    the token itself."""
    at, letter = chance.randrange(len(token)), chance.choice(_LETTERS)
    other = chance.choice(
        [
            token[:at] or "x",
            token + letter,
            token[:at] + letter + token[at + 1 :],
            token.swapcase(),
            token[::-1],
            "".join(chance.choice(_LETTERS) for _ in range(LETTERS)),
            token[:at] + "%00" + token[at:],
        ]
    )
    return other if other != token else mutated(token, chance)


def test_a_link_that_is_none_gets_the_same_bytes_whatever_it_is(family: Okafors) -> None:
    """The full run of 100,000 is in benchmarks/signing.py."""
    token = invitation_of(family.mother).token
    chance = random.Random(5)
    browser = Client()
    answers = set()
    for _ in range(300):
        answer = browser.get(f"/agreements/sign/{mutated(token, chance)}/")
        answers.add((answer.status_code, answer.content))
    assert len(answers) == 1
    ((status, body),) = answers
    assert status == 404
    assert b"copy the whole link" in body
    assert b"Harbour" not in body
    assert browser.get(f"/agreements/sign/{token}/").status_code == 200


def test_the_other_pages_of_a_link_that_is_none_are_the_same_too(family: Okafors) -> None:
    first = Client().get("/agreements/sign/nothing/").content
    for page in ("all/", "consents/1/", "copy/AAAA-BBBB/", "ks2/1/"):
        assert Client().get(f"/agreements/sign/nothing/{page}").content == first


def test_the_database_holds_no_link(family: Okafors) -> None:
    invitation = invitation_of(family.mother)
    token = invitation.token
    assert len(token) == LETTERS
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM aup_invitation")
        held = str(cursor.fetchall())
        cursor.execute("SELECT * FROM outbox_message")
        held += str(cursor.fetchall())
    assert token not in held
    assert token in mail.outbox[-1].body or any(token in one.body for one in mail.outbox)
    assert token_of("class", invitation.key_id, invitation.salt) != token, "each purpose its own"


def test_five_wrong_dates_lock_the_link_and_the_page_says_what_to_do(family: Okafors) -> None:
    browser, url = Client(), first_page(family.mother)
    for left in (4, 3, 2, 1):
        answer = browser.post(url, boxes(WRONG))
        assert answer.status_code == 422
        words = "one more try" if left == 1 else f"{left} more tries"
        assert words in answer.content.decode()
    answer = browser.post(url, boxes(WRONG))
    assert answer.status_code == 410
    assert "locked" in answer.content.decode()
    assert "Ring the school office" in answer.content.decode()
    assert browser.post(url, boxes(family.esi.born_on)).status_code == 410, "the right one comes too late"
    codes = AuditEvent.objects.filter(code__startswith="agreement.link").values_list("code", flat=True)
    assert list(codes) == ["agreement.link_refused"] * 5


def test_the_right_date_gives_the_tries_back(family: Okafors) -> None:
    browser, url = Client(), first_page(family.mother)
    for _ in range(4):
        browser.post(url, boxes(WRONG))
    opened(family.mother, family.esi.born_on, browser)
    assert invitation_of(family.mother).wrong_facts == 0


def test_guesses_cannot_race(family: Okafors) -> None:
    """Each try is spent before it is compared: a stale row gives no further one."""
    stale = [Invitation.objects.get(pk=invitation_of(family.mother).pk) for _ in range(8)]
    for one in stale:
        assert not confirm(one, WRONG)
    assert not confirm(stale[0], family.esi.born_on)
    assert AuditEvent.objects.filter(code="agreement.link_refused").count() == 5


def test_a_date_that_is_no_date_costs_no_try(family: Okafors) -> None:
    url = first_page(family.mother)
    for sent in ({}, {"born_on_0": "31", "born_on_1": "2", "born_on_2": "2016"}, {"born_on_0": "x" * 5000}):
        assert Client().post(url, sent).status_code == 422
    assert invitation_of(family.mother).wrong_facts == 0


def test_too_many_dates_in_a_minute_are_refused_before_they_are_compared(family: Okafors) -> None:
    browser, url = Client(), first_page(family.mother)
    statuses = [browser.post(url, boxes(family.esi.born_on)).status_code for _ in range(12)]
    assert statuses == [302] * 10 + [429] * 2


def test_a_link_that_was_passed_on_asks_for_the_fact_again(family: Okafors) -> None:
    opened(family.mother, family.esi.born_on)
    home = reverse("sign_home", args=[invitation_of(family.mother).token])
    stranger = Client().get(home)
    assert (stranger.status_code, stranger["Location"]) == (302, first_page(family.mother))


def test_the_mark_of_one_link_opens_no_other(cast: Cast, family: Okafors) -> None:
    from tests.aup.signing import a_parent

    other = a_parent(cast.school, "Joan Smith", [cast.pupil], email="joan@home.example")
    a_campaign(cast, title="Second")
    browser = opened(family.mother, family.esi.born_on)
    mark = browser.cookies["aup_opened"].value
    thief = Client()
    thief.cookies["aup_opened"] = mark
    answer = thief.get(reverse("sign_home", args=[invitation_of(other).token]))
    assert answer["Location"] == first_page(other)


def test_finish_on_this_device_closes_the_page(family: Okafors) -> None:
    browser = opened(family.mother, family.esi.born_on)
    token = invitation_of(family.mother).token
    assert browser.get(reverse("sign_home", args=[token])).status_code == 200
    answer = browser.post(reverse("sign_finish", args=[token]))
    assert "no longer opens your page" in answer.content.decode()
    assert browser.get(reverse("sign_home", args=[token])).status_code == 302


@pytest.mark.parametrize("state", ["expired", "replaced", "nobody"])
def test_a_real_link_that_is_over_says_what_to_do_and_nothing_of_whom(family: Okafors, state: str) -> None:
    url = first_page(family.mother)
    mine = Invitation.objects.filter(signer=family.mother)
    if state == "expired":
        mine.update(expires_at=timezone.now())
    elif state == "replaced":
        mine.update(replaced_at=timezone.now())
    else:
        family.mother.wards.update(no_contact=True)
    answer = Client().get(url)
    assert answer.status_code == 410
    page = answer.content.decode()
    assert "Ring the school office" in page or "ring the school office" in page
    for word in ("Okafor", "Harbour", "E. O.", "court"):
        assert word not in page
    assert Client().get(url).content == answer.content
    assert not Signature.objects.exists()


def test_the_office_sends_a_new_link_where_the_old_one_is_locked(cast: Cast, family: Okafors) -> None:
    old = first_page(family.mother)
    for _ in range(5):
        Client().post(old, boxes(WRONG))
    cache.clear()
    staff = sign_in(Client(), cast.school_admin)
    answer = staff.post(reverse("invitation_again", args=[invitation_of(family.mother).pk]), follow=True)
    assert "The link is on its way" in answer.content.decode()
    drain()
    assert Client().get(old).status_code == 404, "the old one is no link any more"
    assert first_page(family.mother) in mail.outbox[-1].body
    opened(family.mother, family.esi.born_on)


def test_a_later_campaign_replaces_the_link(cast: Cast, family: Okafors) -> None:
    old = first_page(family.mother)
    a_campaign(cast, title="Next year", only_missing=False)
    assert Client().get(old).status_code == 410
    assert first_page(family.mother) != old
    first = Invitation.objects.filter(signer=family.mother).earliest("pk")
    with pytest.raises(NotNow, match="newer link"):
        actions.send_link_again(invitation=first, by=cast.school_admin)


def test_a_contact_whom_a_court_keeps_away_gets_no_mail_already_promised(cast: Cast, family: Okafors) -> None:
    actions.send_link_again(invitation=invitation_of(family.mother), by=cast.school_admin)
    before = len(mail.outbox)
    family.mother.wards.update(no_contact=True)
    drain()
    assert len(mail.outbox) == before


def test_the_first_page_holds_nothing_but_initials(family: Okafors) -> None:
    page: Any = Client().get(first_page(family.mother)).content.decode()
    assert "E. O." in page
    assert told(page, "Okafor", "Esi", "Amina", "5H", "Year 5") == set()


def test_the_first_page_on_a_phone_is_at_most_forty_kilobytes_on_the_wire(family: Okafors) -> None:
    """The page and everything it asks for, compressed as the product sends them (quality.md)."""
    page = Client().get(first_page(family.mother)).content
    asked = set(re.findall(rb'(?:src|href)="(/static/[^"]+)"', page))
    built = Path(settings.BASE_DIR) / "static" / "built"
    imported = re.findall(rb'from "./([^"]+)"', (built / "init.js").read_bytes())
    names = {Path(one.decode()).name for one in asked} | {one.decode() for one in imported}
    wire = len(gzip.compress(page)) + sum(len(brotli.compress((built / name).read_bytes())) for name in names)
    assert any("govuk" in name for name in names)
    assert wire <= 40 * 1024, wire
