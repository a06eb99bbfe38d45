"""Every page and every error state, for everybody who may open it, is clean by axe and fits the screen.

The pages come from the URLconf and the people from the cast, so a new route is looked at without a word here.
What a route takes is said in `World.fill`; a route without a page of its own is named below, with the reason.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from aup.models import Invitation
from aup.vocabulary import Audience
from esafety.access.roles import may, schools_of
from esafety.office import actions as office
from esafety.office.models import ImportRun
from esafety.office.queries.readiness import missing
from esafety.office.roll.vocabulary import DateOrder, FileKind
from esafety.outbox.vocabulary import State
from esafety.papers import cabinet
from esafety.papers.models import Paper
from esafety.papers.receiving.vocabulary import Answer
from esafety.papers.tasks import make
from esafety.papers.vocabulary import Why
from esafety.people.models import School, User
from esafety.people.vocabulary import ContactKind, Role
from esafety.signin.limits import SEEN_AT
from incidents import actions
from incidents.models import Incident
from incidents.vocabulary import IncidentType, Status
from tests.aup.editions import in_force
from tests.aup.signing import opened
from tests.builders import a_concern, holder
from tests.cast import Cast, sign_in
from tests.house import aup_world
from tests.house.aup_signing_world import BORN
from tests.house.examining import Examiner
from tests.house.replay import replaying
from tests.house.routes import Route, routes
from tests.house.visits import TOKEN, WAYS, Visit, Visitor, Ways, route_of
from tests.house.world import FURNISHED, World, a_full_record, addresses, begin_things, sees, surround
from tests.office.filing import begin, bring_in, undo
from tests.office.test_accounts import deliver_everything
from tests.signin.acts import app_for, give_password, passkey_for

if TYPE_CHECKING:
    from playwright.sync_api import Page

NO_PAGE = {
    "health_live": "a word for a machine",
    "health_ready": "a word for a machine",
    "metrics": "figures for a machine",
    "session_state": "numbers for a script",
    "stay_signed_in": "says nothing, to a script",
    "report_autosave": "answers a script",
    "mfa_list_webauthn": "leads to the page about signing in",
    "account_set_password": "leads to the page for a forgotten password",
    "incidents_export": "a file",
    "devices_export": "a file",
    "alert_hook": "answers a monitoring system",
    "register_export": "a file",
    "agreement_register_export": "a file",
    "photographs_export": "a file",
    "filtering_log_export": "a file",
    "filtering_year_download": "a file",
    "filtering_pull_csv": "a list for a machine",
    "filtering_pull_json": "a list for a machine",
    "due_file": "a file for a calendar program",
    "report_download": "a file, or the page of the report",
    "report_progress": "a piece of the report's page",
    "import_lines_file": "a file",
    "my_copy": "a file; while it is made, it leads to the page about everything one signs",
    "sign_copy": "a file; while it is made, it leads to the page about everything one signs",
    "signature_copy": "a file; while it is made, it leads to the page of the signature",
    "incident_letter_pdf": "a file, once it is made",
    "access_answer_data": "a file",
    "disposal_progress": "a piece of the disposal's page",
    "disposal_ledger": "a file",
    "disposal_propose": "a button of whoever gathered it; leads back to the disposal",
    "disposal_discard": "a button of whoever gathered it; leads back to the list",
    "disposal_again": "a button of one that stopped; leads back to the disposal",
    "openid_connect_callback": "leads on, or says with 403 why nobody is signed in",
}
"""Routes that have no page of their own, and why."""

ELSEWHERE = {
    "mfa_authenticate": "test_signing_in_with_a_second_step",
    "mfa_reauthenticate": "test_signing_in_with_a_second_step",
    "second_factor_needed": "test_signing_in_with_a_second_step",
    "mfa_deactivate_totp": "test_signing_in_with_a_second_step",
    "mfa_edit_webauthn": "test_signing_in_with_a_second_step",
    "mfa_remove_webauthn": "test_signing_in_with_a_second_step",
    "mfa_view_recovery_codes": "test_signing_in_with_a_second_step",
    "mfa_reauthenticate_webauthn": "test_signing_in_with_a_second_step",
    "incident_take_up": "test_the_pages_of_a_record",
    "task_pause": "test_the_pages_of_a_record",
    "incident_sign_again": "test_the_pages_of_a_record",
    "incident_evidence_file": "test_a_file_let_through_the_gate",
    "reception_open": "test_a_tablet_not_yet_opened",
    "sign_home": "test_a_personal_link_after_its_question",
    "sign_one": "test_a_personal_link_after_its_question",
    "sign_consents": "test_a_personal_link_after_its_question",
    "sign_finish": "test_a_personal_link_after_its_question",
    "my_one": "test_what_is_signed_with_an_account",
    "my_consents": "test_what_is_signed_with_an_account",
    "lost_second_step": "test_signing_in_with_a_second_step",
    "go_live": "test_before_a_school_is_live",
    "import_retry": "test_an_import_wherever_it_stands",
    "papers:download": "test_papers_and_copies_however_they_stand",
    "papers:again": "test_papers_and_copies_however_they_stand",
    "papers:document_download": "test_papers_and_copies_however_they_stand",
    "papers:document_acknowledge": "test_papers_and_copies_however_they_stand",
}
"""Routes whose page opens in another state only, and the test that brings the state about."""

ONE_TITLE = ({"report_people", "report_section"}, {"calendar", "calendar_year"})
"""Routes that are one page by two addresses; every other page has a title of its own."""

NOBODY = "nobody"
PEOPLE = [name for name in Cast.accounts() if not name.startswith("other_")]
EVERYBODY = (NOBODY, *PEOPLE)
SHARES = 4
BROKEN = 500
NEEDS_OUTSIDE = ("sign_in_with",)
"""Says 503, in words, while somebody else's service does not answer."""
LONG_WORD = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """What Django logs of each refusal is not formatted."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def examiner(page: Page) -> Iterator[Examiner]:
    with replaying() as replay:
        yield Examiner(page, replay)


def long_words(field: str) -> str:
    """For every text: words, and one that no screen can break."""
    return f"{field} of {LONG_WORD} www.{LONG_WORD}.example"[:200]


@pytest.fixture
def world(cast: Cast) -> World:
    """A pupil's closed safeguarding matter with long words everywhere, and everything about it."""
    begin_things(cast)
    set_up_the_office(cast)
    for room in FURNISHED:
        room.furnish(cast)
    incident = a_full_record(cast, about="second_pupil", type=IncidentType.GROOMING, say=long_words)
    return surround(cast, incident)


