"""No form takes more than it asks: the name of every column is posted to every address (S13, AC-23)."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from functools import cache
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from esafety.people.models import Person
from incidents import actions
from incidents.actions.guard import fresh
from incidents.models import Draft, Incident, Involvement
from incidents.vocabulary import IncidentType, Lane, Status
from tests.builders import a_concern, advance, do_tasks
from tests.cast import Cast, sign_in
from tests.house.routes import routes
from tests.house.test_looking_writes_nothing import ALLOWED, Watch
from tests.house.world import a_full_record, addresses, begin_things, surround

ROOMS = ("people", "schooldays", "audit", "outbox", "papers", "incidents", "moving", "subject_access")
TEXT, NUMBER, MOMENT = "FORGED", 876_543, "1999-01-02"


@cache
def every_name() -> list[str]:
    """The name of every column there is, and of its key."""
    found = {
        name
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        for field in model._meta.local_fields
        for name in (field.name, field.attname)
    }
    return sorted(found | {"_state", "pk", "by", "reporter", "owner", "subject", "is_staff", "school_pk"})


def forged(cast: Cast) -> dict[str, Any]:
    """For every column a value of its kind that would be noticed wherever it came to stand."""
    strangers = {"school": cast.other.pk, "person": cast.other_pupil.pk}
    values: dict[str, Any] = dict.fromkeys(every_name(), TEXT)
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            for field in model._meta.local_fields:
                values |= dict.fromkeys((field.name, field.attname), _value(field, cast, strangers))
    return values | {"lane": Lane.HEAD.value, "owner_role": "chair", "status": Status.CLOSED.value}


def _value(field: models.Field, cast: Cast, strangers: dict[str, int]) -> Any:
    if field.is_relation:
        return strangers.get(field.name, cast.visitor.pk)
    if isinstance(field, models.BooleanField):
        return "on"
    if isinstance(field, models.DateField | models.DateTimeField | models.TimeField):
        return MOMENT
    if isinstance(field, models.IntegerField | models.BigIntegerField):
        return NUMBER
    return str(uuid.UUID(int=NUMBER)) if isinstance(field, models.UUIDField) else TEXT


Rows = dict[tuple[str, Any], dict[str, Any]]


def everything() -> Rows:
    """Every row of the house, as it stands in the database."""
    return {
        (model._meta.label, row[model._meta.pk.attname]): row
        for room in ROOMS
        if room != "audit"
        for model in apps.get_app_config(room).get_models()
        for row in model._base_manager.values()
    }


def changed(before: Rows, after: Rows) -> set[str]:
    """`incidents.Incident.status` for each column that changed, `incidents.Note+` for each table with a new row."""
    found = {f"{label}+" for label, _ in set(after) - set(before)}
    found |= {f"{label}-" for label, _ in set(before) - set(after)}
    for key in set(before) & set(after):
        found |= {f"{key[0]}.{name}" for name, value in before[key].items() if after[key][name] != value}
    return found


def smuggled(before: Rows, after: Rows, cast: Cast, but: set[str]) -> list[str]:
    """Columns in which a forged value came to stand."""
    marks = {TEXT, NUMBER, str(uuid.UUID(int=NUMBER)), uuid.UUID(int=NUMBER)}
    found = []
    for key, row in after.items():
        for name, value in row.items():
            old = before.get(key, {}).get(name)
            if value == old or name in but:
                continue
            is_forged = (
                (isinstance(value, str | uuid.UUID) and value in marks)
                or (isinstance(value, int) and not isinstance(value, bool) and value == NUMBER)
                or (isinstance(value, dt.date) and value.year == 1999)
                or (name == "school_id" and value == cast.other.pk)
                or (name == "person_id" and value == cast.other_pupil.pk)
                or (name.endswith("_id") and value == cast.visitor.pk and name in ACCOUNTS)
            )
            if is_forged:
                found.append(f"{key[0]}.{name} = {value!r}")
    return found


ACCOUNTS = {
    "by_id", "user_id", "assigned_to_id", "reported_by_id", "made_by_id", "added_by_id", "withdrawn_by_id",
    "given_by_id", "opened_by_id", "ended_by_id", "requested_by_id", "sent_by_id", "to_user_id", "account_id",
}  # fmt: skip
MESSAGES = {"outbox.Message+"}
ROUTED = {
    "incidents.Incident.lane", "incidents.Incident.owner_role", "incidents.RoutingNote+", "incidents.Task+",
    "incidents.Incident.version", *MESSAGES,
}  # fmt: skip
LOOKED = {
    "incidents.Task.state", "incidents.Task.ended_at", "incidents.Task.ended_by_id", "incidents.Task.result",
}  # fmt: skip
MOVED = {"incidents.Incident.status", "incidents.Incident.version", "incidents.Decision+", *MESSAGES}
REASON = {"reason": "It fits."}

# fmt: off
ACTS: dict[str, tuple[Status, dict[str, Any], set[str]]] = {
    # address: (status before, what is really asked, what may change)
    "incident_triage": (Status.SUBMITTED, {**REASON, "accepted_as": "online_safety", "primary_type": "bullying",
                                          "risk_area": "conduct", "harm_test": "no"},
                        MOVED | ROUTED | LOOKED | {"incidents.Incident.accepted_as", "incidents.Incident.risk_area"}),
    "incident_set_aside": (Status.SUBMITTED, REASON,
                           MOVED | LOOKED | {"incidents.Incident.outcome", "incidents.Incident.closed_at"}),
    "incident_take_up": (Status.TRIAGED, {}, MOVED | LOOKED | {"incidents.Incident.assigned_to_id"}),
    "incident_await":   (Status.IN_PROGRESS, REASON, MOVED),
    "incident_resume":  (Status.AWAITING_OUTSIDE, REASON, MOVED),
    "incident_close":   (Status.IN_PROGRESS, {**REASON, "outcome": "Done.", "learning_area": "nothing"},
                         MOVED | LOOKED | {"incidents.Incident.outcome", "incidents.Incident.closed_at",
                                  "incidents.SearchText.body",
                                  "incidents.Task+",
                                  "incidents.Incident.learning_area", "incidents.Incident.specific_action",
                                  "incidents.Incident.learning", "incidents.Incident.actions_staff",
                                  "incidents.Incident.actions_child"}),
    "incident_reopen":  (Status.CLOSED, REASON, MOVED),
    "incident_assign":  (Status.IN_PROGRESS, {"to": "colleague"},
                         {"incidents.Incident.assigned_to_id", "incidents.Incident.version", *MESSAGES}),
    "incident_note":    (Status.IN_PROGRESS, {"text": "A note.", "standing": "fact", "audience": "everyone"},
                         {"incidents.Note+", "incidents.SearchText.body"}),
    "incident_decide":  (Status.IN_PROGRESS, {**REASON, "kind": "other", "words": "Something."},
                         {"incidents.Decision+"}),
    "incident_task":    (Status.IN_PROGRESS, {"words": "Ring.", "assigned_to": ""}, {"incidents.Task+", *MESSAGES}),
    "incident_share":   (Status.IN_PROGRESS, {**REASON, "user": "colleague"},
                         {"incidents.IncidentInvitation+", *MESSAGES}),
    "incident_add_person": (Status.IN_PROGRESS, {"name": "Somebody", "sort": "other", "part": "witness",
                                                "nature": "not_known"},
                            ROUTED | {"incidents.Involvement+", "incidents.SearchText.body"}),
}
# fmt: on
ASKED_FREELY = {
    "incident_close": {"learning", "specific_action"},
    "incident_task": {"detail"},
}
"""Columns that the form itself asks for and that were left to the forger."""


@pytest.mark.parametrize("name", ACTS)
def test_an_act_changes_what_it_is_for_and_nothing_else(cast: Cast, name: str) -> None:
    status, asked, may_change = ACTS[name]
    incident = advance(a_concern(cast, about="second_pupil"), status)
    if name == "incident_close":
        do_tasks(incident)
    sent = forged(cast) | dict(asked) | {"version": fresh(incident).version}
    for field, value in asked.items():
        if value == "colleague":
            sent[field] = cast.senco.pk
    for free in ("due_on", "until", "actions_staff", "actions_child"):
        sent.pop(free, None)
    client = sign_in(Client(), cast.dsl)
    before = everything()
    answer = client.post(reverse(name, args=[incident.reference]), sent)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    after = everything()
    assert changed(before, after) - may_change == set()
    assert changed(before, after) != set()
    assert smuggled(before, after, cast, ASKED_FREELY.get(name, set())) == []
    now = fresh(incident)
    assert (now.school, now.reported_by, now.lane) == (cast.school, cast.teacher, incident.lane)


def test_routing_is_no_field_of_the_report(cast: Cast) -> None:
    """A report sent section by section with every column's name beside the answers."""
    client = sign_in(Client(), cast.teacher)
    start = {"danger": "no", "images": "no", "reporter_kind": "self"}
    what = {"types": "bullying", "description": "A message.", "told_lead": "yes"}
    client.post(reverse("report"), forged(cast) | start)
    draft = Draft.objects.get()
    assert (draft.user, draft.school) == (cast.teacher, cast.school)
    client.post(reverse("report_section", args=[draft.key, "what"]), forged(cast) | what)
    client.post(reverse("report_check", args=[draft.key]), forged(cast))
    incident = Incident.objects.get()
    assert (incident.school, incident.reported_by) == (cast.school, cast.teacher)
    assert (incident.lane, incident.status) == (Lane.ONLINE_SAFETY, Status.SUBMITTED)
    assert (incident.owner_role, incident.version, incident.primary_type) == ("co_ordinator", 1, "bullying")
    assert incident.reported_at > timezone.now() - dt.timedelta(minutes=5)
    assert not Involvement.objects.exists()


