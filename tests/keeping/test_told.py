"""What this room tells of a record never follows from another one that the reader may not see.

The subject here is the safeguarding lead: what holds an old record about a child is an open case about the lead, a
link to it, or a file that the head sends. The lead's pages are the same with and without it, and the record stays.
"""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from esafety.access.refusals import NotNow
from esafety.keeping import actions, queries
from esafety.keeping.access import has_a_part_in
from esafety.keeping.contents import counted
from esafety.keeping.facts import around
from esafety.keeping.models import Disposal, DueDate, Tombstone
from esafety.keeping.models.subject import subject_of
from esafety.keeping.vocabulary import HoldKind, Stage
from esafety.office.demo import clock
from esafety.outbox.relay import drain
from incidents import actions as cases
from incidents.actions.guard import fresh
from incidents.models import Incident, Link
from incidents.vocabulary import IncidentType, Status
from tests.builders import a_concern, advance
from tests.cast import Cast
from tests.house.routes import routes
from tests.incidents.test_two_worlds import plain
from tests.keeping.old import LONG_AGO, an_old_record, proposed, three_years, worked_out
from tests.moving.moves import begun

pytestmark = pytest.mark.django_db

As = Callable[[str], Client]


def pages(client: Client, incident: Incident) -> dict[str, tuple[int, bytes]]:
    """Every page of the room that says anything of the record, as one person gets it."""
    addresses = [
        reverse("records_due"),
        reverse("records_due") + "?view=unknown",
        reverse("holds"),
        reverse("disposals"),
        reverse("disposal_ledger"),
        *(reverse(name, args=[incident.reference]) for name in ("record_kept", "record_put_forward")),
        *(one.get_absolute_url() for one in Disposal.objects.filter(items__incident=incident)),
    ]
    answers = {url: client.get(url) for url in addresses}
    return {url: (one.status_code, plain(one, "no reference")) for url, one in answers.items()}  # type: ignore[no-untyped-call]


def an_open_case(cast: Cast, old: Incident) -> None:
    a_concern(cast, about="dsl", harmed="pupil")


def a_link(cast: Cast, old: Incident) -> None:
    recent = timezone.now() - dt.timedelta(days=40)
    hidden = an_old_record(cast, about="dsl", harmed="third_pupil", moment=recent)
    cases.link(incident=old, other=hidden, reason="The same chat.", by=cast.head)


def a_file_on_its_way(cast: Cast, old: Incident) -> None:
    an_old_record(cast, about="dsl", harmed="pupil")
    begun(cast, by=cast.head)


HIDDEN = {
    HoldKind.OPEN_CASE: an_open_case,
    HoldKind.LINKED: a_link,
    HoldKind.TRANSFER: a_file_on_its_way,
}


@pytest.mark.parametrize("hold", HIDDEN)
def test_what_may_not_be_seen_shows_on_no_page_and_holds_all_the_same(
    cast: Cast, as_: As, hold: HoldKind
) -> None:
    three_years(cast)
    old = an_old_record(cast)
    worked_out(cast)
    before = pages(as_("dsl"), old)
    HIDDEN[hold](cast, old)
    assert pages(as_("dsl"), old) == before
    assert hold in around([old.pk]).judged(timezone.localdate())[old.pk]
    assert hold.label in as_("head").get(reverse("record_kept", args=[old.reference])).content.decode()


@pytest.mark.parametrize("hold", HIDDEN)
def test_it_is_put_forward_and_listed_as_without_it_and_stays(cast: Cast, as_: As, hold: HoldKind) -> None:
    three_years(cast)
    old = an_old_record(cast)
    disposal = proposed(cast, old, by=cast.dsl)
    before = pages(as_("dsl"), old)
    HIDDEN[hold](cast, old)
    assert pages(as_("dsl"), old) == before
    actions.approve(disposal=disposal, reason="So it is.", version=disposal.version, by=cast.head)
    drain()
    assert Incident.objects.filter(pk=old.pk).exists()
    done = as_("dsl").get(disposal.get_absolute_url()).content.decode()
    assert "1 record was kept" in done
    assert hold.label not in done