def set_up_the_office(cast: Cast) -> None:
    """Two deputies in their order, a lead away at this hour and with a calendar, a contact nobody has checked."""
    school, now = cast.school, timezone.now()
    office.give_post(user=cast.senior_leader, school=school, role=Role.DEPUTY_DSL, duty_order=200, by=None)
    away = {"from_at": now, "until_at": now + dt.timedelta(hours=9)}
    office.add_absence(user=cast.dsl, school=school, by=cast.dsl, **away)
    actions.make_feed(school=school, by=cast.dsl)
    office.add_contact(
        school=school,
        kind=ContactKind.SCHOOLS_HR,
        name="Personnel and people services, the whole county",
        email="a.very.long.address.indeed@personnel.services.of.the.county.example",
        secure_mail_note="Send nothing before they have rung back.",
        by=None,
    )


def client_of(user: User | None) -> Client:
    """Somebody who has just confirmed who they are; or nobody."""
    client = Client()
    if user is not None:
        confirm(sign_in(client, user), user)
    return client


def confirm(client: Client, user: User) -> None:
    session = client.session
    proof = {"method": "password", "at": time.time(), "email": user.email, "reauthenticated": True}
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [proof]
    session.save()


def may_come(user: User | None, route: Route) -> bool:
    """Whether the door may open to them at all: what it says before it knows the record."""
    door = route.door
    assert door is not None
    if door.kind == "public" or user is None:
        return door.kind == "public"
    if door.kind == "open_to":
        assert door.capability is not None
        return may(user, door.capability, min(schools_of(user), default=None))
    return True


def may_open(user: User | None, route: Route, url: str) -> bool:
    """What the door says, asked without going through it."""
    door = route.door
    assert door is not None
    if door.kind in ("public", "open_to", "signed_in") or user is None:
        return may_come(user, route)
    assert door.capability is not None
    lookup = route.takes[0]
    rows = door.policy.visible_to(user, door.policy.model._default_manager.all())
    record = rows.filter(**{lookup: resolve(url).kwargs[lookup]}).first()
    return record is not None and door.policy.allows(user, door.capability, record)


Owed = dict[tuple[str, str], list[str]]