def test_a_person_of_another_school_cannot_be_named(cast: Cast) -> None:
    incident = advance(a_concern(cast, about="second_pupil"), Status.TRIAGED)
    client = sign_in(Client(), cast.dsl)
    sent = {
        "people": cast.other_pupil.pk,
        "part": "subject",
        "nature": "not_known",
        "version": fresh(incident).version,
    }
    assert client.post(reverse("incident_add_person", args=[incident.reference]), sent).status_code == 422
    draft = actions.begin_draft(school=cast.school, by=cast.teacher)
    there = {"people": cast.other_pupil.pk, "part": "subject", "to": "add"}
    answer = sign_in(Client(), cast.teacher).post(reverse("report_people", args=[draft.key]), there)
    assert answer.status_code == 422
    assert not Involvement.objects.filter(person=cast.other_pupil).exists()


def test_posting_every_name_everywhere_touches_nobody_s_account_or_post(cast: Cast) -> None:
    """As the lead and as a teacher, to every address of the incidents room."""
    begin_things(cast)
    world = surround(
        cast, a_full_record(cast, about="second_pupil", type=IncidentType.GROOMING, to=Status.TRIAGED)
    )
    among = [route for route in routes() if route.view.__module__.startswith("incidents")]
    sent = forged(cast)
    for name in ("dsl", "teacher"):
        client, before = sign_in(Client(), cast.user(name)), everything()
        for url in addresses(world, among, user=cast.user(name)):
            watch = Watch()
            with connection.execute_wrapper(watch):
                client.post(url, sent)
            if watch.tables <= ALLOWED:  # nothing was written
                continue
            after = everything()
            touched = {re.sub(r"[+-]$|(?<=\w)\.\w+$", "", one) for one in changed(before, after)}
            assert not {label for label in touched if label.startswith("people")}, (name, url)
            forgeries = smuggled(before, after, cast, set())
            assert not [one for one in forgeries if "school_id" in one or "reported_by" in one], url
            before = after
    assert Person.objects.filter(account=cast.visitor).count() == 1