def test_the_refusal_of_putting_forward_speaks_of_what_is_seen_only(cast: Cast) -> None:
    three_years(cast)
    old = an_old_record(cast)
    an_open_case(cast, old)
    with pytest.raises(NotNow, match="another open case"):
        actions.put_forward(record=old, reason="Its time is over.", by=cast.head)
    assert actions.put_forward(record=old, reason="Its time is over.", by=cast.dsl).stage == Stage.DRAFT


def test_what_went_of_a_matter_about_somebody_is_not_there_for_them_ever(cast: Cast, as_: As) -> None:
    """Not on the list of disposals, not by its address, not as a line of the ledger, not as a certificate."""
    three_years(cast)
    hidden = an_old_record(cast, about="deputys_child")
    seen = an_old_record(cast)
    before = pages(as_("deputy"), seen)
    disposal = proposed(cast, hidden, by=cast.dsl)
    actions.approve(disposal=disposal, reason="So it is.", version=disposal.version, by=cast.head)
    drain()
    assert Tombstone.objects.get().disposal == disposal
    assert pages(as_("deputy"), seen) == before
    assert as_("deputy").get(disposal.get_absolute_url()).status_code == 404
    certificate = reverse("disposal_certificate", args=[disposal.reference])
    assert as_("deputy").post(certificate).status_code == 404
    for name in ("dsl", "head"):
        assert as_(name).get(disposal.get_absolute_url()).status_code == 200
        lines = b"".join(as_(name).get(reverse("disposal_ledger"))).decode().splitlines()  # type: ignore[arg-type]
        assert [json.loads(line)["disposal"] for line in lines] == [disposal.reference]


def test_records_for_different_readers_do_not_share_a_disposal(cast: Cast) -> None:
    """Otherwise one that everybody sees would stand in a disposal that some of them may not see."""
    three_years(cast)
    hidden, seen = an_old_record(cast, about="deputys_child"), an_old_record(cast)
    actions.put_forward(record=hidden, reason="Its time is over.", by=cast.head)
    with pytest.raises(NotNow, match="not the same people"):
        actions.put_forward(record=seen, reason="Its time is over.", by=cast.head)


def test_nobody_approves_who_had_a_part_in_a_duplicate_or_decided_in_it(cast: Cast) -> None:
    three_years(cast)
    with clock.at(LONG_AGO):
        root, double = a_concern(cast), a_concern(cast, by="head")
        cases.merge(incident=double, into=root, reason="The same.", version=double.version, by=cast.dsl)
        root = advance(fresh(root), to=Status.CLOSED)
    disposal = actions.put_forward(record=root, reason="Its time is over.", by=cast.deputy)
    for user in (cast.head, cast.dsl):  # who reported the duplicate, who closed the record
        assert has_a_part_in(user, [subject_of(root)], work_too=True)
    with pytest.raises(NotNow, match="Nobody else in the school could approve this"):
        actions.propose(disposal=disposal, version=disposal.version, by=cast.deputy)


def test_keeping_a_record_longer_never_makes_it_due_sooner(cast: Cast) -> None:
    old = an_old_record(cast, type=IncidentType.GROOMING)
    worked_out(cast)
    due_on = DueDate.objects.get(incident=old).due_on
    assert due_on is not None
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    assert due_on > tomorrow
    actions.keep_longer(record=old, until=tomorrow, reason="Soon.", by=cast.dsl)
    assert DueDate.objects.get(incident=old).due_on == due_on


