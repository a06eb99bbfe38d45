"""A record with a word of its own in every field: whoever may not see it meets none of them anywhere (S1, AC-01).

Every address of the product is asked for, by GET and by POST, as the subject, as colleagues, as other
schools and as a stranger. What is forbidden is answered like what is missing, byte for byte.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from esafety.access.capabilities import Capability
from esafety.outbox.models import Message
from esafety.outbox.registry import promises
from esafety.outbox.relay import keep_due
from esafety.outbox.vocabulary import State
from incidents import actions
from incidents.access import INCIDENTS
from incidents.models import Incident
from incidents.vocabulary import Audience, IncidentType, Part, Standing, Status
from tests.builders import a_concern, advance, involved
from tests.cast import Cast, sign_in
from tests.house.routes import Route, routes
from tests.house.world import World, a_full_record, addresses, begin_things, surround

CANARY = re.compile(rb"zq\w+?qz|zqsite|zqaddress")
TOKEN = re.compile(
    rb'name="(?:csrfmiddlewaretoken|key)" value="[^"]*"|data-absolute-seconds="\d+"|, now: [^<]*|permit=[^"]*'
)
"""What differs each time: the token, the key and the permit of a form, the seconds a sign-in lasts, the minute of a
list."""
OTHERS = ("co_ordinator", "school_admin")
MORE = (
    ("teacher", ("technician", "safety_governor", "other_dsl")),
    ("teacher", ("trust_admin", "parent")),
)
"""Others still, from whom what is about a teacher is hidden too."""

# fmt: off
HIDDEN: dict[str, dict[str, Any]] = {
    "teacher":      {"type": IncidentType.STAFF_PUPIL_CONTACT},
    "dsl":          {"by": "senior_leader"},
    "head":         {"type": IncidentType.GROOMING},
    "chair":        {},
    "governor":     {"type": IncidentType.DATA_LOSS},
    "co_ordinator": {"type": IncidentType.BYPASS},
}
"""Who a record is about, and what else is known of it. The word for it in the cast is also who is shut out."""
# fmt: on


def hide(cast: Cast, name: str, **more: Any) -> World:
    begin_things(cast)
    return surround(cast, a_full_record(cast, about=name, **{**HIDDEN[name], **more}))


class Answer(NamedTuple):
    """What came back, without what differs each time."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def answer(client: Client, method: str, url: str) -> Answer:
    response = getattr(client, method)(url)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = sorted(one for one in response.headers.items() if one[0].lower() != "x-request-id")
    return Answer(response.status_code, tuple(headers), TOKEN.sub(b"", body))


def canaries_in(one: Answer) -> set[bytes]:
    return set(CANARY.findall(one.body + repr(one.headers).encode() + b"%d" % one.status))