def owed(world: World, among: Iterable[Route], people: Iterable[str]) -> Owed:
    """By route and person: the addresses that the doors open to them."""
    found: Owed = {}
    routes_ = list(among)
    for who in people:
        user = None if who == NOBODY else world.cast.user(who)
        for route in routes_:
            if not may_come(user, route):
                continue
            all_ = addresses(world, [route], user=user or world.cast.teacher)
            if urls := [url for url in all_ if may_open(user, route, url)]:
                found[route.name, who] = urls
    return found


def walk(
    world: World,
    among: Owed,
    look: Callable[[Visit], None],
    *,
    ways: Ways = WAYS,
    client: Client | None = None,
) -> None:
    """Everybody opens what is open to them; each kind of form is sent once, in every way.

    Whoever comes with no client of their own has just confirmed who they are, however long the walk takes.
    """
    forms_sent: set[tuple[str, ...]] = set()
    visitors: dict[str, Visitor] = {}
    for (_, who), urls in among.items():
        user = None if who == NOBODY else world.cast.user(who)
        if who not in visitors:
            visitors[who] = Visitor(who, client or client_of(user), ways)
        for url in urls:
            if client is None and user is not None:
                confirm(visitors[who].client, user)
            for visit in visitors[who].visit(url, forms_sent):
                assert visit.status < BROKEN or visit.via in NEEDS_OUTSIDE, str(visit)
                look(visit)


def skipped(among: Owed, examiner: Examiner) -> set[tuple[str, str]]:
    """Routes that are open to somebody who was given no page there."""
    return {one for one in set(among) - examiner.answered if one[0] not in ELSEWHERE | NO_PAGE}


# -- one record with everything, every route, everybody --------------------------------------------------


@pytest.mark.parametrize("share", range(SHARES))
def test_every_page_for_everybody(world: World, examiner: Examiner, share: int) -> None:
    among = routes()[share::SHARES]
    everything = owed(world, among, EVERYBODY)
    walk(world, everything, examiner.look)
    assert examiner.troubles == []
    assert skipped(everything, examiner) == set(), "the door says yes, and no page was there"


@pytest.mark.either_engine
def test_every_route_has_a_page_or_a_reason(world: World) -> None:
    """A page is reached by opening it, or by sending the form that leads to it."""
    shown: set[str] = set()
    titles: dict[str, set[str]] = {}

    def note(visit: Visit) -> None:
        shown.update(visit.shows)
        if visit.done == "opened" and visit.shows:
            titles.setdefault(visit.shape.all("title")[0].text, set()).add(visit.route)

    some = owed(
        world,
        routes(),
        (NOBODY, "dsl", "second_teacher", "school_admin", "head", "trust_admin", "technician"),
    )
    walk(world, some, note, ways={"as it should be": WAYS["as it should be"]})
    unseen = {route.name for route in routes()} - shown
    assert unseen == set(NO_PAGE) | set(ELSEWHERE), "fill it in World.fill, or name it here with a reason"
    assert [alike for alike in titles.values() if len(alike) > 1 and alike not in ONE_TITLE] == []


def test_the_cast_holds_every_post() -> None:
    assert {vars(Cast)[name].role for name in PEOPLE} == set(Role)


# -- other records, other people, other states -----------------------------------------------------------

RECORDS: dict[str, Callable[[Cast], Incident]] = {
    "new and dangerous": lambda cast: a_concern(cast, danger=True, description=LONG_WORD * 3),
    "triaged, about a teacher": lambda cast: a_full_record(
        cast, about="teacher", say=long_words, to=Status.TRIAGED
    ),
    "worked on, about a governor": lambda cast: a_full_record(
        cast, about="governor", say=long_words, to=Status.IN_PROGRESS
    ),
    "waiting, about the head": lambda cast: a_full_record(
        cast, about="head", say=long_words, to=Status.AWAITING_OUTSIDE
    ),
    "reopened, about the chair": lambda cast: a_full_record(
        cast, about="chair", say=long_words, to=Status.REOPENED
    ),
}


@pytest.mark.parametrize("name", RECORDS)
def test_the_pages_of_a_record(cast: Cast, examiner: Examiner, name: str) -> None:
    """Wherever it stands and whomever it is about: for those who see it, with each act tried as it should be."""
    world = surround(cast, RECORDS[name](cast))
    about = [route for route in routes() if route.view.__module__.startswith("incidents")]
    about = [route for route in about if not route.name.startswith("report") or "reference" in route.takes]
    readers = [who for who in PEOPLE if sees(cast.user(who), world.incident)]
    everything = owed(world, about, readers)
    walk(world, everything, examiner.look, ways={"as it should be": WAYS["as it should be"]})
    assert examiner.troubles == []
    assert {route for route, _ in everything} >= {"incident", "incident_note", "incidents", "home"}
    assert not name.startswith("triaged") or named(test_the_pages_of_a_record) <= examiner.shown