def test_a_long_list_is_turned_by_references_and_a_false_place_is_no_error(cast: Cast, as_: As) -> None:
    """A place in an address says nothing of rows that the reader may not see, and every page is reached."""
    three_years(cast)
    names = [f"Former Pupil {at}" for at in range(queries.A_PAGE + 3)]
    for name in names:
        an_old_record(cast, about=name)
    worked_out(cast)
    client, met, url = as_("deputy"), set[str](), reverse("records_due")
    for _ in range(2):
        page = client.get(url).content.decode()
        met |= set(re.findall(r"/keeping/records/([\w-]+)/", page))
        following = re.search(r'href="(\?[^"]*after=[^"]+)"', page)
        url = reverse("records_due") + html.unescape(following[1]) if following else url
    assert met == set(Incident.objects.values_list("reference", flat=True))
    assert following is None
    for place in ("x~y", "2026-01-01~", "~", "1~2~3", "9999-99-99~20-AAAA", "0"):
        for view in ("due", "unknown"):
            assert client.get(reverse("records_due"), {"after": place, "view": view}).status_code == 200
        assert client.get(reverse("disposals"), {"after": place}).status_code == 200


def test_a_record_is_taken_out_by_its_reference(cast: Cast, as_: As) -> None:
    """No page shows the numbers of incidents: in a school by itself a gap between two would be a third."""
    three_years(cast)
    one, two = an_old_record(cast, about="second_pupil"), an_old_record(cast, about="third_pupil")
    disposal = proposed(cast, one, two)
    page = as_("head").get(disposal.get_absolute_url()).content.decode()
    addresses = re.findall(r'action="([^"]*/take-out/[^"]*)"', page)
    assert sorted(addresses) == sorted(
        f"{disposal.get_absolute_url()}take-out/{x.reference}/" for x in (one, two)
    )
    as_("head").post(reverse("disposal_take_out", args=[disposal.reference, one.reference]))
    assert [item.incident for item in disposal.items.all()] == [two]
    last = as_("head").post(reverse("disposal_take_out", args=[disposal.reference, two.reference]))
    assert last.headers["Location"] == reverse("disposals")


@pytest.mark.parametrize("name", ["hold_confirm", "filtering_look_authorise"])
def test_lifting_a_hold_and_authorising_a_look_ask_again_who_it_is(name: str) -> None:
    view = next(route.view for route in routes() if route.name == name)
    layers = [view]
    while (inner := getattr(layers[-1], "__wrapped__", None)) is not None:
        layers.append(inner)
    assert any(getattr(layer, "step_up", False) for layer in layers)


def test_the_number_of_rows_tells_nothing_of_other_records(cast: Cast) -> None:
    """Links and files for other schools go with a record and are not counted, before or after."""
    three_years(cast)
    other, tied = an_old_record(cast, about="second_pupil"), an_old_record(cast, about="second_pupil")
    a_link(cast, tied)
    assert Link.objects.filter(incident=tied).exists()
    assert counted({tied.pk}) == counted({other.pk})


def test_the_page_of_an_incident_leads_whoever_keeps_records_to_its_holds(cast: Cast, as_: As) -> None:
    """A claim or an inquiry comes up while a case is young: the hold must not wait until it is due for review."""
    incident = a_concern(cast)
    link = f'href="{reverse("record_kept", args=[incident.reference])}"'
    pages = {
        who: as_(who).get(incident.get_absolute_url()).content.decode() for who in ("dsl", "co_ordinator")
    }
    assert link in pages["dsl"]
    assert link not in pages["co_ordinator"]
    assert as_("dsl").get(reverse("record_kept", args=[incident.reference])).status_code == 200


def test_back_from_how_long_a_record_is_kept_leads_to_where_one_came_from(cast: Cast, as_: As) -> None:
    """To the list of what is due for what is on it, to the record for what is not."""
    three_years(cast)
    young, old = a_concern(cast), an_old_record(cast, about="second_pupil")
    worked_out(cast)
    for incident, url in ((young, young.get_absolute_url()), (old, reverse("records_due"))):
        page = as_("dsl").get(reverse("record_kept", args=[incident.reference])).content.decode()
        assert f'<a class="govuk-back-link" href="{url}">' in page
