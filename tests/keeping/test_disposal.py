"""Two people dispose of a record, and nothing of it is left; what must be kept stays whole."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, models, transaction
from django.test import Client
from django.urls import reverse

from esafety.access.refusals import NotNow
from esafety.audit.verify import faults
from esafety.keeping import actions
from esafety.keeping.door import ALERT, GUARDED
from esafety.keeping.models import Disposal, DueDate, Tombstone
from esafety.keeping.striking import strike
from esafety.keeping.tables import WITH_A_FILE, WITH_IT, Lies
from esafety.keeping.vocabulary import HoldKind, RecordKind, Stage
from esafety.office.demo import clock
from esafety.outbox.models import Message
from esafety.papers.models import StoredFile
from incidents.models import Incident
from tests.cast import Cast, sign_in
from tests.house.world import a_full_record
from tests.keeping.old import LONG_AGO, an_old_record, approved, carried_out, proposed, three_years

pytestmark = pytest.mark.django_db

MARK = r"zq\w+qz|zqsite|zqaddress"
"""The words of `a_full_record`. A random reference may hold two of these letters, never all of them."""


def everything_that_says(word: str) -> list[str]:
    """Tables and columns, anywhere in the database, that hold the word."""
    found = []
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, models.CharField | models.TextField | models.JSONField):
                rows = model._base_manager.filter(**{f"{field.name}__regex": word})
                if not isinstance(field, models.JSONField) and rows.exists():
                    found.append(f"{model._meta.label}.{field.name}")
    return found


def test_nothing_is_left_of_a_record_that_went_through_every_act(cast: Cast) -> None:
    """What would hold this one is set aside here: the door itself is asked to let everything go."""
    three_years(cast)
    disposal = approved(cast, an_old_record(cast, about="third_pupil"))
    with clock.at(LONG_AGO):
        incident = a_full_record(cast, about="second_pupil")
    assert len(everything_that_says(MARK)) > 20
    with transaction.atomic():
        strike(disposal=disposal, records={incident.pk}, kind=RecordKind.ONLINE_SAFETY)
    assert not Incident.objects.filter(pk=incident.pk).exists()
    left = [place for place in everything_that_says(MARK) if not place.startswith(("people.", "office."))]
    assert left == []
    for lies in WITH_IT:
        rows = apps.get_model(lies.model)._base_manager.filter(**{f"{lies.path}__isnull": False})
        assert not rows.filter(**{f"{lies.path}": incident.pk}).exists(), lies
    assert not StoredFile.objects.filter(destroyed_at=None, paper__about_id=incident.pk).exists()
    stone = Tombstone.objects.get(disposal=disposal)
    assert (stone.kind, stone.school_year) == (RecordKind.ONLINE_SAFETY, "2020/21")
    assert stone.rows > 40
    assert list(faults()) == []


def test_a_record_that_two_people_agreed_on_goes(cast: Cast) -> None:
    three_years(cast)
    incident = an_old_record(cast)
    disposal = carried_out(cast, incident)
    assert (disposal.stage, disposal.kept) == (Stage.DONE, {})
    assert not Incident.objects.filter(pk=incident.pk).exists()
    assert Tombstone.objects.get(disposal=disposal).rows > 5
    assert list(faults()) == []


@pytest.mark.parametrize(
    ("with_it", "record", "fewest"),
    [(WITH_IT, "incidents.incident", 31), (WITH_A_FILE, "moving.arrival", len(WITH_A_FILE))],
)
def test_every_table_that_points_at_a_record_goes_with_it_and_before_it(
    with_it: tuple[Lies, ...], record: str, fewest: int
) -> None:
    order = [lies.model.lower() for lies in with_it] + [record]
    ties = 0
    for at, label in enumerate(order):
        model = apps.get_model(label)
        for other in apps.get_models():
            for field in other._meta.local_fields:
                if field.remote_field and field.related_model is model and other is not model:
                    assert other._meta.label_lower in order[:at], f"{other._meta.label}.{field.name}"
                    ties += 1
    assert ties >= fewest


def test_every_guarded_table_of_a_case_has_a_row_in_the_list() -> None:
    tables = {apps.get_model(lies.model)._meta.db_table for lies in WITH_IT}
    assert {one.table for one in (*GUARDED, ALERT)} <= tables


def test_the_database_refuses_without_an_approved_disposal(cast: Cast) -> None:
    three_years(cast)
    incident = an_old_record(cast)
    other = an_old_record(cast, about="third_pupil")
    disposal = proposed(cast, incident)
    for rows in (
        Incident.objects.filter(pk=incident.pk),
        incident.statements.all(),
        incident.decisions.all(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rows._raw_delete("default")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        strike(disposal=disposal, records={incident.pk}, kind=RecordKind.ONLINE_SAFETY)
    now = actions.approve(disposal=disposal, reason="So it is.", version=disposal.version, by=cast.head)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        other.statements.all()._raw_delete("default")
    with transaction.atomic():
        strike(disposal=now, records={incident.pk}, kind=RecordKind.ONLINE_SAFETY)
    assert Incident.objects.filter(pk=other.pk).exists()


def test_the_door_is_shut_again_after_a_disposal_and_nothing_was_ever_changed(cast: Cast) -> None:
    three_years(cast)
    incident = an_old_record(cast)
    disposal = carried_out(cast, incident)
    kept = an_old_record(cast, about="third_pupil")
    for sentence in (
        f"UPDATE keeping_tombstone SET was_id = {kept.pk}",
        "DELETE FROM keeping_tombstone",
        f"UPDATE incidents_statement SET description = 'x' WHERE incident_id = {kept.pk}",
        f"DELETE FROM incidents_statement WHERE incident_id = {kept.pk}",
        f"DELETE FROM incidents_incident WHERE id = {kept.pk}",
    ):
        with (
            pytest.raises(DatabaseError, match="append-only|permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sentence)
    assert disposal.stage == Stage.DONE


def test_a_disposal_cannot_be_approved_by_who_gathered_it_not_even_in_the_database(cast: Cast) -> None:
    three_years(cast)
    disposal = proposed(cast, an_old_record(cast))
    with pytest.raises(NotNow, match="Somebody else"):
        actions.approve(disposal=disposal, reason="Mine.", version=disposal.version, by=cast.deputy)
    with pytest.raises(DatabaseError), transaction.atomic():
        Disposal.objects.filter(pk=disposal.pk).update(
            stage=Stage.APPROVED, approved_by=cast.deputy, reason="x"
        )


def test_nobody_approves_who_had_a_part_in_a_record(cast: Cast) -> None:
    three_years(cast)
    disposal = proposed(cast, an_old_record(cast, by="head"))
    with pytest.raises(NotNow, match="Somebody else"):
        actions.approve(disposal=disposal, reason="So it is.", version=disposal.version, by=cast.head)


def test_nobody_reviews_a_record_in_which_they_are_named(cast: Cast) -> None:
    three_years(cast)
    witnessed = an_old_record(cast, witnesses="deputy")
    with pytest.raises(NotNow, match="named in this record"):
        actions.put_forward(record=witnessed, reason="Over.", by=cast.deputy)
    with pytest.raises(PermissionDenied):
        actions.put_forward(record=witnessed, reason="Over.", by=cast.technician)


@pytest.mark.parametrize("about, type", [("deputys_child", None), ("teacher", None)])
def test_whoever_may_not_see_a_record_sees_no_disposal_with_it(cast: Cast, about: str, type: Any) -> None:
    from esafety.keeping.access import DISPOSALS, RECORDS

    three_years(cast)
    incident = an_old_record(cast, about=about)
    disposal, _ = Disposal.objects.get_or_create(school=cast.school, proposed_by=cast.head, stage=Stage.DRAFT)
    disposal.items.create(incident=incident)
    readers = set()
    for name in cast.accounts():
        user = cast.user(name)
        sees = RECORDS.visible_to(user, Incident.objects.filter(pk=incident.pk)).exists()
        assert DISPOSALS.visible_to(user, Disposal.objects.all()).filter(pk=disposal.pk).exists() == sees, (
            name
        )
        readers |= {name} if sees else set()
    assert "head" in readers
    assert ("deputy" in readers) == (about == "teacher")


def test_a_hold_laid_after_approval_keeps_the_record(cast: Cast) -> None:
    three_years(cast)
    kept, gone = an_old_record(cast), an_old_record(cast, about="third_pupil")
    disposal = approved(cast, kept, gone)
    actions.lay_hold(
        school=cast.school,
        record=kept,
        kind=HoldKind.COMPLAINT,
        reason="The parents complain.",
        by=cast.dsl,
    )
    from esafety.outbox.relay import drain

    drain()
    disposal.refresh_from_db()
    assert disposal.stage == Stage.DONE
    assert disposal.kept == {"complaint": 1}
    assert list(Incident.objects.filter(pk__in=(kept.pk, gone.pk))) == [kept]
    assert not DueDate.objects.filter(incident=gone.pk).exists()


def test_lifting_a_hold_takes_two(cast: Cast) -> None:
    incident = an_old_record(cast)
    hold = actions.lay_hold(
        school=cast.school, record=incident, kind=HoldKind.POLICE, reason="Asked.", by=cast.dsl
    )
    hold = actions.ask_to_lift(hold=hold, reason="They are done.", by=cast.dsl)
    with pytest.raises(NotNow, match="Somebody else"):
        actions.confirm_lift(hold=hold, by=cast.dsl)
    assert actions.confirm_lift(hold=hold, by=cast.head).lifted_at is not None


def test_those_who_could_agree_to_lift_a_hold_are_told_and_see_it_where_they_review(cast: Cast) -> None:
    incident = an_old_record(cast, about="deputys_child")
    hold = actions.lay_hold(
        school=cast.school, record=incident, kind=HoldKind.POLICE, reason="Asked.", by=cast.dsl
    )
    actions.ask_to_lift(hold=hold, reason="They are done.", by=cast.dsl)
    told = Message.objects.filter(notice="keeping.to_lift").values_list("to_user", flat=True)
    assert cast.head.pk in told
    assert {cast.dsl.pk, cast.deputy.pk}.isdisjoint(told)
    for name, says in {"head": True, "dsl": False, "deputy": False}.items():
        page = sign_in(Client(), cast.user(name)).get(reverse("records_due")).content.decode()
        assert ("A colleague asks to lift a hold" in page) == says, name


def test_a_hold_on_the_school_holds_every_record(cast: Cast) -> None:
    three_years(cast)
    incident = an_old_record(cast)
    actions.lay_hold(school=cast.school, record=None, kind=HoldKind.INQUIRY, reason="Ordered.", by=cast.head)
    with pytest.raises(NotNow, match="Inquiry"):
        actions.put_forward(record=incident, reason="Over.", by=cast.deputy)
