"""What is kept by the school year comes up when its time is over, by kind and year, and goes by two people; what its
people need stays."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from aup.models import ConsentAnswer, Signature
from esafety.access.refusals import NotNow
from esafety.audit.verify import faults
from esafety.governance.actions import say_need
from esafety.governance.models import TrainingNeed
from esafety.governance.vocabulary import NeedLevel
from esafety.keeping import actions, door
from esafety.keeping.access import DISPOSALS, KEEP, LOTS
from esafety.keeping.ledger import ledger_lines, reapply_disposals
from esafety.keeping.lots import ended_in, find_lots, going
from esafety.keeping.models import Disposal, DueDate, GoneRow, Lot, Tombstone
from esafety.keeping.models.subject import kept_url
from esafety.keeping.parts import PARTS
from esafety.keeping.tables import WITH_A_FILE, WITH_IT
from esafety.keeping.vocabulary import OF_LOTS, HoldKind, RecordKind, Stage
from esafety.office.actions import ask_for_reset, stop_change
from esafety.office.demo import clock
from esafety.outbox.relay import drain
from esafety.papers.models import StoredFile
from esafety.people.models import Membership, Person
from esafety.subject_access.actions import end_request
from esafety.subject_access.policy.held import HELD
from esafety.subject_access.vocabulary import RequestState
from esafety.walls.rights import REMOVABLE
from filtering.models import FilteringRequest
from incidents.models import Alert
from tests.builders import a_concern
from tests.cast import Cast
from tests.filtering.asking import ask
from tests.keeping.lots import (
    LONG_AGO,
    MARK,
    YEAR,
    a_request_long_ago,
    all_long_ago,
    an_alert_long_ago,
    approved,
    carried_out,
    lots,
    proposed,
)
from tests.keeping.old import an_old_record, worked_out
from tests.keeping.test_disposal import everything_that_says
from tests.subject_access.asking import asked

pytestmark = pytest.mark.django_db

As = Callable[[str], Client]
K = RecordKind


@pytest.fixture(autouse=True)
def posts_held_then(cast: Cast) -> None:
    """Everybody has held their post since before `LONG_AGO`."""
    Membership.objects.update(from_date=dt.date(2015, 9, 1))


def left_of(cast: Cast) -> dict[str, int]:
    """What of 2019/20 is still there, by kind and table."""
    found = {
        f"{one.kind}: {one.rows().model._meta.label}": ended_in(one, cast.school, [YEAR]) for one in PARTS
    }
    return {name: rows.count() for name, rows in found.items() if rows.exists()}


# -- all of it -----------------------------------------------------------------------------------------


def test_everything_of_a_school_year_goes_by_two_people_and_nothing_is_left(cast: Cast) -> None:
    all_long_ago(cast)
    there = left_of(cast)
    assert len(there) == len(PARTS) - 1, "families’ signatures wait for the consents that rest on them"
    files = StoredFile.objects.filter(destroyed_at=None).count()
    done = [carried_out(cast, lot) for lot in lots(cast).values()]
    assert [(one.stage, one.kept) for one in done] == [(Stage.DONE, {})] * len(OF_LOTS)
    assert {one.kind for one in Tombstone.objects.all()} == set(OF_LOTS)
    assert left_of(cast).keys() == {f"{K.AGREEMENT}: aup.Signature"}
    for left in ("aup.Campaign", None):  # what the signatures were wanted by waits for them in turn
        carried_out(cast, lots(cast)[K.AGREEMENT])
        assert left_of(cast).keys() == ({f"{K.AGREEMENT}: {left}"} if left else set())
    assert find_lots(cast.school) == []
    mine = [place for place in everything_that_says(MARK) if not place.startswith("outbox.")]
    assert mine == []
    assert StoredFile.objects.filter(destroyed_at=None).count() < files
    assert list(faults()) == []


def test_what_is_of_another_year_or_not_over_stays(cast: Cast) -> None:
    gone = a_request_long_ago(cast)
    with clock.at(LONG_AGO + dt.timedelta(days=366)):
        later = ask(cast)
    open_ = ask(cast)
    carried_out(cast, lots(cast)[K.FILTERING])
    assert set(FilteringRequest.objects.all()) == {later, open_}
    assert gone not in FilteringRequest.objects.all()


def test_it_comes_up_the_day_after_the_last_school_year_and_by_the_schools_own_years(cast: Cast) -> None:
    a_request_long_ago(cast)
    with clock.at(dt.datetime(2026, 8, 31, 20, tzinfo=dt.UTC)):
        assert find_lots(cast.school) == []
    with clock.at(dt.datetime(2026, 9, 1, 6, tzinfo=dt.UTC)):
        [lot] = find_lots(cast.school)
    assert (lot.kind, lot.school_year) == (K.FILTERING, "2019/20")
    actions.confirm_period(school=cast.school, kind=K.FILTERING, years=20, by=cast.dsl)
    assert find_lots(cast.school) == []
    worked_out(cast)
    assert not DueDate.objects.filter(lot=lot).exists()


def test_a_request_that_was_renewed_goes_with_what_renewed_it_and_not_before(cast: Cast) -> None:
    first = a_request_long_ago(cast)
    with clock.at(LONG_AGO):
        second = a_request_long_ago(cast, renews=first)
    carried_out(cast, lots(cast)[K.FILTERING])
    assert not FilteringRequest.objects.filter(pk__in=(first.pk, second.pk)).exists()
    first = a_request_long_ago(cast)
    ask(cast, renews=first)
    with pytest.raises(NotNow, match="Nothing of it can go now"):
        actions.put_forward(record=lots(cast)[K.FILTERING], reason="Over.", by=cast.dsl)


# -- what stays ----------------------------------------------------------------------------------------


def an_open_case(cast: Cast) -> None:
    a_concern(cast, about="pupil")


def their_own_request(cast: Cast) -> None:
    asked(cast, about=cast.pupil)


@pytest.mark.parametrize("hold", [an_open_case, their_own_request])
def test_what_is_about_somebody_who_needs_it_stays_and_comes_up_again(cast: Cast, hold: Any) -> None:
    theirs, other = an_alert_long_ago(cast, person=cast.pupil), an_alert_long_ago(cast, user="nobody.known")
    disposal = approved(cast, lots(cast)[K.ALERT])
    hold(cast)
    drain()
    disposal.refresh_from_db()
    assert disposal.tombstones.count() == 1
    assert list(Alert.objects.all()) == [theirs]
    assert not Alert.objects.filter(pk=other.pk).exists()
    lot = lots(cast)[K.ALERT]
    with pytest.raises(NotNow, match="Nothing of it can go now"):
        actions.put_forward(record=lot, reason="Over.", by=cast.head)


def test_what_an_access_request_tells_of_somebody_is_kept_for_them() -> None:
    """Every way by which the table of access requests finds somebody is one by which a lot asks whom to keep it for."""
    told = {held.model: {*held.person, *(f"{one}__persons" for one in held.account)} for held in HELD}
    for part in PARTS:
        ways = told.get(part.rows().model._meta.label, set())
        assert ways <= set(part.people), (part.kind, part.rows().model._meta.label, ways - set(part.people))


def a_filtering_request(cast: Cast) -> Any:
    return a_request_long_ago(cast)


def a_training_need(cast: Cast) -> Any:
    with clock.at(LONG_AGO):
        say_need(school=cast.school, level=NeedLevel.TRAINING, about=MARK, by=cast.teacher)
    return TrainingNeed.objects.get()


def a_change_of_the_account(cast: Cast) -> Any:
    with clock.at(LONG_AGO):
        change = ask_for_reset(user=cast.teacher, school=cast.school, by=cast.school_admin)
        stop_change(change=change, by=cast.school_admin)
    return change


@pytest.mark.parametrize("made", [a_filtering_request, a_training_need, a_change_of_the_account])
def test_what_is_about_an_account_waits_for_its_holders_request(
    cast: Cast, made: Callable[[Cast], Any]
) -> None:
    row = made(cast)
    holder = row.asked_by if isinstance(row, FilteringRequest) else row.user
    request = asked(cast, about=cast.person_of(holder))
    with pytest.raises(NotNow, match="Nothing of it can go now"):
        carried_out(cast, *lots(cast).values())
    told: dict[str, Any] = {
        "state": RequestState.WITHDRAWN,
        "ended_on": timezone.localdate(),
        "why": "So they said.",
    }
    end_request(asked=request, version=request.version, by=cast.dsl, **told)
    carried_out(cast, *lots(cast).values())
    assert not type(row).objects.filter(pk=row.pk).exists()


def test_a_case_one_may_not_see_changes_nothing_one_is_told_and_holds_all_the_same(cast: Cast) -> None:
    alert = an_alert_long_ago(cast, person=cast.deputys_child)
    lot = lots(cast)[K.ALERT]
    told = [len(one.rows) for one in going([lot], told_to=cast.dsl)]
    a_concern(cast, about="dsl", harmed="deputys_child", by="head")
    assert [len(one.rows) for one in going([lot], told_to=cast.dsl)] == told == [1]
    assert going([lot]) == []
    disposal = carried_out(cast, lot)
    assert disposal.kept == {HoldKind.NOTHING: 1}
    assert Alert.objects.filter(pk=alert.pk).exists()


def test_nobody_disposes_of_or_learns_of_what_is_about_themselves(cast: Cast, as_: As) -> None:
    mine = an_alert_long_ago(cast, person=cast.deputys_child)
    worked_out(cast)
    lot = Lot.objects.get(kind=K.ALERT)
    assert not LOTS.allows(cast.deputy, KEEP, lot)
    for address in (kept_url(lot), f"{kept_url(lot)}put-forward/", f"{kept_url(lot)}hold/"):
        missing = as_("deputy").get(address.replace(lot.reference, "AAAA-AAAA"))
        assert as_("deputy").get(address).content == missing.content
        assert missing.status_code == 404
    assert lot.reference not in as_("deputy").get(reverse("records_due")).content.decode()
    assert lot.reference in as_("dsl").get(reverse("records_due")).content.decode()
    other = an_alert_long_ago(cast, user="nobody.known")
    assert LOTS.allows(cast.deputy, KEEP, lot)
    disposal = actions.put_forward(record=lot, reason="Over.", by=cast.deputy)
    disposal = actions.propose(disposal=disposal, version=disposal.version, by=cast.deputy)
    told = {"reason": "So it is.", "version": disposal.version, "by": cast.head}
    actions.approve(disposal=disposal, **told)
    drain()
    assert list(Alert.objects.all()) == [mine]
    assert not Alert.objects.filter(pk=other.pk).exists()
    assert not LOTS.allows(cast.deputy, KEEP, lot)
    assert lot.reference not in as_("deputy").get(reverse("records_due")).content.decode()


def test_a_hold_on_a_lot_or_on_the_school_keeps_it_after_approval(cast: Cast) -> None:
    a_request_long_ago(cast)
    lot = lots(cast)[K.FILTERING]
    approved(cast, lot)
    told = {"kind": HoldKind.INQUIRY, "reason": "Asked.", "by": cast.dsl}
    actions.lay_hold(school=cast.school, record=lot, **told)
    drain()
    assert Disposal.objects.get().kept == {HoldKind.INQUIRY: 1}
    assert FilteringRequest.objects.count() == 1
    with pytest.raises(NotNow, match="Inquiry"):
        actions.put_forward(record=lot, reason="Over.", by=cast.dsl)


def test_kept_longer_it_is_not_due_before_that_day(cast: Cast) -> None:
    a_request_long_ago(cast)
    worked_out(cast)
    lot, until = Lot.objects.get(), timezone.localdate() + dt.timedelta(days=400)
    actions.keep_longer(record=lot, until=until, reason="A court may ask.", by=cast.dsl)
    assert DueDate.objects.get(lot=lot).due_on == until
    with pytest.raises(NotNow, match="Not due yet"):
        actions.put_forward(record=lot, reason="Over.", by=cast.dsl)


def test_a_consent_that_stands_keeps_its_signature(cast: Cast) -> None:
    all_long_ago(cast)
    Person.objects.filter(pk=cast.pupil.pk).update(left_on=None)
    standing = ConsentAnswer.objects.filter(child=cast.pupil)
    kept = set(standing.values_list("signature", flat=True))
    assert kept
    for _ in range(2):
        now = lots(cast)
        carried_out(cast, *(now[kind] for kind in (K.CONSENT, K.AGREEMENT) if kind in now))
    assert (
        set(Signature.objects.exclude(audience__in=("staff", "visitor")).values_list("pk", flat=True)) == kept
    )


# -- the door ------------------------------------------------------------------------------------------


def test_the_database_lets_no_row_go_that_was_not_written_down_and_approved(cast: Cast) -> None:
    all_long_ago(cast)
    disposal = proposed(cast, lots(cast)[K.FILTERING])
    tables = {lies.table for part in PARTS for lies in part.with_it} | {part.rows().model for part in PARTS}
    there = [model for model in tables if model._base_manager.exists()]
    assert len(there) == len(tables)
    for model in there:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            model._base_manager.all()._raw_delete("default")
    stone = {"school": cast.school, "disposal": disposal, "kind": K.FILTERING, "school_year": "2019/20"}
    stone |= {"was_id": 0, "fingerprint": "0" * 64, "rows": 1, "files": 0, "disposed_at": timezone.now()}
    row = FilteringRequest.objects.filter(addresses=None).first() or ask(cast)
    GoneRow.objects.create(
        tombstone=Tombstone.objects.create(**stone), table=FilteringRequest._meta.db_table, row=row.pk
    )
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        FilteringRequest.objects.filter(pk=row.pk)._raw_delete("default")


def test_what_was_written_down_is_never_changed(cast: Cast) -> None:
    a_request_long_ago(cast)
    carried_out(cast, lots(cast)[K.FILTERING])
    assert GoneRow.objects.exists()
    for sentence in ('UPDATE keeping_gonerow SET "row" = 1', "DELETE FROM keeping_gonerow"):
        with (
            pytest.raises(DatabaseError, match="append-only|permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sentence)


def test_a_tombstone_of_a_lot_opens_no_record_of_any_number(cast: Cast) -> None:
    incident = an_old_record(cast)
    a_request_long_ago(cast)
    disposal = carried_out(cast, lots(cast)[K.FILTERING])
    assert disposal.tombstones.get().was_id == 0
    Disposal.objects.filter(pk=disposal.pk).update(stage=Stage.APPROVED)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        incident.statements.all()._raw_delete("default")


def test_every_table_that_points_at_something_in_a_lot_goes_with_it_and_before_it() -> None:
    for part in PARTS:
        order = [lies.model.lower() for lies in part.with_it] + [part.rows().model._meta.label_lower]
        for at, label in enumerate(order):
            model = apps.get_model(label)
            for other in apps.get_models():
                for field in other._meta.local_fields:
                    if field.remote_field and field.related_model is model and other is not model:
                        known = {*order[:at], *RESTS_ON.get(label, set())}
                        assert other._meta.label_lower in known, f"{other._meta.label}.{field.name}"


RESTS_ON = {
    "aup.signature": {"aup.consentanswer", "aup.visit"},
    "aup.wanted": {"aup.signature"},
}
"""What keeps a row where it does not go with it: `parts.py` leaves such rows out."""


def test_the_door_and_the_rights_know_the_tables_of_lots_and_no_other() -> None:
    tables = {lies.table for part in PARTS for lies in part.with_it} | {part.rows().model for part in PARTS}
    listed = {one.table for one in (*door.WITH_LOTS_TOO, *door.ONLY_ADDED_TO, *door.OF_LOTS)}
    assert listed == {model._meta.db_table for model in tables}
    assert {model._meta.label for model in tables} <= set(REMOVABLE)


# -- the ledger ----------------------------------------------------------------------------------------


def test_an_older_backup_loses_it_again_and_nothing_that_came_since(cast: Cast) -> None:
    all_long_ago(cast)
    kept = an_alert_long_ago(cast, person=cast.second_pupil)
    a_concern(cast, about="second_pupil")
    before = left_of(cast)
    place = transaction.savepoint()
    for lot in lots(cast).values():
        carried_out(cast, lot)
    lines, after = list(ledger_lines()), left_of(cast)
    assert after != before
    transaction.savepoint_rollback(place)
    assert left_of(cast) == before
    other = ask(cast)  # the number of a row that went, taken by something new
    assert reapply_disposals(lines) == len(lines)
    assert left_of(cast) == after
    assert Alert.objects.filter(pk=kept.pk).exists()
    assert FilteringRequest.objects.filter(pk=other.pk).exists()
    assert told(ledger_lines()) == told(lines)
    assert reapply_disposals(lines) == 0, "twice does no harm"
    assert list(faults()) == []


def test_a_row_that_only_has_the_same_number_is_left_alone(cast: Cast) -> None:
    gone = a_request_long_ago(cast)
    place = transaction.savepoint()
    carried_out(cast, lots(cast)[K.FILTERING])
    [line] = ledger_lines()
    transaction.savepoint_rollback(place)
    with clock.at(LONG_AGO + dt.timedelta(days=366)):
        other = ask(cast)
    taken = line.replace(f"[[{gone.pk}, {gone.pk}]]", f"[[{other.pk}, {other.pk}]]")
    assert taken != line
    assert reapply_disposals([taken]) == 0
    assert FilteringRequest.objects.filter(pk__in=(gone.pk, other.pk)).count() == 2


def told(lines: Iterable[str]) -> list[Any]:
    """What of the ledger's lines is the same when they were applied again."""
    names = ("tombstone", "kind", "school_year", "fingerprint", "went", "rows")
    return [[json.loads(line)[name] for name in names] for line in lines]


