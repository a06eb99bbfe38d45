"""A file that another school sent comes up when its time is over, is held by what must hold it, goes by two people."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from esafety.access.refusals import NotNow
from esafety.audit.verify import faults
from esafety.keeping import actions
from esafety.keeping.access import DISPOSALS
from esafety.keeping.door import RECEIVED
from esafety.keeping.judging import judged
from esafety.keeping.ledger import ledger_lines, reapply_disposals
from esafety.keeping.models import Disposal, DueDate, Hold, Tombstone
from esafety.keeping.models.subject import kept_url, subject_of
from esafety.keeping.papers import certified
from esafety.keeping.striking import strike
from esafety.keeping.vocabulary import HoldKind as H
from esafety.keeping.vocabulary import RecordKind, Stage
from esafety.moving import actions as moving
from esafety.moving.access import TRANSFERS
from esafety.moving.models import Arrival, ArrivalEntry, ArrivalPlacing, Transfer
from esafety.moving.vocabulary import ReceiptHow
from esafety.outbox.models import Message
from esafety.outbox.relay import drain
from esafety.papers.models import ReceivedFile, StoredFile
from esafety.people.models import Person
from incidents.models import Incident
from tests.builders import a_concern
from tests.cast import Cast
from tests.keeping.old import an_old_record, three_years, worked_out
from tests.keeping.received import MARK, a_document, a_file, born, gone, opened_file
from tests.keeping.test_disposal import everything_that_says
from tests.moving.moves import begun
from tests.subject_access.asking import asked

pytestmark = pytest.mark.django_db

As = Callable[[str], Client]


def held(arrival: Arrival, **more: Any) -> set[H]:
    return set(judged([subject_of(arrival)], **more)[subject_of(arrival)].held)


def proposed(cast: Cast, *arrivals: Arrival) -> Disposal:
    """Reviewed by the safeguarding lead and sent to a second person."""
    for arrival in arrivals:
        disposal = actions.put_forward(record=arrival, reason="Its time is over.", by=cast.dsl)
    return actions.propose(disposal=disposal, version=disposal.version, by=cast.dsl)


def approved(cast: Cast, *arrivals: Arrival) -> Disposal:
    """The same, approved by the head, who had no part in it."""
    disposal = proposed(cast, *arrivals)
    return actions.approve(disposal=disposal, reason="So it is.", version=disposal.version, by=cast.head)


def carried_out(cast: Cast, *arrivals: Arrival) -> Disposal:
    disposal = approved(cast, *arrivals)
    drain()
    disposal.refresh_from_db()
    return disposal


# -- when it is due ------------------------------------------------------------------------------------


def test_it_is_listed_from_the_day_the_pupils_time_is_over_and_not_a_day_before(cast: Cast, as_: As) -> None:
    over = a_file(cast, pupil=born(cast.third_pupil, days_over=0))
    not_yet = a_file(cast, pupil=born(cast.second_pupil, days_over=-1), reference="other")
    assert worked_out(cast) == 2
    page = as_("dsl").get(reverse("records_due")).content.decode()
    assert over.reference in page
    assert not_yet.reference not in page
    assert not_yet.reference not in as_("dsl").get(f"{reverse('records_due')}?view=unknown").content.decode()
    assert held(over) == set()
    assert held(not_yet) == {H.NOT_DUE}


def test_the_schools_own_years_count(cast: Cast) -> None:
    file = a_file(cast, pupil=born(cast.third_pupil, days_over=0))
    actions.confirm_period(school=cast.school, kind=RecordKind.RECEIVED, years=30, by=cast.dsl)
    assert held(file) == {H.NOT_DUE}
    born(cast.third_pupil, days_over=0, years=30)
    assert held(file) == set()


def test_what_nobody_placed_or_has_no_date_of_birth_is_listed_apart_and_held(cast: Cast, as_: As) -> None:
    in_hand = opened_file(cast)
    Person.objects.filter(pk=cast.third_pupil.pk).update(born_on=None)
    unborn = a_file(cast, pupil=cast.third_pupil, reference="other")
    worked_out(cast)
    unknown = as_("dsl").get(f"{reverse('records_due')}?view=unknown").content.decode()
    due = as_("dsl").get(reverse("records_due")).content.decode()
    for file in (in_hand, unborn):
        assert file.reference in unknown
        assert file.reference not in due
    assert H.OPEN_CASE in held(in_hand)
    assert held(unborn) == {H.UNKNOWN_BIRTH}
    with pytest.raises(NotNow, match="A date of birth is not known"):
        actions.put_forward(record=unborn, reason="Over.", by=cast.dsl)


def test_the_night_after_it_is_taken_in_it_has_its_date(cast: Cast) -> None:
    file = opened_file(cast)
    assert worked_out(cast) == 1
    assert worked_out(cast) == 0, "nothing came since, and nothing is stale"
    assert DueDate.objects.get(arrival=file).due_on is None
    pupil = born(cast.third_pupil)
    moving.take_arrival_in(arrival=file, pupil=pupil, version=file.version, by=cast.deputy)
    assert worked_out(cast) == 1
    assert DueDate.objects.get(arrival=file).due_on == timezone.localdate() - dt.timedelta(days=400)
    assert worked_out(cast) == 0


def test_what_was_not_kept_is_nobodys_and_counts_from_the_day_it_came(cast: Cast, as_: As) -> None:
    file = opened_file(cast)
    moving.discard_arrival(arrival=file, why="For another school.", version=file.version, by=cast.deputy)
    assert held(file) == {H.NOT_DUE}
    assert "The day it came, since it was not kept" in as_("dsl").get(kept_url(file)).content.decode()
    came_at = timezone.now() - dt.timedelta(days=366 * 25)
    Arrival.objects.filter(pk=file.pk).update(came_at=came_at)
    assert held(file) == set()
    assert gone_by_two(cast, file)


def gone_by_two(cast: Cast, file: Arrival) -> bool:
    assert carried_out(cast, file).stage == Stage.DONE
    return gone(file)


def test_a_night_costs_what_came_and_not_what_is_there(cast: Cast) -> None:
    counts = []
    for more in (1, 6):
        for at in range(more):
            a_file(cast, reference=f"f{more}-{at}")
        worked_out(cast)
        with CaptureQueriesContext(connection) as said:
            assert worked_out(cast) == 0
        counts.append(len(said))
    assert counts[0] == counts[1], counts


# -- what holds it -------------------------------------------------------------------------------------


def an_open_case(cast: Cast, file: Arrival) -> None:
    a_concern(cast, about="dsl", harmed="third_pupil")


def a_transfer(cast: Cast, file: Arrival) -> None:
    """The head sends what the lead may not read, and the file goes on with it."""
    an_old_record(cast, about="dsl", harmed="third_pupil")
    begun(cast, pupil=cast.third_pupil, by=cast.head)


def a_laid_hold(cast: Cast, file: Arrival) -> None:
    actions.lay_hold(school=cast.school, record=file, kind=H.COMPLAINT, reason="They ask.", by=cast.head)


def a_hold_on_all(cast: Cast, file: Arrival) -> None:
    actions.lay_hold(school=cast.school, record=None, kind=H.INQUIRY, reason="Ordered.", by=cast.head)


def a_request(cast: Cast, file: Arrival) -> None:
    asked(cast, about=cast.third_pupil)


def a_doubt(cast: Cast, file: Arrival) -> None:
    row = file.files.get(is_pages=False)
    moving.doubt_arrival_file(arrival=file, file=row, by=cast.head)


HOLDS = {
    H.OPEN_CASE: an_open_case,
    H.TRANSFER: a_transfer,
    H.COMPLAINT: a_laid_hold,
    H.INQUIRY: a_hold_on_all,
    H.ACCESS_REQUEST: a_request,
    H.POLICE: a_doubt,
}


@pytest.mark.parametrize("hold", HOLDS)
def test_each_thing_holds_it_and_another_is_as_before(cast: Cast, hold: H) -> None:
    file, other = a_file(cast), a_file(cast, pupil=born(cast.second_pupil), reference="other")
    assert (held(file), held(other)) == (set(), set())
    HOLDS[hold](cast, file)
    assert held(file) == {hold}
    assert held(other) == ({hold} if hold == H.INQUIRY else set())
    with pytest.raises(NotNow, match="It must be kept"):
        actions.put_forward(record=file, reason="Over.", by=cast.head)


@pytest.mark.parametrize("hold", HOLDS)
def test_what_begins_to_hold_it_after_approval_keeps_it_whole(cast: Cast, hold: H) -> None:
    file, other = a_file(cast), a_file(cast, pupil=born(cast.second_pupil), reference="other")
    disposal = approved(cast, file, other)
    HOLDS[hold](cast, file)
    drain()
    disposal.refresh_from_db()
    assert disposal.stage == Stage.DONE
    assert disposal.kept == {hold.value: 2 if hold == H.INQUIRY else 1}
    assert not gone(file)
    assert StoredFile.objects.filter(received__about_id=file.pk, destroyed_at=None).exists()
    assert gone(other) == (hold != H.INQUIRY)


def test_what_is_taken_out_of_the_pupils_record_after_approval_stays(cast: Cast) -> None:
    file = a_file(cast)
    disposal = approved(cast, file)
    moving.take_arrival_out(arrival=file, why="Another child.", version=file.version, by=cast.deputy)
    drain()
    disposal.refresh_from_db()
    assert disposal.kept == {H.NOT_DUE.value: 1}
    assert not gone(file)


def plain_pages(client: Client, file: Arrival) -> dict[str, tuple[int, bytes]]:
    from tests.keeping.test_told import plain

    urls = [
        *(reverse(name) for name in ("records_due", "holds", "disposals", "disposal_ledger")),
        f"{reverse('records_due')}?view=unknown",
        *(reverse(name, args=[file.reference]) for name in ("received_kept", "received_put_forward")),
        *(one.get_absolute_url() for one in Disposal.objects.filter(items__arrival=file)),
    ]
    return {
        url: (answer.status_code, plain(answer, "no reference"))  # type: ignore[no-untyped-call]
        for url in urls
        if (answer := client.get(url))
    }


@pytest.mark.parametrize("hold", [H.OPEN_CASE, H.TRANSFER])
def test_what_its_reader_may_not_see_shows_on_no_page_and_holds_it(cast: Cast, as_: As, hold: H) -> None:
    file = a_file(cast)
    worked_out(cast)
    disposal = proposed(cast, file)
    before = plain_pages(as_("dsl"), file)
    HOLDS[hold](cast, file)
    assert plain_pages(as_("dsl"), file) == before
    assert held(file, seen_by=cast.dsl) == set()
    assert hold.label in as_("head").get(kept_url(file)).content.decode()
    actions.approve(disposal=disposal, reason="So it is.", version=disposal.version, by=cast.head)
    drain()
    assert not gone(file)
    done = as_("dsl").get(disposal.get_absolute_url()).content.decode()
    assert "1 record was kept" in done
    assert hold.label not in done


def test_a_request_of_an_adult_whom_it_names_holds_it(cast: Cast) -> None:
    person = cast.person_of(cast.teacher)
    file = a_file(cast, household=[_in_the_household(person)])
    assert held(file) == set()
    asked(cast, about=person)
    assert held(file) == {H.ACCESS_REQUEST}


def _in_the_household(person: Person) -> dict[str, Any]:
    return {
        "name": person.full_name, "relationship": "Parent", "telephone": "", "parental_responsibility": True,
        "no_contact": False,
    }  # fmt: skip


def test_lifting_its_hold_takes_two_and_keeping_it_longer_brings_it_back(cast: Cast) -> None:
    file = a_file(cast)
    worked_out(cast)
    hold = actions.lay_hold(school=cast.school, record=file, kind=H.POLICE, reason="Asked.", by=cast.dsl)
    hold = actions.ask_to_lift(hold=hold, reason="They are done.", by=cast.dsl)
    with pytest.raises(NotNow, match="Somebody else"):
        actions.confirm_lift(hold=hold, by=cast.dsl)
    actions.confirm_lift(hold=hold, by=cast.head)
    until = timezone.localdate() + dt.timedelta(days=90)
    actions.keep_longer(record=file, until=until, reason="The family may ask.", by=cast.dsl)
    assert held(file) == {H.NOT_DUE}
    assert DueDate.objects.get(arrival=file).due_on == until


# -- who ------------------------------------------------------------------------------------------------


def test_whoever_may_not_see_it_finds_no_due_date_hold_disposal_or_line_of_it(cast: Cast, as_: As) -> None:
    seen = a_file(cast, by=cast.dsl)
    worked_out(cast)
    before = plain_pages(as_("deputy"), seen)
    hidden = a_file(cast, pupil=born(cast.deputys_child), by=cast.head, reference="other")
    worked_out(cast)
    hold = actions.lay_hold(school=cast.school, record=hidden, kind=H.POLICE, reason="Asked.", by=cast.head)
    url = kept_url(hidden)
    for address in (url, f"{url}keep/", f"{url}put-forward/", f"{url}hold/"):
        missing = as_("deputy").get(address.replace(hidden.reference, "AAAA-AAAA"))
        assert (answer := as_("deputy").get(address)).status_code == 404
        assert answer.content == missing.content
    assert as_("deputy").get(reverse("hold_lift", args=[hold.pk])).status_code == 404
    assert plain_pages(as_("deputy"), seen) == before
    for act in (
        lambda: actions.put_forward(record=hidden, reason="Over.", by=cast.deputy),
        lambda: actions.keep_longer(
            record=hidden, until=timezone.localdate(), reason="Over.", by=cast.deputy
        ),
        lambda: actions.lay_hold(
            school=cast.school, record=hidden, kind=H.POLICE, reason="x", by=cast.deputy
        ),
    ):
        with pytest.raises(PermissionDenied):
            act()
    hold = actions.ask_to_lift(hold=hold, reason="Done.", by=cast.head)
    actions.confirm_lift(hold=hold, by=cast.dsl)
    disposal = actions.put_forward(record=hidden, reason="Over.", by=cast.head)
    disposal = actions.propose(disposal=disposal, version=disposal.version, by=cast.head)
    assert not DISPOSALS.visible_to(cast.deputy, Disposal.objects.all()).exists()
    actions.approve(disposal=disposal, reason="So it is.", version=disposal.version, by=cast.dsl)
    drain()
    assert gone(hidden)
    assert plain_pages(as_("deputy"), seen) == before
    assert as_("deputy").get(disposal.get_absolute_url()).status_code == 404
    assert as_("dsl").get(disposal.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("part", ["received", "opened", "placed"])
def test_whoever_received_opened_or_placed_it_is_not_the_second_person(cast: Cast, part: str) -> None:
    who = {"received": "deputy", "opened": "deputy", "placed": "deputy", part: "head"}
    from tests.moving.arriving import arrived
    from tests.moving.packages import WORDS, a_record, parts_of, sealed

    file = arrived(cast, sealed(parts_of(a_record())), by=cast.user(who["received"]))
    file = moving.open_arrival(arrival=file, words=WORDS, version=1, by=cast.user(who["opened"]))
    pupil = born(cast.third_pupil)
    file = moving.take_arrival_in(arrival=file, pupil=pupil, version=2, by=cast.user(who["placed"]))
    disposal = actions.put_forward(record=file, reason="Over.", by=cast.dsl)
    with pytest.raises(NotNow, match="Nobody else in the school could approve this"):
        actions.propose(disposal=disposal, version=disposal.version, by=cast.dsl)
    Disposal.objects.filter(pk=disposal.pk).update(stage=Stage.PROPOSED)
    disposal.refresh_from_db()
    for user in (cast.head, cast.deputy, cast.dsl):
        with pytest.raises(NotNow, match="Somebody else must approve this"):
            actions.approve(disposal=disposal, reason="Yes.", version=disposal.version, by=user)


def test_the_leads_of_another_school_and_other_posts_find_nothing(cast: Cast, as_: As) -> None:
    file = a_file(cast)
    worked_out(cast)
    for name in ("other_dsl", "chair", "teacher", "technician"):
        assert as_(name).get(kept_url(file)).status_code == 404, name
        with pytest.raises(PermissionDenied):
            actions.put_forward(record=file, reason="Over.", by=cast.user(name))
    assert file.reference not in as_("other_dsl").get(reverse("records_due")).content.decode()
    assert file.reference in as_("dsl").get(reverse("records_due")).content.decode()


def test_a_file_and_an_incident_share_a_disposal_only_where_the_same_people_read_both(cast: Cast) -> None:
    three_years(cast)
    file, hidden = a_file(cast), an_old_record(cast, about="deputys_child")
    actions.put_forward(record=file, reason="Over.", by=cast.dsl)
    with pytest.raises(NotNow, match="not the same people"):
        actions.put_forward(record=hidden, reason="Over.", by=cast.dsl)


# -- how it goes ----------------------------------------------------------------------------------------


def test_nothing_is_left_of_a_file_that_two_people_agreed_on(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    file, kept = a_file(cast), a_document(cast, pupil=born(cast.second_pupil))
    drain()
    own = list(ReceivedFile.objects.about(file).values_list("file", flat=True))
    assert file.record is not None
    own.append(file.record.pk)
    assert Message.objects.filter(about_label="moving.arrival", about_id=file.pk).exists()
    assert len(everything_that_says(MARK)) >= 4
    with django_capture_on_commit_callbacks(execute=True):
        disposal = carried_out(cast, file)
    assert (disposal.stage, disposal.kept) == (Stage.DONE, {})
    assert gone(file)
    assert everything_that_says(MARK) == []
    assert not Message.objects.filter(about_label="moving.arrival", about_id=file.pk).exists()
    assert len(own) == 4
    for one in StoredFile.objects.filter(pk__in=own):
        assert (one.wrapped_key, one.destroyed_at is not None) == ("", True)
    stone = Tombstone.objects.get(disposal=disposal)
    assert (stone.kind, stone.was_id, stone.files) == (RecordKind.RECEIVED, file.pk, 3)
    assert stone.rows >= 10
    assert not gone(kept)
    assert Person.objects.filter(pk=cast.third_pupil.pk).exists()
    assert list(faults()) == []


def test_a_document_goes_with_its_one_file(cast: Cast) -> None:
    file = a_document(cast, pupil=born(cast.third_pupil))
    assert gone_by_two(cast, file)
    assert Tombstone.objects.get().files == 1


def test_the_ledger_and_the_certificate_name_nobody(cast: Cast) -> None:
    file = a_file(cast)
    disposal = carried_out(cast, file)
    text = render_to_string("papers/certificate.html", certified(disposal)) + "".join(ledger_lines())
    pupil = cast.third_pupil
    words = (pupil.given_name, pupil.family_name, file.reference, file.sender, str(file.key), "Theo", "xq")
    assert [word for word in words if word in text] == []
    assert "File that another school sent about a pupil" in text


def test_incidents_and_transfers_of_the_pupil_stay_without_it(cast: Cast, as_: As) -> None:
    three_years(cast)
    file = a_file(cast)
    incident = an_old_record(cast, about="third_pupil")
    transfer = begun(cast, pupil=cast.third_pupil)
    assert transfer.received.filter(arrival=file).exists()
    moving.send_transfer(transfer=transfer, version=transfer.version, by=cast.dsl)
    told: dict[str, Any] = {"received_by": "Moira", "how": ReceiptHow.POST, "by": cast.dsl}
    day, version = timezone.localdate(), Transfer.objects.get(pk=transfer.pk).version
    moving.enter_receipt(
        transfer=Transfer.objects.get(pk=transfer.pk), received_on=day, version=version, **told
    )
    chronology = reverse("child_chronology", args=[cast.third_pupil.pk])
    assert "xqheadqx" in as_("dsl").get(chronology).content.decode()
    assert gone_by_two(cast, file)
    page = as_("dsl").get(chronology).content.decode()
    assert "xqheadqx" not in page
    assert as_("dsl").get(incident.get_absolute_url()).status_code == 200
    assert Incident.objects.filter(pk=incident.pk).exists()
    left = TRANSFERS.visible_to(cast.dsl, Transfer.objects.filter(pk=transfer.pk))
    assert [row.received.count() for row in left] == [0]
    assert as_("dsl").get(transfer.get_absolute_url()).status_code == 200


# -- the database's door --------------------------------------------------------------------------------


def refused(sentence: str) -> None:
    """The database does not do it, whoever asks."""
    with (
        pytest.raises(DatabaseError, match="append-only|permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sentence)


def test_the_database_lets_no_row_of_a_file_go_without_an_approved_disposal(cast: Cast) -> None:
    household = [_in_the_household(cast.person_of(cast.teacher))]
    file = a_file(cast, household=household)
    other = a_file(cast, pupil=born(cast.second_pupil), reference="other")
    assert file.named.exists()
    disposal = proposed(cast, file)
    columns = {one.table: one.arrival for one in RECEIVED} | {"keeping_review": "arrival_id"}
    assert len(columns) == 6
    for table, column in columns.items():
        refused(f"DELETE FROM {table} WHERE {column} = {file.pk}")
    refused(f"UPDATE moving_arrivalentry SET text = 'x' WHERE arrival_id = {file.pk}")
    refused(f"UPDATE moving_arrivalplacing SET why = 'x' WHERE arrival_id = {file.pk}")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        strike(disposal=disposal, records={file.pk}, kind=RecordKind.RECEIVED)
    now = actions.approve(disposal=disposal, reason="So it is.", version=disposal.version, by=cast.head)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ArrivalEntry.objects.filter(arrival=other)._raw_delete("default")
    with transaction.atomic():
        strike(disposal=now, records={file.pk}, kind=RecordKind.RECEIVED)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            ArrivalPlacing.objects.filter(arrival=other)._raw_delete("default")
    assert gone(file)
    assert not gone(other)


def test_the_tombstone_of_a_file_opens_no_incident_of_the_same_number(cast: Cast) -> None:
    three_years(cast)
    incident = an_old_record(cast)
    _a_tombstone(cast, RecordKind.RECEIVED, incident.pk)
    for rows in (
        Incident.objects.filter(pk=incident.pk),
        incident.statements.all(),
        incident.decisions.all(),
    ):
        assert rows.exists()
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rows._raw_delete("default")


def test_the_tombstone_of_an_incident_opens_no_file_of_the_same_number(cast: Cast) -> None:
    file = a_file(cast)
    _a_tombstone(cast, RecordKind.ONLINE_SAFETY, file.pk)
    for rows in (
        Arrival.objects.filter(pk=file.pk),
        file.entries.all(),
        file.placings.all(),
        file.files.all(),
    ):
        assert rows.exists()
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rows._raw_delete("default")


def _a_tombstone(cast: Cast, kind: RecordKind, number: int) -> Tombstone:
    decided = {"proposed_by": cast.dsl, "approved_by": cast.head, "reason": "x", "stage": Stage.APPROVED}
    disposal = Disposal.objects.create(school=cast.school, **decided)
    told: dict[str, Any] = {"kind": kind, "was_id": number, "school_year": "2019/20", "fingerprint": "0" * 64}
    size: dict[str, Any] = {"rows": 1, "files": 0, "disposed_at": timezone.now()}
    return Tombstone.objects.create(school=cast.school, disposal=disposal, **told, **size)


@pytest.mark.parametrize("both", [True, False])
def test_a_row_of_this_room_is_about_one_record(cast: Cast, both: bool) -> None:
    file, incident = a_file(cast), an_old_record(cast)
    about = {"incident": incident, "arrival": file} if both else {}
    with pytest.raises(DatabaseError), transaction.atomic():
        DueDate.objects.create(school=cast.school, kind=RecordKind.RECEIVED, **about)
    if both:
        told: dict[str, Any] = {"kind": H.POLICE, "reason": "x", "laid_by": cast.dsl}
        with pytest.raises(DatabaseError), transaction.atomic():
            Hold.objects.create(school=cast.school, **about, **told)


# -- after a restore ------------------------------------------------------------------------------------


def test_an_older_backup_loses_it_again_and_nothing_else(cast: Cast) -> None:
    three_years(cast)
    file, kept = a_file(cast), a_file(cast, pupil=born(cast.second_pupil), reference="other")
    place = transaction.savepoint()
    carried_out(cast, file)
    lines = list(ledger_lines())
    transaction.savepoint_rollback(place)  # the database of before: the file is back, the disposal is not
    assert not gone(file)
    assert reapply_disposals(lines) == 1
    assert gone(file)
    assert not gone(kept)
    assert reapply_disposals(lines) == 0, "twice does no harm"
    same = ("tombstone", "disposal", "kind", "school_year", "was", "fingerprint", "files")
    [before], [after] = (list(map(json.loads, found)) for found in (lines, ledger_lines()))
    assert {name: before[name] for name in same} == {name: after[name] for name in same}
    assert list(faults()) == []


def test_a_file_or_an_incident_that_only_has_the_same_number_is_left_alone(cast: Cast) -> None:
    three_years(cast)
    file, other = a_file(cast), a_file(cast, reference="other")
    cases = [an_old_record(cast, about=name) for name in ("pupil", "second_pupil")]
    incident = next(one for one in cases if one.pk != file.pk)
    place = transaction.savepoint()
    carried_out(cast, file)
    [line] = map(json.loads, ledger_lines())
    transaction.savepoint_rollback(place)
    wrong = [
        {**line, "tombstone": "AAAA-2222", "was": other.pk},
        {**line, "tombstone": "AAAA-3333", "was": incident.pk},
        {**line, "tombstone": "AAAA-4444", "kind": RecordKind.ONLINE_SAFETY.value},
    ]
    assert reapply_disposals(map(json.dumps, wrong)) == 0
    assert not any(map(gone, (file, other)))
    assert Incident.objects.filter(pk=incident.pk).exists()


# -- what the pages cost ----------------------------------------------------------------------------------


def test_the_list_its_page_and_a_disposal_cost_the_same_for_one_file_and_for_six(cast: Cast, as_: As) -> None:
    three_years(cast)
    an_old_record(cast, about="second_pupil")
    counts: dict[str, list[int]] = {}
    for more in (1, 5):
        for at in range(more):
            file = a_file(cast, reference=f"f{more}-{at}")
            disposal = actions.put_forward(record=file, reason="Over.", by=cast.dsl)
        worked_out(cast)
        for url in (reverse("records_due"), kept_url(file), disposal.get_absolute_url()):
            client = as_("dsl")
            client.get(url)
            with CaptureQueriesContext(connection) as said:
                assert client.get(url).status_code == 200
            counts.setdefault(url.replace(file.reference, ""), []).append(len(said))
    assert [one for one in counts.values() if one[0] != one[1]] == [], counts
    assert all(len(one) == 2 for one in counts.values())
