"""The register of access: who has access to what, today and on every past day."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from esafety.access.capabilities import Capability
from esafety.access.reach import BY_NAME, LINES, Reach, reach_of, roles_reaching
from esafety.access.refusals import NotNow
from esafety.access.roles import CAPABILITIES
from esafety.audit.models import AuditEvent
from esafety.office import actions
from esafety.office.models import RegisterDay, VisitorAccess
from esafety.office.queries.register import Narrowed, register_on
from esafety.office.vocabulary import VisitorUse
from esafety.outbox.relay import drain
from esafety.papers.models import Paper
from esafety.people.models import Membership, Person, School, User
from esafety.people.vocabulary import Role
from tests.cast import Cast, sign_in

As = Callable[[str], Client]


def today() -> dt.date:
    return timezone.localdate()


def days(number: int) -> dt.timedelta:
    return dt.timedelta(days=number)


def held_on(school: School, day: dt.date) -> set[tuple[str, str]]:
    """Who holds what, as the register says it."""
    return {(one.name, one.role.value) for one in register_on(school, day).holders}


def a_visitor(cast: Cast, **facts: Any) -> VisitorAccess:
    told = {
        "name": "Otto Visitor", "organisation": "Pianos and Sons", "uses": {VisitorUse.GUEST_NETWORK: ""},
        "from_date": today(), "until": today() + days(3), "permitted_by": cast.head, "agreed_on": today(),
        "agreement_note": "paper", "by": cast.technician,
    }  # fmt: skip
    return actions.let_visitor_in(school=cast.school, **told | facts)[0]


# -- one table ---------------------------------------------------------------------------------------


def test_every_capability_is_told_in_plain_words_exactly_once() -> None:
    told = [capability for line in LINES for capability in line.given_by] + list(BY_NAME)
    assert sorted(told) == sorted(Capability)


def test_what_a_role_reaches_is_what_its_capabilities_say() -> None:
    for role in Role:
        assert [line.reach for line in reach_of(role)] == [
            line.reach for line in LINES if line.given_by & CAPABILITIES[role]
        ]
    assert Role.SCHOOL_ADMIN not in roles_reaching(Reach.CASES)
    assert Role.TRUST_ADMIN not in roles_reaching(Reach.CASES)
    assert reach_of(Role.PARENT) == []


# -- history -----------------------------------------------------------------------------------------


@contextmanager
def on_day(day: dt.date, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """As if it were noon of another day."""
    noon = dt.datetime.combine(day, dt.time(12), dt.UTC)
    with patch.context() as here:
        here.setattr(timezone, "now", lambda: noon)
        yield


def _act(cast: Cast, who: Person, user: User, dice: random.Random) -> bool:
    """Something the office does about one account, or is refused. True when a role ended."""
    admin, now = cast.school_admin, today()
    posts = list(Membership.objects.filter(user=user, school=cast.school))
    post = dice.choice(posts) if posts else None
    until = dice.choice([None, now + days(dice.randint(-4, 6))])
    what = dice.choice(["give", "give", "move", "move", "end", "leave", "nothing"])
    try:
        with transaction.atomic():
            if what == "give":
                role = dice.choice([Role.STAFF, Role.GOVERNOR, Role.SAFETY_GOVERNOR])
                begins = now + days(dice.randint(-3, 3))
                actions.ask_for_post(person=who, role=role, from_date=begins, until=until, by=admin)
            elif what == "move" and post:
                actions.ask_to_move_post(person=who, post=post, until=until, by=admin)
            elif what == "end" and post and post.ended_at is None:
                actions.ask_to_end_post(person=who, post=post, by=admin)
                return True
            elif what == "leave" and dice.random() < 0.15:
                actions.ask_to_leave(person=who, on=now, by=admin)
                return True
    except (NotNow, IntegrityError):
        pass
    return False


@pytest.mark.parametrize("seed", range(3))
def test_what_it_said_each_evening_it_says_of_that_day_for_ever(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Forty days of an office at work. Afterwards each day reads as it did that evening, with whatever was ended
    in its course."""
    dice = random.Random(seed)
    first = today()
    names = ["teacher", "second_teacher", "governor", "safety_governor"]
    evenings: dict[dt.date, set[tuple[str, str]]] = {}
    ended: dict[dt.date, set[str]] = {}
    for number in range(40):
        day = first + days(number)
        with on_day(day, monkeypatch):
            for name in names:
                user = cast.user(name)
                if user.is_active and _act(cast, cast.person_of(user), user, dice):
                    ended.setdefault(day, set()).add(str(user))
            evenings[day] = held_on(cast.school, day)
    with on_day(first + days(60), monkeypatch):
        for day, evening in evenings.items():
            later = held_on(cast.school, day)
            assert later >= evening, day
            assert {name for name, _ in later - evening} <= ended.get(day, set()), day
    assert len({frozenset(evening) for evening in evenings.values()}) > 5


