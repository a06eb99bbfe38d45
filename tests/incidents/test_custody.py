"""Items in the school's care: a chain that only grows, what may follow what, the sheet, reviews by two."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from io import BytesIO
from itertools import product
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from esafety.access.refusals import NotNow, Stale
from esafety.audit.models import AuditEvent
from esafety.papers import cabinet
from esafety.papers.actions import want
from esafety.papers.models import Paper
from esafety.papers.tasks import make
from incidents import actions
from incidents.models import CustodyEntry, DeviceReview, Incident, Item, Task
from incidents.papers import CONTINUITY
from incidents.policy.custody import LINKS, why_not
from incidents.policy.viewing import CONDITIONS, NEVER
from incidents.vocabulary import IncidentType, Status, TaskState
from incidents.vocabulary.evidence import Custody, ItemState, Reviewed, Viewing
from tests.builders import a_concern, advance
from tests.cast import Cast
from tests.incidents.evidence_acts import an_item, enter

As = Callable[[str], Client]


@pytest.fixture
def incident(cast: Cast) -> Incident:
    return advance(a_concern(cast, about="second_pupil"), to=Status.IN_PROGRESS)


@pytest.fixture
def phone(cast: Cast, incident: Incident) -> Item:
    return an_item(incident, cast.dsl)


def steps(item: Item) -> list[str]:
    return list(item.entries.values_list("step", flat=True))


def test_a_phone_is_taken_sealed_handed_over_and_comes_back(cast: Cast, phone: Item) -> None:
    for step in (Custody.SEALED, Custody.TO_POLICE, Custody.FROM_POLICE, Custody.RETURNED):
        enter(phone, step, cast.dsl)
    assert steps(phone) == ["taken", "sealed", "to_police", "from_police", "returned"]
    phone.refresh_from_db()
    assert (phone.state, phone.version) == (ItemState.RETURNED, 5)
    codes = AuditEvent.objects.about(phone.incident).values_list("code", flat=True)
    assert list(codes).count("incident.custody_kept") == 4


@pytest.mark.parametrize(("step", "state", "illegal"), list(product(Custody, ItemState, (True, False))))
def test_what_may_follow_what(step: Custody, state: ItemState, illegal: bool) -> None:
    """Written from C 4.4 and the flowcharts, not from the table."""
    here, away = state == ItemState.HELD, state == ItemState.WITH_POLICE
    allowed = {
        Custody.TAKEN: False,
        Custody.SEALED: here,
        Custody.MOVED: here,
        Custody.EXAMINED: here and not illegal,
        Custody.PARENTS_TOLD: here or away,
        Custody.TO_POLICE: here,
        Custody.FROM_POLICE: away,
        Custody.RETURNED: here and not illegal,
    }
    assert (why_not(step, state, may_be_illegal=illegal) is None) == allowed[step]


def test_what_may_be_illegal_is_examined_and_returned_by_nobody_in_school(
    cast: Cast, incident: Incident, as_: As
) -> None:
    item = an_item(incident, cast.dsl, may_be_illegal=True)
    for step in (Custody.EXAMINED, Custody.RETURNED):
        with pytest.raises(NotNow, match="only the police"):
            enter(item, step, cast.dsl)
    page = as_("dsl").get(f"/incidents/{incident.reference}/items/{item.key}/").content.decode()
    assert "It may hold something illegal" in page
    assert "/returned/" not in page
    assert "/to_police/" in page
    with pytest.raises(NotNow, match="police decide"):
        an_item(incident, cast.dsl, may_be_illegal=True, return_on=timezone.localdate())


@pytest.mark.parametrize("step", list(LINKS))
def test_an_entry_says_what_it_must(cast: Cast, phone: Item, step: Custody) -> None:
    if step is Custody.FROM_POLICE:
        enter(phone, Custody.TO_POLICE, cast.dsl)
    for missing in LINKS[step].needs:
        with pytest.raises(NotNow, match="must say is missing"):
            enter(phone, step, cast.dsl, **{missing: ""})


def test_time_does_not_run_backwards_nor_ahead(cast: Cast, phone: Item) -> None:
    with pytest.raises(NotNow, match="later moment"):
        enter(phone, Custody.MOVED, cast.dsl, at=timezone.now() - dt.timedelta(days=2))
    with pytest.raises(NotNow, match="in the future"):
        enter(phone, Custody.MOVED, cast.dsl, at=timezone.now() + dt.timedelta(minutes=5))
    assert steps(phone) == ["taken"]


def test_of_two_who_hand_one_thing_over_the_second_is_told(cast: Cast, phone: Item) -> None:
    enter(phone, Custody.TO_POLICE, cast.dsl)
    with pytest.raises(Stale):
        enter(phone, Custody.RETURNED, cast.head, version=1)
    assert steps(phone) == ["taken", "to_police"]


def test_the_chain_cannot_be_rewritten(cast: Cast, phone: Item) -> None:
    for act in (
        lambda: CustodyEntry.objects.update(place="Elsewhere"),
        lambda: CustodyEntry.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_a_day_of_return_is_a_reminder_that_ends_with_the_return(cast: Cast, incident: Incident) -> None:
    item = an_item(incident, cast.dsl, return_on=timezone.localdate() + dt.timedelta(days=1))
    reminder = Task.objects.get(incident=incident, code__startswith="return_")
    assert "phone" not in reminder.words + reminder.detail
    assert timezone.localtime(reminder.due_at).time() == dt.time(15, 30)
    enter(item, Custody.RETURNED, cast.dsl)
    reminder.refresh_from_db()
    assert reminder.state == TaskState.DONE


def test_things_go_back_after_the_incident_was_closed(cast: Cast, phone: Item, incident: Incident) -> None:
    advance(incident, to=Status.CLOSED)
    enter(phone, Custody.RETURNED, cast.dsl, other="His father")
    assert steps(phone)[-1] == "returned"
    with pytest.raises(NotNow, match="closed"):
        an_item(incident, cast.dsl)


def test_who_does_not_work_on_the_incident_enters_nothing(cast: Cast, phone: Item) -> None:
    for name in ("teacher", "technician", "other_dsl", "governor"):
        with pytest.raises(PermissionDenied):
            enter(phone, Custody.MOVED, cast.user(name))


def test_by_the_forms(cast: Cast, incident: Incident, as_: As) -> None:
    client, today = as_("co_ordinator"), timezone.localdate()
    moment = {"on_0": today.day, "on_1": today.month, "on_2": today.year, "clock": "00:01"}
    given = {
        "kind": "phone", "description": "Blue phone", "owner": cast.second_pupil.pk, "why": "Filming in class",
        "may_be_illegal": "no", "place": "Office safe", **moment,
    }  # fmt: skip
    address = f"/incidents/{incident.reference}/items/"
    refused = client.post(f"{address}add/", {**given, "why": ""})
    assert refused.status_code == 422
    assert 'value="Blue phone"' in refused.content.decode(), "nothing typed is lost"
    assert client.post(f"{address}add/", given).status_code == 302
    item = Item.objects.get()
    assert item.whose == "Marcus Bright"
    to_police = f"{address}{item.key}/to_police/"
    refused = client.post(to_police, {**moment, "place": "Office", "other": "PC 1", "version": 1})
    assert refused.status_code == 422
    assert "Number of the receipt" in refused.content.decode()
    sent = {**moment, "place": "Office", "other": "PC 1", "receipt": "PP1", "version": 1}
    assert client.post(to_police, sent).status_code == 302
    assert (
        client.post(to_police, sent, follow=True).content.decode().count("Record first that it came back")
        == 1
    )
    assert "With the police" in client.get(address).content.decode()
    for wrong in ("taken", "burnt"):
        assert client.get(f"{address}{item.key}/{wrong}/").status_code == 404
    other = a_concern(cast, about="pupil")
    assert client.get(f"/incidents/{other.reference}/items/{item.key}/").status_code == 404


def test_the_list_costs_the_same_however_many(cast: Cast, incident: Incident, phone: Item, as_: As) -> None:
    client = as_("dsl")

    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200
        return len(caught)

    address = f"/incidents/{incident.reference}/items/"
    queries(address)
    few, page = queries(address), queries(f"{address}{phone.key}/")
    for _ in range(5):
        enter(an_item(incident, cast.dsl), Custody.SEALED, cast.dsl)
        enter(phone, Custody.MOVED, cast.dsl)
    assert (queries(address), queries(f"{address}{phone.key}/")) == (few, page)
    assert max(few, page) <= 14


def test_the_continuity_sheet_holds_every_entry(
    cast: Cast, phone: Item, as_: As, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path / "papers"
    enter(phone, Custody.SEALED, cast.dsl)
    enter(phone, Custody.TO_POLICE, cast.dsl)
    answer = as_("dsl").post(f"/incidents/{phone.incident.reference}/items/{phone.key}/sheet/")
    paper = Paper.objects.get()
    assert answer["Location"].endswith(f"{paper.reference}/")
    make(paper.pk)
    paper.refresh_from_db()
    text = " ".join(
        page.extract_text() for page in PdfReader(BytesIO(b"".join(cabinet.read(paper.file)))).pages
    )
    for word in ("Continuity sheet", "A-00981", "PP/2026/118", "PC 4471", "Black phone", "Ruth Adeyemi"):
        assert "".join(word.split()) in "".join(text.split()), word
    with pytest.raises(PermissionDenied):
        want(CONTINUITY, about=phone, by=cast.teacher)


def test_a_merge_takes_items_and_their_reminders_along(cast: Cast, incident: Incident) -> None:
    item = an_item(incident, cast.dsl, return_on=timezone.localdate() + dt.timedelta(days=2))
    enter(item, Custody.SEALED, cast.dsl)
    into = a_concern(cast, about="second_pupil")
    incident.refresh_from_db()
    actions.merge(incident=incident, into=into, reason="The same", version=incident.version, by=cast.dsl)
    item = Item.objects.get(pk=item.pk)
    assert item.incident == into
    assert steps(item) == ["taken", "sealed"]
    enter(item, Custody.RETURNED, cast.dsl)
    assert not Task.objects.open().filter(code__startswith="return_").exists()


# -- reviews, viewing, searches ------------------------------------------------------------------


def a_review(cast: Cast, incident: Incident, **more: Any) -> DeviceReview:
    given: dict[str, Any] = {
        "what": Reviewed.SITE, "subject": "www.bad.example/room", "item": None, "reviewed_at": timezone.now(),
        "computer": "Office laptop, head’s office", "reason": "Named by two pupils", "seen": "Insults about a pupil",
        "conclusion": "Bullying", "action": "Removal asked for", "first_position": "DSL", "second": cast.head,
        "second_position": "Head", "by": cast.dsl,
    }  # fmt: skip
    return actions.record_review(incident=incident, **{**given, **more})


def test_a_review_counts_when_the_second_person_has_signed_with_their_own_account(
    cast: Cast, incident: Incident, as_: As
) -> None:
    review = a_review(cast, incident)
    page = f"/incidents/{incident.reference}/reviews/"
    assert "Waits for the second signature" in as_("dsl").get(page).content.decode()
    sign = f"{page}{review.pk}/sign/"
    for name in ("dsl", "deputy", "co_ordinator"):
        assert as_(name).post(sign).status_code == 403, name
    assert as_("head").post(sign).status_code == 302
    shown = as_("dsl").get(page).content.decode()
    assert "Signed by both" in shown
    assert "www.bad[.]example/room" in shown, "never a link"
    with pytest.raises(NotNow):
        actions.sign_review(review=review, by=cast.head)


def test_one_person_cannot_be_both_nor_somebody_who_does_not_work_on_it(
    cast: Cast, incident: Incident
) -> None:
    for second in (cast.dsl, cast.teacher, cast.other_dsl, cast.governor):
        with pytest.raises(NotNow, match="works on this incident"):
            a_review(cast, incident, second=second)


def test_nobody_looks_through_a_device_that_may_hold_something_illegal(
    cast: Cast, incident: Incident
) -> None:
    item = an_item(incident, cast.dsl, may_be_illegal=True)
    with pytest.raises(NotNow, match="only the police"):
        a_review(cast, incident, item=item, what=Reviewed.DEVICE)


def view(cast: Cast, incident: Incident, **more: Any) -> Any:
    given: dict[str, Any] = {
        "outcome": Viewing.VIEWED, "at": timezone.now(), "reason": "No other way to know the child’s age",
        "conditions": [one.code for one in CONDITIONS], "viewer": "Ruth Adeyemi", "viewer_sex": "female",
        "present": "Helen Marsh", "place": "Head’s office", "head_told": "Today, 9.10am", "by": cast.dsl,
    }  # fmt: skip
    return actions.decide_viewing(incident=incident, **{**given, **more})


def test_only_a_lead_views_and_only_when_everything_holds(cast: Cast) -> None:
    incident = a_concern(cast, type=IncidentType.NUDES, about="second_pupil")
    with pytest.raises(NotNow, match="Only a designated safeguarding lead"):
        view(cast, incident, by=cast.head)
    for one in CONDITIONS:
        with pytest.raises(NotNow, match="Unless all of these hold"):
            view(cast, incident, conditions=[other.code for other in CONDITIONS if other != one])
    assert view(cast, incident).outcome == Viewing.VIEWED
    assert view(cast, incident, by=cast.head, outcome=Viewing.NOT_VIEWED).conditions == []


@pytest.mark.parametrize("kind", sorted(NEVER))
def test_where_an_adult_has_a_part_nobody_looks(cast: Cast, kind: IncidentType) -> None:
    incident = a_concern(cast, type=kind, about="second_pupil")
    with pytest.raises(NotNow, match="goes to the police unseen"):
        view(cast, incident)


def test_computer_viewing_and_search_by_their_forms(cast: Cast, incident: Incident, as_: As) -> None:
    client, base, today = as_("dsl"), f"/incidents/{incident.reference}/reviews/", timezone.localdate()
    moment = {"on_0": today.day, "on_1": today.month, "on_2": today.year, "clock": "00:01"}
    assert client.post(f"{base}computer/", {"name": "Laptop 7", "place": "Head’s office"}).status_code == 302
    assert "Laptop 7, Head’s office" in client.get(f"{base}add/").content.decode(), "filled in for the review"
    search = {
        "place": "Room 4", "searched": "Bag of a pupil", "searched_by": "R Adeyemi", "witness": "H Marsh",
        "grounds": "Two pupils saw it", "looked_for": "A phone", "found": "A phone", "risk": "Considered",
        "parents_told": "Told at 3pm", **moment,
    }  # fmt: skip
    assert client.post(f"{base}search/", {**search, "witness": ""}).status_code == 422
    assert client.post(f"{base}search/", search).status_code == 302
    decided = {"outcome": "not_viewed", "reason": "Police decide", **moment}
    assert client.post(f"{base}viewing/", decided).status_code == 302
    answer = client.post(f"{base}viewing/", {**decided, "outcome": "viewed"})
    assert answer.status_code == 422
    page = client.get(base).content.decode()
    for word in ("Laptop 7", "Two pupils saw it", "Decided not to view"):
        assert word in page
    review = {
        "what": "site", "subject": "x.example", "computer": "Laptop 7", "reason": "r", "seen": "s", "conclusion": "c",
        "action": "a", "first_position": "DSL", "second": cast.head.pk, "second_position": "Head", **moment,
    }  # fmt: skip
    assert client.post(f"{base}add/", {**review, "second": cast.teacher.pk}).status_code == 422
    assert client.post(f"{base}add/", review).status_code == 302