@pytest.mark.either_engine
@pytest.mark.parametrize(("name", "others"), [*((name, (name, *OTHERS, None)) for name in HIDDEN), *MORE])
def test_whoever_may_not_see_it_meets_none_of_its_words(
    cast: Cast, name: str, others: tuple[str | None, ...], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    world = hide(cast, name)
    asked = 0
    for who in others:
        client = sign_in(Client(), cast.user(who)) if who else Client()
        for url in addresses(world, user=cast.user(who) if who else cast.teacher):
            for method in ("get", "post"):
                if (method, url) == ("post", reverse("account_logout")):
                    continue
                assert canaries_in(answer(client, method, url)) == set(), (who, method, url)
                asked += 1
    assert asked > 500 * len(others)
    assert CANARY.findall(caplog.text.encode()) == []


def test_the_crawl_would_find_a_leak(cast: Cast) -> None:
    """The same crawl by somebody who may see the record meets nearly every field."""
    world = hide(cast, "teacher")
    client = sign_in(Client(), cast.head)
    met: set[bytes] = set()
    for url in addresses(world, user=cast.head):
        met |= canaries_in(answer(client, "get", url))
    assert len(met) >= 30


ELSEWHERE = ("office/", "agreements/", "filtering/", "governance/")
"""Rooms with records of their own, which are hidden from nobody because of what is said of them there: what they
show of an incident is compared in two worlds below, and by their own tests."""


def about_records() -> list[Route]:
    """Routes that name a record somebody may be shut out of."""
    own = ("report", "view_delete", "mfa_", "account_", "duty", "absence", "welcome", "stop_change", "sign_in_",
           "openid_", "visitor_", "letter_text", "retention_period", "access_enter")  # fmt: skip
    named = [route for route in routes() if route.takes and not route.name.startswith(own)]
    sent = [route for route in routes() if route.name == "report_sent"]
    shut = [route for route in named if route.door and route.door.kind != "public"]
    return [route for route in shut if not route.pattern.startswith(ELSEWHERE)] + sent


MISSING = {
    "reference": "26-QQQQQ",
    "record": "26-QQQQQ",
    "key": "nothing-of-the-kind",
    "token": "x" * 43,
    "part": 987_654,
    "link": 987_654,
    "invitation": 987_654,
    "referral": 987_654,
    "letter": "L-QQQQQ",
    "edition": 1,
    "step": "decided",
    "agency": "lado",
    "approach": "referred",
    "what": "note",
    "number": 987_654,
    "pk": 987_654,
    "kind": "support",
    "submission_key": "0b7f6c1e-0000-4000-8000-000000000000",
}


@pytest.mark.either_engine
@pytest.mark.parametrize("name", HIDDEN)
def test_forbidden_is_missing_byte_for_byte(cast: Cast, name: str) -> None:
    world = hide(cast, name)
    client = sign_in(Client(), cast.user(name))
    compared = 0
    for route in about_records():
        nothing = reverse(route.name, kwargs={one: MISSING[one] for one in route.takes})
        for url in addresses(world, [route]):
            if "token" in route.takes:  # whoever holds the link and the passphrase stands for themselves
                continue
            for method in ("get", "post"):
                there, not_there = answer(client, method, url), answer(client, method, nothing)
                assert there == not_there, (method, url)
                assert there.status in (404, 405), (method, url)
                compared += 1
    assert compared > 70


def test_a_wrong_reference_of_any_make_is_missing_too(cast: Cast) -> None:
    client = sign_in(Client(), cast.dsl)
    same = answer(client, "get", "/incidents/26-QQQQQ/")
    assert same.status == 404
    odd = ("0", "-1", "1", "26-", "26_QQQQ", "26-qqqq", "９", "x" * 300, "%00", "%F0%9F%98%80", "'--", "*")
    for reference in odd:
        there = answer(client, "get", f"/incidents/{reference}/")
        assert (there.status, there.body) == (same.status, same.body), reference


# -- two worlds ----------------------------------------------------------------------------------

_OWN = (
    "account_",
    "mfa_",
    "usersessions",
    "second_factor",
    "session_state",
    "stay_signed_in",
    "health",
    "metrics",
)
"""Pages about one's own sign-in: they hold a new code each time, and no record."""


def pages() -> Iterator[Route]:
    return (route for route in routes() if not route.takes and not route.name.startswith(_OWN))


def asked_by(cast: Cast, name: str) -> dict[str, Answer]:
    """Every page without a record in its address, and the search for a person, as one of the cast."""
    client = sign_in(Client(), cast.user(name))
    found = {route.name: answer(client, "get", reverse(route.name)) for route in pages()}
    for typed in ("Zoë", "Rashid", "Marsh", "Okoro", "zqdescriptionqz"):
        there = client.post(reverse("people_search"), {"search": typed})
        found[f"search {typed}"] = Answer(there.status_code, (), TOKEN.sub(b"", there.content))
    return found


@pytest.mark.either_engine
@pytest.mark.parametrize("name", HIDDEN)
def test_with_and_without_the_record_every_page_is_the_same_to_the_subject(cast: Cast, name: str) -> None:
    """Lists, counts and searches by every filter are compared in tests/incidents/test_two_worlds.py."""
    begin_things(cast)
    without = asked_by(cast, name)
    world = surround(cast, a_full_record(cast, about=name, **HIDDEN[name]))
    assert Message.objects.filter(state=State.PARKED).exists()
    assert world.incident.status == Status.CLOSED
    there = asked_by(cast, name)
    assert {what: (one, there[what]) for what, one in without.items() if one != there[what]} == {}
    assert len(without) > 15


# -- mail ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", HIDDEN)
def test_no_mail_about_it_goes_to_the_subject_and_none_holds_its_words(cast: Cast, name: str) -> None:
    incident = a_full_record(cast, about=name, **HIDDEN[name])
    subject = cast.user(name)
    keep_due(next(one for one in promises() if one.model is Message))
    assert not Message.objects.filter(state=State.OWED).exists()
    assert len(mail.outbox) >= 4
    for one in mail.outbox:
        raw = one.message().as_bytes()
        assert CANARY.findall(raw) == []
        assert one.recipients() != [subject.email]
        assert (len(one.recipients()), one.attachments) == (1, [])
    told = {address for one in mail.outbox for address in one.recipients()}
    inside = {user for name in Cast.accounts() if (user := cast.user(name)).email in told}
    for user in inside - {incident.reported_by}:
        assert INCIDENTS.allows(user, Capability.SEE_INCIDENTS, Incident.objects.get(pk=incident.pk)), user


def test_a_right_that_ends_between_promise_and_sending_ends_the_mail(cast: Cast) -> None:
    """S4: the recipient is asked for again when the mail is sent."""
    incident = a_concern(cast, about="pupil", type=IncidentType.GROOMING)
    owed = Message.objects.filter(state=State.OWED, to_user=cast.dsl, notice="incident.new_item")
    assert owed.exists()
    subject = involved(cast, "dsl", Part.SUBJECT)[0]
    actions.add_person(incident=incident, involved=subject, version=incident.version, by=cast.deputy)
    keep_due(next(one for one in promises() if one.model is Message))
    assert {message.state for message in Message.objects.filter(to_user=cast.dsl)} == {State.WITHHELD}
    assert cast.dsl.email not in {address for one in mail.outbox for address in one.recipients()}


def test_a_reporter_who_became_a_subject_hears_neither_of_answers_nor_of_the_end(cast: Cast) -> None:
    """Their receipt stays (decision 14); no mail tells them that anything happened since."""
    incident = a_concern(cast, about="pupil", by="technician")
    subject = involved(cast, "technician", Part.SUBJECT)[0]
    actions.add_person(incident=incident, involved=subject, version=incident.version, by=cast.dsl)
    incident = advance(incident, Status.IN_PROGRESS)
    text = {"text": "Thank you.", "standing": Standing.FACT, "audience": Audience.REPORTER}
    actions.add_note(incident=incident, by=cast.head, **text)
    advance(incident, Status.CLOSED)
    keep_due(next(one for one in promises() if one.model is Message))
    about = Message.objects.filter(to_user=cast.technician)
    assert dict(about.values_list("notice", "state")) == {
        "incident.received": State.DONE,
        "incident.answered": State.WITHHELD,
        "incident.ended": State.WITHHELD,
    }
