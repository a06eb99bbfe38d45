"""Bringing people in: who is matched, what changes, what is asked, what can be undone."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from esafety.access.conflict import conflicted_person_ids
from esafety.access.refusals import NotNow
from esafety.audit.models import AuditEvent
from esafety.office import actions
from esafety.office.models import ImportChange, ImportLine, ImportRun, RollImport
from esafety.office.policy import upn
from esafety.office.roll import exporting, leavers
from esafety.office.roll.purging import purge
from esafety.office.roll.undoing import why_not
from esafety.office.roll.vocabulary import Asks, Choice, Encoding, FileKind, Stage, Verdict
from esafety.outbox.models import Message
from esafety.outbox.vocabulary import State
from esafety.papers.models import StoredFile
from esafety.people.models import Connection, Guardianship, Membership, Person, User
from esafety.people.vocabulary import Closeness, PersonKind
from esafety.walls import every_school
from incidents.models import Incident
from tests.builders import a_concern
from tests.cast import Cast
from tests.office.filing import apply, begin, bring_in, check, counts, lines, reasons, undo, work

K = FileKind
HEAD = b"UPN,Adno,Legal Surname,Legal Forename,DOB,Year,Reg\n"
ONE = "B801200005001"
TWO = upn.check_letter("850270126001") + "850270126001"


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "papers"


@pytest.fixture
def by(cast: Cast) -> User:
    user: User = cast.school_admin
    return user


def pupils(*rows: str) -> bytes:
    return HEAD + "".join(f"{row}\n" for row in rows).encode()


def pupil(cast: Cast, **known: Any) -> Person:
    return Person.objects.get(school=cast.school, kind=PersonKind.PUPIL, **known)


def everything() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (Person, Guardianship, Connection)]


# -- the systems' own files ------------------------------------------------------------------------

SAMPLES = [
    ("sims_pupils.csv", K.PUPILS, {"added": 6}),
    ("sims_contacts.csv", K.CONTACTS, {"added": 5, "refused": 1}),
    ("arbor_families.csv", K.FAMILIES, {"added": 8}),
    ("bromcom_staff.csv", K.STAFF, {"added": 2, "changed": 1}),
    ("bromcom_pupils.csv", K.PUPILS, {"added": 2}),
    ("bromcom_contacts.csv", K.CONTACTS, {"added": 2}),
    ("ctf.xml", K.CTF, {"added": 4}),
]


def test_a_school_begins_with_the_files_of_its_system_and_the_same_file_twice_changes_nothing(
    cast: Cast, by: User
) -> None:
    for name, kind, expected in SAMPLES:
        assert counts(bring_in(name, kind, school=cast.school, by=by)) == expected, name
    before = everything()
    for name, kind, expected in SAMPLES:
        again = check(begin(name, kind, school=cast.school, by=by), by=by)
        assert (again.added, again.changed, again.unmatched) == (0, 0, 0), name
        assert again.refused == expected.get("refused", 0)
        assert counts(apply(again, by=by))["same"] == sum(expected.values()) - expected.get("refused", 0)
    assert everything() == before
    assert not Person.objects.filter(school=cast.other, source_id__gt="").exists()


def test_what_the_files_say_is_kept(cast: Cast, by: User) -> None:
    for name, kind, _ in SAMPLES:
        bring_in(name, kind, school=cast.school, by=by)
    chloe = pupil(cast, given_name="Chloë")
    assert (chloe.family_name, chloe.year_group, chloe.class_name) == ("Beaufoy", "Year 4", "4R")
    assert (chloe.known_as, chloe.born_on, chloe.source_id) == ("", dt.date(2017, 3, 2), "001202")
    assert pupil(cast, given_name="Wiktoria").full_name == "Wiktoria Czarniecka"
    assert pupil(cast, given_name="Marlon").year_group == "Reception"
    order = Guardianship.objects.get(guardian__given_name="Craig")
    assert (order.no_contact, order.parental_responsibility, order.priority) == (True, True, 2)
    jill = Person.objects.get(given_name="Jill")
    assert jill.wards.count() == 2, "brothers share one entry of their mother"
    assert (jill.email, jill.telephone, jill.kind) == (
        "jill.abernathy@mail.example",
        "01632 960301",
        PersonKind.PARENT,
    )
    teacher = cast.person_of(cast.teacher)
    assert (teacher.source_id, teacher.email) == ("77003", ""), "the account says the address already"
    assert Person.objects.get(given_name="Bryony").wards.get().relationship == "Mother"
    assert Person.objects.filter(search_text__contains="chloe beaufoy").exists()


# -- who is who ------------------------------------------------------------------------------------


def test_pupils_are_found_by_upn_then_number_then_name_and_birthday(cast: Cast, by: User) -> None:
    bring_in(pupils(f"{ONE},A1,Byrne,Ada,01/02/2016,Year 5,5H", ",A2,Ellis,Kit,03/04/2015,Year 6,6L"), K.PUPILS,
             school=cast.school, by=by)  # fmt: skip
    next_year = bring_in(
        pupils(f"{ONE},A1,Byrne-Hall,Ada,01/02/2016,Year 6,6H", f"{TWO},A2,Ellis,Kit,03/04/2015,Year 7,7A",
               ",,Kowalska,Anya,27/02/2016,Year 7,7B"),
        K.PUPILS, school=cast.school, by=by,
    )  # fmt: skip
    assert counts(next_year) == {"changed": 3}
    assert pupil(cast, upn=ONE).family_name == "Byrne-Hall"
    assert pupil(cast, upn=TWO).given_name == "Kit"
    assert cast.third_pupil.class_name == "7B"
    assert lines(next_year)[0].found["changes"] == [
        ["Family name", "Byrne", "Byrne-Hall"], ["Year group", "Year 5", "Year 6"], ["Class", "5H", "6H"],
    ]  # fmt: skip


def test_two_people_of_one_name_are_never_merged_by_name_alone(cast: Cast, by: User) -> None:
    """The cast has a Marcus Bright of December 2015."""
    told = pupils(
        f"{ONE},A1,Bright,Marcus,02/02/2016,Year 5,5H",
        ",A2,Bright,Marcus,,Year 5,5H",
        ",,Bright,Marcus,14/12/2015,Year 6,6L",
    )
    given = check(begin(told, K.PUPILS, school=cast.school, by=by), by=by)
    first, second, third = lines(given)
    assert (first.verdict, third.verdict) == (Verdict.ADDED, Verdict.SAME)
    assert (second.verdict, second.asks) == (Verdict.UNMATCHED, Asks.WHO)
    assert cast.second_pupil.pk in second.found["candidates"]
    apply(given, by=by)
    assert Person.objects.filter(given_name="Marcus", family_name="Bright").count() == 2


@pytest.mark.parametrize(("choice", "many"), [(Choice.NEW, 2), (Choice.LEAVE, 1), ("that one", 1), ("", 1)])
def test_whoever_could_be_meant_is_decided_by_a_person(cast: Cast, by: User, choice: str, many: int) -> None:
    marcus = cast.second_pupil
    given = check(begin(pupils(",A9,Bright,Marcus,,Year 7,7C"), K.PUPILS, school=cast.school, by=by), by=by)
    line = lines(given)[0]
    if choice:
        actions.answer_line(line=line, choice=str(marcus.pk) if choice == "that one" else choice, by=by)
    apply(given, by=by)
    assert Person.objects.filter(given_name="Marcus", family_name="Bright").count() == many
    marcus.refresh_from_db()
    assert (marcus.source_id, marcus.class_name) == (("A9", "7C") if choice == "that one" else ("", "6L"))


def test_a_decision_for_somebody_who_was_not_asked_about_is_refused(cast: Cast, by: User) -> None:
    given = check(begin(pupils(",A9,Bright,Marcus,,,"), K.PUPILS, school=cast.school, by=by), by=by)
    for choice in (str(cast.pupil.pk), str(cast.other_pupil.pk), "lift", "keep", "1e3"):
        with pytest.raises(ValueError, match=choice):
            actions.answer_line(line=lines(given)[0], choice=choice, by=by)


def test_a_number_that_fits_nobody_s_name_and_birthday_turns_no_child_into_another(
    cast: Cast, by: User
) -> None:
    bring_in(pupils(f"{ONE},A1,Byrne,Ada,01/02/2016,,"), K.PUPILS, school=cast.school, by=by)
    given = check(
        begin(pupils(f"{ONE},A1,Nowak,Piotr,05/06/2012,,"), K.PUPILS, school=cast.school, by=by), by=by
    )
    assert (lines(given)[0].verdict, lines(given)[0].asks) == (Verdict.UNMATCHED, Asks.WHO)
    apply(given, by=by)
    assert pupil(cast, upn=ONE).given_name == "Ada"


def test_a_upn_of_one_and_a_number_of_another_is_refused(cast: Cast, by: User) -> None:
    bring_in(pupils(f"{ONE},A1,Byrne,Ada,,,", f"{TWO},A2,Ellis,Kit,,,"), K.PUPILS, school=cast.school, by=by)
    given = check(begin(pupils(f"{ONE},A2,Byrne,Ada,,,"), K.PUPILS, school=cast.school, by=by), by=by)
    assert "that of another" in reasons(given)[2, 0][0]


def test_two_lines_with_one_upn_are_both_refused_with_both_numbers_and_the_rest_goes_on(
    cast: Cast, by: User
) -> None:
    told = pupils(f"{ONE},A1,Byrne,Ada,,,", f"{TWO},A2,Ellis,Kit,,,", f"{ONE},A3,Moss,Lee,,,", ",A4,Pugh,Gwen,,,",
                  ",A4,Pugh,Hugh,,,")  # fmt: skip
    given = bring_in(told, K.PUPILS, school=cast.school, by=by)
    assert counts(given) == {"added": 1, "refused": 4}
    assert reasons(given)[2, 0] == reasons(given)[4, 0]
    assert f"Lines 2, 4 have the same UPN, {ONE}" in reasons(given)[2, 0][0]
    assert "Lines 5, 6 have the same number, A4" in reasons(given)[6, 0][0]


def test_one_bad_line_never_spoils_the_rest(cast: Cast, by: User) -> None:
    told = pupils(
        "A801200005001,A1,Wrong,Letter,,,", ",A2,Good,One,01/02/2016,,", ",A3,=cmd|'/c calc',Bad,,,",
        ",A4,Late,Date,31/02/2016,,", ",A5,,Nameless,,,", '"open,A6,Never,Ends,,,', ",A7,Good,Two,,,",
    )  # fmt: skip
    given = bring_in(told + b",A8,Ren\xe9,Mixed,,,\n,A9,N\0ul,Mixed,,,\n,A10,Zo\xc3\xab,Good,,,\n", K.PUPILS,
                     school=cast.school, by=by)  # fmt: skip
    assert {line.name for line in lines(given) if line.verdict == Verdict.ADDED} == {
        "One Good",
        "Two Good",
        "Good Zoë",
    }
    assert counts(given)["refused"] == 7
    said = " ".join(one for why in reasons(given).values() for one in why)
    for words in (
        "check letter",
        "formula",
        "no date",
        "has no family name",
        "quotation mark",
        "encoding",
        "NUL",
    ):
        assert words in said, words


# -- parents, carers, court orders ------------------------------------------------------------------

LINK = b"UPN,Contact ID,Relationship,Surname,Forename,Parental Responsibility,Court Order,Email\n"


@pytest.fixture
def ada(cast: Cast, by: User) -> Person:
    bring_in(pupils(f"{ONE},A1,Byrne,Ada,01/02/2016,,", f"{TWO},A2,Byrne,Ben,01/02/2018,,"), K.PUPILS,
             school=cast.school, by=by)  # fmt: skip
    return pupil(cast, upn=ONE)


def contacts(*rows: str) -> bytes:
    return LINK + "".join(f"{row}\n" for row in rows).encode()


def test_a_court_order_is_lifted_by_a_person_only(cast: Cast, by: User, ada: Person) -> None:
    bring_in(contacts(f"{ONE},C1,Father,Byrne,Carl,T,T,"), K.CONTACTS, school=cast.school, by=by)
    link = Guardianship.objects.get(pupil=ada)
    assert link.no_contact
    silent = b"UPN,Contact ID,Surname,Forename\n" + f"{ONE},C1,Byrne,Carl\n".encode()
    for told in (silent, contacts(f"{ONE},C1,Father,Byrne,Carl,T,,")):
        assert counts(bring_in(told, K.CONTACTS, school=cast.school, by=by)) == {"same": 1}
    lifting = contacts(f"{ONE},C1,Father,Byrne,Carl,T,F,")
    undecided = bring_in(lifting, K.CONTACTS, school=cast.school, by=by)
    assert "stays until somebody says so" in reasons(undecided)[2, 0][0]
    link.refresh_from_db()
    assert link.no_contact
    decided = check(begin(lifting, K.CONTACTS, school=cast.school, by=by), by=by)
    assert lines(decided)[0].asks == Asks.LIFT
    actions.answer_line(line=lines(decided)[0], choice=Choice.LIFT, by=by)
    apply(decided, by=by)
    link.refresh_from_db()
    assert not link.no_contact
    undo(decided, by=by)
    link.refresh_from_db()
    assert link.no_contact


def test_an_order_in_words_is_an_order(cast: Cast, by: User, ada: Person) -> None:
    told = contacts(f"{ONE},C1,Father,Byrne,Carl,F,Prohibited steps order of 3 May,")
    bring_in(told, K.CONTACTS, school=cast.school, by=by)
    assert Guardianship.objects.get(pupil=ada).no_contact


def test_parents_are_found_by_number_by_address_and_name_or_beside_their_child(
    cast: Cast, by: User, ada: Person
) -> None:
    told = contacts(
        f"{ONE},C1,Mother,Byrne,Jo,,,", f"{TWO},C1,Mother,Byrne,Jo,,,",
        f"{ONE},,Father,Byrne,Carl,,,family@mail.example", f"{TWO},,Father,Byrne,Carl,,,family@mail.example",
        f"{ONE},,Gran,Moss,Edna,,,", f"{TWO},,Aunt,Byrne,Dot,,,family@mail.example",
    )  # fmt: skip
    assert counts(bring_in(told, K.CONTACTS, school=cast.school, by=by)) == {"added": 6}
    assert Person.objects.filter(kind=PersonKind.PARENT, family_name__in=("Byrne", "Moss")).count() == 4, (
        "an address shared by a family merges nobody"
    )
    assert counts(bring_in(told, K.CONTACTS, school=cast.school, by=by)) == {"same": 6}


def test_a_parent_told_of_twice_is_told_of_by_the_first_line(cast: Cast, by: User, ada: Person) -> None:
    told = contacts(
        f"{ONE},C1,Mother,Byrne,Jo,,,jo@mail.example", f"{TWO},C1,Mother,Byrne,Jo,,,other@mail.example"
    )
    bring_in(told, K.CONTACTS, school=cast.school, by=by)
    assert Person.objects.get(source_id="C1").email == "jo@mail.example"
    assert counts(bring_in(told, K.CONTACTS, school=cast.school, by=by)) == {"same": 2}


def test_a_teacher_who_is_a_parent_stays_one_human(cast: Cast, by: User, ada: Person) -> None:
    """Conflicts of interest are found by entry: the link goes to the entry with the account."""
    dsl = cast.dsl
    given = bring_in(
        contacts(f"{ONE},C7,Mother,Adeyemi,Ruth,T,,{dsl.email}"), K.CONTACTS, school=cast.school, by=by
    )
    assert "also a member of staff" in reasons(given)[2, 0][0]
    assert ada.pk in conflicted_person_ids(User.objects.get(pk=dsl.pk))
    assert Person.objects.filter(given_name="Ruth", family_name="Adeyemi").count() == 1


def test_of_an_entry_said_to_be_the_same_human_later_children_count_too(
    cast: Cast, by: User, ada: Person
) -> None:
    bring_in(contacts(f"{ONE},C7,Mother,Adeyemi-Cole,Ruth,T,,"), K.CONTACTS, school=cast.school, by=by)
    entry = Person.objects.get(source_id="C7")
    actions.say_same_person(person=entry, other=cast.person_of(cast.dsl), by=by)
    assert ada.pk in conflicted_person_ids(cast.dsl)
    bring_in(contacts(f"{TWO},C7,Mother,Adeyemi-Cole,Ruth,T,,"), K.CONTACTS, school=cast.school, by=by)
    assert pupil(cast, upn=TWO).pk in conflicted_person_ids(cast.dsl)
    assert entry.pk in conflicted_person_ids(cast.dsl)
    assert Connection.objects.get(person=entry).closeness == Closeness.SAME


def test_pupils_on_a_line_for_each_contact_must_be_the_same_pupil(cast: Cast, by: User) -> None:
    head = b"UPN,Surname,Forename,DOB,Guardian First name,Guardian Last name,Guardian ID\n"
    rows = f"{ONE},Byrne,Ada,01/02/2016,Jo,Byrne,1\n{ONE},Byrne,Ada,01/02/2016,Carl,Byrne,2\n"
    assert counts(bring_in(head + rows.encode(), K.FAMILIES, school=cast.school, by=by)) == {
        "added": 3,
        "same": 1,
    }
    other = rows + f"{TWO},Ellis,Kit,,Ann,Ellis,3\n{TWO},Ellis,Kate,,Ann,Ellis,3\n"
    given = bring_in(head + other.encode(), K.FAMILIES, school=cast.school, by=by)
    assert counts(given) == {"same": 4, "refused": 4}
    assert "Lines 4, 5 have the same UPN" in reasons(given)[4, 0][0]
    assert "Its pupil on the same line" in reasons(given)[5, 1][0]


# -- one at a time, and what happens meanwhile ------------------------------------------------------


def test_a_school_has_one_import_at_a_time_and_another_school_its_own(cast: Cast, by: User) -> None:
    begin(pupils(",A1,Byrne,Ada,,,"), K.PUPILS, school=cast.school, by=by)
    with pytest.raises(NotNow, match="Another file"):
        begin(pupils(",A1,Byrne,Ada,,,"), K.PUPILS, school=cast.school, by=by)
    begin(pupils(",A1,Byrne,Ada,,,"), K.PUPILS, school=cast.other, by=cast.trust_admin)
    assert StoredFile.objects.count() == 2


def test_lines_are_judged_again_when_they_are_brought_in(cast: Cast, by: User) -> None:
    """Between the check and the bringing in somebody entered one of them by hand."""
    given = check(
        begin(pupils(",A1,Byrne,Ada,,,", ",A2,Ellis,Kit,,,"), K.PUPILS, school=cast.school, by=by), by=by
    )
    assert counts(given) == {"added": 2}
    actions.add_person(school=cast.school, kind=PersonKind.PUPIL, given_name="Ada", family_name="Byrne",
                       source_id="A1", class_name="5H", by=by)  # fmt: skip
    apply(given, by=by)
    assert (counts(given), given.differed) == ({"added": 1, "same": 1}, 1)
    assert "changed since the check" in reasons(given)[2, 0][0]
    assert Person.objects.filter(family_name="Byrne").count() == 1


def test_work_that_breaks_off_goes_on_where_it_was(
    cast: Cast, by: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from esafety.office.roll import applying, batches

    monkeypatch.setattr(batches, "SIZE", 4)
    rows = [f",A{at},Byrne{'abcdefghij'[at]},Ada,,," for at in range(10)]
    given = check(begin(pupils(*rows), K.PUPILS, school=cast.school, by=by), by=by)
    run = actions.apply_import(given=given, by=by)
    real, calls = applying._write, iter(range(10))

    def breaks(*args: Any) -> None:
        if next(calls) == 1:
            raise MemoryError
        real(*args)

    with monkeypatch.context() as patch:
        patch.setattr(applying, "_write", breaks)
        work()
    run.refresh_from_db()
    assert (run.state, run.reached, run.done) == (State.OWED, 5, 4)
    assert Person.objects.filter(source_id__startswith="A").count() == 4
    ImportRun.objects.update(due_at=timezone.now())
    work()
    given.refresh_from_db()
    assert (given.stage, counts(given)) == (Stage.APPLIED, {"added": 10})
    assert Person.objects.filter(source_id__startswith="A").count() == 10


def test_whoever_loses_the_right_brings_nothing_in(cast: Cast, by: User) -> None:
    given = check(begin(pupils(",A1,Byrne,Ada,,,"), K.PUPILS, school=cast.school, by=by), by=by)
    run = actions.apply_import(given=given, by=by)
    Membership.objects.filter(user=by).update(until=dt.date(2020, 9, 2))
    work()
    run.refresh_from_db()
    assert run.state == State.PARKED
    assert not Person.objects.filter(source_id="A1").exists()


@pytest.mark.django_db(transaction=True)
def test_somebody_entered_at_the_same_moment_costs_that_line_only(cast: Cast, by: User) -> None:
    """Another transaction takes a UPN between our look and our writing."""
    from esafety.office.roll import applying

    told = pupils(f"{ONE},A1,Byrne,Ada,,,", f"{TWO},A2,Ellis,Kit,,,")
    given = check(begin(told, K.PUPILS, school=cast.school, by=by), by=by)
    real, entered = applying.judge, []

    def judge(*args: Any) -> Any:
        found = real(*args)
        if not entered:
            entered.append(threading.Thread(target=_enter, args=(cast.school.pk,)))
            if connection.vendor == "postgresql":
                entered[0].start()
                entered[0].join()
            else:  # SQLite lets nobody else write meanwhile: the same row, from within
                Person.objects.create(
                    school=cast.school, kind="pupil", given_name="A", family_name="B", upn=ONE
                )
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(applying, "judge", judge)
        actions.apply_import(given=given, by=by)
        work()
    given.refresh_from_db()
    assert given.stage == Stage.APPLIED
    if connection.vendor == "postgresql":
        assert counts(given) == {"added": 1, "changed": 1}
    assert Person.objects.filter(upn=TWO).count() == 1


@every_school("a test's own thread")
def _enter(school: int) -> None:
    Person.objects.create(school_id=school, kind="pupil", given_name="Ada", family_name="Byrn", upn=ONE)
    connection.close()


# -- oneself ----------------------------------------------------------------------------------------


def test_nobody_changes_their_own_entry_by_a_file(cast: Cast, by: User) -> None:
    told = b"Staff ID,Surname,Forename,Work Email\n" + f"9,Hobbs-Smith,Sandra,{by.email}\n".encode()
    given = bring_in(told, K.STAFF, school=cast.school, by=by)
    assert "your own entry" in reasons(given)[2, 0][0]
    assert cast.person_of(by).family_name == "Hobbs"


# -- leavers ----------------------------------------------------------------------------------------


def test_leavers_are_proposed_and_left_when_ticked_and_nobody_with_an_account(cast: Cast, by: User) -> None:
    given = bring_in(
        pupils(",,Haddad,Zoë,03/11/2016,,", ",A1,Byrne,Ada,,,"), K.PUPILS, school=cast.school, by=by
    )
    found = leavers.proposed(given)
    assert {one.family_name for one in found.people} == {"Bright", "Kowalska", "Bellamy"}
    assert [one.account for one in found.with_account] == [cast.pupil_account]
    with_account = cast.person_of(cast.pupil_account)
    count = actions.mark_leavers(
        given=given,
        people=[cast.second_pupil, with_account, cast.other_pupil],
        left_on=dt.date(2026, 7, 21),
        by=by,
    )
    assert count == 1
    assert cast.second_pupil.left_on == dt.date(2026, 7, 21)
    assert (cast.person_of(cast.pupil_account).left_on, cast.other_pupil.left_on) == (None, None)
    back = bring_in(pupils(",,Bright,Marcus,14/12/2015,,"), K.PUPILS, school=cast.school, by=by)
    assert (counts(back), cast.second_pupil.left_on) == ({"changed": 1}, None)


def test_whoever_works_on_an_open_concern_is_told_that_somebody_left_and_the_office_is_not(
    cast: Cast, by: User
) -> None:
    incident = a_concern(cast, about="second_pupil")
    given = bring_in(pupils(",A1,Byrne,Ada,,,"), K.PUPILS, school=cast.school, by=by)
    people = [cast.second_pupil, cast.third_pupil]
    actions.mark_leavers(given=given, people=people, left_on=dt.date(2026, 7, 21), by=by)
    told = Message.objects.filter(notice="incident.person_left")
    assert [(one.to_user, one.record()) for one in told] == [
        (cast.co_ordinator, Incident.objects.get(pk=incident.pk))
    ]
    entry = AuditEvent.objects.filter(code="office.leavers_marked").get()
    assert entry.detail == {"count": 2}


def test_a_date_of_leaving_in_the_file_adds_nobody_and_proposes_who_is_still_there(
    cast: Cast, by: User
) -> None:
    told = (
        b"Surname,Forename,DOB,Date of leaving\nBright,Marcus,14/12/2015,21/07/2026\nGone,Long,,01/07/2019\n"
    )
    given = bring_in(told, K.PUPILS, school=cast.school, by=by)
    assert counts(given) == {"same": 2}
    assert not Person.objects.filter(family_name="Gone").exists()
    assert cast.second_pupil.pk in {one.pk for one in leavers.proposed(given).people}


# -- undoing ----------------------------------------------------------------------------------------


def test_undoing_puts_back_what_was_and_takes_off_who_was_added(cast: Cast, by: User, ada: Person) -> None:
    before = {
        person.pk: (person.class_name, person.family_name, person.left_on) for person in Person.objects.all()
    }
    links = list(Guardianship.objects.order_by("pk").values())
    given = bring_in(
        b"UPN,Surname,Forename,Reg,Guardian ID,Guardian First name,Guardian Last name\n"
        + f"{ONE},Byrne-Hall,Ada,9Z,1,Jo,Byrne\n,New,Nell,9Z,1,Jo,Byrne\n".encode(),
        K.FAMILIES, school=cast.school, by=by,
    )  # fmt: skip
    assert counts(given) == {"added": 3, "changed": 1}
    undo(given, by=by)
    after = {
        person.pk: (person.class_name, person.family_name, person.left_on) for person in Person.objects.all()
    }
    assert {pk: after[pk] for pk in before} == before
    assert all(after[pk][2] for pk in set(after) - set(before))
    assert list(Guardianship.objects.order_by("pk").values()) == links
    assert Person.objects.get(pk=ada.pk).search_text == "ada byrne"


def test_what_somebody_changed_since_stays(cast: Cast, by: User, ada: Person) -> None:
    given = bring_in(pupils(f"{ONE},A1,Byrne,Ada,01/02/2016,Year 6,6A"), K.PUPILS, school=cast.school, by=by)
    actions.change_person(person=Person.objects.get(pk=ada.pk), columns={"class_name": "6Z"}, by=by)
    undo(given, by=by)
    ada.refresh_from_db()
    assert (ada.year_group, ada.class_name) == ("", "6Z")


def test_only_the_last_can_be_undone_and_not_what_others_have_built_on(
    cast: Cast, by: User, ada: Person
) -> None:
    first = bring_in(pupils(",A5,Moss,Lee,,,"), K.PUPILS, school=cast.school, by=by)
    lee = Person.objects.get(source_id="A5")
    parent = cast.person_of(cast.parent)
    actions.add_guardian(pupil=lee, guardian=parent, by=by)
    assert "tied to somebody else by hand" in why_not(first)
    second = bring_in(pupils(",A6,Pugh,Gwen,,,"), K.PUPILS, school=cast.school, by=by)
    assert "Only the last" in why_not(first)
    gwen = Person.objects.get(source_id="A6")
    gwen.account = actions.add_account(email="gwen@harbour.example", name="Gwen", by=None)
    gwen.save()
    with pytest.raises(NotNow, match="Gwen Pugh.*account"):
        actions.undo_import(given=second, by=by)


def test_a_record_about_somebody_neither_hinders_undoing_nor_shows(cast: Cast, by: User) -> None:
    """Whether there is a record about somebody must not be learned by undoing their import."""
    told = pupils(",A5,Moss,Lee,,,", ",A6,Pugh,Gwen,,,")
    given = bring_in(told, K.PUPILS, school=cast.school, by=by)
    lee, gwen = (Person.objects.get(source_id=number) for number in ("A5", "A6"))
    a_concern(cast, about=lee)
    assert why_not(given) == ""
    undo(given, by=by)
    again = check(begin(told, K.PUPILS, school=cast.school, by=by), by=by)
    assert [(line.verdict, line.found) for line in lines(again)] == [(Verdict.ADDED, {})] * 2
    actions.discard_import(given=again, by=by)
    RollImport.objects.filter(pk=given.pk).update(ended_at=timezone.now() - dt.timedelta(days=31))
    purge()
    assert not Person.objects.filter(pk=gwen.pk).exists()
    assert Person.objects.filter(pk=lee.pk).exists()
    later = check(begin(told, K.PUPILS, school=cast.school, by=by), by=by)
    assert [(line.verdict, line.found) for line in lines(later)] == [(Verdict.ADDED, {})] * 2
    apply(later, by=by)
    lee.refresh_from_db()
    assert (lee.left_on, lee.full_name) == (None, "Lee Moss")
    assert not ImportChange.objects.filter(withdrawn=True).exists()


# -- what is kept, and for how long ------------------------------------------------------------------


def test_the_file_goes_when_it_was_brought_in_or_put_aside_or_forgotten(
    cast: Cast, by: User, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    def on_disk() -> int:
        return len([one for one in Path(settings.MEDIA_ROOT).rglob("*") if one.is_file()])

    with django_capture_on_commit_callbacks(execute=True):
        bring_in(pupils(",A1,Byrne,Ada,,,"), K.PUPILS, school=cast.school, by=by)
    assert on_disk() == 0
    with django_capture_on_commit_callbacks(execute=True):
        aside = check(begin(pupils(",A1,Byrne,Ada,,,"), K.PUPILS, school=cast.school, by=by), by=by)
    assert on_disk() == 1
    clear = b"".join(one.read_bytes() for one in Path(settings.MEDIA_ROOT).rglob("*") if one.is_file())
    assert b"Byrne" not in clear
    with django_capture_on_commit_callbacks(execute=True):
        actions.discard_import(given=aside, by=by)
    assert (on_disk(), ImportLine.objects.filter(roll_import=aside).count()) == (0, 0)
    with django_capture_on_commit_callbacks(execute=True):
        forgotten = begin(pupils(",A1,Byrne,Ada,,,"), K.PUPILS, school=cast.school, by=by)
        RollImport.objects.filter(pk=forgotten.pk).update(begun_at=timezone.now() - dt.timedelta(hours=25))
        purge()
    forgotten.refresh_from_db()
    assert (on_disk(), forgotten.stage) == (0, Stage.DISCARDED)
    assert not StoredFile.objects.exclude(wrapped_key="").exists()


def test_a_month_later_lines_and_former_values_are_gone(cast: Cast, by: User, ada: Person) -> None:
    given = bring_in(pupils(f"{ONE},A1,Byrne,Ada,,Year 6,6A"), K.PUPILS, school=cast.school, by=by)
    RollImport.objects.filter(pk=given.pk).update(ended_at=timezone.now() - dt.timedelta(days=31))
    purge()
    assert not ImportLine.objects.filter(roll_import=given).exists()
    assert not ImportChange.objects.filter(roll_import=given).exists()
    given.refresh_from_db()
    assert given.changed == 1
    assert "last month" in why_not(given)


def test_the_trail_holds_one_entry_an_act_with_counts_and_never_a_name(cast: Cast, by: User) -> None:
    before = AuditEvent.objects.count()
    undo(bring_in("sims_pupils.csv", K.PUPILS, school=cast.school, by=by), by=by)
    told = list(AuditEvent.objects.order_by("pk")[before:])
    assert [one.code.removeprefix("office.import_") for one in told] == [
        "begun", "check_asked", "checked", "apply_asked", "applied", "undo_asked", "undone",
    ]  # fmt: skip
    assert told[4].detail["added"] == 6
    assert told[4].sentence.startswith("An import was brought in for Sandra Hobbs: 6 added")
    assert not [word for one in told for word in ("Beaufoy", "Oscar", "001201") if word in str(one.detail)]


# -- remembered, read anew ---------------------------------------------------------------------------


def test_columns_are_remembered_for_the_same_headings_of_the_same_school(cast: Cast, by: User) -> None:
    told = b"Known by,Nachname,Vorname,When\nx,Byrne,Ada,03/24/2016\n"
    given = begin(told, K.PUPILS, school=cast.school, by=by)
    assert given.columns == ["", "", "", ""]
    chosen = ["source_id", "family_name", "given_name", "born_on"]
    given.date_order = "mdy"
    check(given, by=by, columns=chosen)
    actions.discard_import(given=given, by=by)
    again = begin(told, K.PUPILS, school=cast.school, by=by)
    assert (again.columns, again.date_order) == (chosen, "mdy")
    elsewhere = begin(told, K.PUPILS, school=cast.other, by=cast.trust_admin)
    assert elsewhere.columns == ["", "", "", ""]


def test_a_file_can_be_read_by_another_encoding(cast: Cast, by: User) -> None:
    told = "Surname,Forename\nZoë,Ada\n".encode("cp1252") + "Zoë,Ben\n".encode() * 1
    given = begin(told, K.PUPILS, school=cast.school, by=by)
    actions.read_anew(given=given, encoding=Encoding.WINDOWS, delimiter=given.delimiter, by=by)
    check(given, by=by)
    assert [line.name for line in lines(given)] == ["Ada Zoë", "Ben ZoÃ«"]


# -- out again ----------------------------------------------------------------------------------------


def test_an_export_brought_in_again_changes_nothing(cast: Cast, by: User) -> None:
    for name, kind, _ in SAMPLES:
        bring_in(name, kind, school=cast.school, by=by)
    Person.objects.filter(given_name="Jill").update(telephone="+44 1632 960301", known_as="-Ji")
    before = everything()
    for kind in exporting.KINDS:
        text = "".join(exporting.lines(by, cast.school, kind))
        assert "\n=" not in text
        assert ",+44" not in text
        given = bring_in(text.encode(), kind, school=cast.school, by=by)
        told = counts(given)
        without_number = {"unmatched": 1} if kind == K.PUPILS else {}
        assert told == {"same": told["same"], **without_number}, (kind, told, reasons(given))
        assert told["same"] > 3
    assert everything() == before


def test_an_export_ends_when_the_right_ends(cast: Cast, by: User) -> None:
    told = exporting.lines(by, cast.school, K.PUPILS)
    assert "Legal surname" in next(told)
    Membership.objects.filter(user=by).update(until=dt.date(2020, 9, 2))
    assert list(told) == []