def test_a_leaver_is_still_there_on_the_days_they_were(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    name, day = ("Jamal Rashid", "staff"), today()
    with on_day(day + days(5), monkeypatch):
        actions.ask_to_leave(person=cast.person_of(cast.teacher), on=today(), by=cast.school_admin)
        assert name not in held_on(cast.school, today())
    with on_day(day + days(9), monkeypatch):
        assert name in held_on(cast.school, day)
        assert name in held_on(cast.school, day + days(5))
        assert name not in held_on(cast.school, day + days(6))


def test_somebody_invited_has_access_from_the_day_they_took_the_account_up(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from esafety.office.actions.invitations import Invitee
    from esafety.office.models import AccountInvitation
    from esafety.people.vocabulary import PersonKind

    first, name = today(), ("Nia New", "staff")
    invitee = Invitee("Nia", "New", "nia@harbour.example", PersonKind.STAFF, None)
    actions.invite_account(school=cast.school, invitee=invitee, roles=[Role.STAFF], by=cast.school_admin)
    with on_day(first + days(2), monkeypatch):
        assert name not in held_on(cast.school, today())
        invitation = AccountInvitation.objects.get()
        actions.accept_invitation(
            invitation=invitation, password="otter lantern gravel two", by=invitation.user
        )
        assert name in held_on(cast.school, today())
    with on_day(first + days(5), monkeypatch):
        assert name not in held_on(cast.school, first + days(1))
        assert name in held_on(cast.school, first + days(2))


def test_a_visitor_s_entry_ends_and_is_never_rewritten(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    entry, day = a_visitor(cast, until=today() + days(9)), today()
    with on_day(day + days(2), monkeypatch):
        actions.end_visitor_access(entry=entry, by=cast.school_admin)
        assert register_on(cast.school, today()).visitors == []
        with pytest.raises(NotNow):
            actions.end_visitor_access(entry=entry, by=cast.school_admin)
    with on_day(day + days(8), monkeypatch):
        found = [register_on(cast.school, day + days(at)).visitors for at in range(4)]
        assert [len(rows) for rows in found] == [1, 1, 1, 0]
        assert found[0][0].last_day == day + days(2)


def test_a_visitor_whose_last_day_is_over_cannot_be_ended(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = a_visitor(cast)
    with on_day(today() + days(5), monkeypatch), pytest.raises(NotNow):
        actions.end_visitor_access(entry=entry, by=cast.technician)


# -- who keeps visitors ----------------------------------------------------------------------------------


def test_only_the_technician_and_the_school_administrator_enter_visitors(cast: Cast) -> None:
    for name in ("technician", "school_admin"):
        a_visitor(cast, by=cast.user(name))
    for name in ("head", "dsl", "trust_admin", "business_manager", "teacher"):
        with pytest.raises(PermissionDenied):
            a_visitor(cast, by=cast.user(name))


def test_whoever_permits_it_is_of_the_school(cast: Cast) -> None:
    with pytest.raises(LookupError):
        a_visitor(cast, permitted_by=cast.other_head)


def test_the_database_refuses_an_end_before_the_start_and_an_end_by_nobody(cast: Cast) -> None:
    entry = a_visitor(cast)
    for change in ({"until": today() - days(1)}, {"ended_at": timezone.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            VisitorAccess.objects.filter(pk=entry.pk).update(**change)


# -- pages ---------------------------------------------------------------------------------------------


def test_the_page_says_who_has_access_to_what(cast: Cast, as_: As) -> None:
    a_visitor(cast, agreed_on=None)
    page = as_("dsl").get(reverse("register")).content.decode()
    for words in ("Ruth Adeyemi", "Reads and works on the cases of their post", "Otto Visitor", "Helen Marsh",
                  "Not noted", "opened to somebody by name, and how many"):  # fmt: skip
        assert words in page, words
    assert "Idris Cole" not in page
    assert "End now" not in page
    assert "End now" in as_("technician").get(reverse("register")).content.decode()


def test_a_past_day_is_asked_for_and_told(cast: Cast, as_: As) -> None:
    Membership.objects.filter(user=cast.teacher).update(until=dt.date(2026, 3, 31))
    asked = {"day_0": "15", "day_1": "3", "day_2": "2026"}
    page = as_("head").get(reverse("register"), asked).content.decode()
    assert "Who had access on 15 March 2026" in page
    assert "Jamal Rashid" in page
    assert "Jamal Rashid" not in as_("head").get(reverse("register")).content.decode()


def test_tomorrow_is_refused(cast: Cast, as_: As) -> None:
    day = today() + days(1)
    asked = {"day_0": day.day, "day_1": day.month, "day_2": day.year}
    answer = as_("head").get(reverse("register"), asked)
    assert answer.status_code == 422
    assert "The day must be today or in the past" in answer.content.decode()


@pytest.mark.parametrize(
    ("asked", "there", "gone"),
    [
        ({"role": "staff"}, "Jamal Rashid", "Ruth Adeyemi"),
        ({"reach": "cases"}, "Ruth Adeyemi", "Jamal Rashid"),
        ({"reach": "cases", "role": "staff"}, "Nobody with an account had this access", "Ruth Adeyemi"),
        ({"role": "nonsense"}, "from the options", "zzz"),
    ],
)
def test_it_is_narrowed(cast: Cast, as_: As, asked: dict[str, str], there: str, gone: str) -> None:
    page = as_("head").get(reverse("register"), asked).content.decode()
    assert there in page
    assert gone not in page.split("What is not in this register")[0].split("Show</button>")[-1]


def test_narrowed_to_a_role_visitors_are_left_out() -> None:
    assert not Narrowed(role=Role.STAFF).shows_visitors
    assert Narrowed().shows_visitors


def test_the_file_holds_the_same_and_starts_no_formula(cast: Cast, as_: As) -> None:
    a_visitor(cast, name="=cmd|'/c calc'!A1", organisation="@evil")
    answer = as_("school_admin").get(reverse("register_export"))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["Name"] for row in rows} >= {"Ruth Adeyemi", "'=cmd|'/c calc'!A1"}
    visitor = next(row for row in rows if row["Organisation"])
    assert visitor["Organisation"] == "'@evil"
    assert visitor["Permitted by"] == "Helen Marsh"
    lead = next(row for row in rows if row["Name"] == "Ruth Adeyemi")
    assert lead["Since"] == "2020-09-01"
    assert "Reads and works on the cases" in lead["What it opens"]
    last = AuditEvent.objects.latest("pk")
    assert (last.code, last.detail) == ("office.register_exported", {"day": today().isoformat()})
    assert "attachment" in answer["Content-Disposition"]


def test_the_file_asks_again_who_it_is(cast: Cast) -> None:
    client = sign_in(Client(), cast.school_admin, recently=False)
    answer = client.get(reverse("register_export"))
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert not AuditEvent.objects.filter(code="office.register_exported").exists()


def test_a_pdf_of_a_day(cast: Cast, as_: As) -> None:
    from pypdf import PdfReader

    a_visitor(cast)
    client = as_("school_admin")
    day = today() - days(1)
    sent = client.post(reverse("register_print"), {"day_0": day.day, "day_1": day.month, "day_2": day.year})
    assert sent.status_code == 302
    assert RegisterDay.objects.get().day == day
    paper = Paper.objects.get()
    drain()
    download = client.get(reverse("papers:download", args=[paper.reference]))
    reader = PdfReader(io.BytesIO(b"".join(download.streaming_content)))
    text = " ".join(" ".join(leaf.extract_text() for leaf in reader.pages).split())
    assert "Ruth Adeyemi" in text
    assert "Otto Visitor" not in text
    assert "Designated safeguarding lead" in text
    assert sign_in(Client(), cast.teacher).get(sent["Location"]).status_code == 404


def enter(client: Client, cast: Cast, **changes: Any) -> Any:
    until = today() + days(2)
    told = {
        "name": "Otto Visitor", "organisation": "", "uses": ["guest_network", "device"], "device": "laptop 14",
        "until_0": until.day, "until_1": until.month, "until_2": until.year, "permitted_by": cast.head.pk,
    }  # fmt: skip
    return client.post(reverse("visitor_add"), told | changes)


def test_a_visitor_is_entered_and_ended(cast: Cast, as_: As) -> None:
    client = as_("technician")
    assert enter(client, cast).status_code == 302
    kept = list(VisitorAccess.objects.order_by("pk").values_list("use", "which"))
    assert kept == [("guest_network", ""), ("device", "laptop 14")]
    told = AuditEvent.objects.filter(code="office.visitor_let_in").get()
    assert told.detail == {"uses": ["guest_network", "device"]}
    entry = VisitorAccess.objects.first()
    assert entry is not None
    page = client.post(reverse("visitor_end", args=[entry.pk]), follow=True).content.decode()
    assert "may no longer use it: guest network" in page
    assert VisitorAccess.objects.filter(ended_at=None).count() == 1
    again = client.post(reverse("visitor_end", args=[entry.pk]), follow=True).content.decode()
    assert "That is over already" in again


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "Enter the visitor’s name"),
        ({"uses": []}, "Select what they may use"),
        ({"device": ""}, "Enter which device"),
        ({"until_0": "", "until_1": "", "until_2": ""}, "Enter the last day"),
        ({"until_2": "2020"}, "on or after the first day"),
        ({"until_2": "2040"}, "within a year"),
        ({"permitted_by": ""}, "Select who permits it"),
        ({"agreed_on_0": "1", "agreed_on_1": "1", "agreed_on_2": "2090"}, "the day they signed"),
    ],
)
def test_what_is_wrong_is_said(cast: Cast, as_: As, changes: dict[str, Any], words: str) -> None:
    answer = enter(as_("technician"), cast, **changes)
    assert answer.status_code == 422
    assert words.lower() in answer.content.decode().lower()
    assert VisitorAccess.objects.count() == 0


def test_another_school_s_people_and_visitors_are_not_there(cast: Cast, as_: As) -> None:
    entry = a_visitor(cast)
    assert as_("other_head").get(reverse("register")).status_code == 200
    assert "Otto" not in as_("other_head").get(reverse("register")).content.decode()
    assert as_("other_head").post(reverse("visitor_end", args=[entry.pk])).status_code == 404
    assert as_("head").post(reverse("visitor_end", args=[entry.pk])).status_code == 403
    other = cast.other_head.pk
    assert enter(as_("technician"), cast, permitted_by=other).status_code == 422


def test_whether_a_case_was_opened_to_somebody_changes_nothing(cast: Cast, as_: As) -> None:
    """Whoever reads the register learns nothing about single records, not even that there is one."""
    from tests.builders import a_concern, holder

    before = as_("school_admin").get(reverse("register")).content
    incident = a_concern(cast, about="pupil")
    from incidents import actions as incidents

    incidents.share(incident=incident, user=cast.senco, reason="Help", until=None, by=holder(incident))
    after = as_("school_admin").get(reverse("register")).content
    assert told(before) == told(after)


def told(page: bytes) -> bytes:
    import re

    return re.sub(rb'(value|content)="[A-Za-z0-9]{64}"', b"", page)