def test_before_anything_happened(cast: Cast, examiner: Examiner) -> None:
    """Every list is empty."""
    world = World(cast, Incident(), cast.dsl)
    own = [route for route in routes() if not route.takes and not route.pattern.startswith("account/")]
    everything = owed(world, own, PEOPLE)
    walk(world, everything, examiner.look, ways={})
    assert examiner.troubles == []
    assert skipped(everything, examiner) == set()


def test_signing_in_with_a_second_step(world: World, examiner: Examiner) -> None:
    """Without one, with the first step taken, with everything set up, and after a while."""
    cast = world.cast
    account = [
        one for one in routes() if one.pattern.startswith("account/") or one.name == "lost_second_step"
    ]

    def go_round(who: str, client: Client | None = None) -> None:
        walk(world, owed(world, account, [who]), examiner.look, client=client)

    go_round("dsl", with_password(cast.dsl))
    app_for(cast.head)
    passkey_for(cast.head)
    halfway = with_password(cast.head)
    for client in (halfway, sign_in(Client(), cast.head, recently=False)):
        go_round("head", client)
    examiner.look(
        Visitor("head", halfway).ask("post", reverse("mfa_authenticate"), TOKEN, "a passkey refused")
    )
    for who in ("teacher", "deputy"):
        app_for(cast.user(who))
        passkey_for(cast.user(who))
        go_round(who)
    assert examiner.troubles == []
    assert named(test_signing_in_with_a_second_step) <= examiner.shown


def test_papers_and_copies_however_they_stand(world: World, examiner: Examiner) -> None:
    """A paper that failed, was withheld, is ready, is broken; a copy opened with its words and confirmed."""
    sender, officer = Visitor("owner", client_of(world.owner)), Visitor(NOBODY, Client())
    page = reverse("papers:paper", args=[world.paper.reference])

    def look(visitor: Visitor, url: str) -> None:
        for visit in visitor.visit(url, set()):
            examiner.look(visit)

    for state, why in ((State.PARKED, Why.NO_LIBRARIES), (State.WITHHELD, Why.TOO_LATE)):
        Paper.objects.filter(pk=world.paper.pk).update(state=state, last_error=why)
        look(sender, page)
    Paper.objects.filter(pk=world.paper.pk).update(state=State.OWED, last_error="")
    make(world.paper.pk)
    look(sender, page)
    sent = actions.send_copy(incident=world.incident, by=world.owner)
    for is_made in (False, True):
        if is_made:
            make(sent.link.paper_id)
        opened = officer.ask("post", sent.link.path, {"passphrase": sent.passphrase}, "unlocked")
        examiner.look(opened)
        for visit in officer.send_forms(opened, set()):
            examiner.look(visit)
    cabinet.destroy(Paper.objects.get(pk=world.paper.pk).file)
    examiner.look(sender.ask("get", reverse("papers:download", args=[world.paper.reference]), {}, "broken"))
    assert examiner.troubles == []
    assert named(test_papers_and_copies_however_they_stand) <= examiner.shown


def test_before_a_school_is_live(cast: Cast, examiner: Examiner) -> None:
    """With things missing, and with nothing missing but the head's word."""
    School.objects.filter(pk=cast.school.pk).update(went_live_at=None)
    first = [
        route for route in routes() if route.name in ("set_up", "set_up_mail", "go_live", "home", "report")
    ]
    world = World(cast, Incident(), cast.dsl)
    people = ("school_admin", "head", "teacher")
    walk(world, owed(world, first, people), examiner.look)
    complete(cast)
    walk(world, owed(world, first, people), examiner.look)
    assert examiner.troubles == []
    assert named(test_before_a_school_is_live) <= examiner.shown


def complete(cast: Cast) -> None:
    """Everything the set-up page asks for."""
    office.test_mail(school=cast.school, by=cast.school_admin)
    deliver_everything()
    for name in PEOPLE:
        app_for(cast.user(name))
    assert [piece.label for piece in missing(cast.school)] == []


