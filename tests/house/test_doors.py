"""No page without a door: every address of the product, walked (house.md 5, quality.md S2)."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from aup.access.editions import EDITIONS, SUGGESTIONS
from aup.access.register import RECEPTIONS, SIGNERS, VISITS
from aup.access.signing import CAMPAIGNS, CLASS_SESSIONS, CLASSES, INVITATIONS, SIGNATURES, WANTED
from esafety.access.policy import Policy
from esafety.audit.models import AuditEvent
from esafety.governance.access import (
    ACTION_POINTS,
    COURSES,
    MEETINGS,
    NEWCOMERS,
    POLICIES_KEPT,
    POLICIES_TO_READ,
    REPORTS,
    RISKS,
)
from esafety.keeping.access import DISPOSALS, HOLDS, LOTS, RECEIVED, RECORDS
from esafety.moving.access import ARRIVALS, MOVERS, TRANSFERS
from esafety.office.access.accounts import ACCOUNTS, CHANGES
from esafety.office.access.calendar import CLOSURES, TERMS
from esafety.office.access.contacts import CONTACTS
from esafety.office.access.devices import BORROWERS, DEVICES
from esafety.office.access.duty import ABSENCES, POSTS_ON_DUTY
from esafety.office.access.register import VISITORS
from esafety.office.access.roll import IMPORTS, ROLL
from esafety.office.access.sign_in import SIGN_IN_TIES
from esafety.outbox.access import UNDELIVERED
from esafety.papers.access import paper_policy
from esafety.papers.models import UploadPermit
from esafety.subject_access.access import ANSWERS, ASKABLE
from esafety.subject_access.access import REQUESTS as ACCESS_REQUESTS
from filtering.access import CHECKS, LOOKS, REQUESTS, YEARS
from filtering.access import POINTS as CHECK_POINTS
from incidents.access import INCIDENTS, RECEIPTS, TASKS
from incidents.access_people import CHILDREN, LOW_LEVEL_PEOPLE
from incidents.alert_access import ALERT_SOURCES, ALERTS, PATTERNS
from tests.cast import Cast, sign_in
from tests.house.routes import Route, hung, routes
from tests.house.test_looking_writes_nothing import ALLOWED, Watch
from tests.house.world import World, addresses

PUBLIC = {
    "health_live": "a machine asks whether the process lives",
    "health_ready": "a machine asks whether the product may be used",
    "metrics": "a monitoring system has no account: a token in the header, sums only",
    "account_login": "nobody is signed in before they sign in",
    "mfa_login_webauthn": "the same, with a passkey",
    "mfa_authenticate": "the second step of signing in",
    "sign_in_school": "the same, with a school account: which provider is asked",
    "sign_in_with": "the same: on the way to the provider",
    "openid_connect_callback": "the same: back from the provider",
    "welcome": "who is invited has no password yet; the key is in the mail",
    "stop_change": "who cannot sign in must be able to stop a change to their account; the key is in the mail",
    "lost_second_step": "who lost their second step cannot sign in; their password is asked for first",
    "account_logout": "signing out is always allowed",
    "session_state": "a script asks whether the session still lasts",
    "account_reset_password": "who forgot their password cannot sign in",
    "account_reset_password_done": "the same",
    "account_reset_password_from_key": "the same; the key is in the mail",
    "account_reset_password_from_key_done": "the same",
    "papers:document": "the authority's officer has no account: link and passphrase",
    "papers:document_download": "the same",
    "papers:document_acknowledge": "the same",
    "reception": "visitors have no account: the link that reception opened on the tablet stands for it",
    "reception_done": "the same",
    "sign": "parents have no account: a link by mail, and one fact they know",
    "sign_home": "the same, after the fact",
    "sign_one": "the same",
    "sign_consents": "the same",
    "sign_copy": "the same",
    "sign_finish": "the same: closes the page on this device",
    "class_list": "pupils have no account: a link their teacher shows for an hour",
    "class_sign": "the same, and the pupil's date of birth",
    "class_done": "the same",
    "evening": "parents ask for their link; it goes only to the address on the roll",
    "verify": "whoever is shown a certificate must be able to check it; tells no name",
    "due_file": "a calendar program has no account: the address is the key, and holds times and references only",
    "alert_hook": "a monitoring system has no account: the key of its source is in the header",
    "speak_up": "pupils have no account: the school's own address, on its walls; writes only what is told there",
    "speak_up_back": "the same; shows nothing without a code that is shown once",
    "help": "parents and pupils have no account and must find help",
    "filtering_pull_csv": "the filtering provider's system has no account: a long token in the address",
    "filtering_pull_json": "the same",
    "filtering_instruction": "the filtering provider's help desk has no account: the link is in its mail",
}
"""Every page a stranger may open, and why. A new one is added here by a person, not by accident."""

SIGNED_IN = {
    "my_home", "my_one", "my_consents", "my_copy",
    "home", "reports", "stay_signed_in", "account_reauthenticate", "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn", "account_change_password", "account_set_password", "mfa_index",
    "second_factor_needed", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_list_webauthn",
    "mfa_add_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn", "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes", "usersessions_list", "my_schools", "switch_school",
}  # fmt: skip
"""Pages about oneself, and lists that a policy fills: no capability needed."""

POLICIES = (
    INCIDENTS, TASKS, RECEIPTS, LOW_LEVEL_PEOPLE, CHILDREN, ALERTS, ALERT_SOURCES, PATTERNS,
    CAMPAIGNS, CLASSES, CLASS_SESSIONS, INVITATIONS, SIGNATURES, WANTED,
    EDITIONS, SUGGESTIONS, SIGNERS, VISITS, RECEPTIONS,
    REQUESTS, LOOKS, CHECKS, CHECK_POINTS, YEARS,
    REPORTS, POLICIES_KEPT, POLICIES_TO_READ, COURSES, NEWCOMERS, RISKS, MEETINGS, ACTION_POINTS,
    POSTS_ON_DUTY, ABSENCES, ACCOUNTS, CHANGES, SIGN_IN_TIES, VISITORS, TERMS, CLOSURES, CONTACTS,
    DEVICES, BORROWERS, ROLL, IMPORTS,
    paper_policy, UNDELIVERED, RECORDS, RECEIVED, LOTS, HOLDS, DISPOSALS, TRANSFERS, MOVERS, ARRIVALS,
    ACCESS_REQUESTS, ANSWERS, ASKABLE,
)  # fmt: skip
ALL = routes()
each = pytest.mark.parametrize("route", ALL, ids=lambda route: route.name)


def test_the_walk_finds_the_building() -> None:
    assert len(ALL) >= 75


def test_every_address_has_a_name_of_its_own() -> None:
    assert [name for name, count in Counter(route.name for route in ALL).items() if count > 1] == []
    assert [route.pattern for route in ALL if not route.name.split(":")[-1]] == []


@each
def test_a_page_wears_exactly_one_door(route: Route) -> None:
    assert len(hung(route.view)) == 1
    assert route.view.door == route.door  # type: ignore[attr-defined]


def test_pages_open_to_strangers_are_these_and_no_others() -> None:
    assert {route.name for route in ALL if route.door and route.door.kind == "public"} == set(PUBLIC)
    assert all(len(route.door.why) > 20 for route in ALL if route.door and route.door.kind == "public")


def test_pages_open_to_everybody_signed_in_are_these_and_no_others() -> None:
    assert {route.name for route in ALL if route.door and route.door.kind == "signed_in"} == SIGNED_IN


def test_every_record_has_one_of_the_known_policies() -> None:
    for route in ALL:
        if route.door and route.door.kind == "record_door":
            assert any(route.door.policy is policy for policy in POLICIES), route.name
            assert route.takes, route.name
            assert route.door.capability is not None


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: type(policy).__name__)
def test_a_policy_has_the_two_methods(policy: Policy) -> None:
    assert callable(policy.visible_to)
    assert callable(policy.allows)
    assert policy.model


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/accounts/signup/", "/account/sign-up/"])
def test_there_is_no_admin_site_and_nobody_signs_themselves_up(cast: Cast, path: str) -> None:
    assert sign_in(Client(), cast.dsl).get(path).status_code == 404


def test_a_stranger_reaches_what_is_public_and_is_sent_to_sign_in_elsewhere(world: World) -> None:
    for route in ALL:
        for url in addresses(world, [route]):
            answer = Client().get(url)
            if route.name in PUBLIC:
                assert not answer.get("Location", "").startswith("/account/sign-in/?next"), url
                continue
            assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/account/sign-in/"), url
            assert answer.content == b""
            assert Client().post(url).status_code in (302, 401), url


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "BREW"])
def test_only_the_usual_methods_are_answered(world: World, method: str) -> None:
    """By any other, a page could be read without the line in the trail."""
    client = sign_in(Client(), world.cast.dsl)
    urls = list(addresses(world, user=world.cast.dsl))
    assert len(urls) > 100, "a walk past nothing proves nothing"
    for url in urls:
        answer = client.generic(method, url)
        assert (answer.status_code, answer.content) == (405, b""), url


def test_what_shows_a_record_is_entered_in_the_trail(world: World) -> None:
    """Whichever page shows something somebody wrote, the trail says that it was seen."""
    client = sign_in(Client(), world.cast.dsl)
    about, unwritten = AuditEvent.objects.about(world.incident), []
    for route in ALL:
        if "reference" not in route.takes or route.name == "retry_message":
            continue
        for url in addresses(world, [route]):
            for method in ("get", "post"):
                before = about.count()
                answer = getattr(client, method)(url)
                shown = set(re.findall(rb"zq\w+?qz", answer.content)) if not answer.streaming else {b"file"}
                if shown and about.count() == before:
                    unwritten.append((method, url, shown))
    assert unwritten == []


def test_a_form_without_its_token_is_refused_everywhere(world: World) -> None:
    client = sign_in(Client(enforce_csrf_checks=True), world.cast.dsl)
    urls = list(addresses(world))
    assert len(urls) > 100, "a walk past nothing proves nothing"
    watch, leave = Watch(), list(UploadPermit.objects.values())
    with connection.execute_wrapper(watch):
        answers = {url: client.post(url).status_code for url in urls}
    assert watch.tables <= ALLOWED | {
        UploadPermit._meta.db_table
    }  # a redirect might be that of an act that was done
    assert (
        list(UploadPermit.objects.values()) == leave
    )  # leave to send a file is looked for by taking it: there is none
    assert list(answers.values()).count(403) > 100
    for url, status in answers.items():
        assert status in (403, 405, 302) or client.get(url).status_code == 404, url


def test_an_address_that_takes_only_forms_says_so_when_it_is_opened(cast: Cast) -> None:
    """A reload after signing in again is how people come there."""
    answer = sign_in(Client(), cast.dsl).get(reverse("duty_earlier", kwargs={"pk": 1}))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert b"It only takes what a form or a button sends" in answer.content
