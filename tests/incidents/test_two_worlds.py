"""Two worlds: one with a record about somebody, one without. To its subject they are the same.

Every list, count, search, export and task page is fetched before the record exists and after, and compared
byte for byte. Source: quality.md S1.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from incidents import actions
from incidents.lists.filters import Filters, View
from incidents.models import Incident
from incidents.vocabulary import FoundBy, IncidentType, Nature, Status
from tests.builders import a_concern, advance, do_tasks
from tests.cast import Cast

As = Callable[[str], Client]
WORD = "Quintessence"
_DIFFERS = re.compile(
    rb'name="csrfmiddlewaretoken" value="[^"]*"|words(=|%3D)[\w-]+|data-absolute-seconds="\d+"'
)

# fmt: off
SUBJECTS: dict[str, dict[str, object]] = {
    "dsl":            {"about": "dsl"},
    "deputy":         {"about": "deputy"},
    "head":           {"about": "head"},
    "chair":          {"about": "chair"},
    "co_ordinator":   {"about": "co_ordinator", "type": IncidentType.STAFF_PUPIL_CONTACT},
    "technician":     {"about": "technician", "type": IncidentType.SOFT_PORN, "nature": Nature.DELIBERATE},
    "teacher":        {"about": "teacher", "by": "senior_leader"},
    "senior_leader":  {"about": "senior_leader", "type": IncidentType.GROOMING, "danger": True},
    "governor":       {"about": "governor"},
    "second_teacher": {"about": "second_teacher", "by": "senior_leader", "found_by": FoundBy.LOW_LEVEL},
}
CLOSE_TO: dict[str, dict[str, object]] = {
    "dsl":    {"about": "second_teacher"},
    "deputy": {"about": "deputys_child"},
    "parent": {"about": "pupil"},
}
# fmt: on


def seen_by(
    client: Client, cast: Cast, name: str, person: int, reference: str
) -> dict[str, tuple[int, bytes]]:
    """Every answer of these pages to one person."""
    user = cast.user(name)
    pages = {
        "home": "/",
        "tasks": "/tasks/",
        "reports": "/reports/",
        "views": "/incidents/views/",
        "low-level": "/low-level/",
    }
    for view in View:
        filters = Filters(view=view)
        for what, changes in {
            "plain": {},
            "by person": {"person": person},
            "by word": {"words": WORD},
            "new": {"status": Status.SUBMITTED},
            "overdue": {"overdue": True},
        }.items():
            pages[f"{view}, {what}"] = f"/incidents/?{filters.encoded(user, **changes)}"
            pages[f"{view}, {what}, file"] = f"/incidents/export.csv?{filters.encoded(user, **changes)}"
    answers = {what: client.get(url) for what, url in pages.items()}
    answers["by reference"] = client.post("/incidents/", {"words": reference}, follow=True)
    answers["its page"] = client.get(f"/incidents/{reference}/")
    return {what: (one.status_code, plain(one, reference)) for what, one in answers.items()}


def differences(
    before: dict[str, tuple[int, bytes]], after: dict[str, tuple[int, bytes]]
) -> dict[str, object]:
    """The lines that tell the two worlds apart, page by page."""
    return {
        what: (one[0], after[what][0], set(one[1].split(b"\n")) ^ set(after[what][1].split(b"\n")))
        for what, one in before.items()
        if one != after[what]
    }


def plain(response, reference: str) -> bytes:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return _DIFFERS.sub(b"", body).replace(reference.encode(), b"REFERENCE")


def others(cast: Cast) -> None:
    """What both worlds hold: the lists are not empty, and the word is found elsewhere."""
    for status in (Status.SUBMITTED, Status.TRIAGED, Status.CLOSED):
        advance(a_concern(cast, about="third_pupil", by="second_teacher"), to=status)
    a_concern(cast, about="Somebody online", description=f"{WORD}, said twice.", by="second_teacher")


def compare(cast: Cast, as_: As, name: str, told: dict[str, object]) -> Incident:
    others(cast)
    about = str(told["about"])
    person = cast.pupil.pk if about == "pupil" else _person(cast, about)
    client = as_(name)
    before = seen_by(client, cast, name, person, "26-ZZZZ")
    by = str(told.get("by", "teacher"))
    incident = a_concern(cast, **{"description": f"{WORD} and more.", **told, "by": by})  # type: ignore[arg-type]
    after = seen_by(client, cast, name, person, incident.reference)
    assert {status for status, _ in after.values()} <= {200, 403, 404}
    assert differences(before, after) == {}
    return incident


def _person(cast: Cast, about: str) -> int:
    found = getattr(cast, about)
    return found.pk if about.endswith(("child", "pupil")) else cast.person_of(found).pk


@pytest.mark.parametrize("name", SUBJECTS)
def test_the_subject_cannot_tell_that_there_is_a_record(cast: Cast, as_: As, name: str) -> None:
    incident = compare(cast, as_, name, SUBJECTS[name])
    holders = [who for who in ("head", "chair", "vice_chair", "dsl") if who != name]
    assert any(incident.reference in as_(who).get("/incidents/?view=all").content.decode() for who in holders)


@pytest.mark.parametrize("name", CLOSE_TO)
def test_nor_can_somebody_close_to_the_subject(cast: Cast, as_: As, name: str) -> None:
    compare(cast, as_, name, CLOSE_TO[name])


@pytest.mark.parametrize("name", ["dsl", "head", "technician"])
def test_nor_can_the_subject_see_it_being_worked_on(cast: Cast, as_: As, name: str) -> None:
    incident = compare(cast, as_, name, SUBJECTS[name])
    client, person = as_(name), _person(cast, name)
    before = seen_by(client, cast, name, person, incident.reference)
    incident = advance(incident, to=Status.TRIAGED)
    colleague = cast.vice_chair if name == "head" else cast.senior_leader
    owner = cast.chair if name == "head" else cast.head
    if name != "technician":
        actions.give_task(
            incident=incident, words="Ring the LADO", detail="", assigned_to=colleague,
            due_at=None, required=False, by=owner,
        )  # fmt: skip
    do_tasks(incident)
    advance(incident, to=Status.CLOSED)
    assert differences(before, seen_by(client, cast, name, person, incident.reference)) == {}