def test_an_import_wherever_it_stands(cast: Cast, examiner: Examiner) -> None:
    """Its columns not said yet, being checked, given up, brought in, undone, put aside; and a file of no use."""
    by, about = cast.school_admin, [route for route in routes() if route.name.startswith("import")]
    world = World(cast, Incident(), by)

    def look() -> None:
        walk(world, owed(world, about, ["school_admin"]), examiner.look)

    strange = f"{LONG_WORD},Second,Third,\nA,B,C,D\n"
    given = begin(strange.encode(), FileKind.PUPILS, school=cast.school, by=by)
    look()
    office.check_import(given=given, columns=["upn", "", "", ""], date_order=DateOrder.DAY_FIRST, by=by)
    look()
    ImportRun.objects.update(state=State.PARKED, last_error="the disk is full")
    look()
    office.discard_import(given=given, by=by)
    given = bring_in("sims_pupils.csv", FileKind.PUPILS, school=cast.school, by=by)
    look()
    undo(given, by=by)
    look()
    for name, content in (("a.csv", b""), ("a.pdf", b"%PDF-1.7"), ("a.csv", LONG_WORD.encode())):
        sent = {"kind": "pupils", "file": SimpleUploadedFile(name, content)}
        visitor = Visitor("school_admin", client_of(by))
        examiner.look(visitor.ask("post", reverse("import_begin"), sent, f"sent {content[:4]!r}"))
    assert examiner.troubles == []
    assert named(test_an_import_wherever_it_stands) <= examiner.shown


def test_a_personal_link_after_its_question(cast: Cast, examiner: Examiner) -> None:
    """What waits, each agreement, what is allowed for each child, and the end."""
    aup_world.furnish(cast)
    invitation = Invitation.objects.filter(signer__given_name="Jill").latest("pk")
    holder_of_it = Visitor(NOBODY, opened(invitation.signer, BORN))
    at_the_desk(holder_of_it, reverse("sign_home", args=[invitation.token]), examiner)
    assert examiner.troubles == []
    assert named(test_a_personal_link_after_its_question) <= examiner.shown


def test_what_is_signed_with_an_account(cast: Cast, examiner: Examiner) -> None:
    """By a member of staff, and by a parent for a child."""
    aup_world.furnish(cast)
    for who in ("teacher", "parent"):
        at_the_desk(Visitor(who, client_of(cast.user(who))), reverse("my_home"), examiner)
    assert examiner.troubles == []
    assert named(test_what_is_signed_with_an_account) <= examiner.shown


def at_the_desk(visitor: Visitor, home: str, examiner: Examiner) -> None:
    """The page with everything on it, and the pages it leads to where something is signed or allowed."""
    here = visitor.ask("get", home, {}, "opened")
    assert here.status == 200
    links = [link.attrs.get("href", "") for link in here.shape.all("a")]
    forms_sent: set[tuple[str, ...]] = set()
    for url in [home, *(link for link in links if route_of(link).endswith(("_one", "_consents")))]:
        for visit in visitor.visit(url, forms_sent):
            assert visit.status < BROKEN, str(visit)
            examiner.look(visit)


def test_a_tablet_not_yet_opened(cast: Cast, examiner: Examiner) -> None:
    """There is an agreement for visitors, and nobody has opened the tablet today."""
    in_force(cast, Audience.VISITOR)
    reception = [route for route in routes() if route.name in ("visits", "reception_open")]
    world = World(cast, Incident(), cast.dsl)
    walk(world, owed(world, reception, ["technician"]), examiner.look)
    assert examiner.troubles == []
    assert named(test_a_tablet_not_yet_opened) <= examiner.shown


def test_a_file_let_through_the_gate(cast: Cast, examiner: Examiner) -> None:
    """The form for one file of evidence, and that form sent with nothing in it."""
    incident = a_concern(cast)
    owner = Visitor("owner", client_of(holder(incident)))
    gate = reverse("incident_evidence_gate", args=[incident.reference])
    let_through = owner.ask("post", gate, TOKEN | {"could_be_illegal": Answer.NO.value}, "answered no")
    form = let_through.headers["Location"]
    seen = [owner.ask("get", form, {}, "opened"), owner.ask("post", form, TOKEN, "empty")]
    for visit in seen:
        examiner.look(visit)
    assert examiner.troubles == []
    assert [visit.status for visit in seen] == [200, 422]
    assert named(test_a_file_let_through_the_gate) <= examiner.shown


