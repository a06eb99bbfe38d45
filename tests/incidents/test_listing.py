"""The list: what is in it, in which order, a page at a time; and what an address may hold."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from esafety.audit.models import AuditEvent
from esafety.people.vocabulary import Role
from incidents import actions
from incidents.lists import keyset, listing
from incidents.lists.filters import ME, NOBODY, Filters, Sort, View
from incidents.models import Incident, SavedView, Task
from incidents.tagging import note_types
from incidents.vocabulary import IncidentType, Lane, RiskArea, Status
from tests.builders import a_concern, advance
from tests.cast import Cast

As = Callable[[str], Client]
ALL = Filters(view=View.ALL)


def references(html: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r'href="/incidents/(\d\d-\w+)/', html)))


def text(response) -> str:
    return response.content.decode()


def search(client: Client, words: str, query: str = "") -> str:
    return text(client.post("/incidents/", {"words": words, "list": query}, follow=True))


def found(cast: Cast, name: str, filters: Filters) -> set[Incident]:
    return set(listing.found(cast.user(name), cast.school, filters))


def test_what_is_to_do_new_first_then_what_is_due_first(cast: Cast, as_: As) -> None:
    working = advance(a_concern(cast), to=Status.IN_PROGRESS)
    urgent = advance(a_concern(cast), to=Status.TRIAGED)
    closed = advance(a_concern(cast), to=Status.CLOSED)
    new = a_concern(cast)
    Task.objects.filter(incident=working).update(due_at=timezone.now() + dt.timedelta(days=30))
    Task.objects.create(
        incident=urgent, school=cast.school, words="Ring", due_at=timezone.now() - dt.timedelta(days=1)
    )
    page = text(as_("dsl").get("/incidents/"))
    assert references(page) == [new.reference, urgent.reference, working.reference]
    assert "3 incidents" in page
    assert "Overdue since" in page
    everything = references(text(as_("dsl").get("/incidents/?view=all")))
    assert everything == [one.reference for one in (new, closed, urgent, working)]


def test_people_are_named_two_and_how_many_more(cast: Cast, as_: As) -> None:
    a_concern(cast, about=("pupil", "Somebody online"), harmed="second_pupil", witnesses="third_pupil")
    assert "Zoë Haddad, Somebody online and 2 more" in text(as_("dsl").get("/incidents/"))


@pytest.mark.parametrize(
    "filters",
    [
        Filters(view=View.ALL, status=Status.CLOSED),
        Filters(view=View.ALL, type=IncidentType.GROOMING),
        Filters(view=View.ALL, risk=RiskArea.CONTACT),
        Filters(view=View.ALL, lane=Lane.SAFEGUARDING),
        Filters(view=View.ALL, owner=Role.DSL.value),
        Filters(view=View.ALL, owner=ME),
        Filters(view=View.ALL, overdue=True),
        Filters(view=View.ALL, until=dt.date(2026, 1, 10)),
        Filters(view=View.ALL, words="harbour wall"),
    ],
)
def test_each_filter_lets_the_right_ones_through(cast: Cast, as_: As, filters: Filters) -> None:
    wanted = a_concern(
        cast, about=(), harmed="pupil", type=IncidentType.SCAM, types=[IncidentType.GROOMING],
        description="It was written on the harbour wall.",
    )  # fmt: skip
    wanted = advance(wanted, to=Status.CLOSED)
    Task.objects.create(
        incident=wanted, school=cast.school, words="Late", due_at=timezone.now() - dt.timedelta(hours=1)
    )
    Incident.objects.filter(pk=wanted.pk).update(
        reported_at=dt.datetime(2026, 1, 10, 23, 30, tzinfo=dt.UTC), assigned_to=cast.dsl, risk_area="contact"
    )
    a_concern(cast)
    assert found(cast, "dsl", filters) == {wanted}
    response = as_("dsl").get(f"/incidents/?{filters.encoded(cast.dsl)}")
    assert references(text(response)) == [wanted.reference]
    assert 'aria-label="Filters in force"' in text(response)


def test_those_not_assigned_to_anybody(cast: Cast) -> None:
    mine, nobodys = a_concern(cast), a_concern(cast)
    actions.assign(incident=mine, to=cast.deputy, version=mine.version, by=cast.co_ordinator)
    assert found(cast, "dsl", Filters(owner=NOBODY)) == {nobodys}


def test_the_filter_form_comes_back_as_an_address_and_each_chip_undoes_one(cast: Cast, as_: As) -> None:
    client = as_("dsl")
    sent = {"list": "view=all", "status": "closed", "type": "bullying", "until_0": "3", "until_1": "feb"}
    response = client.post("/incidents/", {**sent, "until_2": "2026"})
    assert response.url == "/incidents/?view=all&status=closed&type=bullying&until=2026-02-03"
    page = text(client.get(response.url))
    assert 'href="?view=all&amp;type=bullying&amp;until=2026-02-03"' in page
    assert "Remove filter: </span>Reported until 3 February 2026" in page
    assert "No incidents match this" in page


def test_a_wrong_date_is_told_at_its_field_and_nothing_chosen_is_lost(cast: Cast, as_: As) -> None:
    sent = {"list": "view=all", "status": "closed", "since_0": "31", "since_1": "2", "since_2": "2026"}
    response = as_("dsl").post("/incidents/", sent)
    assert response.status_code == 422
    page = text(response)
    assert "The first day must be a real date, like 27 3 2026" in page
    assert 'value="31"' in page
    assert '<option value="closed" selected>' in page
    sent = {f"{name}_{part}": value for name, day in (("since", "20"), ("until", "19"))
            for part, value in enumerate((day, "1", "2026"))}  # fmt: skip
    assert "The last day must be the first day or later" in text(as_("dsl").post("/incidents/", sent))


@pytest.mark.parametrize(
    "query",
    [
        "view=none&status=x&type=&risk=%00&lane=head'&owner=admin&overdue=2&since=99-99&until=0000-01-01",
        "person=99999999999999999999&words=zzz&sort=due&view=all",
        "person=-1&after=~&before=~~~",
        "after=2026-13-01~26-AAAA",
        "after=9~9999-01-01T00:00:00%2B00:00~26-AAAA",
        "after=0~0001-01-01T00:00:00%2B14:00~26-AAAA",
        "after=1~2026-01-01T00:00:00%2B00:00~%00",
        "&&&=&a",
        "words=" + "A" * 5000,
    ],
)
def test_an_address_that_makes_no_sense_is_the_plain_list(cast: Cast, as_: As, query: str) -> None:
    incident = a_concern(cast)
    response = as_("dsl").get(f"/incidents/?{query}")
    assert response.status_code == 200
    assert references(text(response)) == [incident.reference]


# -- searching -----------------------------------------------------------------------------------


def test_words_are_found_in_open_and_closed_incidents_and_stay_out_of_the_address(
    cast: Cast, as_: As
) -> None:
    closed = advance(a_concern(cast, description="Zebedee wrote it on the quay."), to=Status.CLOSED)
    a_concern(cast)
    client = as_("dsl")
    response = client.post("/incidents/", {"words": "zebedee quays", "list": "view=todo"})
    assert "zebedee" not in response.url.lower()
    page = text(client.get(response.url))
    assert references(page) == [closed.reference]
    assert "“zebedee quays”" in page
    assert "zebedee" not in "".join(re.findall(r'href="([^"]*)"', page)).lower()


def test_a_search_opens_only_for_the_account_that_typed_it(cast: Cast, as_: As) -> None:
    a_concern(cast)
    address = as_("dsl").post("/incidents/", {"words": "zebedee"}).url
    assert "zebedee" not in text(as_("deputy").get(address))


@pytest.mark.parametrize("spelling", ["{}", " {} ", "lower", "no dash"])
def test_a_reference_is_found_exactly(cast: Cast, as_: As, spelling: str) -> None:
    wanted, other = a_concern(cast), a_concern(cast)
    typed = {"lower": wanted.reference.lower(), "no dash": wanted.reference.replace("-", "")}
    page = search(as_("dsl"), typed.get(spelling, spelling.format(wanted.reference)))
    assert references(page) == [wanted.reference]
    assert other.reference not in page


def test_a_search_that_is_too_long_says_so_beside_its_box(cast: Cast, as_: As) -> None:
    response = as_("dsl").post("/incidents/", {"words": "x" * 201})
    assert response.status_code == 422
    assert 'href="#id_words"' in text(response)
    assert "x" * 201 in text(response)


# -- by person -----------------------------------------------------------------------------------


def test_by_person_the_name_is_posted_and_the_look_is_in_the_trail(cast: Cast, as_: As) -> None:
    wanted = a_concern(cast, about="second_pupil", harmed="third_pupil")
    a_concern(cast, about="pupil")
    client = as_("dsl")
    page = text(client.post("/incidents/person/", {"search": "kowal"}))
    address = re.search(r'href="(/incidents/\?[^"]*person=\d+)"', page)
    assert address
    listed = text(client.get(address[1].replace("&amp;", "&")))
    assert references(listed) == [wanted.reference]
    assert "Remove filter: </span>Anya Kowalska" in listed
    entry = AuditEvent.objects.get(code="incident.listed")
    assert (entry.actor_id, entry.about_id) == (cast.dsl.pk, cast.third_pupil.pk)


def test_who_does_not_triage_cannot_turn_numbers_into_names(cast: Cast, as_: As) -> None:
    client = as_("senior_leader")
    page = text(client.get(f"/incidents/?view=all&person={cast.pupil.pk}"))
    assert "Haddad" not in page
    assert client.get("/incidents/person/").status_code == 403
    assert not AuditEvent.objects.filter(code="incident.listed").exists()


# -- pages ---------------------------------------------------------------------------------------


@pytest.fixture
def many(cast: Cast) -> list[Incident]:
    """Sixty, several reported in the same moment, several without a due moment."""
    a_concern(cast)
    plain = {"school": cast.school, "reported_by": cast.teacher, "lane": Lane.ONLINE_SAFETY}
    now = timezone.now().replace(microsecond=0)
    Incident.objects.bulk_create(
        Incident(
            **plain,
            reference=f"26-{number:04}",
            owner_role=Role.CO_ORDINATOR,
            primary_type=IncidentType.SCAM,
            risk_area=RiskArea.COMMERCE,
            status=Status.TRIAGED if number % 3 else Status.SUBMITTED,
            reported_at=now - dt.timedelta(days=number // 4 + 1),
        )
        for number in range(59)
    )
    rows = list(Incident.objects.all())
    for one in rows:
        note_types(one, [one.primary_type, IncidentType.HATE] if one.pk % 3 else [one.primary_type])
    Task.objects.bulk_create(
        Task(incident=one, school=one.school, words="Do", due_at=now + dt.timedelta(days=one.pk % 5))
        for one in rows
        if one.pk % 4 == 0
    )
    return rows


BY_TYPE = Filters(view=View.ALL, type=IncidentType.SCAM)
LISTS = [
    (Filters(), 60),
    (ALL, 60),
    (Filters(view=View.ALL, sort=Sort.OLDEST), 60),
    (BY_TYPE, 59),
    (replace(BY_TYPE, sort=Sort.OLDEST), 59),
    (replace(BY_TYPE, view=View.TODO), 59),
]


@pytest.mark.parametrize(("filters", "there"), LISTS)
def test_turning_pages_shows_each_once_there_and_back(
    cast: Cast, as_: As, many: list[Incident], filters: Filters, there: int
) -> None:
    client, url = as_("dsl"), f"/incidents/?{filters.encoded(cast.dsl)}"
    forth: list[list[str]] = []
    while url:
        page = text(client.get(url))
        forth.append(references(page))
        back, url = link(page, "prev"), link(page, "next")
    assert [len(part) for part in forth] == [25, 25, there - 50]
    assert len({one for part in forth for one in part}) == there
    keys = listing.KEYS[filters.order]
    rows = listing.sortable(listing.found(cast.dsl, cast.school, filters), filters.order)
    rows = rows.order_by(*keyset.ordering(keys))
    assert [one for part in forth for one in part] == list(rows.values_list("reference", flat=True))
    again = [forth[-1]]
    while back:
        page = text(client.get(back))
        again.append(references(page))
        back = link(page, "prev")
    assert again[::-1] == forth


def link(page: str, rel: str) -> str:
    found = re.search(rf'href="(\?[^"]*)" rel="{rel}"', page)
    return f"/incidents/{found[1]}".replace("&amp;", "&").replace("+", "%2B") if found else ""


def test_a_place_in_an_address_is_a_moment_and_a_reference_and_nothing_else(
    cast: Cast, as_: As, many: list[Incident]
) -> None:
    url = link(text(as_("dsl").get("/incidents/?view=all")), "next")
    assert re.fullmatch(r"/incidents/\?view=all&after=[-0-9T:.]+Z~26-\w{4}", url)


def test_neighbours_are_those_of_the_list_it_was_opened_from(cast: Cast, many: list[Incident]) -> None:
    for filters in (Filters(), ALL, BY_TYPE, Filters(view=View.ALL, status=Status.TRIAGED)):
        keys = listing.KEYS[filters.order]
        rows = listing.sortable(listing.found(cast.dsl, cast.school, filters), filters.order)
        in_order = list(rows.order_by(*keyset.ordering(keys)))
        for before, after in pairwise(in_order):
            assert listing.neighbours(cast.dsl, cast.school, filters, before)[1] == after.reference
            assert listing.neighbours(cast.dsl, cast.school, filters, after)[0] == before.reference
        user, school = cast.dsl, cast.school
        with CaptureQueriesContext(connection) as asked:
            listing.neighbours(user, school, filters, in_order[0])
        assert len(asked) <= 4  # posts and conflicts of the account, the place, the neighbours


def test_more_than_a_thousand_is_said_without_counting_further(cast: Cast, as_: As, monkeypatch) -> None:
    monkeypatch.setattr(listing, "MOST_COUNTED", 2)
    monkeypatch.setattr(listing.counted, "__defaults__", (2,))
    for _ in range(4):
        a_concern(cast)
    assert "More than 2 incidents" in text(as_("dsl").get("/incidents/"))


def test_the_list_costs_the_same_however_much_there_is(cast: Cast, as_: As, many: list[Incident]) -> None:
    client = as_("dsl")
    client.get("/incidents/")
    counts = {}
    for query in ("", "?view=all", "?view=all&type=scam&overdue=1", "?view=all&status=closed"):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/incidents/{query}").status_code == 200
        counts[query] = len(asked)
    assert max(counts.values()) <= 6, counts


# -- saved lists ---------------------------------------------------------------------------------


def test_a_list_is_saved_opened_and_deleted_by_its_owner_only(cast: Cast, as_: As) -> None:
    client = as_("dsl")
    filters = Filters(view=View.ALL, status=Status.CLOSED, words="zebedee")
    query = filters.encoded(cast.dsl)
    response = client.post(f"/incidents/views/save/?list={quote(query)}", {"name": "Old ones"})
    assert response.url == f"/incidents/?{query}"
    page = text(client.get("/incidents/"))
    assert ">Old ones</a>" in page
    view = SavedView.objects.get()
    assert view.filters == {"view": "all", "status": "closed", "words": "zebedee"}
    assert "Old ones" not in text(as_("deputy").get("/incidents/"))
    assert as_("deputy").post(f"/incidents/views/{view.pk}/delete/").status_code == 404
    assert "Old ones" in text(client.get("/incidents/views/"))
    client.post(f"/incidents/views/{view.pk}/delete/")
    assert not SavedView.objects.exists()


def test_a_list_without_a_name_and_one_too_many_are_refused_in_words(cast: Cast, as_: As) -> None:
    client = as_("dsl")
    response = client.post("/incidents/views/save/", {"name": "  "})
    assert response.status_code == 422
    assert "Enter a name for the list" in text(response)
    SavedView.objects.bulk_create(
        SavedView(user=cast.dsl, school=cast.school, name=f"List {number}") for number in range(20)
    )
    response = client.post("/incidents/views/save/", {"name": "Another"})
    assert response.status_code == 409
    assert "Delete one first" in text(response)
    assert 'value="Another"' in text(response)


# -- who ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name, status",
    [("dsl", 200), ("co_ordinator", 200), ("chair", 200), ("teacher", 200), ("technician", 403),
     ("governor", 403), ("school_admin", 403), ("parent", 403), ("pupil_account", 403)],
)  # fmt: skip
def test_the_list_opens_for_those_who_may_see_incidents(cast: Cast, as_: As, name: str, status: int) -> None:
    a_concern(cast)
    assert as_(name).get("/incidents/").status_code == status


def test_a_colleague_sees_only_what_was_shared(cast: Cast, as_: As) -> None:
    shared, other = a_concern(cast), a_concern(cast)
    actions.share(incident=shared, user=cast.teacher, reason="Her tutor", until=None, by=cast.co_ordinator)
    page = text(as_("teacher").get("/incidents/?view=all"))
    assert references(page) == [shared.reference]
    assert "1 incident<" in page
    assert other.reference not in page


def test_schools_are_walls(cast: Cast, as_: As) -> None:
    here = a_concern(cast)
    there = a_concern(cast, about="other_pupil", by="other_teacher", school=cast.other)
    assert references(text(as_("dsl").get("/incidents/"))) == [here.reference]
    assert references(text(as_("other_dsl").get("/incidents/"))) == [there.reference]
    assert there.reference not in search(as_("dsl"), "class chat")