# -- its pages -----------------------------------------------------------------------------------------


def test_its_page_says_what_would_go_and_leads_through_to_the_certificate(cast: Cast, as_: As) -> None:
    a_request_long_ago(cast)
    worked_out(cast)
    lot = Lot.objects.get()
    page = as_("dsl").get(reverse("records_due")).content.decode()
    assert "Filtering log, checks and reviews, 2019/20" in page
    page = as_("dsl").get(kept_url(lot)).content.decode()
    for words in ("What of it would go", "Put forward for disposal", "Log lines", "Requests"):
        assert words in page
    answer = as_("dsl").post(f"{kept_url(lot)}put-forward/", {"reason": "Its time is over."})
    disposal = Disposal.objects.get()
    assert answer.status_code == 302
    page = as_("dsl").get(disposal.get_absolute_url()).content.decode()
    assert "Filtering log, checks and reviews, 2019/20" in page
    assert "Log lines" in page


def test_a_page_costs_the_same_however_much_is_in_a_lot(cast: Cast, as_: As) -> None:
    counts: dict[str, list[int]] = {}
    client = as_("dsl")
    for more in (1, 5):
        for at in range(more):
            a_request_long_ago(cast, addresses=f"a{at}.example")
            an_alert_long_ago(cast, user=f"nobody.{more}.{at}")
        worked_out(cast)
        for url in [reverse("records_due"), *(kept_url(lot) for lot in Lot.objects.all())]:
            with CaptureQueriesContext(connection) as said:
                assert client.get(url).status_code == 200
            counts.setdefault(url, []).append(len(said))
    assert len(counts) == 3
    assert [one for one in counts.values() if one[0] != one[1]] == [], counts


def test_a_disposal_with_a_lot_is_there_for_those_who_keep_records(cast: Cast) -> None:
    a_request_long_ago(cast)
    disposal = proposed(cast, lots(cast)[K.FILTERING])
    seen = {name for name in cast.accounts() if DISPOSALS.allows(cast.user(name), KEEP, disposal)}
    assert {"dsl", "deputy", "head"} <= seen
    assert seen.isdisjoint({"teacher", "technician", "parent", "other_dsl", "governor"})


def test_sent_and_approved_by_one_person_it_does_not_go(cast: Cast) -> None:
    a_request_long_ago(cast)
    disposal = proposed(cast, lots(cast)[K.FILTERING])
    with pytest.raises(NotNow, match="Somebody else"):
        actions.approve(disposal=disposal, reason="Mine.", version=disposal.version, by=cast.dsl)


def test_what_would_go_is_called_by_words() -> None:
    going = {lies.table for lies in (*WITH_IT, *WITH_A_FILE)} | {part.rows().model for part in PARTS}
    going |= {lies.table for part in PARTS for lies in part.with_it}
    called = [str(model._meta.verbose_name_plural) for model in going]
    assert [name for name in called if re.search(r"(ss|[^aeiou]y|wanted|received|again|back)s$", name)] == []