def with_password(user: User) -> Client:
    """Somebody who gave the password and nothing more."""
    client = Client()
    give_password(client, user.email)
    return client


def named(test: Callable[..., None]) -> set[str]:
    """The routes that are said to be looked at by a test."""
    return {route for route, where in ELSEWHERE.items() if where == test.__name__}


# -- when something goes wrong ---------------------------------------------------------------------------


def test_the_pages_for_when_something_goes_wrong(cast: Cast, examiner: Examiner, settings: Any) -> None:
    """400, 401, 403, 404, 405, 429, 500, 503 and a form that is too old; with what was typed where it is given back."""
    settings.ROOT_URLCONF = "tests.house.breaking"
    teacher = Visitor("teacher", client_of(cast.teacher))
    sign_in_page, typed = reverse("account_login"), {"what_happened": LONG_WORD * 4, "where": "In the hall"}
    seen = {
        "a file": teacher.ask(
            "post", reverse("report"), {"picture": SimpleUploadedFile("a.png", b"x")}, "sent a file"
        ),
        "nothing there": Visitor(NOBODY, Client()).ask("get", "/nothing/", {}, "opened"),
        "not this way": teacher.ask("get", reverse("stay_signed_in"), {}, "opened"),
        "not allowed": teacher.ask("get", reverse("duty"), {}, "opened"),
        "too old": Visitor(NOBODY, Client(enforce_csrf_checks=True)).ask(
            "post", sign_in_page, typed, "sent late"
        ),
        "broken": Visitor(NOBODY, Client()).ask("post", "/breaks/", TOKEN | typed, "sent"),
        "no database": Visitor(NOBODY, Client()).ask("post", "/no-database/", TOKEN | typed, "sent"),
        "out of time": out_of_time(cast).ask("post", reverse("report"), TOKEN | typed, "sent after the time"),
        "too many tries": too_many_tries(reverse("account_reset_password")),
        "too many words": too_many_tries(reverse("papers:document", args=["x" * 43])),
    }
    for visit in seen.values():
        examiner.look(visit)
    assert examiner.troubles == []
    assert [visit.status for visit in seen.values()] == [400, 404, 405, 403, 403, 500, 503, 401, 429, 429]
    assert {what for what, visit in seen.items() if not visit.is_page} == set()


def out_of_time(cast: Cast) -> Visitor:
    """Somebody whose session ended while they wrote."""
    client = client_of(cast.teacher)
    session = client.session
    session[SEEN_AT] = 0
    session.save()
    return Visitor("teacher", client)


def too_many_tries(url: str) -> Visit:
    """The answer when the same was tried again and again."""
    visitor = Visitor(NOBODY, Client())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.house.visits.cache.clear", lambda: None)
        for _ in range(30):
            answer = visitor.ask(
                "post", url, TOKEN | {"email": "x@harbour.example", "passphrase": "x"}, "tried again"
            )
    return answer


# -- that it would be found ------------------------------------------------------------------------------

FAULTS = {
    '<input name="x">': "label",
    '<p class="govuk-body"><img src="/static/built/favicon.svg"></p>': "image-alt",
    '<h1 class="govuk-heading-l">Again</h1>': "not one main heading",
    '<h4 class="govuk-heading-s">Too deep</h4>': "headings skip a level",
    '<a class="govuk-link" href="#nowhere">There</a>': "refers to #nowhere",
    '<p id="main-content">Twice</p>': "stands twice",
    '<canvas width="900" height="9"></canvas>': "wider than the screen",
    '<p class="govuk-error-message">Error</p><script>1</script>': "Content Security Policy",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_page_with_a_fault_is_found(cast: Cast, examiner: Examiner, fault: str) -> None:
    visit = Visitor("teacher", client_of(cast.teacher)).ask("get", reverse("reports"), {}, "opened")
    examiner.look(visit)
    assert examiner.troubles == []
    examiner.look(visit._replace(body=visit.body.replace(b"</main>", fault.encode() + b"</main>")))
    assert FAULTS[fault] in " ".join(examiner.troubles)


def test_a_person_who_was_left_out_is_found(cast: Cast, examiner: Examiner) -> None:
    world = World(cast, Incident(), cast.dsl)
    everything = owed(world, [route for route in routes() if route.name == "contacts"], EVERYBODY)
    most = {(route, who): urls for (route, who), urls in everything.items() if who != "chair"}
    walk(world, most, examiner.look)
    assert skipped(everything, examiner) == {("contacts", "chair")}
